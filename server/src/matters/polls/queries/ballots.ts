import { GENESIS } from '@cunyi/shared/poll/proof.ts'
import type { Channel, RecusalMode, Way } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { type Of, prepared } from '#base/database/prepared.ts'
import { piecesOf } from '#base/database/rows.ts'
import { ballots, type envelopes, standingEnvelopes } from '#base/database/schema/index.ts'
import type { Line } from '#base/database/trips.ts'
import { type ChainHead, lockHeadBy } from '#base/evidence/queries/chain.ts'
import { notifyBy, riseBy } from '#matters/sittings/queries/tell.ts'
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

type FactsAsked = {
  village: string
  meeting: string
  proposal: string
  poll: string
  persons: string[]
  hands: string[]
  sessions: (string | null)[]
}
/**
 * The facts of everyone asked about, in one statement; taken under the poll's lock they hold until the commit. The hand
 * that casts is named outright: by `coalesce` no index is used; and `limit 1` keeps the village's people from being
 * read whole for each batch.
 */
const FACTS = prepared<FactsAsked>(
  'ballot_facts',
  (of) => sql`
    select a.n::int as n, a.session_id is null or o.id is not null as "loggedIn",
           r.person_id is not null as "onRoll", coalesce(r.votes, false) as votes,
           t.way, t.means, t.place_no as "placeNo", t.seen_by is not null as seen, t.left_at as "leftAt", c.mode as recusal, x.agent_id as "agentId",
           s.event as slip, h.person_id is not null as "handsCalled", u.active_from as "activeFrom", e.version, e.channel, e.ref_hash as "refHash", e.receipt, z.person_id is not null as "setAside"
      from unnest(${of('persons')}::uuid[], ${of('hands')}::uuid[], ${of('sessions')}::uuid[])
           with ordinality as a(person_id, hand_id, session_id, n)
      left join lateral (select id from sessions where id = a.session_id and ended_at is null limit 1) o on true
      left join roll_now r on r.village_id = ${of('village')} and r.meeting_id = ${of('meeting')} and r.person_id = a.person_id
      left join lateral (select active_from from people
                          where village_id = ${of('village')} and id = a.hand_id limit 1) u on true
      left join attendances t on t.village_id = ${of('village')} and t.meeting_id = ${of('meeting')}
                             and t.person_id = a.hand_id
      left join recusals_in_force c on c.village_id = ${of('village')} and c.meeting_id = ${of('meeting')}
                          and c.proposal_id = ${of('proposal')} and c.person_id = a.person_id
      left join lateral (select agent_id from proxies_in_force
                          where village_id = ${of('village')} and meeting_id = ${of('meeting')} and principal_id = a.person_id
                          order by id limit 1) x on true
      left join lateral (select event from slips
                          where village_id = ${of('village')} and poll_id = ${of('poll')} and person_id = a.person_id
                          order by seq desc limit 1) s on true
      left join lateral (select version, channel, ref_hash, receipt from envelopes
                          where village_id = ${of('village')} and poll_id = ${of('poll')} and person_id = a.person_id
                          order by version desc limit 1) e on true
      left join hands_group h on h.village_id = ${of('village')} and h.poll_id = ${of('poll')} and h.person_id = a.person_id
      left join set_asides z on z.village_id = ${of('village')} and z.poll_id = ${of('poll')}
                            and z.person_id = a.person_id and z.version = e.version
     order by a.n`,
)

/** Where a poll stands; neither ever changes. */
export type PollPlace = Pick<PollRow, 'villageId' | 'id' | 'meetingId' | 'proposalId'>

const asksOf = (poll: PollPlace, asked: readonly Asked[]): FactsAsked => ({
  village: poll.villageId,
  meeting: poll.meetingId,
  proposal: poll.proposalId,
  poll: poll.id,
  persons: asked.map((one) => one.personId),
  hands: asked.map((one) => one.castBy ?? one.personId),
  sessions: asked.map((one) => one.sessionId ?? null),
})

const factOf = ({
  version,
  channel,
  refHash,
  receipt,
  setAside,
  leftAt,
  activeFrom,
  ...facts
}: FactsRow): Facts => ({
  ...facts,
  n: facts.n - 1,
  leftAt: leftAt === null ? null : new Date(leftAt),
  activeFrom: activeFrom === null ? null : new Date(activeFrom),
  envelope:
    version === null || channel === null || refHash === null || receipt === null
      ? null
      : { version, channel, refHash, receipt, setAside },
})

export async function ballotFacts(tx: Tx, poll: PollRow, asked: readonly Asked[]): Promise<Facts[]> {
  const { rows } = await tx.execute<FactsRow>(FACTS.with(asksOf(poll, asked)))
  return rows.map(factOf)
}

/** The same for a batch. */
export const askFacts = async (line: Line, poll: PollPlace, asked: readonly Asked[]): Promise<Facts[]> =>
  (await line.ask<FactsRow, FactsAsked>(FACTS, asksOf(poll, asked))).map(factOf)

export type NewEnvelope = {
  personId: string
  version: number
  channel: Channel
  castBy: string | null
  refHash: Buffer
  receipt: string
  sealed: Buffer
}

type Columns = { village: string; poll: string } & {
  [K in keyof NewEnvelope as `${K}s`]: NewEnvelope[K][]
}
/** Puts in what is not there yet; answers who of them is in by this statement. One person one ballot is the key. */
const insertBy = (of: Of<Columns>): SQL => sql`
    insert into envelopes (village_id, poll_id, person_id, version, channel, cast_by, ref_hash, receipt, sealed)
    select ${of('village')}, ${of('poll')}::uuid, e.*
      from unnest(${of('personIds')}::uuid[], ${of('versions')}::int[], ${of('channels')}::text[],
                  ${of('castBys')}::uuid[], ${of('refHashs')}::bytea[], ${of('receipts')}::text[],
                  ${of('sealeds')}::bytea[]) as e
    on conflict do nothing
    returning person_id as "personId"`

const INSERT = prepared<Columns>('insert_envelopes', insertBy)

function columnsOf(poll: Pick<PollRow, 'villageId' | 'id'>, list: readonly NewEnvelope[]): Columns {
  const column = <K extends keyof NewEnvelope>(name: K) => list.map((one) => one[name])
  return {
    village: poll.villageId,
    poll: poll.id,
    personIds: column('personId'),
    versions: column('version'),
    channels: column('channel'),
    castBys: column('castBy'),
    refHashs: column('refHash'),
    receipts: column('receipt'),
    sealeds: column('sealed'),
  }
}

export async function insertEnvelopes(
  tx: Tx,
  poll: PollRow,
  list: readonly NewEnvelope[],
): Promise<Set<string>> {
  if (list.length === 0) return new Set()
  const { rows } = await tx.execute<{ personId: string }>(INSERT.with(columnsOf(poll, list)))
  return new Set(rows.map((row) => row.personId))
}

type Writing = Columns & { meeting: string; genesis: string }
const WRITE = prepared<Writing>(
  'write_envelopes',
  (of) => sql`
    with written as (${insertBy(of)}),
         told as (${riseBy({ village: of('village'), meeting: of('meeting') }, 'turnout', sql`(select count(*) from written) > 0`)}),
         head as (${lockHeadBy(of('village'), of('genesis'), sql`from told`)})
    select (select array_agg("personId"::text) from written) as written,
           (select ${notifyBy} from told) as told, head.seq, head.link
      from (select) as one left join head on true`,
)

/**
 * A batch written, the meeting's screens told of it and the chain held for its entry, in this order and in one
 * statement (`count` reads all that was written before the meeting's row is locked: two batches never wait crosswise); null: nothing of it was new, and nothing is held.
 */
export async function writeEnvelopes(
  line: Line,
  poll: PollRow,
  list: readonly NewEnvelope[],
): Promise<{ written: Set<string>; head: ChainHead | null }> {
  if (list.length === 0) return { written: new Set(), head: null }
  const [row] = await line.ask<
    { written: string[] | null; seq: number | null; link: string | null },
    Writing
  >(WRITE, { ...columnsOf(poll, list), meeting: poll.meetingId, genesis: GENESIS })
  const { written, seq, link } = row ?? { written: null, seq: null, link: null }
  return { written: new Set(written), head: seq === null || link === null ? null : { seq, link } }
}

type RecordedAsked = { village: string; meeting: string; poll: string; persons: string[] }
type RecordedRow = { personId: string; at: Date }
const RECORDED = prepared<RecordedAsked>(
  'ballot_recorded',
  (of) => sql`
    select b->>'personId' as "personId", max(e.at) as at
      from evidence e cross join lateral jsonb_array_elements(e.payload->'ballots') b
     where e.village_id = ${of('village')} and e.meeting_id = ${of('meeting')}
       and e.act in ('castBallots', 'enterNamed', 'castAssisted') and e.payload->>'pollId' = ${of('poll')}
       and b->>'personId' = any(${of('persons')}::text[])
     group by 1`,
)

const recordedOf = (poll: PollPlace, persons: readonly string[]): RecordedAsked => ({
  village: poll.villageId,
  meeting: poll.meetingId,
  poll: poll.id,
  persons: [...persons],
})
const timesOf = (rows: readonly RecordedRow[]) => new Map(rows.map((row) => [row.personId, new Date(row.at)]))

/** When each of these persons' ballots was recorded: the time of the batch, from the evidence; envelopes have none. */
export async function recordedAt(
  tx: Tx,
  poll: PollRow,
  persons: readonly string[],
): Promise<Map<string, Date>> {
  return timesOf((await tx.execute<RecordedRow>(RECORDED.with(recordedOf(poll, persons)))).rows)
}

/** The same for a batch. */
export const askRecorded = async (line: Line, poll: PollPlace, persons: readonly string[]) =>
  timesOf(await line.ask<RecordedRow, RecordedAsked>(RECORDED, recordedOf(poll, persons)))

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
