/** Reads one workbook away from the thread that answers requests. Run by run.ts only. */
import { parentPort, workerData } from 'node:worker_threads'
import type { RowOptions } from '@cunyi/shared/people/workbook-row.ts'
import { Rejection } from '@cunyi/shared/words/rejection.ts'
import { readWorkbook } from './read.ts'
import type { WorkerSays } from './run.ts'

const { file, options } = workerData as { file: Uint8Array; options: RowOptions }
const say = (message: WorkerSays) => parentPort?.postMessage(message)

try {
  const read = await readWorkbook(Buffer.from(file.buffer, file.byteOffset, file.byteLength), {
    ...options,
    onRows: (rows) => say({ rows }),
  })
  say({ read })
} catch (error) {
  say(
    error instanceof Rejection
      ? { refused: { code: error.code, params: error.params } }
      : { refused: { code: 'workbookUnreadable', params: {} } },
  )
}
