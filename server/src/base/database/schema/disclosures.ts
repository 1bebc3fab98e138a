import type { ObjectionClass } from '@cunyi/shared/words/vocabulary.ts'
import {
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { id, instant, villageId } from './columns.ts'

/** 公开: a resolution or an outcome, posted online and on the board. */
export const disclosures = pgTable(
  'disclosures',
  {
    villageId: villageId(),
    id: id(),
    proposalId: uuid().notNull(),
    /** resolutionDisclosure · outcomeDisclosure */
    stage: text().notNull(),
    version: integer().notNull().default(1),
    title: text().notNull(),
    text: text().notNull(),
    /** prepared · reviewed · posted · interrupted · ended */
    status: text().notNull(),
    days: integer().notNull(),
    preparedBy: uuid(),
    preparedAt: instant().notNull(),
    startDueAt: instant().notNull(),
    reviewDueAt: instant(),
    reviewVerdict: text(),
    postedAt: instant(),
    postedBy: uuid(),
    /** When the full days have passed; moves with a restart. */
    endsAt: instant(),
    takenDownAt: instant(),
    restarts: integer().notNull().default(0),
    endedAt: instant(),
    maskedAt: instant(),
    maskedBy: uuid(),
    /** A name list that a rule requires published: name, group, standard, amount (fen). */
    namedList: jsonb().$type<{ name: string; group: string; standard: string; amount: number }[]>(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.proposalId),
    index().on(t.villageId, t.status),
  ],
)

/** 公开栏照片 at start and end. */
export const boardPhotos = pgTable(
  'board_photos',
  {
    villageId: villageId(),
    id: id(),
    disclosureId: uuid().notNull(),
    /** start · end */
    moment: text().notNull(),
    attachmentId: uuid().notNull(),
    place: text().notNull(),
    by: uuid().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.id] })],
)

/** 异议 */
export const objections = pgTable(
  'objections',
  {
    villageId: villageId(),
    id: id(),
    disclosureId: uuid().notNull(),
    proposalId: uuid().notNull(),
    class: text().$type<ObjectionClass>(),
    text: text().notNull(),
    by: uuid().notNull(),
    at: instant().notNull(),
    dueAt: instant().notNull(),
    classifiedBy: uuid(),
    answer: text(),
    /** upheld · dismissed · corrected · recorded */
    verdict: text(),
    answeredBy: uuid(),
    answeredAt: instant(),
    escalatedAt: instant(),
    townshipDueAt: instant(),
    townshipAnswer: text(),
    townshipAnsweredBy: uuid(),
    townshipAnsweredAt: instant(),
    recountId: uuid(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.id] }), index().on(t.villageId, t.proposalId)],
)

/** 组织实施 of one matter. */
export const works = pgTable(
  'works',
  {
    villageId: villageId(),
    proposalId: uuid().notNull(),
    executor: text().notNull(),
    contractor: text(),
    /** none · quotes · tender · exchange */
    tender: text().notNull().default('none'),
    contractNumber: text(),
    contractAmount: bigint({ mode: 'number' }),
    startedOn: date({ mode: 'string' }),
    dueOn: date({ mode: 'string' }),
    completedOn: date({ mode: 'string' }),
    acceptedOn: date({ mode: 'string' }),
    acceptance: jsonb().$type<{ people: string[]; opinion: string; remaining: string }>(),
    by: uuid().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.proposalId] })],
)

export const progressEntries = pgTable(
  'progress_entries',
  {
    villageId: villageId(),
    id: id(),
    proposalId: uuid().notNull(),
    text: text().notNull(),
    percent: integer().notNull(),
    photoIds: jsonb().$type<string[]>().notNull().default([]),
    by: uuid().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.id] }), index().on(t.villageId, t.proposalId)],
)

/** 支出: actual money against a budget line, integer fen. */
export const expenses = pgTable(
  'expenses',
  {
    villageId: villageId(),
    id: id(),
    proposalId: uuid().notNull(),
    budgetLineId: uuid().notNull(),
    amount: bigint({ mode: 'number' }).notNull(),
    payee: text().notNull(),
    invoice: text(),
    paidOn: date({ mode: 'string' }).notNull(),
    note: text(),
    struck: boolean().notNull().default(false),
    by: uuid().notNull(),
    at: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.id] }), index().on(t.villageId, t.proposalId)],
)
