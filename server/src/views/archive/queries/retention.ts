/** 保管 in the database: what has ended, the holds on it, and what the keeper takes away when its years are over. */
import type { RetentionClass } from '@cunyi/shared/law/retention.ts'
import { ENDED_STAGES } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from '#base/database/connect.ts'
import {
  acts,
  amendments,
  attendances,
  excuses,
  follows,
  fullWayAsks,
  legalHolds,
  mandates,
  minutes,
  notices,
  objections,
  opinions,
  polls,
  proposals,
  textChanges,
  writings,
} from '#base/database/schema/index.ts'

export type HoldRow = typeof legalHolds.$inferSelect

export const endedMatters = (tx: Tx, villageId: string) =>
  tx
    .select({
      id: proposals.id,
      number: proposals.number,
      title: proposals.title,
      stage: proposals.stage,
      track: proposals.track,
      stageSince: proposals.stageSince,
    })
    .from(proposals)
    .where(and(eq(proposals.villageId, villageId), inArray(proposals.stage, [...ENDED_STAGES])))
    .orderBy(asc(proposals.number))

/** Holds that stand, or wait for their second person. */
export const standingHolds = (tx: Tx, villageId: string): Promise<HoldRow[]> =>
  tx
    .select()
    .from(legalHolds)
    .where(and(eq(legalHolds.villageId, villageId), isNull(legalHolds.liftedAt)))

export async function lockHold(tx: Tx, villageId: string, proposalId: string): Promise<HoldRow | undefined> {
  const [row] = await tx
    .select()
    .from(legalHolds)
    .where(
      and(
        eq(legalHolds.villageId, villageId),
        eq(legalHolds.proposalId, proposalId),
        isNull(legalHolds.liftedAt),
      ),
    )
    .for('update')
  return row
}

export const insertHold = (tx: Tx, row: typeof legalHolds.$inferInsert) => tx.insert(legalHolds).values(row)

export const updateHold = (tx: Tx, hold: HoldRow, changes: Partial<HoldRow>) =>
  tx
    .update(legalHolds)
    .set(changes)
    .where(and(eq(legalHolds.villageId, hold.villageId), eq(legalHolds.id, hold.id)))

/** `minutesOf`: what was typed of a meeting's minutes after they were saved. */
type Taken = { table: PgTable; by: 'proposalId' | 'meetingId' | 'minutesOf' }
/** What goes when the years of a class are over; the matter, its moves and figures, and the chain's links stay. */
export const TAKEN: Partial<Record<RetentionClass, readonly Taken[]>> = {
  notPassed: [
    { table: follows, by: 'proposalId' },
    { table: fullWayAsks, by: 'proposalId' },
    { table: opinions, by: 'proposalId' },
    { table: objections, by: 'proposalId' },
    { table: mandates, by: 'proposalId' },
    { table: textChanges, by: 'proposalId' },
    { table: amendments, by: 'proposalId' },
    { table: minutes, by: 'meetingId' },
    { table: writings, by: 'minutesOf' },
  ],
  signIn: [
    { table: acts, by: 'meetingId' },
    { table: notices, by: 'meetingId' },
    { table: attendances, by: 'meetingId' },
    { table: excuses, by: 'meetingId' },
  ],
}
const nameOf = (table: PgTable) =>
  (table as unknown as Record<symbol, string>)[Symbol.for('drizzle:Name')] ?? ''

/** How many rows of which tables would go; with `really` they do. A meeting that dealt with other matters too keeps its rows. */
export async function takeAway(
  tx: Tx,
  villageId: string,
  proposalId: string,
  kind: RetentionClass,
  really: boolean,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  const meetings = sql`(select p.meeting_id from ${polls} p where p.village_id = ${villageId}
    group by p.meeting_id having bool_and(p.proposal_id = ${proposalId}))`
  for (const { table, by } of TAKEN[kind] ?? []) {
    const mine = {
      proposalId: sql`proposal_id = ${proposalId}`,
      meetingId: sql`meeting_id in ${meetings}`,
      minutesOf: sql`kind = 'minutes' and subject_id in ${meetings}`,
    }[by]
    const { rows } = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from ${table} where village_id = ${villageId} and ${mine}`,
    )
    const n = Number(rows[0]?.n ?? 0)
    if (n === 0) continue
    counts[nameOf(table)] = n
    if (!really) continue
    // The recount of a poll stays, as its figures do; which objection asked for it goes with that.
    if (table === objections)
      await tx.execute(sql`
        update recounts set objection_id = null
         where village_id = ${villageId}
           and objection_id in (select id from objections where village_id = ${villageId} and ${mine})`)
    await tx.execute(sql`delete from ${table} where village_id = ${villageId} and ${mine}`)
  }
  if (kind !== 'notPassed') return counts
  const payloads = sql`village_id = ${villageId} and proposal_id = ${proposalId} and payload is not null`
  const { rows } = await tx.execute<{ n: number }>(
    sql`select count(*)::int as n from evidence where ${payloads}`,
  )
  const n = Number(rows[0]?.n ?? 0)
  if (n > 0) counts.evidencePayloads = n
  if (n > 0 && really)
    await tx.execute(sql`update evidence set payload = null, salt = null where ${payloads}`)
  return counts
}
