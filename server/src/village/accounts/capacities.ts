/** 身份: as whom a phone may act, and what is asked before it may. */
import type { Capacity } from '@cunyi/shared/api/accounts.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Acting } from '#door/session/actions.ts'
import { type CapacityRow, findAccount, findCapacities } from './queries.ts'

/** One natural person in two divisions is one person: the ID number's index tells. */
const personOf = (row: CapacityRow) => row.idIndex ?? row.personId

/**
 * 家庭共用号码: where a number belongs to several persons, or the person holds an office, his own PIN is asked, so
 * that who holds the phone cannot act for the others.
 */
export function toCapacities(rows: readonly CapacityRow[], acting: Acting): Capacity[] {
  const isShared = new Set(rows.map(personOf)).size > 1
  return rows.map((row) => ({
    village: row.village,
    villageName: row.villageName,
    personId: row.personId,
    name: row.name,
    offices: row.offices,
    isMe: acting?.village === row.village && acting.personId === row.personId,
    factor: !isShared && row.offices.length === 0 ? 'none' : row.hasPin ? 'pin' : 'set',
  }))
}

export async function capacitiesOf(
  tx: Tx,
  accountId: string,
  acting: Acting,
  now: Date,
): Promise<Capacity[]> {
  const account = await findAccount(tx, accountId)
  if (!account) return []
  return toCapacities(await findCapacities(tx, account.phoneIndex, shanghaiDate(now)), acting)
}
