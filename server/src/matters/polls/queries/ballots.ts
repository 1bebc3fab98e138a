import type { Channel, RecusalMode, Way } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { piecesOf } from '#base/database/rows.ts'
import { ballots, type envelopes, standingEnvelopes } from '#base/database/schema/index.ts'
import type { PollRow } from './polls.ts'

/** One person's facts for one poll, as the rules want them. */
export type Facts = {
  n: number
  /** The log-in it comes with still stands, or it names none. */
  loggedIn: boolean
  onRoll: boolean
  votes: boolean
  /** Of the person himself, or of the agent who casts for him. */
  way: Way | null
  means: string | null
  seen: boolean
  leftAt: Date | null
  recusal: RecusalMode | null
  /** The agent of a proxy that stands. */
  agentId: string | null
  /** Where the person, or his agent, is signed in. */
  placeNo: number | null
  /** 启用: from when on a ballot may come from the number of the person, or of his agent. */
  activeFrom: Date | null
  slip: 'handedOut' | 'returned' | null
  /** Counted with the hands the chair has called. */
  handsCalled: boolean
  /** His newest envelope. */
  envelope: { version: number; channel: Channel; refHash: Buffer; receipt: string; setAside: boolean } | null
}

type Asked = { personId: string; castBy: string | null; sessionId?: string | null }
type FactsRow = Omit<Facts, 'envelope'> & {
  version: number | null
  channel: Channel | null
  refHash: Buffer | null
  receipt: string | null
  setAside: boolean
}

/**
 * The facts of everyone asked about, in one statement; taken under the poll's lock they hold until the commit. The hand
 * that casts is named outright: by `coalesce` no index is used; and `limit 1` keeps the village's people from being
 * read whole for each batch.
 */
export async function ballotFacts(tx: Tx, poll: PollRow, asked: readonly Asked[]): Promise<Facts[]> {
  const { villageId, meetingId, proposalId, id } = poll
  const { rows } = await tx.execute<FactsRow>(sql`
    select a.n::int as n, a.session_id is null or exists (select from sessions o where o.id = a.session_id and o.ended_at is null) as "loggedIn",
           r.person_id is not null as "onRoll", coalesce(r.votes, false) as votes,
           t.way, t.means, t.place_no as "placeNo", t.seen_by is not null as seen, t.left_at as "leftAt", c.mode as recusal, x.agent_id as "agentId",
           s.event as slip, h.person_id is not null as "handsCalled", u.active_from as "activeFrom", e.version, e.channel, e.ref_hash as "refHash", e.receipt, z.person_id is not null as "setAside"
      from unnest(${sql.param(asked.map((one) => one.personId))}::uuid[],
                  ${sql.param(asked.map((one) => one.castBy ?? one.personId))}::uuid[],
                  ${sql.param(asked.map((one) => one.sessionId ?? null))}::uuid[])
           with ordinality as a(person_id, hand_id, session_id, n)
      left join roll_now r on r.village_id = ${villageId} and r.meeting_id = ${meetingId} and r.person_id = a.person_id
      left join lateral (select active_from from people
                          where village_id = ${villageId} and id = a.hand_id limit 1) u on true
      left join attendances t on t.village_id = ${villageId} and t.meeting_id = ${meetingId}
                             and t.person_id = a.hand_id
      left join recusals_in_force c on c.village_id = ${villageId} and c.meeting_id = ${meetingId}
                          and c.proposal_id = ${proposalId} and c.person_id = a.person_id
      left join lateral (select agent_id from proxies_in_force
                          where village_id = ${villageId} and meeting_id = ${meetingId} and principal_id = a.person_id
                          order by id limit 1) x on true
      left join lateral (select event from slips
                          where village_id = ${villageId} and poll_id = ${id} and person_id = a.person_id
                          order by seq desc limit 1) s on true
      left join lateral (select version, channel, ref_hash, receipt from envelopes
                          where village_id = ${villageId} and poll_id = ${id} and person_id = a.person_id
                          order by version desc limit 1) e on true
      left join hands_group h on h.village_id = ${villageId} and h.poll_id = ${id} and h.person_id = a.person_id
      left join set_asides z on z.village_id = ${villageId} and z.poll_id = ${id}
                            and z.person_id = a.person_id and z.version = e.version
     order by a.n`)
  return rows.map(({ version, channel, refHash, receipt, setAside, leftAt, activeFrom, ...facts }) => ({
    ...facts,
    n: facts.n - 1,
    leftAt: leftAt === null ? null : new Date(leftAt),
    activeFrom: activeFrom === null ? null : new Date(activeFrom),
    envelope:
      version === null || channel === null || refHash === null || receipt === null
        ? null
        : { version, channel, refHash, receipt, setAside },
  }))
}

export type NewEnvelope = {
  personId: string
  version: number
  channel: Channel
  castBy: string | null
  refHash: Buffer
  receipt: string
  sealed: Buffer
}

/** Puts in what is not there yet; answers who of them is in by this statement. One person one ballot is the key. */
export async function insertEnvelopes(
  tx: Tx,
  poll: PollRow,
  list: readonly NewEnvelope[],
): Promise<Set<string>> {
  if (list.length === 0) return new Set()
  const column = <K extends keyof NewEnvelope>(name: K) => sql.param(list.map((one) => one[name]))
  const { rows } = await tx.execute<{ personId: string }>(sql`
    insert into envelopes (village_id, poll_id, person_id, version, channel, cast_by, ref_hash, receipt, sealed)
    select ${poll.villageId}, ${poll.id}::uuid, e.*
      from unnest(${column('personId')}::uuid[], ${column('version')}::int[], ${column('channel')}::text[],
                  ${column('castBy')}::uuid[], ${column('refHash')}::bytea[], ${column('receipt')}::text[],
                  ${column('sealed')}::bytea[]) as e
    on conflict do nothing
    returning person_id as "personId"`)
  return new Set(rows.map((row) => row.personId))
}

/** When each of these persons' ballots was recorded: the time of the batch, from the evidence; envelopes have none. */
export async function recordedAt(
  tx: Tx,
  poll: PollRow,
  personIds: readonly string[],
): Promise<Map<string, Date>> {
  const { rows } = await tx.execute<{ personId: string; at: Date }>(sql`
    select b->>'personId' as "personId", max(e.at) as at
      from evidence e cross join lateral jsonb_array_elements(e.payload->'ballots') b
     where e.village_id = ${poll.villageId} and e.meeting_id = ${poll.meetingId}
       and e.act in ('castBallots', 'enterNamed', 'castAssisted') and e.payload->>'pollId' = ${poll.id}
       and b->>'personId' = any(${sql.param(personIds)}::text[])
     group by 1`)
  return new Map(rows.map((row) => [row.personId, new Date(row.at)]))
}

export type Envelope = typeof envelopes.$inferSelect

/** Of each person the newest envelope that was not set aside. */
export async function envelopesToOpen(tx: Tx, poll: PollRow): Promise<Envelope[]> {
  return await tx
    .select()
    .from(standingEnvelopes)
    .where(and(eq(standingEnvelopes.villageId, poll.villageId), eq(standingEnvelopes.pollId, poll.id)))
    .orderBy(asc(standingEnvelopes.personId))
}

export type BallotRow = typeof ballots.$inferInsert

export async function insertBallots(tx: Tx, rows: BallotRow[]): Promise<void> {
  for (const piece of piecesOf(rows)) await tx.insert(ballots).values(piece)
}

export const ballotsOf = (tx: Tx, poll: PollRow) =>
  tx
    .select({ personId: ballots.personId, choice: ballots.choice })
    .from(ballots)
    .where(and(eq(ballots.villageId, poll.villageId), eq(ballots.pollId, poll.id)))
