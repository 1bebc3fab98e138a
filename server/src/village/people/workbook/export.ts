import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { EVERYBODY, noteLook, type Viewer } from '../access-log.ts'
import { numbersOf } from './numbers.ts'
import { loadState } from './queries.ts'
import { textsOf } from './texts.ts'
import { writeWorkbook } from './write.ts'

/** 导出: the same workbook that can come in again; changed nowhere, it changes nothing. */
export async function exportWorkbook(
  { db, keys }: Pick<Parts, 'db' | 'keys'>,
  village: string,
  viewer: Viewer,
  now: Date,
): Promise<Buffer> {
  const texts = await inVillage(db, village, async (tx) => {
    await noteLook(tx, village, { what: 'exportPeople', subjects: EVERYBODY }, viewer, now)
    const numbers = await numbersOf({ keys }, tx, village)
    return textsOf(await loadState(tx, village), (id) => ({
      idNumber: numbers.idNumber(id),
      phone: numbers.phone(id),
    }))
  })
  return writeWorkbook(texts)
}
