import { and, desc, eq, isNotNull } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { acts } from '#base/database/schema/acts.ts'
import { accountPeople, imports, people } from '#base/database/schema/people.ts'
import { evidence } from '#base/database/schema/polls.ts'
import { petitions } from '#base/database/schema/proposals.ts'
import { idIndexOf } from '#base/system/identity.ts'
import type { Keys } from '#base/system/keys.ts'

export async function findByIdNumber(
  tx: Tx,
  keys: Keys,
  villageId: string,
  idNumber: string,
): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.villageId, villageId), eq(people.idIndex, idIndexOf(keys, idNumber))))
  return row?.id
}

/** index of the ID number → person, for the whole village. */
export async function idsByIndex(tx: Tx, villageId: string): Promise<Map<string, string>> {
  const rows = await tx
    .select({ id: people.id, idIndex: people.idIndex })
    .from(people)
    .where(eq(people.villageId, villageId))
  return new Map(rows.flatMap(({ id, idIndex }) => (idIndex ? [[idIndex, id] as const] : [])))
}

/** When the village last acted: a play that was interrupted goes on from there. */
export async function lastEntryAt(tx: Tx, villageId: string): Promise<Date | null> {
  const [row] = await tx
    .select({ at: evidence.at })
    .from(evidence)
    .where(eq(evidence.villageId, villageId))
    .orderBy(desc(evidence.seq))
    .limit(1)
  return row?.at ?? null
}

export async function hasPetition(tx: Tx, villageId: string, title: string): Promise<boolean> {
  const rows = await tx
    .select({ id: petitions.id })
    .from(petitions)
    .where(and(eq(petitions.villageId, villageId), eq(petitions.title, title)))
    .limit(1)
  return rows.length > 0
}

/** Killed between the two halves: its list still waits for the township. */
export async function importThatWaits(tx: Tx, villageId: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: imports.id })
    .from(imports)
    .innerJoin(acts, and(eq(acts.villageId, imports.villageId), eq(acts.id, imports.actId)))
    .where(and(eq(imports.villageId, villageId), eq(acts.state, 'waiting')))
  return row?.id
}

export const hasPin = async (tx: Tx, villageId: string, personId: string): Promise<boolean> =>
  (await tx.$count(
    accountPeople,
    and(
      eq(accountPeople.villageId, villageId),
      eq(accountPeople.personId, personId),
      isNotNull(accountPeople.pinHash),
    ),
  )) > 0
