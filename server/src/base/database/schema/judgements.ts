import {
  JUDGED,
  JUDGEMENT_STATES,
  type JudgedQuestion,
  type JudgementState,
} from '@cunyi/shared/law/judged.ts'
import { sql } from 'drizzle-orm'
import { boolean, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { belongsTo, holds, id, instant, oneOf, villageId } from './columns.ts'
import { proposals } from './proposals.ts'

/** 评议: a question before the oversight committee, and what it came to. */
export const judgements = pgTable(
  'judgements',
  {
    villageId: villageId(),
    id: id(),
    what: text().$type<JudgedQuestion>().notNull(),
    proposalId: uuid(),
    meetingId: uuid(),
    /** The objection, the version, the recusal … */
    subjectId: uuid().notNull(),
    /** Whom it is about. */
    personId: uuid(),
    question: jsonb().$type<{ from: string | null; to: string | null; why: string | null }>().notNull(),
    by: uuid().notNull(),
    at: instant().notNull(),
    dueAt: instant().notNull(),
    /** Able to act when it was asked: whoever is appointed later judges nothing that was asked before. */
    members: jsonb().$type<string[]>().notNull(),
    state: text().$type<JudgementState>().notNull().default('open'),
    settledAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    belongsTo(t, t.proposalId, proposals),
    oneOf(t.what, JUDGED),
    oneOf(t.state, JUDGEMENT_STATES),
    holds('judgements_settled_or_open', sql`(${t.state} = 'open') = (${t.settledAt} is null)`),
    index('judgements_of_subject').on(t.villageId, t.subjectId),
    index('judgements_open').on(t.villageId, t.dueAt).where(sql`${t.state} = 'open'`),
    index('judgements_due').on(t.dueAt).where(sql`${t.state} = 'open'`),
  ],
)

/** What one member said, once and for good. */
export const judgementVotes = pgTable(
  'judgement_votes',
  {
    villageId: villageId(),
    judgementId: uuid().notNull(),
    personId: uuid().notNull(),
    agrees: boolean().notNull(),
    ground: text(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.judgementId, t.personId] }),
    belongsTo(t, t.judgementId, judgements),
    holds('judgement_votes_no_has_its_ground', sql`${t.agrees} or ${t.ground} is not null`),
  ],
)
