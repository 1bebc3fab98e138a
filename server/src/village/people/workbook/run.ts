import { Worker } from 'node:worker_threads'
import type { RowOptions } from '@cunyi/shared/people/workbook-row.ts'
import { type Params, Rejection } from '@cunyi/shared/words/rejection.ts'
import type { RejectionCode } from '@cunyi/shared/words/rejections.ts'
import type { ReadWorkbook } from './read.ts'

export type WorkerSays =
  | { rows: number }
  | { read: ReadWorkbook }
  | { refused: { code: RejectionCode; params: Params } }

const TIME_LIMIT_MS = 60_000
const MEMORY_MB = 512

/** Reads in a worker with a limit of time and memory: a hostile file ends the worker, not the server. */
export function readInWorker(
  file: Buffer,
  options: RowOptions,
  onRows: (read: number) => void,
  timeLimitMs = TIME_LIMIT_MS,
): Promise<ReadWorkbook> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData: { file, options },
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    })
    let settled = false
    const settle = (how: () => void) => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      how()
      void worker.terminate()
    }
    const timer = setTimeout(() => settle(() => reject(new Rejection('workbookTimeLimit'))), timeLimitMs)
    worker.on('message', (said: WorkerSays) => {
      if ('rows' in said) onRows(said.rows)
      else if ('read' in said) settle(() => resolve(said.read))
      // Under `node --watch` a thread also tells which files it read.
      else if ('refused' in said) settle(() => reject(new Rejection(said.refused.code, said.refused.params)))
    })
    worker.on('error', () => settle(() => reject(new Rejection('workbookUnpacksTooLarge'))))
    worker.on('exit', () => settle(() => reject(new Rejection('workbookUnreadable'))))
  })
}
