import { z } from 'zod'
import { BUDGET_KINDS } from '../words/kinds.ts'
import { INITIATIVES, INITIATORS, keysOf, MOVES, OUTCOMES, ROUTES, TRACKS } from '../words/vocabulary.ts'
import {
  assembly,
  contracts,
  day,
  done,
  extraName,
  fen,
  id,
  instant,
  inVillage,
  keepsWriting,
  line,
  lineOrNone,
  matterCode,
  namedPerson,
  ofProposal,
  page,
  paging,
  stage,
  text,
  whole,
  writing,
  writingKept,
} from './contract.ts'
import { byTime } from './cursor.ts'
import { matterFacts } from './matter-facts.ts'
import { voiceNote } from './voice.ts'

export { type MatterFacts, matterFacts } from './matter-facts.ts'

import { challengeShown } from './notes.ts'

const wording = z.object({ zh: z.string(), en: z.string(), source: z.string().optional() })
export const budgetLine = z.object({
  id: id.optional(),
  kind: z.enum(BUDGET_KINDS),
  label: line(80),
  amount: fen,
})
export const draft = z.object({
  title: line(80),
  summary: text(600),
  body: text(20_000),
  codes: z.array(matterCode).min(1).max(4),
  facts: matterFacts,
  budget: z.array(budgetLine).max(60),
  questions: z
    .array(z.object({ text: text(300), sensitive: z.boolean().optional() }))
    .min(1)
    .max(60),
  together: z.boolean(),
  initiative: z.enum(keysOf(INITIATIVES)),
  initiator: z.enum(keysOf(INITIATORS)),
  /** Files laid beside the draft; once laid they stay. */
  paperIds: z.array(id).max(20).optional(),
  /** Where the rules leave a choice. */
  assembly: assembly.optional(),
  villageGroup: lineOrNone(40).optional(),
  urgentReason: z.string().max(1000).optional(),
  linkedTo: id.optional(),
  petitionId: id.optional(),
})
export type Draft = z.infer<typeof draft>
/** What the guide fills in beside the six plain questions. */
export const routing = z.object({
  track: z.enum(keysOf(TRACKS)),
  route: z.enum(keysOf(ROUTES)),
  assembly,
  assemblies: z.array(assembly),
  reasons: z.array(wording),
  conflicts: z.array(wording),
  papers: z.array(wording),
  approvalNeeded: z.array(z.enum(['township', 'county'])),
  refusal: z
    .object({
      code: z.string(),
      messageZh: z.string(),
      messageEn: z.string(),
      rule: z.string().nullable(),
      source: z.string().nullable(),
    })
    .nullable(),
  /** Earliest lawful sittings under the profile in force, were step 1 convened now. */
  earliest: z.array(z.object({ stage, assembly, from: instant })),
  similar: z.array(z.object({ id, title: z.string(), amount: fen })),
  totalDaysWarning: z.boolean(),
})
export const proposalRow = z.object({
  id,
  number: z.string(),
  title: z.string(),
  stage,
  track: z.enum(keysOf(TRACKS)),
  route: z.enum(keysOf(ROUTES)),
  assembly,
  codes: z.array(matterCode),
  urgent: z.boolean(),
  amount: fen.nullable(),
  stageSince: instant,
  nextDate: z.object({ zh: z.string(), en: z.string(), at: instant }).nullable(),
  overdue: z.boolean(),
})
/** A past or present sitting on the matter, with figures only when closed. */
export const sitting = z.object({
  meetingId: id,
  stage,
  extraStep: extraName.nullable(),
  assembly,
  title: z.string(),
  noticeAt: instant,
  opensAt: instant,
  windowEnd: instant.nullable(),
  status: z.string(),
  reconvening: z.int(),
  polls: z.array(
    z.object({
      id,
      questionId: id.nullable(),
      question: z.string().nullable(),
      status: z.string(),
      outcome: z.enum(keysOf(OUTCOMES)).nullable(),
      figures: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
})
export const proposalDetail = proposalRow.extend({
  villageGroup: z.string().nullable(),
  initiative: z.enum(keysOf(INITIATIVES)),
  initiator: z.enum(keysOf(INITIATORS)),
  draftedBy: namedPerson,
  draftedAt: instant,
  submittedAt: instant.nullable(),
  urgentReason: z.string().nullable(),
  demanded: z.boolean(),
  together: z.boolean(),
  version: z.int(),
  summary: z.string(),
  body: z.string(),
  facts: matterFacts,
  budget: z.array(budgetLine.extend({ id })),
  papers: z.array(z.object({ id, name: z.string() })),
  voice: voiceNote.nullable(),
  questions: z.array(z.object({ id, text: z.string(), outcome: z.enum(keysOf(OUTCOMES)).nullable() })),
  versions: z.array(
    z.object({
      version: z.int(),
      kind: z.string(),
      reason: z.string().nullable(),
      by: namedPerson,
      at: instant,
    }),
  ),
  moves: z.array(
    z.object({
      seq: z.int(),
      move: z.enum(keysOf(MOVES)),
      from: stage,
      to: stage,
      by: z.string(),
      person: namedPerson.nullable(),
      reason: z.string().nullable(),
      documentNumber: z.string().nullable(),
      article: z.string().nullable(),
      at: instant,
    }),
  ),
  notes: z.array(
    z.object({
      id,
      kind: z.string(),
      verdict: z.string().nullable(),
      text: z.string(),
      /** Of a consultation: which paper it laid; null also on those of an older release. */
      paper: z.string().nullable(),
      documentNumber: z.string().nullable(),
      byOffice: z.string(),
      by: namedPerson.nullable(),
      at: instant,
      /** Null: none, or one of before, which asked nobody. */
      challenge: challengeShown.nullable(),
    }),
  ),
  sittings: z.array(sitting),
  /** 本地增加的步骤 that comes next, with the body that sits on it; null there: two persons say that it was done. */
  extraNext: extraName.extend({ assembly: assembly.nullable() }).nullable(),
  disclosures: z.array(
    z.object({
      id,
      stage,
      status: z.string(),
      postedAt: instant.nullable(),
      endsAt: instant.nullable(),
      restarts: z.int(),
    }),
  ),
  profileVersions: z.record(z.string(), z.int()).nullable(),
  profile: z.record(z.string(), z.unknown()).nullable(),
  resolutionNumber: z.string().nullable(),
  linkedTo: id.nullable(),
  /** 程序有误: a step of it fell on a recount after a contract was signed. */
  flawedAt: instant.nullable(),
  /** 为什么走这条路, as reckoned at submission. */
  wayReasons: z.array(wording),
  /** Like matters of the twelve months before it. */
  like: z.array(z.object({ id, title: z.string(), apart: z.boolean() })),
  approvalNeeded: z.array(z.string()),
  cooling: z.array(z.object({ assembly, until: instant })),
  /** The earliest lawful sittings that lie ahead, were the next one convened now. */
  earliest: z.array(z.object({ stage, assembly, from: instant })),
  totalDays: z.int().nullable(),
  totalDaysWarning: z.boolean(),
  /** 关注: whether its next steps are told to whoever reads. */
  following: z.boolean(),
  /** What this caller may do now: names of moves and requests. */
  mayNow: z.array(z.string()),
})
export type ProposalDetail = z.infer<typeof proposalDetail>

const confirmed = z.object({ name: line(40), group: line(40), category: line(60), amount: fen })

export const proposalApi = contracts({
  checkRoute: {
    method: 'POST',
    path: '/api/villages/:village/route-check',
    summary: 'Which way a matter must go, and why',
    params: inVillage,
    body: draft
      .pick({ codes: true, facts: true, assembly: true, villageGroup: true, urgentReason: true, title: true })
      .partial({ title: true }),
    reply: routing,
  },
  draftProposal: {
    method: 'POST',
    path: '/api/villages/:village/proposals',
    summary: 'Draft a matter',
    params: inVillage,
    body: draft,
    reply: z.object({ id }),
  },
  editDraft: {
    method: 'PUT',
    path: '/api/villages/:village/proposals/:proposal',
    summary: 'Change a draft before it is submitted',
    params: ofProposal,
    /** `revision`: of what was being written, as the page kept it last; another one is refused. */
    body: draft.extend({ revision: whole.optional() }),
    reply: done,
  },
  getDraftWriting: {
    method: 'GET',
    path: '/api/villages/:village/proposals/:proposal/writing',
    summary: 'What is being written of a draft, and by whom',
    params: ofProposal,
    reply: writing,
  },
  keepDraftWriting: {
    method: 'PUT',
    path: '/api/villages/:village/proposals/:proposal/writing',
    summary: 'Keep what is being written of a draft; nothing is written over unseen',
    params: ofProposal,
    body: keepsWriting,
    reply: writingKept,
  },
  submitProposal: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/submit',
    summary: 'Hand the matter to the branch: route and profile are frozen',
    params: ofProposal,
    body: z.object({}).optional(),
    reply: z.object({ stage }),
  },
  listProposals: {
    method: 'GET',
    path: '/api/villages/:village/proposals',
    summary: 'Matters',
    params: inVillage,
    query: paging(byTime).extend({
      stage: stage.optional(),
      q: z.string().max(60).optional(),
      open: z.enum(['yes']).optional(),
    }),
    reply: page(proposalRow),
  },
  getProposal: {
    method: 'GET',
    path: '/api/villages/:village/proposals/:proposal',
    summary: 'One matter whole',
    params: ofProposal,
    reply: proposalDetail,
  },
  reviseProposal: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/versions',
    summary: 'A new version of the text between steps, with its reason',
    params: ofProposal,
    body: draft
      .pick({ title: true, summary: true, body: true, facts: true, budget: true })
      .extend({ reason: text(1000), touchesRights: z.boolean().optional() }),
    reply: z.object({
      version: z.int(),
      kind: z.enum(['editorial', 'substantive', 'revision', 'waiting']),
      stage,
    }),
  },
  withdrawProposal: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/withdraw',
    summary: 'Withdraw, by the initiator',
    params: ofProposal,
    body: z.object({ reason: text(1000) }),
    reply: z.object({ stage }),
  },
  referProposal: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/refer',
    summary:
      "Refer a shelved matter to the villagers' assembly, once; or, where too many are recused, the step to another body",
    params: ofProposal,
    body: z.object({ reason: text(1000) }),
    reply: z.object({ stage }),
  },
  shelveProposal: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/shelve',
    summary: 'Shelve after the last reconvening',
    params: ofProposal,
    body: z.object({ reason: text(1000) }),
    reply: z.object({ stage }),
  },
  archiveProposal: {
    method: 'POST',
    path: '/api/villages/:village/proposals/:proposal/archive',
    summary: 'Close the record of an opinion that was sent',
    params: ofProposal,
    body: z.object({}).optional(),
    reply: z.object({ stage }),
  },
  postConfirmation: {
    method: 'POST',
    path: '/api/villages/:village/confirmations',
    summary: "Show the county's confirmation: name, group, category, amount",
    params: inVillage,
    body: z.object({
      proposalId: id.optional(),
      title: line(80),
      rows: z.array(confirmed).min(1).max(500),
      on: day.optional(),
    }),
    reply: z.object({ id }),
  },
})
