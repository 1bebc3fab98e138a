import type { MatterFacts } from '@cunyi/shared/api/proposals.ts'
import { CHANGE_STATES, type ChangeGround, type ChangeState } from '@cunyi/shared/matter/text-change.ts'
import { STAGES, type Stage } from '@cunyi/shared/words/vocabulary.ts'
import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { belongsTo, id, instant, oneOf, villageId } from './columns.ts'
import { amendments, meetings } from './meetings.ts'
import { proposals } from './proposals.ts'

type Line = { kind: 'source' | 'use'; label: string; amount: number }

/** 方案改动: of a text that was decided on: what it is to become, against that version, and what others made of it. */
export const textChanges = pgTable(
  'text_changes',
  {
    villageId: villageId(),
    id: id(),
    proposalId: uuid().notNull(),
    /** Where the matter stood, and on which version. */
    stage: text().$type<Stage>().notNull(),
    fromVersion: integer().notNull(),
    /** The version last decided on, and in which sitting. */
    decidedVersion: integer().notNull(),
    decidedIn: uuid(),
    /** Moved from the floor of this sitting. */
    meetingId: uuid(),
    amendmentId: uuid(),
    title: text().notNull(),
    summary: text().notNull(),
    body: text().notNull(),
    facts: jsonb().$type<MatterFacts>().notNull(),
    budget: jsonb().$type<Line[]>().notNull(),
    grounds: jsonb().$type<ChangeGround[]>().notNull().default([]),
    reason: text(),
    by: uuid().notNull(),
    at: instant().notNull(),
    state: text().$type<ChangeState>().notNull(),
    /** Until then one of the deciding body may object; null: in the sitting, or substantive anyhow. */
    objectUntil: instant(),
    judged: boolean(),
    objectedBy: uuid(),
    objection: text(),
    settledAt: instant(),
    /** The version it became. */
    version: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.proposalId),
    index('text_changes_due').on(t.objectUntil).where(sql`${t.state} = 'waiting' and ${t.judged}`),
    belongsTo(t, t.proposalId, proposals),
    belongsTo(t, t.decidedIn, meetings),
    belongsTo(t, t.meetingId, meetings),
    belongsTo(t, t.amendmentId, amendments),
    oneOf(t.stage, STAGES),
    oneOf(t.state, CHANGE_STATES),
  ],
)
