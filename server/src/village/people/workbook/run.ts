import { Refused } from '@cunyi/shared/words/refusal.ts'
import { readApart, TooCostly } from '#base/children/pool.ts'
import type { ReadWorkbook } from './read.ts'
import type { Question } from './reading.ts'

const READING = new URL('./reading.ts', import.meta.url)

/** A hostile file ends the child that reads it, and not the server. */
export async function readWorkbookApart(
  input: Question,
  account: string,
  onRows: (read: number) => void,
): Promise<ReadWorkbook> {
  try {
    const onSaid = (said: unknown) => onRows(said as number)
    return await readApart<ReadWorkbook>({ module: READING, input, account, onSaid })
  } catch (error) {
    if (!(error instanceof TooCostly)) throw error
    throw new Refused(error.of === 'time' ? 'workbookTimeLimit' : 'workbookUnpacksTooLarge')
  }
}
