import {
  MESSAGE_KINDS,
  type MessageKind,
  TOLD_BY,
  type ToldBy,
  UNDELIVERED_REASONS,
  type UndeliveredReason,
} from '@cunyi/shared/words/undelivered.ts'
import {
  DELIVERY_CHANNELS,
  DELIVERY_STATES,
  type DeliveryChannel,
  type DeliveryState,
} from '@cunyi/shared/words/vocabulary.ts'
import { index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core'
import { belongsTo, bytes, id, instant, notNegative, oneOf, villageId } from './columns.ts'
import { meetings } from './meetings.ts'
import { people } from './people.ts'

/** 催会的一轮: those who had neither signed in nor voted when it was made. Insert-only. */
export const remindRounds = pgTable(
  'remind_rounds',
  {
    villageId: villageId(),
    meetingId: uuid().notNull(),
    round: integer().notNull(),
    /** Null: by the clock. */
    by: uuid(),
    at: instant().notNull(),
    told: integer().notNull(),
    noPhone: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.meetingId, t.round] }),
    belongsTo(t, t.meetingId, meetings),
    ...notNegative(t.told, t.noPhone),
  ],
)

/** 送达: one message to one person by one channel; its id is the key by which a gateway sends it once. No number, no text. */
export const deliveries = pgTable(
  'deliveries',
  {
    villageId: villageId(),
    id: id(),
    meetingId: uuid().notNull(),
    round: integer().notNull(),
    personId: uuid().notNull(),
    channel: text().$type<DeliveryChannel>().notNull(),
    state: text().$type<DeliveryState>().notNull(),
    attempts: integer().notNull().default(0),
    createdAt: instant().notNull(),
    /** Waiting: when it is tried next. The job is its row of the outbox, under the same id. */
    nextAt: instant(),
    sentAt: instant(),
    endedAt: instant(),
    failure: text(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    unique().on(t.villageId, t.meetingId, t.round, t.personId, t.channel),
    index().on(t.state, t.nextAt),
    belongsTo(t, t.meetingId, meetings),
    oneOf(t.channel, DELIVERY_CHANNELS),
    oneOf(t.state, DELIVERY_STATES),
    ...notNegative(t.attempts),
  ],
)

/** 手机通知: one browser that wants the reminders of one person; lives as long as that browser's log-in. */
export const pushSubscriptions = pgTable(
  'push_subscriptions',
  {
    villageId: villageId(),
    id: id(),
    personId: uuid().notNull(),
    sessionId: uuid().notNull(),
    /** Address and keys, sealed with the field key. */
    sealed: bytes().notNull(),
    createdAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    unique().on(t.villageId, t.personId, t.sessionId),
    belongsTo(t, t.personId, people),
  ],
)

/**
 * 未送达: whom a message did not reach, as the office of his village sees it. Of what is still being tried only what
 * has failed for a while; the row goes when the message arrives after all.
 */
export const undelivered = pgTable(
  'undelivered',
  {
    villageId: villageId(),
    /** Of the outbox. */
    messageId: uuid().notNull(),
    personId: uuid().notNull(),
    kind: text().$type<MessageKind>().notNull(),
    meetingId: uuid(),
    reason: text().$type<UndeliveredReason>().notNull(),
    tries: integer().notNull(),
    /** The message was made. */
    since: instant().notNull(),
    triedAt: instant().notNull(),
    until: instant().notNull(),
    /** Null: still being tried. */
    givenUpAt: instant(),
    toldBy: text().$type<ToldBy>(),
    toldAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.messageId, t.personId] }),
    index().on(t.villageId, t.since),
    belongsTo(t, t.personId, people),
    belongsTo(t, t.meetingId, meetings),
    oneOf(t.kind, MESSAGE_KINDS),
    oneOf(t.reason, UNDELIVERED_REASONS),
    oneOf(t.toldBy, TOLD_BY),
    ...notNegative(t.tries),
  ],
)
