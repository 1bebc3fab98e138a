import { z } from 'zod'
import { BUDGET_KINDS } from '../words/kinds.ts'
import { keysOf, MOVES } from '../words/vocabulary.ts'
import {
  contracts,
  day,
  divisionCode,
  extraName,
  id,
  instant,
  inVillage,
  matterCode,
  page,
  paging,
  year,
} from './contract.ts'
import { bySeq } from './cursor.ts'
import { dangerShown } from './dangers.ts'
import { disclosureDetail } from './disclosures.ts'
import { challengeShown } from './notes.ts'
import { villageMoved } from './village-moves.ts'

export const evidenceEntry = z.object({
  seq: z.int(),
  at: instant,
  act: z.string(),
  prevLink: z.string(),
  link: z.string(),
  payloadDigest: z.string(),
  salt: z.string().nullable(),
  payload: z.record(z.string(), z.unknown()).nullable(),
  /** Of an entry `refused`: what was asked for, and why not, in words. */
  refusals: z
    .array(
      z.object({
        what: z.string(),
        code: z.string(),
        whyZh: z.string(),
        whyEn: z.string(),
        times: z.int(),
        first: instant,
        last: instant,
      }),
    )
    .optional(),
})
/** A step of a matter as everybody may see it. */
export const publicStep = z.object({
  step: z.int(),
  stage: z.string(),
  extraStep: extraName.nullable(),
  bodyZh: z.string(),
  bodyEn: z.string(),
  date: instant.nullable(),
  entitled: z.int().nullable(),
  present: z.int().nullable(),
  inHall: z.int().nullable(),
  online: z.int().nullable(),
  represented: z.int().nullable(),
  for: z.int().nullable(),
  against: z.int().nullable(),
  abstain: z.int().nullable(),
  invalid: z.int().nullable(),
  notCast: z.int().nullable(),
  /** Of the ballots, how many were hands counted together. */
  hands: z.int().nullable(),
  base: z.int().nullable(),
  ruleZh: z.string(),
  ruleEn: z.string(),
  outcome: z.string().nullable(),
  question: z.string().nullable(),
  reconvening: z.int(),
})
export const publicMatter = z.object({
  id,
  village: divisionCode,
  villageName: z.string(),
  number: z.string(),
  title: z.string(),
  stage: z.string(),
  track: z.string(),
  resolutionNumber: z.string().nullable(),
  /** 撤回、更正、退回 after it was posted: text, steps and papers are those that were posted. */
  takenBack: z
    .object({
      how: z.enum(keysOf(MOVES)),
      at: instant,
      reason: z.string().nullable(),
      documentNumber: z.string().nullable(),
    })
    .nullable(),
  summary: z.string(),
  body: z.string(),
  version: z.int(),
  stageSince: instant,
  /** 程序有误: a step fell on a recount after a contract was signed. */
  flawedAt: instant.nullable(),
  /** Objections that nobody above answered in time: 上级逾期未答复. */
  unansweredAbove: z.int(),
  /** 为什么走这条路 */
  wayReasons: z.array(z.object({ zh: z.string(), en: z.string(), source: z.string() })),
  /** 要求走完整程序: how many asked, and what was answered; null: nobody did. */
  fullWay: z
    .object({
      asking: z.int(),
      followed: z.boolean(),
      answer: z.string().nullable(),
      dueAt: instant.nullable(),
      lateAt: instant.nullable(),
    })
    .nullable(),
  /** 司法救济 */
  court: z.object({ zh: z.string(), en: z.string(), source: z.string() }),
  steps: z.array(publicStep),
  money: z
    .object({
      planned: z.int(),
      spent: z.int().nullable(),
      lines: z.array(
        z.object({
          kind: z.enum(BUDGET_KINDS),
          label: z.string(),
          planned: z.int(),
          spent: z.int().nullable(),
        }),
      ),
    })
    .nullable(),
  executor: z.string().nullable(),
  contractor: z.string().nullable(),
  /** What was agreed against what came, once the outcome is disclosed. */
  kept: z
    .object({
      dueOn: day.nullable(),
      completedOn: day.nullable(),
      acceptedOn: day.nullable(),
      contractAmount: z.int().nullable(),
    })
    .nullable(),
  disclosures: z.array(
    disclosureDetail
      .pick({
        id: true,
        stage: true,
        title: true,
        text: true,
        status: true,
        postedAt: true,
        endsAt: true,
        daysLeft: true,
        namedList: true,
        stood: true,
        masks: true,
        corrections: true,
      })
      .extend({
        photos: z.array(z.object({ id, moment: z.string(), place: z.string(), at: instant })),
        objectionUntil: instant.nullable(),
        oversight: z.string().nullable(),
      }),
  ),
  /** 质询: what the oversight committee asked, and what came back. */
  challenges: z.array(challengeShown.extend({ text: z.string(), at: instant })),
  progress: z.array(z.object({ text: z.string(), percent: z.int(), at: instant, photoIds: z.array(id) })),
  officers: z.array(z.object({ office: z.string(), name: z.string() })),
})
export type PublicMatter = z.infer<typeof publicMatter>
export const publicBoard = z.object({
  village: divisionCode,
  villageName: z.string(),
  townshipName: z.string(),
  /** 并村、分村: what went over from here, or came here. */
  moves: z.array(villageMoved).optional(),
  asOf: instant,
  now: z.array(
    z.object({
      proposalId: id,
      disclosureId: id,
      stage: z.string(),
      title: z.string(),
      heading: z.string(),
      takenBack: z.boolean(),
      postedAt: instant,
      endsAt: instant,
      daysLeft: z.int(),
    }),
  ),
  resolutions: z.array(
    z.object({
      proposalId: id,
      title: z.string(),
      number: z.string().nullable(),
      takenBack: z.boolean(),
      at: instant,
      stage: z.string(),
      codes: z.array(matterCode),
    }),
  ),
  outcomes: z.array(
    z.object({
      proposalId: id,
      title: z.string(),
      at: instant,
      planned: z.int().nullable(),
      spent: z.int().nullable(),
      codes: z.array(matterCode),
    }),
  ),
  /** 钱从哪来 of the outcomes shown, summed by source. */
  sources: z.array(z.object({ label: z.string(), amount: z.int() })),
  confirmations: z.array(
    z.object({
      id,
      title: z.string(),
      postedAt: instant,
      endsAt: instant,
      rows: z.array(z.object({ name: z.string(), group: z.string(), category: z.string(), amount: z.int() })),
    }),
  ),
  /** 险情先办: what was done without a step before it. */
  dangers: z.array(dangerShown),
  /** 规则修改: what the village has set for itself, the newest first, and what it rests on. */
  rules: z.array(
    z.object({
      version: z.int(),
      at: instant,
      basis: z.string().nullable(),
      changed: z.array(z.object({ zh: z.string(), en: z.string() })),
    }),
  ),
  /** 依据、授权: what a rule rests on here and what is entrusted to the representatives, the newest first. */
  bases: z.array(
    z.object({
      id,
      what: z.object({ zh: z.string(), en: z.string() }),
      /** Its clause; none where personal data stand in it. */
      text: z.string().nullable(),
      from: day,
      to: day.nullable(),
      recordedAt: instant,
      endedAt: instant.nullable(),
    }),
  ),
  years: z.array(z.int()),
  /** Kinds of matters that were ever posted here. */
  codes: z.array(matterCode),
})
export type PublicBoard = z.infer<typeof publicBoard>

export const recordApi = contracts({
  getEvidence: {
    method: 'GET',
    path: '/api/villages/:village/evidence',
    summary: "The village's evidence chain",
    params: inVillage,
    query: paging(bySeq).extend({ proposalId: id.optional(), meetingId: id.optional() }),
    reply: page(evidenceEntry),
  },
  checkEvidence: {
    method: 'GET',
    path: '/api/villages/:village/evidence/check',
    summary: 'Recompute the chain; names the first bad entry',
    params: inVillage,
    reply: z.object({
      entries: z.int(),
      whole: z.boolean(),
      firstBad: z.int().nullable(),
      head: z.string().nullable(),
    }),
  },
  getRecord: {
    method: 'GET',
    path: '/api/villages/:village/records/:proposal',
    summary: 'The whole record of a matter as data',
    params: inVillage.extend({ proposal: id }),
    reply: z.record(z.string(), z.unknown()),
  },
  getPublicBoard: {
    method: 'GET',
    path: '/api/public/villages/:village/board',
    summary: "A village's public board",
    params: inVillage,
    query: z.object({
      q: z.string().max(60).optional(),
      year: year.optional(),
      code: matterCode.optional(),
    }),
    reply: publicBoard,
  },
  getPublicMatter: {
    method: 'GET',
    path: '/api/public/villages/:village/matters/:proposal',
    summary: 'One matter as everybody may see it',
    params: inVillage.extend({ proposal: id }),
    reply: publicMatter,
  },
  getPublicVillages: {
    method: 'GET',
    path: '/api/public/villages',
    summary: 'The list of villages',
    query: z.object({ county: divisionCode.optional(), q: z.string().max(40).optional() }),
    reply: z.object({
      county: z.string(),
      townships: z.array(
        z.object({
          code: divisionCode,
          name: z.string(),
          villages: z.array(
            z.object({ code: divisionCode, name: z.string(), opened: z.boolean(), disclosing: z.int() }),
          ),
        }),
      ),
    }),
  },
})

/** Only with the test clock on, never in production. */
export const testingApi = contracts({
  setClock: {
    method: 'POST',
    path: '/api/testing/clock',
    summary: 'Set the clock forward; answers when everything due is done',
    body: z.object({ to: instant }),
    reply: z.object({ now: instant, done: z.int() }),
  },
  testSession: {
    method: 'POST',
    path: '/api/testing/session',
    summary: 'A token for a person by scenario name, id number or staff name',
    body: z.object({ village: divisionCode.optional(), name: z.string().max(80), personId: id.optional() }),
    reply: z.object({ accessToken: z.string(), personId: id, village: divisionCode }),
  },
  testClock: {
    method: 'GET',
    path: '/api/testing/clock',
    summary: 'The test clock',
    reply: z.object({ now: instant }),
  },
})
