import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openIdNumber, openPhone } from '#base/system/identity.ts'
import { EVERYBODY, noteLook, type Viewer } from '../access-log.ts'
import { loadSealed, loadState } from './queries.ts'
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
    const sealed = new Map((await loadSealed(tx, village)).map((row) => [row.id, row]))
    return textsOf(await loadState(tx, village), (id) => ({
      idNumber: openIdNumber(keys, sealed.get(id)?.idNumber ?? null),
      phone: openPhone(keys, sealed.get(id)?.phone ?? null),
    }))
  })
  return writeWorkbook(texts)
}
