import type { MatterFacts } from '@cunyi/shared/api/proposals.ts'
import type { ProfileValues } from '@cunyi/shared/law/profile.ts'
import { PAPERS, type Paper } from '@cunyi/shared/matter/matter-table.ts'
import {
  ADDRESSEES,
  type Addressee,
  BUDGET_KINDS,
  DEMANDED_ASSEMBLIES,
  FULL_WAY_CAPACITIES,
  type FullWayCapacity,
  NOTE_KINDS,
  NOTE_VERDICTS,
  PETITION_STATUSES,
  VERSION_KINDS,
} from '@cunyi/shared/words/kinds.ts'
import {
  ASSEMBLIES,
  type Assembly,
  INITIATIVES,
  INITIATORS,
  type Initiative,
  type Initiator,
  type MatterCode,
  OUTCOMES,
  type Outcome,
  ROUTES,
  type Route,
  STAGES,
  type Stage,
  TRACKS,
  type Track,
} from '@cunyi/shared/words/vocabulary.ts'
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
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { belongsTo, id, instant, notNegative, oneOf, refersTo, villageId } from './columns.ts'
import { divisions } from './divisions.ts'

/** 议题 */
export const proposals = pgTable(
  'proposals',
  {
    villageId: villageId(),
    id: id(),
    /** 年度编号, e.g. 2026-003. */
    number: text().notNull(),
    title: text().notNull(),
    stage: text().$type<Stage>().notNull(),
    track: text().$type<Track>().notNull(),
    codes: jsonb().$type<MatterCode[]>().notNull(),
    route: text().$type<Route>().notNull(),
    /** The assembly of step 4. */
    assembly: text().$type<Assembly>().notNull(),
    villageGroup: text(),
    initiative: text().$type<Initiative>().notNull(),
    initiator: text().$type<Initiator>().notNull(),
    /** Of the newest version; the full text stands in proposal_versions. */
    version: integer().notNull(),
    /** Proposals about the same matter share a line ("same text"). */
    lineId: uuid().notNull(),
    linkedTo: uuid(),
    /** together · severally */
    together: boolean().notNull().default(true),
    urgentReason: text(),
    demanded: boolean().notNull().default(false),
    demandedAt: instant(),
    /** Until then steps 1 to 3 of a demanded matter are held; later they count as held without opinion. */
    demandDueAt: instant(),
    /** By when the meeting that was demanded is convened. */
    conveneDueAt: instant(),
    /** Step 2 of a committee matter (or step 1 of an urgent one) waits for the oversight committee's note. */
    noteNeeded: boolean().notNull().default(false),
    /** When silence on a committee matter is logged in place of the note; null: nothing is waited for. */
    noteDueAt: instant(),
    /** The rule profile in force at submission: values and the version of each level. */
    profile: jsonb().$type<{ values: Partial<ProfileValues>; versions: Record<string, number> }>(),
    rejectionsAtStep4: integer().notNull().default(0),
    /** Sittings without quorum at the present stage: the next one is the reconvening of that number. */
    reconvenings: integer().notNull().default(0),
    referredAt: instant(),
    shelvedAt: instant(),
    /** township · county: who must still approve in awaitingApproval. */
    approvalNeeded: jsonb().$type<string[]>().notNull().default([]),
    resolutionNumber: text(),
    draftedBy: uuid().notNull(),
    draftedAt: instant().notNull(),
    submittedAt: instant(),
    /** When the present stage began. */
    stageSince: instant().notNull(),
    /** When the last poll of the last step closed: gaps run from it. */
    lastDecidedAt: instant(),
    archivedAt: instant(),
    /** 程序有误: a step of it fell on a recount after others held rights by a contract. */
    flawedAt: instant(),
    /** Why this way, as it was reckoned at submission or when it grew. */
    wayReasons: jsonb().$type<{ zh: string; en: string; source: string }[]>().notNull().default([]),
    /** Like matters of the last twelve months, at submission. */
    likeIds: jsonb().$type<string[]>().notNull().default([]),
    /** Of these the oversight committee has judged that this is apart, or another matter. */
    apartIds: jsonb().$type<string[]>().notNull().default([]),
    /** 答复 to whoever asked for the full way. */
    fullWayAnswer: text(),
    fullWayAnsweredBy: uuid(),
    fullWayAnsweredAt: instant(),
    /** By when whoever asked is answered; null: nobody waits. */
    fullWayDueAt: instant(),
    /** 逾期未答复: since when the township knows. */
    fullWayLateAt: instant(),
    sensitive: boolean().notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    unique().on(t.villageId, t.number),
    index().on(t.villageId, t.stage),
    index().on(t.villageId, t.stageSince),
    // What the clock looks for, of all villages.
    index('proposals_demand_due')
      .on(t.demandDueAt)
      .where(sql`${t.demanded} and ${t.stage} in ('branchProposal', 'committeeDeliberation', 'partyReview')`),
    index('proposals_note_due').on(t.noteDueAt).where(sql`${t.noteDueAt} is not null`),
    index('proposals_full_way_due').on(t.fullWayDueAt).where(sql`${t.fullWayLateAt} is null`),
    index('proposals_ended')
      .on(t.stageSince)
      .where(sql`${t.stage} in ('archived', 'withdrawn', 'superseded') and ${t.submittedAt} is not null`),
    refersTo(t.villageId, divisions.code),
    belongsTo(t, t.linkedTo, { villageId: t.villageId, id: t.id }),
    oneOf(t.stage, STAGES),
    oneOf(t.track, TRACKS),
    oneOf(t.route, ROUTES),
    oneOf(t.assembly, ASSEMBLIES),
    oneOf(t.initiative, INITIATIVES),
    oneOf(t.initiator, INITIATORS),
    ...notNegative(t.rejectionsAtStep4, t.reconvenings),
  ],
)

/** 要求走完整程序: who asked, and as what; nobody takes it back. */
export const fullWayAsks = pgTable(
  'full_way_asks',
  {
    villageId: villageId(),
    proposalId: uuid().notNull(),
    personId: uuid().notNull(),
    /** villager · representative · oversight */
    capacity: text().$type<FullWayCapacity>().notNull(),
    reason: text().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.proposalId, t.personId] }),
    belongsTo(t, t.proposalId, proposals),
    oneOf(t.capacity, FULL_WAY_CAPACITIES),
  ],
)

/** 关注: who wants to be told of each next step of a matter. */
export const follows = pgTable(
  'follows',
  {
    villageId: villageId(),
    proposalId: uuid().notNull(),
    personId: uuid().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.proposalId, t.personId] }),
    index().on(t.villageId, t.personId),
    belongsTo(t, t.proposalId, proposals),
  ],
)

/** 文本: versions are never changed, only followed by the next. */
export const proposalVersions = pgTable(
  'proposal_versions',
  {
    villageId: villageId(),
    proposalId: uuid().notNull(),
    version: integer().notNull(),
    title: text().notNull(),
    summary: text().notNull(),
    body: text().notNull(),
    facts: jsonb().$type<MatterFacts>().notNull(),
    /** SHA-256 of the text after normalising spaces and punctuation. */
    digest: text().notNull(),
    /** first · editorial · substantive · revision */
    kind: text().notNull(),
    reason: text(),
    by: uuid().notNull(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.proposalId, t.version] }),
    belongsTo(t, t.proposalId, proposals),
    oneOf(t.kind, VERSION_KINDS),
  ],
)

/** 预算: one line of planned money; kind source (where from) or use (what for). Integer fen. */
export const budgetLines = pgTable(
  'budget_lines',
  {
    villageId: villageId(),
    id: id(),
    proposalId: uuid().notNull(),
    version: integer().notNull(),
    kind: text().notNull(),
    label: text().notNull(),
    amount: bigint({ mode: 'number' }).notNull(),
    seq: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.proposalId),
    belongsTo(t, t.proposalId, proposals),
    oneOf(t.kind, BUDGET_KINDS),
    ...notNegative(t.amount),
  ],
)

/** 表决事项: each has its own poll at step 4. */
export const questions = pgTable(
  'questions',
  {
    villageId: villageId(),
    id: id(),
    proposalId: uuid().notNull(),
    seq: integer().notNull(),
    text: text().notNull(),
    outcome: text().$type<Outcome>(),
    /** A household's name or a person's, on an opinion-only matter: never public. */
    sensitive: boolean().notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.proposalId),
    belongsTo(t, t.proposalId, proposals),
    oneOf(t.outcome, OUTCOMES),
  ],
)

/** 意见、备案、监督: what an office says of a matter without moving it. */
export const notes = pgTable(
  'notes',
  {
    villageId: villageId(),
    id: id(),
    proposalId: uuid().notNull(),
    /** oversightNote · oversightReview · challenge · townshipOpinion · filing · approval · consultation · branchConsent · overdueStep */
    kind: text().notNull(),
    /** For a review: agreed · objected · silent. */
    verdict: text(),
    text: text().notNull(),
    documentNumber: text(),
    subjectId: uuid(),
    /** Of a consultation: which paper it lays. Null on notes of an older release, where it stands at the head of the text. */
    paper: text().$type<Paper>(),
    by: uuid(),
    byOffice: text().notNull(),
    at: instant().notNull(),
    /** 质询: whom it asks; whether for a meeting; by when; what came back. */
    addressee: text().$type<Addressee>(),
    asksMeeting: boolean().notNull().default(false),
    answerDueAt: instant(),
    answer: text(),
    answeredBy: uuid(),
    answeredAt: instant(),
    meetingOn: date({ mode: 'string' }),
    answerPaperId: uuid(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index().on(t.villageId, t.proposalId),
    belongsTo(t, t.proposalId, proposals),
    oneOf(t.kind, NOTE_KINDS),
    oneOf(t.addressee, ADDRESSEES),
    oneOf(t.paper, PAPERS),
    oneOf(t.verdict, NOTE_VERDICTS),
  ],
)

/** 联名动议: a matter put forward by members, representatives or villagers; the branch makes it a proposal or answers. */
export const petitions = pgTable(
  'petitions',
  {
    villageId: villageId(),
    id: id(),
    title: text().notNull(),
    text: text().notNull(),
    by: uuid().notNull(),
    at: instant().notNull(),
    /** open · threshold · demand · answered · proposal */
    status: text().notNull(),
    thresholdAt: instant(),
    demandAt: instant(),
    /** Which body is demanded: villagers · representatives. */
    demandedAssembly: text(),
    answer: text(),
    answeredBy: uuid(),
    answeredAt: instant(),
    proposalId: uuid(),
    answerDueAt: instant(),
    /** Flagged to the township: the days to answer passed without one. */
    flaggedAt: instant(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.id] }),
    index('petitions_answer_due')
      .on(t.answerDueAt)
      .where(sql`${t.status} in ('threshold', 'demand') and ${t.flaggedAt} is null`),
    belongsTo(t, t.proposalId, proposals),
    oneOf(t.status, PETITION_STATUSES),
    oneOf(t.demandedAssembly, DEMANDED_ASSEMBLIES),
  ],
)

export const petitionSignatures = pgTable(
  'petition_signatures',
  {
    villageId: villageId(),
    petitionId: uuid().notNull(),
    personId: uuid().notNull(),
    /** villager · representative · partyMember, as held on the day of signing. */
    capacities: jsonb().$type<string[]>().notNull(),
    /** villagers · representatives: the meeting this person demands; null: proposes only. */
    demand: text(),
    at: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.petitionId, t.personId] }),
    belongsTo(t, t.petitionId, petitions),
    oneOf(t.demand, DEMANDED_ASSEMBLIES),
  ],
)

/** 委托流转书: a household's written consent to an agency (农村土地承包法 art 36). */
export const mandates = pgTable(
  'mandates',
  {
    villageId: villageId(),
    proposalId: uuid().notNull(),
    householdId: uuid().notNull(),
    consents: boolean().notNull(),
    /** Hundredths of a mu. */
    area: integer().notNull(),
    paperId: uuid(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.villageId, t.proposalId, t.householdId] }),
    belongsTo(t, t.proposalId, proposals),
    ...notNegative(t.area),
  ],
)
