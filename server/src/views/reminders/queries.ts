/** 催会: who is still awaited, the rounds, and the messages. */
import type { RemindFacts } from '@cunyi/shared/meeting/remind.ts'
import type { DeliveryState } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, count, eq, gt, ne, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { piecesOf } from '#base/database/rows.ts'
import { deliveries, remindRounds } from '#base/database/schema/reminders.ts'

export type DeliveryRow = typeof deliveries.$inferSelect
export type RoundRow = typeof remindRounds.$inferSelect
type Of = { villageId: string; meetingId: string }

export type Awaited = RemindFacts & { personId: string; phone: Buffer | null }

/** What the rule asks of everybody on the roll, or of one. */
export async function remindFacts(
  tx: Tx,
  { villageId, meetingId }: Of,
  personId: string | null = null,
): Promise<Awaited[]> {
  const { rows } = await tx.execute<Awaited>(sql`
    with ballots_in as (
      select v.person_id from standing_envelopes v join polls o on o.village_id = v.village_id and o.id = v.poll_id
       where o.village_id = ${villageId} and o.meeting_id = ${meetingId}),
    agenda as (select proposal_id from agenda_items where village_id = ${villageId} and meeting_id = ${meetingId})
    select r.person_id as "personId", p.phone, r.votes and r.struck_at is null as votes,
           exists (select from attendances a where a.village_id = r.village_id and a.meeting_id = r.meeting_id
             and a.person_id = r.person_id) as "signedIn",
           r.person_id in (select person_id from ballots_in) as voted,
           exists (select from proxies_in_force x where x.village_id = r.village_id and x.meeting_id = r.meeting_id
             and x.principal_id = r.person_id) as represented,
           exists (select from excuses e where e.village_id = r.village_id and e.meeting_id = r.meeting_id
             and e.person_id = r.person_id) as excused,
           exists (select from agenda) and not exists (select from agenda g where not exists (select from recusals c
             where c.village_id = r.village_id and c.meeting_id = r.meeting_id and c.person_id = r.person_id
               and c.proposal_id = g.proposal_id)) as recused
      from meeting_roll r join people p on p.village_id = r.village_id and p.id = r.person_id
     where r.village_id = ${villageId} and r.meeting_id = ${meetingId}
       and (${personId}::uuid is null or r.person_id = ${personId}::uuid)
     order by r.person_id`)
  return rows
}

export const roundsOf = (tx: Tx, { villageId, meetingId }: Of): Promise<RoundRow[]> =>
  tx
    .select()
    .from(remindRounds)
    .where(and(eq(remindRounds.villageId, villageId), eq(remindRounds.meetingId, meetingId)))
    .orderBy(asc(remindRounds.round))

export async function insertRound(
  tx: Tx,
  round: typeof remindRounds.$inferInsert,
  rows: (typeof deliveries.$inferInsert)[],
): Promise<void> {
  await tx.insert(remindRounds).values(round)
  for (const piece of piecesOf(rows)) await tx.insert(deliveries).values(piece)
}

const oneOf = (villageId: string, id: string) =>
  and(eq(deliveries.villageId, villageId), eq(deliveries.id, id))

/** By one process at a time: whoever comes second waits, and finds it settled. */
export async function lockDelivery(tx: Tx, villageId: string, id: string): Promise<DeliveryRow | undefined> {
  const [row] = await tx.select().from(deliveries).where(oneOf(villageId, id)).for('update')
  return row
}

export async function updateDelivery(
  tx: Tx,
  villageId: string,
  id: string,
  set: Partial<typeof deliveries.$inferInsert>,
): Promise<void> {
  await tx.update(deliveries).set(set).where(oneOf(villageId, id))
}

const ofMeeting = ({ villageId, meetingId }: Of) =>
  and(eq(deliveries.villageId, villageId), eq(deliveries.meetingId, meetingId))

export async function stateCounts(tx: Tx, of: Of): Promise<Map<DeliveryState, number>> {
  const rows = await tx
    .select({ state: deliveries.state, n: count() })
    .from(deliveries)
    .where(and(ofMeeting(of), ne(deliveries.channel, 'inApp')))
    .groupBy(deliveries.state)
  return new Map(rows.map(({ state, n }) => [state, n]))
}

export const deliveryPage = (
  tx: Tx,
  of: Of,
  { state, after, limit }: { state: DeliveryState | undefined; after: string | undefined; limit: number },
): Promise<DeliveryRow[]> =>
  tx
    .select()
    .from(deliveries)
    .where(
      and(
        ofMeeting(of),
        ne(deliveries.channel, 'inApp'),
        state ? eq(deliveries.state, state) : undefined,
        after ? gt(deliveries.id, after) : undefined,
      ),
    )
    .orderBy(asc(deliveries.id))
    .limit(limit)
