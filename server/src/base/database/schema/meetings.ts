import type { MatterFacts } from '@cunyi/shared/api/proposals.ts'
import { CORRECTION_GROUNDS, type CorrectionGround } from '@cunyi/shared/meeting/corrections.ts'
import { INTERESTS, type Interest } from '@cunyi/shared/meeting/recusal.ts'
import type { MeetingComposition } from '@cunyi/shared/meeting/roll-composition.ts'
import {
  AMENDMENT_KINDS,
  AMENDMENT_STATUSES,
  ATTENDANCE_MEANS,
  CORRECTION_KINDS,
  SITTING_STAGES,
  TELLERS_BY,
  type TellersBy,
} from '@cunyi/shared/words/kinds.ts'
import {
  ASSEMBLIES,
  type Assembly,
  MEETING_STATUSES,
  type MeetingStatus,
  RECUSAL_MODES,
  type RecusalMode,
  type SittingStage,
  WAYS,
  type Way,
} from '@cunyi/shared/words/vocabulary.ts'
import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { belongsTo, bytes, holds, id, instant, notNegative, oneOf, villageId } from './columns.ts'
import { proposals } from './proposals.ts'

/** 会议: one body, one roll, one hall and one online window. */
export const meetings = pgTable(
  'meetings',
  {
    villageId: villageId(),
    id: id(),
    assembly: text().$type<Assembly>().notNull(),
    stage: text().$type<SittingStage>().notNull(),
    /** 本地增加的步骤: this sitting is it, and stands before the step's own. */
    extraStep: jsonb().$type<{ zh: string; en: string }>(),
    villageGroup: text(),
    title: text().notNull(),
    place: text().notNull(),
    link: text(),
    status: text().$type<MeetingStatus>().notNull(),
    noticeAt: instant().notNull(),
    opensAt: instant().notNull(),
    /** For when its notice called it first; null: of an older release, as it opens. */
    firstOpensAt: instant(),
    /** The first lawful time of its own notice, papers and gaps: no adjournment goes before it. */
    lawfulFrom: instant(),
    windowHours: integer().notNull(),
    /** opensAt + window; null where the chair closes (window 0). */
    windowEnd: instant(),
    /** What was not opened by then is adjourned; null where the chair closes. */
    halfAt: instant(),
    /** What no time was named for by then is void. */
    lapsesAt: instant().notNull(),
    /** When the reminder goes out by itself; null: none does. */
    remindAt: instant(),
    /** When the meeting is over, if no poll is left: moves with each poll that ends. */
    overAt: instant(),
    extendedBy: integer().notNull().default(0),
    hallEndedAt: instant(),
    endedAt: instant(),
    convenedBy: uuid().notNull(),
    chairId: uuid().notNull(),
    recorderId: uuid().notNull(),
    /** 计票人: proposed by the notice, in office once the meeting or the lot has chosen them. */
    tellerIds: jsonb().$type<string[]>().notNull(),
    /** How they were chosen, and when; null: not yet. */
    tellersBy: text().$type<TellersBy>(),
    tellersAt: instant(),
    /** Of the lot: anybody can draw it again from the list in the evidence. */
    tellersSeed: text(),
    /** 列席: who may sit in without being on the roll. */
    guestIds: jsonb().$type<string[]>().notNull().default([]),
    urgent: boolean().notNull().default(false),
    urgentReason: text(),
    /** Counted sittings of the same matter: 0 first, 1 first reconvening … */
    reconvening: integer().notNull().default(0),
    reconveneOf: uuid(),
    /** Adjourned to: `adjourn_days` past the first opening at most. */
    adjournedTo: instant(),
    onlineCounts: boolean().notNull(),
    legalBasisId: uuid(),
    /** Households of the village when the roll was frozen: the base of a count by households. */
    householdsAll: integer().notNull().default(0),
    /** What the roll was built from and checked against: composition, who was left out and on what basis, rule texts. */
    composition: jsonb().$type<Partial<MeetingComposition>>().notNull().default({}),
    /** Of the hall's changing sign-in code. */
    hallSecret: bytes().notNull(),
    /** Rises with everything a screen shows. */
    revision: integer().notNull().default(0),
    /** Rises with what a screen must read again; who came and how many voted is told with the push itself. */
    structure: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.status),
    index().on(t.villageId, t.noticeAt),
    index('meetings_half_over').on(t.halfAt).where(sql`${t.status} <> 'ended'`),
    index('meetings_window_over').on(t.windowEnd).where(sql`${t.status} <> 'ended'`),
    index('meetings_lapsing').on(t.lapsesAt).where(sql`${t.status} <> 'ended'`),
    index('meetings_over').on(t.overAt).where(sql`${t.status} <> 'ended'`),
    index('meetings_to_remind').on(t.remindAt).where(sql`${t.status} not in ('ended', 'adjourned')`),
    oneOf(t.assembly, ASSEMBLIES),
    oneOf(t.stage, SITTING_STAGES),
    oneOf(t.status, MEETING_STATUSES),
    oneOf(t.tellersBy, TELLERS_BY),
    ...notNegative(t.windowHours, t.extendedBy, t.reconvening, t.householdsAll),
    holds('meetings_window_end_after_opening', sql`${t.windowEnd} > ${t.opensAt}`),
  ],
)

/** 分会场: one meeting in several places on one roll. Place 0 is the notice's own; without rows it is the only one. */
export const meetingPlaces = pgTable(
  'meeting_places',
  {
    villageId: villageId(),
    meetingId: uuid().notNull(),
    placeNo: integer().notNull(),
    name: text().notNull(),
    tellerIds: jsonb().$type<string[]>().notNull(),
    /** Of this place's own changing sign-in code. */
    hallSecret: bytes().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.meetingId, t.placeNo] }),
    belongsTo(t, t.meetingId, meetings),
  ],
)

/** 议程 */
export const agendaItems = pgTable(
  'agenda_items',
  {
    villageId: villageId(),
    meetingId: uuid().notNull(),
    proposalId: uuid().notNull(),
    seq: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.meetingId, t.proposalId] }),
    index().on(t.villageId, t.proposalId),
    belongsTo(t, t.meetingId, meetings),
    belongsTo(t, t.proposalId, proposals),
  ],
)

/** 应到名册: frozen when the notice goes out. Corrections are rows of their own. */
export const meetingRoll = pgTable(
  'meeting_roll',
  {
    villageId: villageId(),
    meetingId: uuid().notNull(),
    personId: uuid().notNull(),
    /** False: attends and speaks, not in the voting base. */
    votes: boolean().notNull(),
    /** Belongs to the body, with a vote or without one; guests and agents do not. */
    member: boolean().notNull().default(true),
    /** branchCommittee, representative, villageCommittee (by office), partyMember … as a list. */
    capacities: jsonb().$type<string[]>().notNull(),
    isWoman: boolean().notNull().default(false),
    /** Households represented, for the fund-raising count. */
    households: integer().notNull().default(0),
    householdId: uuid(),
    /** Struck by a correction (died, left): stays as a row, counts nowhere. */
    struckAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.meetingId, t.personId] }),
    belongsTo(t, t.meetingId, meetings),
    ...notNegative(t.households),
  ],
)

export const rollCorrections = pgTable(
  'roll_corrections',
  {
    villageId: villageId(),
    id: id(),
    meetingId: uuid().notNull(),
    personId: uuid().notNull(),
    /** add · strike · vote · noVote · representative (change of the household's representative) */
    kind: text().notNull(),
    /** From the closed list, with its paper; null: of an older release. */
    ground: text().$type<CorrectionGround>(),
    paperId: uuid(),
    reason: text().notNull(),
    proposedBy: uuid().notNull(),
    proposedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.meetingId),
    belongsTo(t, t.meetingId, meetings),
    oneOf(t.kind, CORRECTION_KINDS),
    oneOf(t.ground, CORRECTION_GROUNDS),
  ],
)

/** 更正的确认: by the second person; without one a correction changes nothing. Insert-only, as corrections are. */
export const rollConfirmations = pgTable(
  'roll_confirmations',
  {
    villageId: villageId(),
    correctionId: uuid().notNull(),
    confirmedBy: uuid().notNull(),
    confirmedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.correctionId] }),
    belongsTo(t, t.correctionId, rollCorrections),
  ],
)

/** 会议通知: delivery and reading, person by person. */
export const notices = pgTable(
  'notices',
  {
    villageId: villageId(),
    meetingId: uuid().notNull(),
    personId: uuid().notNull(),
    channel: text().notNull(),
    givenAt: instant(),
    readAt: instant(),
    /** Not reached by any channel: for the clerk to call; the call is recorded. */
    calledAt: instant(),
    calledBy: uuid(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.meetingId, t.personId] }),
    belongsTo(t, t.meetingId, meetings),
  ],
)

/** 签到 */
export const attendances = pgTable(
  'attendances',
  {
    villageId: villageId(),
    meetingId: uuid().notNull(),
    personId: uuid().notNull(),
    way: text().$type<Way>().notNull(),
    /** clerk · hallCode · self */
    means: text().notNull(),
    signedInAt: instant().notNull(),
    by: uuid().notNull(),
    /** 自助 sign-ins show on the clerk's list until seen. */
    seenBy: uuid(),
    /** Which of the hall's codes he used last: each is good once a person. */
    hallStep: integer(),
    leftAt: instant(),
    /** In which of the meeting's places; 0 is the one of the notice. */
    placeNo: integer().notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.meetingId, t.personId] }),
    belongsTo(t, t.meetingId, meetings),
    oneOf(t.way, WAYS),
    oneOf(t.means, ATTENDANCE_MEANS),
    ...notNegative(t.placeNo),
  ],
)

export const excuses = pgTable(
  'excuses',
  {
    villageId: villageId(),
    meetingId: uuid().notNull(),
    personId: uuid().notNull(),
    reason: text().notNull(),
    by: uuid().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.meetingId, t.personId] }),
    belongsTo(t, t.meetingId, meetings),
  ],
)

/** 回避: for one matter of one meeting. */
export const recusals = pgTable(
  'recusals',
  {
    villageId: villageId(),
    meetingId: uuid().notNull(),
    proposalId: uuid().notNull(),
    personId: uuid().notNull(),
    mode: text().$type<RecusalMode>().notNull(),
    /** From the list of interests; null: of an older release. */
    interest: text().$type<Interest>(),
    reason: text().notNull(),
    by: uuid().notNull(),
    at: instant().notNull(),
    /** The person contests it; until `upheld` says yes he votes. */
    contestedAt: instant(),
    contest: text(),
    upheld: boolean(),
    /** Recorded by mistake, and taken back by two. */
    withdrawnAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.meetingId, t.proposalId, t.personId] }),
    belongsTo(t, t.meetingId, meetings),
    belongsTo(t, t.proposalId, proposals),
    oneOf(t.mode, RECUSAL_MODES),
    oneOf(t.interest, INTERESTS),
    holds('recusals_decided_if_contested', sql`${t.upheld} is null or ${t.contestedAt} is not null`),
  ],
)

/** 委托: written, same household, revocable until the ballot is cast. */
export const proxies = pgTable(
  'proxies',
  {
    villageId: villageId(),
    id: id(),
    meetingId: uuid().notNull(),
    principalId: uuid().notNull(),
    agentId: uuid().notNull(),
    relation: text().notNull(),
    paperId: uuid(),
    by: uuid().notNull(),
    at: instant().notNull(),
    revokedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.meetingId, t.principalId),
    belongsTo(t, t.meetingId, meetings),
  ],
)

/** 修改动议 from the floor. */
export const amendments = pgTable(
  'amendments',
  {
    villageId: villageId(),
    id: id(),
    meetingId: uuid().notNull(),
    proposalId: uuid().notNull(),
    movedBy: uuid().notNull(),
    oldText: text().notNull(),
    newText: text().notNull(),
    /** Only the facts that change. */
    facts: jsonb().$type<Partial<MatterFacts>>().notNull(),
    touchesRights: boolean().notNull().default(false),
    /** editorial · substantive, as the rule reckons it. */
    kind: text().notNull(),
    /** moved · adopted · takenUp · declined */
    status: text().notNull(),
    supporters: jsonb().$type<string[]>().notNull().default([]),
    recordedBy: uuid().notNull(),
    at: instant().notNull(),
    decidedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.meetingId),
    belongsTo(t, t.meetingId, meetings),
    belongsTo(t, t.proposalId, proposals),
    oneOf(t.kind, AMENDMENT_KINDS),
    oneOf(t.status, AMENDMENT_STATUSES),
  ],
)

/** 会议记录: facts come from the records; the recorder adds the gist. Versions follow each other. */
export const minutes = pgTable(
  'minutes',
  {
    villageId: villageId(),
    meetingId: uuid().notNull(),
    version: integer().notNull(),
    gist: text().notNull(),
    finalOpinion: text().notNull(),
    /** The figures as they stood, frozen. */
    facts: jsonb().$type<Record<string, unknown>>().notNull(),
    signedBy: jsonb().$type<string[]>().notNull().default([]),
    /** Who signed the printed paper, as its scan shows. */
    signedOnPaper: jsonb().$type<string[]>().notNull().default([]),
    scanId: uuid(),
    scanDigest: text(),
    /** 核定, by the chair. */
    approvedBy: uuid(),
    approvedAt: instant(),
    by: uuid().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.meetingId, t.version] }),
    belongsTo(t, t.meetingId, meetings),
  ],
)
