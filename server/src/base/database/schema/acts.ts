import {
  ACT_STATES,
  ACTS_OF_TWO,
  type ActOfTwo,
  type ActState,
  OFFICE_GROUNDS,
  type OfficeGround,
  PARTIES,
  type Party,
  type Side,
} from '@cunyi/shared/law/acts-of-two.ts'
import { sql } from 'drizzle-orm'
import { index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { belongsTo, bytes, holds, id, instant, oneOf, villageId } from './columns.ts'
import { polls } from './polls.ts'
import { proposals } from './proposals.ts'

/** 两人办理: what one person proposed and waits for another, and what became of it. */
export const acts = pgTable(
  'acts',
  {
    villageId: villageId(),
    id: id(),
    what: text().$type<ActOfTwo>().notNull(),
    proposalId: uuid(),
    meetingId: uuid(),
    pollId: uuid(),
    /** Whom it is about. */
    personId: uuid(),
    /** As it was asked: read by the noun that carries it out, and by nobody else. */
    asked: jsonb().$type<Record<string, unknown>>().notNull(),
    /** A ballot that waits for its witness: sealed like any other, gone once the act is decided. */
    sealed: bytes(),
    reason: text(),
    by: uuid().notNull(),
    as: text().$type<Party>().notNull(),
    /** All that he was then. */
    parties: jsonb().$type<Side[]>().notNull(),
    /** By whose log-in. */
    account: uuid().notNull(),
    at: instant().notNull(),
    /** When it lapses; null: with its poll. */
    dueAt: instant(),
    /** Whose turn it is instead of those first asked. */
    turn: text().$type<Party>(),
    /** Nobody says yes before. */
    confirmsFrom: instant(),
    state: text().$type<ActState>().notNull().default('waiting'),
    second: uuid(),
    secondAs: text().$type<Party>(),
    decidedAt: instant(),
    ground: text(),
    /** Of a no to an office: which of the three it may rest on. */
    officeGround: text().$type<OfficeGround>(),
    /** What he says against it whose seat is to end. */
    contested: text(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    belongsTo(t, t.proposalId, proposals),
    belongsTo(t, t.pollId, polls),
    oneOf(t.what, ACTS_OF_TWO),
    oneOf(t.state, ACT_STATES),
    oneOf(t.as, PARTIES),
    oneOf(t.secondAs, PARTIES),
    oneOf(t.turn, PARTIES),
    oneOf(t.officeGround, OFFICE_GROUNDS),
    holds('acts_second_is_another', sql`${t.second} <> ${t.by}`),
    holds('acts_decided_or_waiting', sql`(${t.state} = 'waiting') = (${t.decidedAt} is null)`),
    holds(
      'acts_second_decides',
      sql`(${t.state} in ('confirmed', 'refused')) = (${t.second} is not null and ${t.secondAs} is not null)`,
    ),
    holds('acts_sealed_only_while_waiting', sql`${t.sealed} is null or ${t.state} = 'waiting'`),
    /** Two of the same do not wait beside each other. */
    uniqueIndex('acts_waiting_once')
      .on(t.villageId, t.what, t.pollId, t.personId)
      .where(sql`${t.state} = 'waiting'`),
    index('acts_waiting').on(t.villageId, t.dueAt).where(sql`${t.state} = 'waiting'`),
    index('acts_due').on(t.dueAt).where(sql`${t.state} = 'waiting'`),
  ],
)
