/**
 * 推进: the table of moves. A matter moves along a row of this table and in no other way; no office, no request
 * and no administrator can jump over a row. Rows of one stage and move that lead to different places are told
 * apart by `when`; `guard` names what must hold (the guards stand below the table, in words).
 */
import { ACTS, mayAct } from '../law/acts.ts'
import type { ProfileValues } from '../law/profile.ts'
import { endOfDays } from '../words/days.ts'
import { firstOf, type Refusal, refuse } from '../words/rejection.ts'
import type {
  Assembly,
  Move,
  Office,
  Outcome,
  Route,
  SittingStage,
  Stage,
  Track,
} from '../words/vocabulary.ts'

/** Who makes a move. The first five are persons, by the offices of law/acts.ts; the rest are what happened. */
export type Actor =
  | 'drafter'
  | 'branch'
  | 'initiator'
  | 'poster'
  | 'referrer'
  | 'chair'
  | 'townshipStaff'
  | 'countyStaff'
  | 'meeting'
  | 'clock'
  | 'recount'
  | 'newResolution'

/** What the guards and conditions look at. All of it is read from the database by the caller. */
export type MoveContext = {
  now: Date
  profile: Pick<ProfileValues, 'max_reconvene' | 'max_reject_s4' | 'on_reject_2' | 'on_reject_3'>
  /** Demanded under art 25 or 30: steps 1 to 3 cannot stop it. */
  demanded?: boolean
  /** The convening time of a demanded matter's step has passed. */
  demandOverdue?: boolean
  /** Which approvals the matter needs, and which are given. */
  approvalNeeded?: readonly ApprovalBy[]
  approvalGiven?: readonly ApprovalBy[]
  /** Rejections at step 4 so far, this one included. */
  s4Rejections?: number
  /** Which assembly rejected it last, when it was shelved, and whether it was referred before. */
  rejectedBy?: Assembly | null
  shelvedAt?: Date | null
  referredBefore?: boolean
  branchConsents?: boolean
  /** Meetings convened again at this step after noQuorum. */
  reconvened?: number
  pollOpen?: boolean
  adopted?: boolean
  reason?: string | null
  documentNumber?: string | null
  article?: string | null
  /** From amendment.ts; and taken up by the chair or one fifth. */
  substantive?: boolean
  takenUp?: boolean
  /** From disclosure/disclosure.ts and words/money.ts: why not, or null. */
  disclosureRefusal?: Refusal | null
  outcomeRefusal?: Refusal | null
  recountFlips?: boolean
  newResolutionAdopted?: boolean
}
export type ApprovalBy = 'township' | 'county'

type Guard = keyof typeof GUARDS
type When = keyof typeof CONDITIONS
export type MoveRow = {
  tracks: readonly Track[]
  from: Stage
  move: Move
  to: Stage
  by: readonly Actor[]
  when?: When
  guard?: Guard
  source: string
}

const ALL = ['full', 'committeeMatter', 'opinion'] as const
const FULL = ['full'] as const
const RESOLVES = ['full', 'committeeMatter'] as const
const LIGHT = ['committeeMatter'] as const
const OPINION = ['opinion'] as const
const LONG = ['full', 'opinion'] as const

const WORK = '四议两公开工作法'
const OWN = '本村规则'
const VC31 = '村委会组织法 art 31'
const VC35 = '村委会组织法 art 35'

// biome-ignore format: one row, one move
export const PROPOSAL_MOVES: readonly MoveRow[] = [
  // ① 提议
  { tracks: ALL,      from: 'drafting',              move: 'submit',    to: 'branchProposal',        by: ['branch'],           source: WORK },
  { tracks: ALL,      from: 'branchProposal',        move: 'adopt',     to: 'committeeDeliberation', by: ['meeting'],          source: WORK },
  { tracks: LONG,     from: 'branchProposal',        move: 'adopt',     to: 'committeeDeliberation', by: ['clock'],            guard: 'demandOverdue', source: '村委会组织法 arts 25, 28, 30' },
  { tracks: ALL,      from: 'branchProposal',        move: 'reject',    to: 'shelved',               by: ['meeting'],          guard: 'notDemanded', source: OWN },
  { tracks: ALL,      from: 'branchProposal',        move: 'amend',     to: 'branchProposal',        by: ['drafter'],          guard: 'noPollOpen', source: OWN },
  // ② 商议
  { tracks: LONG,     from: 'committeeDeliberation', move: 'adopt',     to: 'partyReview',           by: ['meeting'],          source: WORK },
  { tracks: LONG,     from: 'committeeDeliberation', move: 'adopt',     to: 'partyReview',           by: ['clock'],            guard: 'demandOverdue', source: '村委会组织法 arts 25, 28, 30' },
  { tracks: LIGHT,    from: 'committeeDeliberation', move: 'adopt',     to: 'resolutionDisclosure',  by: ['meeting'],          source: '额度档（本地规定）' },
  { tracks: ALL,      from: 'committeeDeliberation', move: 'reject',    to: 'branchProposal',        by: ['meeting'],          when: 'reject2ToStep1', guard: 'notDemanded', source: OWN },
  { tracks: ALL,      from: 'committeeDeliberation', move: 'reject',    to: 'shelved',               by: ['meeting'],          when: 'reject2Shelves', guard: 'notDemanded', source: OWN },
  { tracks: ALL,      from: 'committeeDeliberation', move: 'amend',     to: 'committeeDeliberation', by: ['drafter', 'chair'], guard: 'newVersion', source: OWN },
  { tracks: ALL,      from: 'committeeDeliberation', move: 'return',    to: 'branchProposal',        by: ['branch'],           guard: 'mayReturn', source: OWN },
  // ③ 审议
  { tracks: LONG,     from: 'partyReview',           move: 'adopt',     to: 'villagerResolution',    by: ['meeting'],          source: '支部工作条例 art 11；四议两公开工作法' },
  { tracks: LONG,     from: 'partyReview',           move: 'adopt',     to: 'villagerResolution',    by: ['clock'],            guard: 'demandOverdue', source: '村委会组织法 arts 25, 28, 30' },
  { tracks: LONG,     from: 'partyReview',           move: 'reject',    to: 'committeeDeliberation', by: ['meeting'],          when: 'reject3ToStep2', guard: 'notDemanded', source: WORK },
  { tracks: LONG,     from: 'partyReview',           move: 'reject',    to: 'branchProposal',        by: ['meeting'],          when: 'reject3ToStep1', guard: 'notDemanded', source: WORK },
  { tracks: LONG,     from: 'partyReview',           move: 'reject',    to: 'shelved',               by: ['meeting'],          when: 'reject3Shelves', guard: 'notDemanded', source: WORK },
  { tracks: LONG,     from: 'partyReview',           move: 'amend',     to: 'committeeDeliberation', by: ['drafter', 'chair'], guard: 'amendment', source: WORK },
  { tracks: LONG,     from: 'partyReview',           move: 'return',    to: 'committeeDeliberation', by: ['branch'],           guard: 'mayReturn', source: OWN },
  // ④ 决议
  { tracks: FULL,     from: 'villagerResolution',    move: 'adopt',     to: 'awaitingApproval',      by: ['meeting'],          when: 'needsApproval', source: '农村土地承包法 arts 28, 52' },
  { tracks: FULL,     from: 'villagerResolution',    move: 'adopt',     to: 'resolutionDisclosure',  by: ['meeting'],          when: 'needsNoApproval', source: '村委会组织法 arts 26, 30；农村集体经济组织法 art 27' },
  { tracks: FULL,     from: 'villagerResolution',    move: 'reject',    to: 'committeeDeliberation', by: ['meeting'],          when: 'rejectionsLeft', source: OWN },
  { tracks: FULL,     from: 'villagerResolution',    move: 'reject',    to: 'shelved',               by: ['meeting'],          when: 'lastRejection', source: OWN },
  { tracks: LONG,     from: 'villagerResolution',    move: 'amend',     to: 'committeeDeliberation', by: ['drafter', 'chair'], guard: 'amendment', source: WORK },
  { tracks: OPINION,  from: 'villagerResolution',    move: 'sendOpinion', to: 'opinionSent',         by: ['meeting'],          source: '社会救助法 arts 43–45' },
  { tracks: FULL,     from: 'shelved',               move: 'refer',     to: 'villagerResolution',    by: ['referrer'],         guard: 'referable', source: '浙江省实施办法 art 17；重庆市实施办法 art 11' },
  { tracks: FULL,     from: 'awaitingApproval',      move: 'approve',   to: 'resolutionDisclosure',  by: ['townshipStaff', 'countyStaff'], guard: 'allApproved', source: '农村土地承包法 arts 28, 52' },
  { tracks: FULL,     from: 'awaitingApproval',      move: 'refuseApproval', to: 'committeeDeliberation', by: ['townshipStaff', 'countyStaff'], guard: 'approvalRefused', source: '农村土地承包法 arts 28, 52' },
  // no quorum: the stage stays; only after the last reconvening is the matter shelved
  { tracks: ALL,      from: 'branchProposal',        move: 'shelve',    to: 'shelved',               by: ['meeting'],          guard: 'noQuorumForGood', source: OWN },
  { tracks: ALL,      from: 'committeeDeliberation', move: 'shelve',    to: 'shelved',               by: ['meeting'],          guard: 'noQuorumForGood', source: OWN },
  { tracks: LONG,     from: 'partyReview',           move: 'shelve',    to: 'shelved',               by: ['meeting'],          guard: 'noQuorumForGood', source: OWN },
  { tracks: LONG,     from: 'villagerResolution',    move: 'shelve',    to: 'shelved',               by: ['meeting'],          guard: 'noQuorumForGoodAtStep4', source: OWN },
  // 撤回, by whoever put it forward
  { tracks: ALL,      from: 'drafting',              move: 'withdraw',  to: 'withdrawn',             by: ['initiator'],        guard: 'mayWithdraw', source: OWN },
  { tracks: ALL,      from: 'branchProposal',        move: 'withdraw',  to: 'withdrawn',             by: ['initiator'],        guard: 'mayWithdraw', source: OWN },
  { tracks: ALL,      from: 'committeeDeliberation', move: 'withdraw',  to: 'withdrawn',             by: ['initiator'],        guard: 'mayWithdraw', source: OWN },
  { tracks: LONG,     from: 'partyReview',           move: 'withdraw',  to: 'withdrawn',             by: ['initiator'],        guard: 'mayWithdraw', source: OWN },
  { tracks: LONG,     from: 'villagerResolution',    move: 'withdraw',  to: 'withdrawn',             by: ['initiator'],        guard: 'mayWithdrawAtStep4', source: OWN },
  // ⑤ 公开
  { tracks: RESOLVES, from: 'resolutionDisclosure',  move: 'endDisclosure', to: 'implementation',    by: ['clock'],            guard: 'disclosureOver', source: VC35 },
  { tracks: RESOLVES, from: 'resolutionDisclosure',  move: 'orderCorrection', to: 'committeeDeliberation', by: ['townshipStaff'], guard: 'ordered', source: VC31 },
  { tracks: FULL,     from: 'awaitingApproval',      move: 'orderCorrection', to: 'committeeDeliberation', by: ['townshipStaff'], guard: 'ordered', source: VC31 },
  { tracks: FULL,     from: 'awaitingApproval',      move: 'withdrawResolution', to: 'villagerResolution', by: ['recount'],   guard: 'recountFlips', source: OWN },
  { tracks: FULL,     from: 'resolutionDisclosure',  move: 'withdrawResolution', to: 'villagerResolution', by: ['recount'],   guard: 'recountFlips', source: OWN },
  { tracks: LIGHT,    from: 'resolutionDisclosure',  move: 'withdrawResolution', to: 'committeeDeliberation', by: ['recount'], guard: 'recountFlips', source: OWN },
  // ⑥ 实施与结果公开
  { tracks: RESOLVES, from: 'implementation',        move: 'reportOutcome', to: 'outcomeDisclosure', by: ['poster'],           guard: 'outcomeReady', source: VC35 },
  { tracks: RESOLVES, from: 'implementation',        move: 'orderCorrection', to: 'committeeDeliberation', by: ['townshipStaff'], guard: 'ordered', source: VC31 },
  { tracks: FULL,     from: 'implementation',        move: 'withdrawResolution', to: 'villagerResolution', by: ['recount'],   guard: 'recountFlips', source: OWN },
  { tracks: LIGHT,    from: 'implementation',        move: 'withdrawResolution', to: 'committeeDeliberation', by: ['recount'], guard: 'recountFlips', source: OWN },
  { tracks: RESOLVES, from: 'outcomeDisclosure',     move: 'archive',   to: 'archived',              by: ['clock'],            guard: 'disclosureOver', source: '村级档案管理办法' },
  { tracks: RESOLVES, from: 'outcomeDisclosure',     move: 'orderCorrection', to: 'committeeDeliberation', by: ['townshipStaff'], guard: 'ordered', source: VC31 },
  { tracks: OPINION,  from: 'opinionSent',           move: 'archive',   to: 'archived',              by: ['poster'],           source: '村级档案管理办法' },
  // 变更决议: only by a linked new resolution of the same body
  { tracks: RESOLVES, from: 'resolutionDisclosure',  move: 'supersede', to: 'superseded',            by: ['newResolution'],    guard: 'newResolution', source: '重庆市实施办法 art 15；浙江省实施办法 art 24' },
  { tracks: RESOLVES, from: 'implementation',        move: 'supersede', to: 'superseded',            by: ['newResolution'],    guard: 'newResolution', source: '重庆市实施办法 art 15；浙江省实施办法 art 24' },
  { tracks: RESOLVES, from: 'outcomeDisclosure',     move: 'supersede', to: 'superseded',            by: ['newResolution'],    guard: 'newResolution', source: '重庆市实施办法 art 15；浙江省实施办法 art 24' },
  { tracks: RESOLVES, from: 'archived',              move: 'supersede', to: 'superseded',            by: ['newResolution'],    guard: 'newResolution', source: '重庆市实施办法 art 15；浙江省实施办法 art 24' },
]

/** Which of several rows of the same stage and move applies. Exactly one of each set is true. */
const CONDITIONS = {
  reject2ToStep1: (c: MoveContext) => c.profile.on_reject_2 === 'step1',
  reject2Shelves: (c: MoveContext) => c.profile.on_reject_2 === 'shelve',
  reject3ToStep2: (c: MoveContext) => c.profile.on_reject_3 === 'step2',
  reject3ToStep1: (c: MoveContext) => c.profile.on_reject_3 === 'step1',
  reject3Shelves: (c: MoveContext) => c.profile.on_reject_3 === 'shelve',
  needsApproval: (c: MoveContext) => (c.approvalNeeded ?? []).length > 0,
  needsNoApproval: (c: MoveContext) => (c.approvalNeeded ?? []).length === 0,
  rejectionsLeft: (c: MoveContext) => (c.s4Rejections ?? 1) < c.profile.max_reject_s4,
  lastRejection: (c: MoveContext) => (c.s4Rejections ?? 1) >= c.profile.max_reject_s4,
} as const

const REFER_DAYS = 30

/** What must hold for a move, or the reason why it does not. */
const GUARDS = {
  demandOverdue: (c: MoveContext): Refusal | null =>
    !c.demanded || !c.demandOverdue ? refuse('notOverdue') : c.pollOpen ? refuse('pollRunning') : null,
  notDemanded: (c: MoveContext): Refusal | null => (c.demanded ? refuse('demandedCannotStop') : null),
  noPollOpen: (c: MoveContext): Refusal | null => (c.pollOpen ? refuse('pollRunning') : null),
  /** At step 2 itself: from the floor at any time (the poll becomes void), between sittings while no poll is open. */
  newVersion: (c: MoveContext, by: Actor): Refusal | null => (by === 'chair' ? null : GUARDS.noPollOpen(c)),
  mayReturn: (c: MoveContext): Refusal | null =>
    firstOf(
      () => GUARDS.notDemanded(c),
      () => GUARDS.noPollOpen(c),
      () => (c.reason?.trim() ? null : refuse('reasonNeeded')),
    ),
  /** From the floor it must be taken up (and voids the polls); between sittings the drafter may, while no poll is open. */
  amendment: (c: MoveContext, by: Actor): Refusal | null => {
    if (c.adopted) return refuse('alreadyAdopted')
    if (!c.substantive) return refuse('notSubstantive')
    if (by === 'chair') return c.takenUp ? null : refuse('amendmentNotTakenUp')
    return GUARDS.noPollOpen(c)
  },
  referable: whyNotRefer,
  allApproved: (c: MoveContext, by: Actor): Refusal | null => {
    const needed = c.approvalNeeded ?? []
    if (!needed.includes(levelOf(by))) return refuse('noApprovalForMatter')
    const left = needed.filter((one) => !(c.approvalGiven ?? []).includes(one))
    return left.length > 0 ? refuse('approvalsOutstanding', { approvals: approvalWords(left) }) : null
  },
  approvalRefused: (c: MoveContext, by: Actor): Refusal | null =>
    (c.approvalNeeded ?? []).includes(levelOf(by)) ? GUARDS.ordered(c) : refuse('noApprovalForMatter'),
  noQuorumForGood: (c: MoveContext): Refusal | null =>
    GUARDS.notDemanded(c) ?? GUARDS.noQuorumForGoodAtStep4(c),
  noQuorumForGoodAtStep4: (c: MoveContext): Refusal | null => {
    const left = c.profile.max_reconvene - (c.reconvened ?? 0)
    return left > 0 ? refuse('reconveningsLeft', { left }) : null
  },
  mayWithdraw: (c: MoveContext): Refusal | null => (c.reason?.trim() ? null : refuse('reasonNeeded')),
  mayWithdrawAtStep4: (c: MoveContext): Refusal | null =>
    c.adopted ? refuse('alreadyAdopted') : c.pollOpen ? refuse('pollRunning') : GUARDS.mayWithdraw(c),
  disclosureOver: (c: MoveContext): Refusal | null => c.disclosureRefusal ?? null,
  ordered: (c: MoveContext): Refusal | null =>
    c.documentNumber?.trim() && c.article?.trim() ? null : refuse('documentNumberNeeded'),
  recountFlips: (c: MoveContext): Refusal | null => (c.recountFlips ? null : refuse('outcomeUnchanged')),
  outcomeReady: (c: MoveContext): Refusal | null => c.outcomeRefusal ?? null,
  newResolution: (c: MoveContext): Refusal | null =>
    c.newResolutionAdopted ? null : refuse('notSupersededYet'),
} as const satisfies Record<string, (context: MoveContext, by: Actor) => Refusal | null>

/** 提请村民会议: the same text, once, within thirty days of being shelved by the representatives' last rejection. */
function whyNotRefer(c: MoveContext): Refusal | null {
  const deadlocked = c.rejectedBy === 'representatives' && (c.s4Rejections ?? 0) >= c.profile.max_reject_s4
  if (!deadlocked || c.referredBefore || !c.shelvedAt) return refuse('notReferable')
  const until = endOfDays(c.shelvedAt, REFER_DAYS)
  if (c.now.getTime() >= until.getTime()) return refuse('referTooLate', { until: until.toISOString() })
  return c.branchConsents ? null : refuse('branchConsentNeeded')
}

const levelOf = (by: Actor): ApprovalBy => (by === 'countyStaff' ? 'county' : 'township')

const approvalWords = (list: readonly ApprovalBy[]) => ({
  zh: list.map((by) => (by === 'township' ? '乡镇人民政府' : '县级人民政府')).join('、'),
  en: list.join(', '),
})

export type ProposalFacts = { track: Track; stage: Stage }

/** Where a move leads, or why it does not. */
export function nextStage(
  { track, stage }: ProposalFacts,
  move: Move,
  by: Actor,
  context: MoveContext,
): { to: Stage; row: MoveRow } | Refusal {
  const rows = PROPOSAL_MOVES.filter(
    (row) => row.from === stage && row.move === move && row.tracks.includes(track),
  )
  if (rows.length === 0) return refuse('moveNotInTable', { stage, move })
  const mine = rows.filter((row) => row.by.includes(by))
  if (mine.length === 0) return refuse('notYourMove', { move })
  const row = mine.find((one) => one.when === undefined || CONDITIONS[one.when](context))
  if (!row) return refuse('moveNotInTable', { stage, move })
  const refusal = row.guard ? GUARDS[row.guard](context, by) : null
  return refusal ?? { to: row.to, row }
}

export const isRefusal = (answer: { to: Stage } | Refusal): answer is Refusal => 'code' in answer

/** Which actors a person is, from the offices held now. 'chair' and 'initiator' are facts of the meeting and the matter. */
export function actorsOf(
  offices: readonly Office[],
  route: Route,
  facts: { isChair?: boolean; isInitiator?: boolean } = {},
): Actor[] {
  const actors: Actor[] = []
  if (mayAct('draft', route, offices)) actors.push('drafter')
  if (mayAct('submit', route, offices)) actors.push('branch')
  if (mayAct('post', route, offices)) actors.push('poster')
  if (mayAct('refer', route, offices)) actors.push('referrer')
  if (offices.includes('townshipStaff')) actors.push('townshipStaff')
  if (offices.includes('countyStaff')) actors.push('countyStaff')
  if (facts.isChair) actors.push('chair')
  if (facts.isInitiator) actors.push('initiator')
  return actors
}

/** The moves a page offers to these actors at this stage; guards are asked when the button is pressed or with a context. */
export function movesOffered(
  { track, stage }: ProposalFacts,
  actors: readonly Actor[],
  context?: MoveContext,
): Array<{ move: Move; refusal: Refusal | null }> {
  const offered = new Map<Move, Refusal | null>()
  for (const row of PROPOSAL_MOVES) {
    if (row.from !== stage || !row.tracks.includes(track)) continue
    for (const actor of row.by) {
      if (!actors.includes(actor)) continue
      const answer = context ? nextStage({ track, stage }, row.move, actor, context) : null
      const refusal = answer && isRefusal(answer) ? answer : null
      if (!offered.has(row.move) || refusal === null) offered.set(row.move, refusal)
    }
  }
  return [...offered].map(([move, refusal]) => ({ move, refusal }))
}

export type AfterMeeting = { move: Move | null; adopted: number[]; notAdopted: number[]; waiting: number[] }

/**
 * 会后: the one move of a matter once its last poll of a meeting is closed. `null` means that it waits at its
 * stage for a new sitting. Questions stand or fall together, or severally.
 */
export function moveAfterMeeting(facts: {
  track: Track
  stage: SittingStage
  demanded: boolean
  together: boolean
  outcomes: readonly Outcome[]
  reconvened: number
  maxReconvene: number
}): AfterMeeting {
  const { track, stage, demanded, together, outcomes } = facts
  const where = (test: (outcome: Outcome) => boolean) =>
    outcomes.flatMap((outcome, i) => (test(outcome) ? [i] : []))
  const adopted = where((outcome) => outcome === 'adopt' || outcome === 'support')
  const notAdopted = where((outcome) => outcome === 'reject' || outcome === 'oppose')
  const waiting = where((outcome) => outcome === 'noQuorum' || outcome === 'void')
  const lists = { adopted, notAdopted, waiting }

  if (waiting.length > 0) {
    const failed = outcomes.includes('noQuorum') && facts.reconvened >= facts.maxReconvene
    if (!failed || (demanded && stage !== 'villagerResolution')) return { move: null, ...lists }
    const whole = together || track === 'opinion' || outcomes.includes('void') || adopted.length === 0
    return whole
      ? { move: outcomes.includes('void') ? null : 'shelve', ...lists }
      : {
          move: 'adopt',
          adopted,
          notAdopted: where((one) => one !== 'adopt' && one !== 'support'),
          waiting: [],
        }
  }
  if (stage === 'villagerResolution' && track === 'opinion') return { move: 'sendOpinion', ...lists }
  if (stage !== 'villagerResolution' && demanded) return { move: 'adopt', ...lists }
  const passes = together ? notAdopted.length === 0 : adopted.length > 0
  if (!passes && together) return { move: 'reject', adopted: [], notAdopted: where(() => true), waiting }
  return { move: passes ? 'adopt' : 'reject', ...lists }
}

/** The offices behind an actor, for pages that say whose turn it is. */
export const officesOfActor = (actor: Actor, route: Route): readonly Office[] => {
  const act = ({ drafter: 'draft', branch: 'submit', poster: 'post', referrer: 'refer' } as const)[
    actor as 'drafter'
  ]
  if (act) return ACTS[act][route]
  return actor === 'townshipStaff' || actor === 'countyStaff' ? [actor] : []
}
