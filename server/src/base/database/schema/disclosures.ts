import type { PersonalData } from '@cunyi/shared/disclosure/masking.ts'
import type { Party } from '@cunyi/shared/law/acts-of-two.ts'
import {
  DISCLOSURE_STATUSES,
  OBJECTION_VERDICTS,
  PHOTO_MOMENTS,
  REVIEW_VERDICTS,
  TENDERS,
} from '@cunyi/shared/words/kinds.ts'
import { DISCLOSURE_STAGES, OBJECTION_CLASSES, type ObjectionClass } from '@cunyi/shared/words/vocabulary.ts'
import { sql } from 'drizzle-orm'
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
import { belongsTo, holds, id, instant, notNegative, oneOf, villageId } from './columns.ts'
import { budgetLines, proposals } from './proposals.ts'

type NamedList = { name: string; group: string; standard: string; amount: number }[]
/** `verdict`: of what hangs meanwhile. */
export type Edited = {
  added: string
  namedList: NamedList | null
  verdict: string | null
  version: number
  /** 更正针对的异议; none in what was edited before they were named. */
  answers?: string[]
}

export type Masked = {
  kind: PersonalData
  passages: string[]
  by: string
  as: Party
  second: string
  secondAs: Party
  reason: string | null
  at: string
}
export type Corrected = { oldText: string; newText: string; by: string; second: string; at: string }

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
    /** As it is shown: `drawn`, and what was `added`. */
    text: text().notNull(),
    /** 取自决议: nobody edits it. Null: made before the two were told apart, and all of it drawn. */
    drawn: text(),
    /** 补充说明 of whoever posts. */
    added: text().notNull().default(''),
    editedAt: instant(),
    /** Of one that has hung: what was edited since, until it is posted in its turn. */
    edited: jsonb().$type<Edited>(),
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
    /** By when the board is photographed after that. */
    endPhotoDueAt: instant(),
    takenDownAt: instant(),
    restarts: integer().notNull().default(0),
    endedAt: instant(),
    maskedAt: instant(),
    maskedBy: uuid(),
    /** 遮盖 by two persons, and what was left out: of the other public texts of the matter too. */
    masks: jsonb().$type<Masked[]>().notNull().default([]),
    /** 更正 beside the text. */
    corrections: jsonb().$type<Corrected[]>().notNull().default([]),
    /** A name list that a rule requires published: name, group, standard, amount (fen). */
    namedList: jsonb().$type<NamedList>(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.proposalId),
    index().on(t.villageId, t.status),
    index('disclosures_ending').on(t.endsAt).where(sql`${t.status} = 'posted'`),
    index('disclosures_review_due')
      .on(t.reviewDueAt)
      .where(sql`${t.reviewVerdict} is null and ${t.endedAt} is null`),
    belongsTo(t, t.proposalId, proposals),
    oneOf(t.stage, DISCLOSURE_STAGES),
    oneOf(t.status, DISCLOSURE_STATUSES),
    oneOf(t.reviewVerdict, REVIEW_VERDICTS),
    ...notNegative(t.days, t.restarts),
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
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    belongsTo(t, t.disclosureId, disclosures),
    oneOf(t.moment, PHOTO_MOMENTS),
  ],
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
    /** How it concerns whoever is neither registered nor a member nor a representative. */
    concerned: text(),
    aboutOversight: boolean().notNull().default(false),
    /** The version of the notice it was raised against. */
    noticeVersion: integer().notNull().default(1),
    /** The version that was posted to correct it. */
    correctedIn: integer(),
    /** The earlier one of the same ground. */
    repeats: uuid(),
    /** False: its ground has held the matter before. */
    holds: boolean().notNull().default(true),
    /** Since when it stands no more against the end of the days; null: it does. */
    settledAt: instant(),
    contestedClass: text().$type<ObjectionClass>(),
    contestedBy: uuid(),
    contestedAt: instant(),
    /** Taken to the township by whoever objected. */
    takenAt: instant(),
    takenReason: text(),
    townshipVerdict: text(),
    countyDueAt: instant(),
    countyVerdict: text(),
    countyAnswer: text(),
    countyAnsweredBy: uuid(),
    countyAnsweredAt: instant(),
    /** 上级逾期未答复: the matter moves on, and it stands there. */
    movedOnAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.proposalId),
    index('objections_due')
      .on(
        sql`coalesce(${t.countyDueAt}, case when ${t.escalatedAt} is null then ${t.dueAt} else ${t.townshipDueAt} end)`,
      )
      .where(sql`${t.movedOnAt} is null and ${t.countyAnsweredAt} is null`),
    oneOf(t.contestedClass, OBJECTION_CLASSES),
    oneOf(t.townshipVerdict, OBJECTION_VERDICTS),
    oneOf(t.countyVerdict, OBJECTION_VERDICTS),
    ...notNegative(t.noticeVersion, t.correctedIn),
    belongsTo(t, t.disclosureId, disclosures),
    belongsTo(t, t.proposalId, proposals),
    oneOf(t.class, OBJECTION_CLASSES),
    oneOf(t.verdict, OBJECTION_VERDICTS),
  ],
)

export type WorkDetails = {
  place?: string | undefined
  scope?: string | undefined
  beneficiaries?: string | undefined
}
export type EarlierContractor = { contractor: string; tender: string; paperIds: string[]; until: string }
export type SignedAcceptance = {
  personId: string
  office: string | null
  agrees: boolean
  text: string | null
  at: string
  /** On the sheet, which another has looked at. */
  sheet: { paperId: string; second: string; secondAs: string } | null
  /** Of the oversight committee, or in its place. */
  watches: boolean
}
export type AcceptanceAsked = {
  completedOn: string
  acceptedOn: string
  opinion: string
  remaining: string
  acceptorIds: string[]
  by: string
  at: string
  signed: SignedAcceptance[]
}

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
    /** The end of that day. */
    completionDueAt: instant(),
    completedOn: date({ mode: 'string' }),
    /** By when the outcome is published after that. */
    outcomeDueAt: instant(),
    acceptedOn: date({ mode: 'string' }),
    /** 实际情况, where the resolution does not say. */
    details: jsonb().$type<WorkDetails>().notNull().default({}),
    /** 选定承包方的材料 */
    paperIds: jsonb().$type<string[]>().notNull().default([]),
    /** Contractors before this one. */
    earlier: jsonb().$type<EarlierContractor[]>().notNull().default([]),
    acceptance: jsonb().$type<{ people: string[]; opinion: string; remaining: string }>(),
    /** 提请验收: who is asked to sign, and who has; accepted once enough have. */
    acceptanceAsked: jsonb().$type<AcceptanceAsked>(),
    by: uuid().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.proposalId] }),
    belongsTo(t, t.proposalId, proposals),
    oneOf(t.tender, TENDERS),
    ...notNegative(t.contractAmount),
  ],
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
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.proposalId),
    belongsTo(t, t.proposalId, proposals),
    holds('progress_entries_percent_of_hundred', sql`${t.percent} between 0 and 100`),
  ],
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
    /** 票据 */
    paperIds: jsonb().$type<string[]>().notNull().default([]),
    /** The contractor, where this one went to somebody else. */
    otherThan: text(),
    by: uuid().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.proposalId),
    belongsTo(t, t.proposalId, proposals),
    belongsTo(t, t.budgetLineId, budgetLines),
    ...notNegative(t.amount),
  ],
)

/** 县级确认结果: a separate notice with name, group, category and amount only. */
export const confirmations = pgTable(
  'confirmations',
  {
    villageId: villageId(),
    id: id(),
    proposalId: uuid(),
    title: text().notNull(),
    rows: jsonb().$type<{ name: string; group: string; category: string; amount: number }[]>().notNull(),
    postedBy: uuid().notNull(),
    postedAt: instant().notNull(),
    endsAt: instant().notNull(),
    on: date({ mode: 'string' }),
  },
  (t) => [primaryKey({ columns: [t.villageId, t.id] }), belongsTo(t, t.proposalId, proposals)],
)
