/** 号码: the sealed numbers of a village, read once and each opened only when it is asked for. */
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openIdNumber, openPhone } from '#base/system/identity.ts'
import { loadSealed } from './queries.ts'

export type Numbers = {
  idNumber: (personId: string) => string | null
  phone: (personId: string) => string | null
}
export async function numbersOf({ keys }: Pick<Parts, 'keys'>, tx: Tx, villageId: string): Promise<Numbers> {
  const sealed = new Map((await loadSealed(tx, villageId)).map((row) => [row.id, row]))
  return {
    idNumber: (id) => openIdNumber(keys, sealed.get(id)?.idNumber ?? null),
    phone: (id) => openPhone(keys, sealed.get(id)?.phone ?? null),
  }
}
