import { ROLES, type Role } from '@cunyi/shared/api/may.ts'
import { DEATH_WORDS } from '@cunyi/shared/people/left.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { and, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { type Prepared, prepared } from '#base/database/prepared.ts'
import { knownDevices } from '#base/database/schema/links.ts'
import { sessions } from '#base/database/schema/people.ts'
import type { Line } from '#base/database/trips.ts'

export type SessionRow = typeof sessions.$inferSelect
export type CallerRow = {
  alive: boolean
  /** The factor was given for him. */
  proven: boolean
  name: string
  registered: boolean
  offices: Office[]
  ended: Office[]
}

export type CallerAsked = { sessionId: string; village: string; personId: string; day: string; now: Date }
type Callers = { [K in keyof CallerAsked as `${K}s`]: string[] } & { death: string }
const CALLERS = prepared<Callers>(
  'callers',
  (of) => sql`
    select c.alive, c.proven, c.name, c.registered, c.offices, c.ended
      from unnest(${of('sessionIds')}::uuid[], ${of('villages')}::text[], ${of('personIds')}::uuid[],
                  ${of('days')}::date[], ${of('nows')}::timestamptz[])
           with ordinality as a(session, village, person, day, at, n)
      left join lateral across_caller(a.session, a.village, a.person, a.day, a.at, ${of('death')}) c on true
     order by a.n`,
)
/** Who acts, whether his log-in still stands, and what offices he holds on that day: of all who came together, in their order. */
export async function findCallers(
  line: Line,
  asked: readonly CallerAsked[],
): Promise<(CallerRow | undefined)[]> {
  const rows = await line.ask<CallerRow, Callers>(CALLERS, {
    sessionIds: asked.map((one) => one.sessionId),
    villages: asked.map((one) => one.village),
    personIds: asked.map((one) => one.personId),
    days: asked.map((one) => one.day),
    nows: asked.map((one) => one.now.toISOString()),
    death: DEATH_WORDS,
  })
  return rows.map((row) => (row.alive === null ? undefined : row))
}

export type Relation = { found: boolean } & Record<Role, boolean>
export const rolesOf = (relation: Relation): Role[] => ROLES.filter((role) => relation[role])
type Row = Record<Role, boolean>
const NONE = { roll: false, chair: false, recorder: false, teller: false, initiator: false }

const relationColumns = (person: SQL) => sql`
  exists (select from roll_now r where r.village_id = m.village_id and r.meeting_id = m.id
             and r.person_id = ${person}::uuid) as roll,
  m.chair_id = ${person}::uuid as chair,
  m.recorder_id = ${person}::uuid as recorder,
  m.teller_ids @> jsonb_build_array(${person}::text) as teller`

/** False `found`: this village has no such thing. */
const relationOf =
  <V extends object>(statement: Prepared<V>) =>
  async (line: Line, asked: V): Promise<Relation> => {
    const [row] = await line.ask<Partial<Row>, V>(statement, asked)
    return { ...NONE, ...row, found: row !== undefined }
  }

type InMeeting = { village: string; meeting: string; person: string }
const IN_MEETING = prepared<InMeeting>(
  'relation_to_meeting',
  (of) => sql`select ${relationColumns(of('person'))} from meetings m
      where m.village_id = ${of('village')} and m.id = ${of('meeting')}::uuid`,
)
type AllInMeeting = { village: string; meeting: string; persons: string[] }
const ALL_IN_MEETING = prepared<AllInMeeting>(
  'relations_to_meeting',
  (of) => sql`select ${relationColumns(sql`a.person`)}
      from meetings m cross join unnest(${of('persons')}::uuid[]) with ordinality as a(person, n)
     where m.village_id = ${of('village')} and m.id = ${of('meeting')}::uuid order by a.n`,
)
/** What each of those who came together is in a meeting, in their order. */
export async function relationsToMeeting(line: Line, asked: AllInMeeting): Promise<Relation[]> {
  const rows = await line.ask<Row, AllInMeeting>(ALL_IN_MEETING, asked)
  return asked.persons.map((_, at) => ({ ...NONE, ...rows[at], found: rows.length > 0 }))
}
/** The same within a transaction. */
export async function relationIn(tx: Tx, asked: InMeeting): Promise<Relation> {
  const { rows } = await tx.execute<Row>(IN_MEETING.with(asked))
  return { ...NONE, ...rows[0], found: rows.length > 0 }
}

type InPoll = { village: string; poll: string; person: string; meeting: string | null }
/** With a meeting named: only where it is a poll of this one. */
export const relationToPoll = relationOf(
  prepared<InPoll>(
    'relation_to_poll',
    (of) => sql`select ${relationColumns(of('person'))}
      from polls p join meetings m on m.village_id = p.village_id and m.id = p.meeting_id
     where p.village_id = ${of('village')} and p.id = ${of('poll')}::uuid
       and (${of('meeting')}::uuid is null or p.meeting_id = ${of('meeting')}::uuid)`,
  ),
)

type InProposal = { village: string; proposal: string; person: string }
/** On the roll, or recorder, of any meeting that has or had the matter on its agenda; initiator: who drafted it. */
export const relationToProposal = relationOf(
  prepared<InProposal>(
    'relation_to_proposal',
    (of) => sql`select p.drafted_by = ${of('person')}::uuid as initiator,
           exists (select from agenda_items a join roll_now r on r.village_id = a.village_id and r.meeting_id = a.meeting_id
                    where a.village_id = p.village_id and a.proposal_id = p.id
                      and r.person_id = ${of('person')}::uuid) as roll,
           exists (select from agenda_items a join meetings m on m.village_id = a.village_id and m.id = a.meeting_id
                    where a.village_id = p.village_id and a.proposal_id = p.id
                      and m.recorder_id = ${of('person')}::uuid) as recorder
      from proposals p where p.village_id = ${of('village')} and p.id = ${of('proposal')}::uuid`,
  ),
)

export async function insertSession(tx: Tx, row: typeof sessions.$inferInsert): Promise<void> {
  await tx.insert(sessions).values(row)
}

export async function lockSession(tx: Tx, id: string): Promise<SessionRow | undefined> {
  const [row] = await tx.select().from(sessions).where(eq(sessions.id, id)).for('update')
  return row
}

export async function updateSession(
  tx: Tx,
  id: string,
  set: Partial<typeof sessions.$inferInsert>,
): Promise<void> {
  await tx.update(sessions).set(set).where(eq(sessions.id, id))
}

/** Whose log-ins end: one chain, all of an account, or all on the phones of these persons. */
export type Whose =
  | { sessionId: string }
  | { accountId: string }
  | { villageId: string; personIds: readonly string[] }

const isOf = (whose: Whose) => {
  if ('sessionId' in whose) return eq(sessions.id, whose.sessionId)
  if ('accountId' in whose) return eq(sessions.accountId, whose.accountId)
  const { villageId, personIds } = whose
  const these = sql`any(${sql.param([...personIds])}::uuid[])`
  return sql`(${sessions.actsIn} = ${villageId} and ${sessions.actsAs} = ${these}
    or ${sessions.accountId} in (${accountsOf(whose)}))`
}
/** The accounts of the numbers these persons have. */
const accountsOf = ({ villageId, personIds }: { villageId: string; personIds: readonly string[] }) =>
  sql`select a.id from accounts a join people p on p.phone_index = a.phone_index
       where p.village_id = ${villageId} and p.id = any(${sql.param([...personIds])}::uuid[])`

export async function endThem(tx: Tx, whose: Whose, at: Date): Promise<string[]> {
  const ended = await tx
    .update(sessions)
    .set({ endedAt: at })
    .where(and(isOf(whose), isNull(sessions.endedAt)))
    .returning({ id: sessions.id })
  return ended.map(({ id }) => id)
}

/** 用过的设备 of the log-ins that end: of one its own, of an account or a person all, also of log-ins long cleared away. */
export async function forgetDevices(tx: Tx, whose: Whose): Promise<void> {
  if ('accountId' in whose) {
    await tx.delete(knownDevices).where(eq(knownDevices.accountId, whose.accountId))
    return
  }
  const mine = sql`select account_id, device_hash from sessions where ${isOf(whose)}`
  if ('sessionId' in whose) {
    await tx.execute(
      sql`delete from known_devices d using (${mine}) s where d.account_id = s.account_id and d.secret_hash = s.device_hash`,
    )
    return
  }
  await tx.execute(sql`delete from known_devices d
    where d.account_id in (select account_id from (${mine}) s)
       or d.account_id in (${accountsOf(whose)})`)
}

export async function isKnownDevice(
  tx: Tx,
  { accountId, secretHash }: { accountId?: string; secretHash: string },
  now: Date,
): Promise<boolean> {
  const [row] = await tx
    .select({ accountId: knownDevices.accountId })
    .from(knownDevices)
    .where(
      and(
        eq(knownDevices.secretHash, secretHash),
        gt(knownDevices.expiresAt, now),
        accountId === undefined ? undefined : eq(knownDevices.accountId, accountId),
      ),
    )
    .limit(1)
  return row !== undefined
}

export async function keepDevice(tx: Tx, row: typeof knownDevices.$inferInsert): Promise<void> {
  await tx
    .insert(knownDevices)
    .values(row)
    .onConflictDoUpdate({
      target: [knownDevices.accountId, knownDevices.secretHash],
      set: { expiresAt: row.expiresAt },
    })
}

/** The channel on which every process hears whose standing has changed; it is heard at the commit. */
export const STANDING_CHANNEL = 'standing'

export async function tellStanding(tx: Tx, payloads: readonly string[]): Promise<void> {
  if (payloads.length === 0) return
  await tx.execute(
    sql`select pg_notify(${STANDING_CHANNEL}, one) from unnest(${sql.param([...payloads])}::text[]) one`,
  )
}
