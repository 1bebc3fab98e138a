import { z } from 'zod'
import { BUDGET_KINDS, DISCLOSURE_STATUSES, PHOTO_MOMENTS, TENDERS } from '../words/kinds.ts'
import { DISCLOSURE_STAGES } from '../words/vocabulary.ts'
import { acceptanceAsked } from './acceptance.ts'
import {
  contracts,
  day,
  done,
  fen,
  id,
  instant,
  inVillage,
  line,
  lineOrNone,
  namedPerson,
  ofProposal,
  page,
  paging,
  text,
  waits,
} from './contract.ts'
import { byId } from './cursor.ts'
import { judgedState, overLine } from './over-lines.ts'
import { sheetFigures } from './polls.ts'

const ofDisclosure = inVillage.extend({ disclosure: id })
const shownList = z
  .array(z.object({ name: z.string(), group: z.string(), standard: z.string(), amount: fen }))
  .nullable()
export const disclosureDetail = z.object({
  id,
  proposalId: id,
  stage: z.enum(DISCLOSURE_STAGES),
  version: z.int(),
  title: z.string(),
  text: z.string(),
  status: z.enum(DISCLOSURE_STATUSES),
  days: z.int(),
  startDueAt: instant,
  reviewDueAt: instant.nullable(),
  reviewVerdict: z.string().nullable(),
  postedAt: instant.nullable(),
  endsAt: instant.nullable(),
  daysLeft: z.int().nullable(),
  restarts: z.int(),
  endedAt: instant.nullable(),
  masked: z.boolean(),
  /** What was left out: of which sort, who proposed it and who agreed. */
  masks: z.array(
    z.object({
      /** A word of PERSONAL_DATA. */
      kind: z.string(),
      places: z.int(),
      as: z.string(),
      secondAs: z.string(),
      reason: z.string().nullable(),
      at: instant,
    }),
  ),
  /** 更正 beside the text. */
  corrections: z.array(z.object({ oldText: z.string(), newText: z.string(), at: instant })),
  lateDays: z.int(),
  /** What the photos of the board prove. */
  stood: z.object({
    from: instant.nullable(),
    until: instant.nullable(),
    days: z.int(),
    overdue: z.boolean(),
  }),
  namedList: shownList,
  /** 取自决议: the words that nobody edits, and those of whoever posts. */
  drawn: z.string(),
  added: z.string(),
  editedAt: instant.nullable(),
  /** What was edited while it hangs, or after it hung: reviewed and posted in its turn. */
  edited: z
    .object({
      added: z.string(),
      namedList: shownList,
      reviewVerdict: z.string().nullable(),
      /** 更正针对的异议 */
      answers: z.array(z.object({ id, text: z.string() })),
    })
    .nullable(),
  photos: z.array(
    z.object({
      id,
      moment: z.enum(PHOTO_MOMENTS),
      attachmentId: id,
      place: z.string(),
      by: namedPerson,
      at: instant,
    }),
  ),
  findings: z.array(
    z.object({ code: z.string(), messageZh: z.string(), messageEn: z.string(), excerpt: z.string() }),
  ),
  objections: z.int(),
  openObjections: z.int(),
  mayNow: z.array(z.string()),
})
export const moneyView = z.object({
  lines: z.array(
    z.object({
      id,
      kind: z.enum(BUDGET_KINDS),
      label: z.string(),
      planned: fen,
      spent: fen,
      over: z.boolean(),
    }),
  ),
  planned: fen,
  spent: fen,
  overrunPct: z.int(),
  overTotal: z.boolean(),
  linesOver: z.int(),
  changeResolutionNeeded: z.boolean(),
  oversightNoteNeeded: z.boolean(),
  expenses: z.array(
    z.object({
      id,
      budgetLineId: id,
      amount: fen,
      payee: z.string(),
      invoice: z.string().nullable(),
      paidOn: day,
      note: z.string().nullable(),
      struck: z.boolean(),
      /** 票据 */
      paperIds: z.array(id),
      /** The contractor, where this one went to somebody else. */
      otherThan: z.string().nullable(),
      judged: judgedState,
    }),
  ),
})
export const workDetail = z.object({
  proposalId: id,
  executor: z.string(),
  contractor: z.string().nullable(),
  tender: z.string(),
  contractNumber: z.string().nullable(),
  contractAmount: fen.nullable(),
  startedOn: day.nullable(),
  dueOn: day.nullable(),
  completedOn: day.nullable(),
  acceptedOn: day.nullable(),
  acceptance: z
    .object({ people: z.array(z.string()), opinion: z.string(), remaining: z.string() })
    .nullable(),
  acceptanceAsked,
  /** 选定承包方的材料 */
  paperIds: z.array(id),
  /** Contractors before this one. */
  earlier: z.array(z.object({ contractor: z.string(), tender: z.string(), until: instant })),
  /** 依决议: what is not asked any more; null: under rules frozen before the work was held to it. */
  resolved: z
    .object({
      executor: z.string(),
      contractor: z.string().nullable(),
      place: z.string().nullable(),
      scope: z.string().nullable(),
      beneficiaries: z.string().nullable(),
      dueOn: day.nullable(),
      choosing: z.enum(TENDERS).nullable(),
      sumFen: fen,
      /** The way that the sum asks of a contractor at least. */
      least: z.enum(TENDERS),
      /** How many accept the work at least. */
      acceptors: z.int(),
    })
    .nullable(),
  progress: z.array(
    z.object({ id, text: z.string(), percent: z.int(), photoIds: z.array(id), by: namedPerson, at: instant }),
  ),
  money: moneyView,
  /** Under rules that have it judged: lines that are over. */
  overLines: z.array(overLine),
  publishDueAt: instant.nullable(),
  late: z.boolean(),
  mayNow: z.array(z.string()),
})
const work = z.object({
  executor: line(80),
  contractor: lineOrNone(120).nullable(),
  tender: z.enum(TENDERS),
  contractNumber: lineOrNone(80).nullable(),
  contractAmount: fen.nullable(),
  startedOn: day.nullable(),
  dueOn: day.nullable(),
  /** As the resolution has them; of what it does not say, as it is. */
  place: lineOrNone(200).optional(),
  scope: z.string().max(500).optional(),
  beneficiaries: z.string().max(500).optional(),
  /** 选定承包方的材料 */
  paperIds: z.array(id).max(9).optional(),
})

export const disclosureApi = contracts({
  getDisclosure: {
    method: 'GET',
    path: '/api/villages/:village/disclosures/:disclosure',
    summary: 'A disclosure with its days and photos',
    params: ofDisclosure,
    reply: disclosureDetail,
  },
  listDisclosures: {
    method: 'GET',
    path: '/api/villages/:village/disclosures',
    summary: 'Disclosures',
    params: inVillage,
    query: paging(byId).extend({ status: z.string().max(20).optional() }),
    reply: page(disclosureDetail),
  },
  editDisclosure: {
    method: 'PUT',
    path: '/api/villages/:village/disclosures/:disclosure',
    summary:
      'Add words to what is drawn from the resolution, which stays as it is; then it is reviewed again',
    params: ofDisclosure,
    body: z.object({
      /** As they are; they are drawn from the resolution. */
      title: line(120).optional(),
      text: text(20_000).optional(),
      added: z.string().trim().max(4000).optional(),
      namedList: z
        .array(z.object({ name: line(40), group: line(40), standard: line(80), amount: fen }))
        .max(500)
        .nullable()
        .optional(),
      /** 更正针对的异议: only what names an objection corrects the notice for it. */
      answers: z.array(id).max(50).optional(),
    }),
    reply: z.object({ version: z.int(), restarted: z.boolean(), reviewAgain: z.boolean() }),
  },
  reviewDisclosure: {
    method: 'POST',
    path: '/api/villages/:village/disclosures/:disclosure/review',
    summary: 'The oversight committee reviews',
    params: ofDisclosure,
    /** `version`: of what was read; another one was not reviewed. */
    body: z.object({ agree: z.boolean(), text: z.string().max(2000), version: z.int().optional() }),
    reply: done,
  },
  postDisclosure: {
    method: 'POST',
    path: '/api/villages/:village/disclosures/:disclosure/post',
    summary: 'Post it: the days begin',
    params: ofDisclosure,
    body: z.object({}).optional(),
    reply: z.object({ endsAt: instant }),
  },
  addBoardPhoto: {
    method: 'POST',
    path: '/api/villages/:village/disclosures/:disclosure/photos',
    summary: 'Photo of the board at start or end',
    params: ofDisclosure,
    body: z.object({ moment: z.enum(PHOTO_MOMENTS), attachmentId: id, place: line(120) }),
    reply: z.object({ id }),
  },
  reportTakenDown: {
    method: 'POST',
    path: '/api/villages/:village/disclosures/:disclosure/taken-down',
    summary: 'It was taken down early: the days begin again',
    params: ofDisclosure,
    body: z.object({ reason: text(400) }),
    reply: z.object({ endsAt: instant.nullable() }),
  },
  recountPoll: {
    method: 'POST',
    path: '/api/villages/:village/polls/:poll/recounts',
    summary: 'Recount: paper again, or on corrected facts; waits for a second person',
    params: inVillage.extend({ poll: id }),
    body: z.object({
      objectionId: id.optional(),
      paper: sheetFigures.optional(),
      notPresent: z.array(id).optional(),
      present: z.array(id).optional(),
      wrongfulBallots: z.array(id).optional(),
      reason: text(1000),
    }),
    /** Of paper: the two drawn who are asked to count it again; none where it is the township's. */
    reply: waits.extend({ tellers: z.array(namedPerson) }),
  },
  startWork: {
    method: 'PUT',
    path: '/api/villages/:village/proposals/:proposal/work',
    summary: 'Executor, contract and tender facts',
    params: ofProposal,
    body: work,
    reply: done,
  },
  getWork: {
    method: 'GET',
    path: '/api/villages/:village/proposals/:proposal/work',
    summary: 'Carrying out, with money',
    params: ofProposal,
    reply: workDetail,
  },
  addProgress: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/progress',
    summary: 'A progress entry with photos',
    params: ofProposal,
    body: z.object({ text: text(2000), percent: z.int().min(0).max(100), photoIds: z.array(id).max(9) }),
    reply: z.object({ id }),
  },
  addExpense: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/expenses',
    summary: 'Actual money against a line',
    params: ofProposal,
    body: z.object({
      budgetLineId: id,
      amount: fen,
      payee: line(120),
      invoice: lineOrNone(80).nullable(),
      paidOn: day,
      note: z.string().max(400).nullable(),
      /** 票据: asked for by the rules of the matter. */
      paperIds: z.array(id).max(9).optional(),
    }),
    reply: z.object({ id }),
  },
  strikeExpense: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/expenses/:expense/strike',
    summary: 'Strike a wrong entry; it stays readable',
    params: ofProposal.extend({ expense: id }),
    body: z.object({ reason: text(400) }),
    reply: done,
  },
  acceptWork: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/acceptance',
    summary: 'Ask for the acceptance: those named sign it',
    params: ofProposal,
    body: z.object({
      completedOn: day,
      acceptedOn: day,
      /** Of a matter under rules frozen before it was signed in person: who took part. */
      people: z.array(line(40)).min(1).max(30).optional(),
      acceptorIds: z.array(id).max(30).optional(),
      opinion: text(2000),
      remaining: z.string().max(2000),
    }),
    reply: done,
  },
  reportOutcome: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/outcome',
    summary: 'Disclose the outcome: budget against actual, progress, acceptance',
    params: ofProposal,
    body: z.object({
      text: text(20_000).optional(),
      overrunReason: z.string().max(2000).optional(),
      /** Of a matter that spends nothing: that is its account. */
      nothingSpent: z.boolean().optional(),
    }),
    reply: z.object({ disclosureId: id }),
  },
})
