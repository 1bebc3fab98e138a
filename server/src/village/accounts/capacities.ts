/** 身份: as whom a phone may act, and what is asked before it may. */
import type { Capacity } from '@cunyi/shared/api/accounts.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Acting } from '#door/session/actions.ts'
import { type CapacityRow, findAccount, findCapacities, findOnlyAs } from './queries.ts'

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
    community: row.community,
    movedTo: row.movedTo,
    personId: row.personId,
    name: row.name,
    offices: row.offices,
    registered: row.registered,
    isMe: acting?.village === row.village && acting.personId === row.personId,
    factor: !isShared && row.offices.length === 0 ? 'none' : row.hasPin ? 'pin' : 'set',
  }))
}

/** Of the capacities of a phone those a log-in is good for: whoever entered with a paper code is the person on it. */
export const openTo = (capacities: Capacity[], onlyAs: string | null): Capacity[] =>
  capacities.filter((one) => onlyAs === null || one.personId === onlyAs)

/** Of the session's phone. */
export async function capacitiesOf(
  tx: Tx,
  session: { id: string; accountId: string; acting: Acting },
  now: Date,
): Promise<Capacity[]> {
  const account = await findAccount(tx, session.accountId)
  if (!account) return []
  const rows = await findCapacities(tx, account.phoneIndex, shanghaiDate(now))
  return openTo(toCapacities(rows, session.acting), await findOnlyAs(tx, session.id))
}
