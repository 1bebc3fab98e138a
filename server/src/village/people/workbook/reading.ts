/** What a child does with a workbook: run by run.ts only, over base/children. */
import type { RowOptions } from '@cunyi/shared/people/workbook-row.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { type ReadWorkbook, readWorkbook } from './read.ts'

export type Question = { file: Uint8Array; options: RowOptions }

/** Tells on the way how many rows it has read. */
export async function read({ file, options }: Question, say: (rows: number) => void): Promise<ReadWorkbook> {
  try {
    const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
    return await readWorkbook(bytes, { ...options, onRows: say })
  } catch (error) {
    throw error instanceof Refused ? error : new Refused('workbookUnreadable')
  }
}
