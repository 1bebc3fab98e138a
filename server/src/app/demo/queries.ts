import { and, desc, eq, gte, isNotNull, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { acts } from '#base/database/schema/acts.ts'
import { accountPeople, imports, people } from '#base/database/schema/people.ts'
import { evidence } from '#base/database/schema/polls.ts'
import { petitions, proposals } from '#base/database/schema/proposals.ts'
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

/** When the last thing of the filling was done. */
export async function petitionedAt(tx: Tx, villageId: string, title: string): Promise<Date | null> {
  const [row] = await tx
    .select({ at: petitions.at })
    .from(petitions)
    .where(and(eq(petitions.villageId, villageId), eq(petitions.title, title)))
    .limit(1)
  return row?.at ?? null
}

/** The newest matter of whoever takes the tour. */
export async function draftedSince(tx: Tx, villageId: string, since: Date): Promise<string | null> {
  const [row] = await tx
    .select({ id: proposals.id })
    .from(proposals)
    .where(and(eq(proposals.villageId, villageId), gte(proposals.draftedAt, since)))
    .orderBy(desc(proposals.draftedAt))
    .limit(1)
  return row?.id ?? null
}

/** 下一个时间点: what the calendar of the village has next, by itself or for those who sit. */
export async function nextIn(
  tx: Tx,
  villageId: string,
  now: Date,
): Promise<{ at: Date; what: string; title: string } | null> {
  const { rows } = await tx.execute<{ at: string; what: string; title: string }>(sql`
    select at, what, title from (
      select m.opens_at as at, 'meetingOpens' as what, m.title from meetings m
       where m.village_id = ${villageId} and m.status = 'scheduled'
      union all
      select p.ends_at, 'pollEnds', o.title from polls p
        join proposals o on o.village_id = p.village_id and o.id = p.proposal_id
       where p.village_id = ${villageId} and p.status = 'open'
      union all
      select d.ends_at, 'disclosureEnds', o.title from disclosures d
        join proposals o on o.village_id = d.village_id and o.id = d.proposal_id
       where d.village_id = ${villageId} and d.status in ('posted', 'interrupted')
    ) calendar where at > ${now.toISOString()}::timestamptz order by at limit 1`)
  const [row] = rows
  return row ? { ...row, at: new Date(row.at) } : null
}
