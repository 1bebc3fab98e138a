import type { MeetingRule } from '@cunyi/shared/law/meeting-rules.ts'
import type { ChannelCounts } from '@cunyi/shared/poll/small-group.ts'
import type { Figures, Tally } from '@cunyi/shared/poll/tally.ts'
import { COUNTED_CHANNELS, SLIP_EVENTS } from '@cunyi/shared/words/kinds.ts'
import {
  CHANNELS,
  type Channel,
  type Choice,
  type CountedChannel,
  OUTCOMES,
  type Outcome,
  POLL_STATUSES,
  type PollStatus,
  SLIP_MARKS,
  type SlipMark,
  WAYS,
  type Way,
} from '@cunyi/shared/words/vocabulary.ts'
import { sql } from 'drizzle-orm'
import {
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { belongsTo, bytes, holds, id, instant, notNegative, oneOf, villageId } from './columns.ts'
import { objections } from './disclosures.ts'
import { meetings } from './meetings.ts'
import { proposals, questions } from './proposals.ts'

/** 表决 on one question of one matter in one meeting. */
export const polls = pgTable(
  'polls',
  {
    villageId: villageId(),
    id: id(),
    meetingId: uuid().notNull(),
    proposalId: uuid().notNull(),
    /** Null at steps 1 to 3: may it go on? */
    questionId: uuid(),
    seq: integer().notNull(),
    status: text().$type<PollStatus>().notNull(),
    secret: boolean().notNull(),
    /** MeetingRule of shared, frozen when the notice goes out. */
    rule: jsonb().$type<MeetingRule>().notNull(),
    /** Version of the text, frozen when the poll opens. */
    version: integer(),
    /** 付表决的内容: digest of title, text, money, questions and facts at the opening; null: of a release that kept none. */
    votedDigest: text(),
    /** Name of the key in the key store; the key itself is never in the database. */
    keyName: text(),
    keyDestroyedAt: instant(),
    openedAt: instant(),
    /** When voting ends or ended: the window's end, or the instant the chair closed. */
    endsAt: instant(),
    /** When the box may be opened; null while the tellers' counts are still awaited. */
    boxAt: instant(),
    closedAt: instant(),
    /** Figures of shared's tally, frozen at closing. */
    figures: jsonb().$type<Tally>(),
    /** The split by channel: apart from the figures, because a small channel's is shown to few. */
    byChannel: jsonb().$type<ChannelCounts[]>(),
    outcome: text().$type<Outcome>(),
    voidReason: text(),
    receiptsDigest: text(),
    ballotsDigest: text(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.meetingId),
    index().on(t.villageId, t.proposalId),
    index().on(t.status),
    index('polls_ending').on(t.endsAt).where(sql`${t.status} = 'open'`),
    index('polls_counting').on(t.boxAt).where(sql`${t.status} = 'counting'`),
    index('polls_keys_left')
      .on(t.closedAt)
      .where(sql`${t.keyName} is not null and ${t.keyDestroyedAt} is null`),
    belongsTo(t, t.meetingId, meetings),
    belongsTo(t, t.proposalId, proposals),
    belongsTo(t, t.questionId, questions),
    oneOf(t.status, POLL_STATUSES),
    oneOf(t.outcome, OUTCOMES),
    holds('polls_closed_at_with_end', sql`(${t.status} in ('closed', 'void')) = (${t.closedAt} is not null)`),
  ],
)

/** 信封: who, by which channel, sealed. Insert-only; what was chosen can be read only with the poll's key. */
export const envelopes = pgTable(
  'envelopes',
  {
    villageId: villageId(),
    pollId: uuid().notNull(),
    personId: uuid().notNull(),
    version: integer().notNull(),
    channel: text().$type<Channel>().notNull(),
    /** The agent, where somebody else cast it by a lawful proxy; the teller or helper otherwise. */
    castBy: uuid(),
    refHash: bytes().notNull(),
    receipt: text().notNull(),
    sealed: bytes().notNull(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.pollId, t.personId, t.version] })],
)

/** 表决票: empty until closing; random ids, no clock, no counter; `personId` only in open polls. */
export const ballots = pgTable(
  'ballots',
  {
    villageId: villageId(),
    pollId: uuid().notNull(),
    id: uuid().notNull(),
    choice: text().$type<Choice>().notNull(),
    personId: uuid(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.pollId, t.id] })],
)

/** 记名录入: what one teller entered under a person's name in an open poll, sealed; two equal entries of two tellers make the envelope. Insert-only. */
export const namedEntries = pgTable(
  'named_entries',
  {
    villageId: villageId(),
    pollId: uuid().notNull(),
    personId: uuid().notNull(),
    teller: uuid().notNull(),
    seq: integer().notNull(),
    /** hands · paper */
    channel: text().$type<Channel>().notNull(),
    sealed: bytes().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.pollId, t.personId, t.teller, t.seq] }),
    belongsTo(t, t.pollId, polls),
    oneOf(t.channel, COUNTED_CHANNELS),
  ],
)

/** 发票、收回: that a person got a slip, never which. Insert-only. */
export const slips = pgTable(
  'slips',
  {
    villageId: villageId(),
    pollId: uuid().notNull(),
    personId: uuid().notNull(),
    seq: integer().notNull(),
    /** handedOut · returned */
    event: text().notNull(),
    /** Where it was handed out, and where it is counted. */
    placeNo: integer().notNull().default(0),
    by: uuid().notNull(),
    by2: uuid(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.pollId, t.personId, t.seq] }),
    belongsTo(t, t.pollId, polls),
    oneOf(t.event, SLIP_EVENTS),
    ...notNegative(t.placeNo),
  ],
)

/** 票号: printed slips. A number belongs to a place and to nobody; no row anywhere joins it to a person. Insert-only. */
export const slipNumbers = pgTable(
  'slip_numbers',
  {
    villageId: villageId(),
    pollId: uuid().notNull(),
    number: integer().notNull(),
    /** Random; what the QR code on the slip carries. */
    code: text().notNull(),
    placeNo: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.pollId, t.number] }),
    unique().on(t.villageId, t.pollId, t.code),
    belongsTo(t, t.pollId, polls),
    ...notNegative(t.placeNo),
  ],
)

/** 唱票: what one teller read from one numbered slip in one count; the newest line of a slip stands. No clock. Insert-only. */
export const slipReadings = pgTable(
  'slip_readings',
  {
    villageId: villageId(),
    pollId: uuid().notNull(),
    teller: uuid().notNull(),
    round: integer().notNull(),
    number: integer().notNull(),
    seq: integer().notNull(),
    mark: text().$type<SlipMark>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.pollId, t.teller, t.round, t.number, t.seq] }),
    belongsTo(t, t.pollId, polls),
    oneOf(t.mark, SLIP_MARKS),
  ],
)

/** 举手: who was in the hall without a ballot when the chair called hands; counted together, never by name. Insert-only. */
export const handsGroup = pgTable(
  'hands_group',
  {
    villageId: villageId(),
    pollId: uuid().notNull(),
    personId: uuid().notNull(),
    placeNo: integer().notNull(),
    /** The agent whose hand it is, where the person is represented. */
    castBy: uuid(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.pollId, t.personId] }),
    belongsTo(t, t.pollId, polls),
    ...notNegative(t.placeNo),
  ],
)

/** 剔除: a wrongful envelope set aside unopened before closing. Insert-only. */
export const setAsides = pgTable(
  'set_asides',
  {
    villageId: villageId(),
    pollId: uuid().notNull(),
    personId: uuid().notNull(),
    version: integer().notNull(),
    by: uuid().notNull(),
    by2: uuid().notNull(),
    reason: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.pollId, t.personId, t.version] }),
    belongsTo(t, t.pollId, polls),
  ],
)

/** 计票单 of one place's nameless slips or hands: each teller enters alone; equal pairs end the count. Insert-only. */
export const countSheets = pgTable(
  'count_sheets',
  {
    villageId: villageId(),
    pollId: uuid().notNull(),
    placeNo: integer().notNull().default(0),
    /** paper · hands */
    channel: text().$type<CountedChannel>().notNull().default('paper'),
    teller: uuid().notNull(),
    seq: integer().notNull(),
    for: integer().notNull(),
    against: integer().notNull(),
    abstain: integer().notNull(),
    invalid: integer().notNull(),
    /** Slips handed out, or persons in the hands group. */
    issued: integer().notNull(),
    /** A photograph of the box's content. */
    photoId: uuid(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.pollId, t.placeNo, t.channel, t.teller, t.seq] }),
    belongsTo(t, t.pollId, polls),
    oneOf(t.channel, COUNTED_CHANNELS),
    ...notNegative(t.placeNo, t.for, t.against, t.abstain, t.invalid, t.issued),
  ],
)

/** 应到清单, frozen at closing: entitled, present and how, voted or not, represented by. Insert-only. */
export const pollList = pgTable(
  'poll_list',
  {
    villageId: villageId(),
    pollId: uuid().notNull(),
    personId: uuid().notNull(),
    entitled: boolean().notNull(),
    way: text().$type<Way>(),
    representedBy: uuid(),
    recused: boolean().notNull(),
    excused: boolean().notNull(),
    voted: boolean().notNull(),
    channel: text(),
    households: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.pollId, t.personId] }),
    belongsTo(t, t.pollId, polls),
    oneOf(t.way, WAYS),
    oneOf(t.channel, CHANNELS),
    ...notNegative(t.households),
  ],
)

/** 重新计票: a new row beside the poll; the closed figures stay as they were. Insert-only. */
export const recounts = pgTable(
  'recounts',
  {
    villageId: villageId(),
    id: id(),
    pollId: uuid().notNull(),
    objectionId: uuid(),
    figures: jsonb().$type<Figures & { wrongful: number }>().notNull(),
    outcome: text().$type<Outcome>().notNull(),
    wrongful: integer().notNull().default(0),
    stands: boolean().notNull(),
    by: uuid().notNull(),
    by2: uuid().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    belongsTo(t, t.pollId, polls),
    belongsTo(t, t.objectionId, objections),
    oneOf(t.outcome, OUTCOMES),
    ...notNegative(t.wrongful),
  ],
)

/** 留痕: the division's chain. Insert-only; payload and salt may be withheld by the keeper, the link stays. */
export const evidence = pgTable(
  'evidence',
  {
    villageId: villageId(),
    seq: integer().notNull(),
    at: instant().notNull(),
    /** What happened, in a word of the API: signIn, castBallots, closePoll … */
    act: text().notNull(),
    /** What it is about, so that a slice can be cut: proposal, meeting. */
    proposalId: uuid(),
    meetingId: uuid(),
    prevLink: text().notNull(),
    link: text().notNull(),
    payloadDigest: text().notNull(),
    salt: bytes(),
    payload: jsonb().$type<Record<string, unknown>>(),
    /** 封印 over the link, by the key of the poll it is about; says who wrote it, long after the key is gone nothing. */
    seal: bytes(),
    /** Root over the lines of evidence_covers, and what hides its groups; null: of a release that covered no records. */
    covers: text(),
    coversSalt: bytes(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.seq] }),
    unique().on(t.villageId, t.link),
    index().on(t.villageId, t.proposalId),
    index().on(t.villageId, t.meetingId),
  ],
)

/** 覆盖: what an entry says of a record, one line a row. Insert-only; of a name the keeper may forget the salt. */
export const evidenceCovers = pgTable(
  'evidence_covers',
  {
    villageId: villageId(),
    seq: integer().notNull(),
    record: text().notNull(),
    key: text().notNull(),
    /** What the row belongs to: matter, meeting, poll, disclosure; '' where nothing is named. */
    about: text().notNull(),
    digest: text().notNull(),
    /** Of what everybody may see of it. */
    shown: text(),
    salt: text(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.seq, t.record, t.key, t.about] }),
    index().on(t.villageId, t.about),
    index().on(t.villageId, t.record, t.key),
  ],
)

/** 链头: locked by whoever writes the next entry. */
export const chainHeads = pgTable('chain_heads', {
  villageId: text().primaryKey(),
  seq: integer().notNull(),
  link: text().notNull(),
})

/** 中断: how long ballots could not be taken, for the one extension of a window. */
export const outages = pgTable(
  'outages',
  {
    villageId: villageId(),
    seq: bigserial({ mode: 'number' }),
    from: instant().notNull(),
    to: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.seq] })],
)

/** 在线: the last instant at which a server of this database was known to serve. One row. */
export const alive = pgTable('alive', { id: integer().primaryKey(), at: instant().notNull() })
