/**
 * 推进: the table of moves. A matter moves along a row of this table and in no other way; no office, no request
 * and no administrator can jump over a row. Rows of one stage and move that lead to different places are told
 * apart by `when`; `guard` names what must hold (guards.ts, in words) and so which facts the move needs (facts.ts).
 */
import { mayAct } from '../law/acts.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import type { Move, Office, Outcome, Route, SittingStage, Stage, Track } from '../words/vocabulary.ts'
import type { Actor, FactName, Facts, Person } from './facts.ts'
import { applies, type CONDITIONS, type GUARDS, type Guard, needsOf, type When, weigh } from './guards.ts'

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
const TABLE = [
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
  { tracks: ALL,      from: 'committeeDeliberation', move: 'amend',     to: 'committeeDeliberation', by: ['drafter'],          guard: 'noPollOpen', source: OWN },
  { tracks: ALL,      from: 'committeeDeliberation', move: 'amend',     to: 'committeeDeliberation', by: ['chair'],            source: OWN },
  { tracks: ALL,      from: 'committeeDeliberation', move: 'return',    to: 'branchProposal',        by: ['branch'],           guard: 'mayReturn', source: OWN },
  // ③ 审议
  { tracks: LONG,     from: 'partyReview',           move: 'adopt',     to: 'villagerResolution',    by: ['meeting'],          source: '支部工作条例 art 11；四议两公开工作法' },
  { tracks: LONG,     from: 'partyReview',           move: 'adopt',     to: 'villagerResolution',    by: ['clock'],            guard: 'demandOverdue', source: '村委会组织法 arts 25, 28, 30' },
  { tracks: LONG,     from: 'partyReview',           move: 'reject',    to: 'committeeDeliberation', by: ['meeting'],          when: 'reject3ToStep2', guard: 'notDemanded', source: WORK },
  { tracks: LONG,     from: 'partyReview',           move: 'reject',    to: 'branchProposal',        by: ['meeting'],          when: 'reject3ToStep1', guard: 'notDemanded', source: WORK },
  { tracks: LONG,     from: 'partyReview',           move: 'reject',    to: 'shelved',               by: ['meeting'],          when: 'reject3Shelves', guard: 'notDemanded', source: WORK },
  { tracks: LONG,     from: 'partyReview',           move: 'amend',     to: 'committeeDeliberation', by: ['drafter'],          guard: 'amendment', source: WORK },
  { tracks: LONG,     from: 'partyReview',           move: 'amend',     to: 'committeeDeliberation', by: ['chair'],            guard: 'amendmentFromFloor', source: WORK },
  { tracks: LONG,     from: 'partyReview',           move: 'return',    to: 'committeeDeliberation', by: ['branch'],           guard: 'mayReturn', source: OWN },
  // ④ 决议
  { tracks: FULL,     from: 'villagerResolution',    move: 'adopt',     to: 'awaitingApproval',      by: ['meeting'],          when: 'needsApproval', source: '农村土地承包法 arts 28, 52' },
  { tracks: FULL,     from: 'villagerResolution',    move: 'adopt',     to: 'resolutionDisclosure',  by: ['meeting'],          when: 'needsNoApproval', source: '村委会组织法 arts 26, 30；农村集体经济组织法 art 27' },
  { tracks: FULL,     from: 'villagerResolution',    move: 'reject',    to: 'committeeDeliberation', by: ['meeting'],          when: 'rejectionsLeft', source: OWN },
  { tracks: FULL,     from: 'villagerResolution',    move: 'reject',    to: 'shelved',               by: ['meeting'],          when: 'lastRejection', source: OWN },
  { tracks: LONG,     from: 'villagerResolution',    move: 'amend',     to: 'committeeDeliberation', by: ['drafter'],          guard: 'amendment', source: WORK },
  { tracks: LONG,     from: 'villagerResolution',    move: 'amend',     to: 'committeeDeliberation', by: ['chair'],            guard: 'amendmentFromFloor', source: WORK },
  { tracks: OPINION,  from: 'villagerResolution',    move: 'sendOpinion', to: 'opinionSent',         by: ['meeting'],          source: '社会救助法 arts 43–45' },
  { tracks: FULL,     from: 'shelved',               move: 'refer',     to: 'villagerResolution',    by: ['referrer'],         guard: 'referable', source: '浙江省实施办法 art 17；重庆市实施办法 art 11' },
  { tracks: FULL,     from: 'awaitingApproval',      move: 'approve',   to: 'resolutionDisclosure',  by: ['townshipStaff', 'countyStaff'], guard: 'allApproved', source: '农村土地承包法 arts 28, 52' },
  { tracks: FULL,     from: 'awaitingApproval',      move: 'refuseApproval', to: 'committeeDeliberation', by: ['townshipStaff', 'countyStaff'], guard: 'approvalRefused', source: '农村土地承包法 arts 28, 52' },
  // 提请: too many of the body are recused. The step stays and is taken by another body: the Party meeting, the villagers' assembly
  { tracks: ALL,      from: 'branchProposal',        move: 'refer',     to: 'branchProposal',        by: ['branch', 'referrer'], guard: 'recusedOut', source: '平台默认' },
  { tracks: ALL,      from: 'committeeDeliberation', move: 'refer',     to: 'committeeDeliberation', by: ['branch', 'referrer'], guard: 'recusedOut', source: '平台默认' },
  { tracks: LONG,     from: 'villagerResolution',    move: 'refer',     to: 'villagerResolution',    by: ['referrer'],         guard: 'recusedOut', source: '平台默认' },
  // no quorum: the stage stays; only after the last reconvening is the matter shelved
  { tracks: ALL,      from: 'branchProposal',        move: 'shelve',    to: 'shelved',               by: ['meeting'],          guard: 'noQuorumForGood', source: OWN },
  { tracks: ALL,      from: 'committeeDeliberation', move: 'shelve',    to: 'shelved',               by: ['meeting'],          guard: 'noQuorumForGood', source: OWN },
  { tracks: LONG,     from: 'partyReview',           move: 'shelve',    to: 'shelved',               by: ['meeting'],          guard: 'noQuorumForGood', source: OWN },
  { tracks: LONG,     from: 'villagerResolution',    move: 'shelve',    to: 'shelved',               by: ['meeting'],          guard: 'sittingsUsedUp', source: OWN },
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
  // ⑥ 实施与结果公开
  { tracks: RESOLVES, from: 'implementation',        move: 'reportOutcome', to: 'outcomeDisclosure', by: ['poster'],           guard: 'outcomeReady', source: VC35 },
  { tracks: RESOLVES, from: 'implementation',        move: 'orderCorrection', to: 'committeeDeliberation', by: ['townshipStaff'], guard: 'ordered', source: VC31 },
  { tracks: RESOLVES, from: 'outcomeDisclosure',     move: 'archive',   to: 'archived',              by: ['clock'],            guard: 'disclosureOver', source: '村级档案管理办法' },
  { tracks: RESOLVES, from: 'outcomeDisclosure',     move: 'orderCorrection', to: 'committeeDeliberation', by: ['townshipStaff'], guard: 'ordered', source: VC31 },
  { tracks: OPINION,  from: 'opinionSent',           move: 'archive',   to: 'archived',              by: ['poster'],           source: '村级档案管理办法' },
  // 复核: an adoption that does not stand on the corrected figures takes the matter back to its step, whichever it was
  { tracks: ALL,      from: 'committeeDeliberation', move: 'recountReturns', to: 'branchProposal', by: ['recount'], when: 'overturns1', guard: 'recountFlips', source: OWN },
  { tracks: LONG,     from: 'partyReview',           move: 'recountReturns', to: 'branchProposal', by: ['recount'], when: 'overturns1', guard: 'recountFlips', source: OWN },
  { tracks: LONG,     from: 'partyReview',           move: 'recountReturns', to: 'committeeDeliberation', by: ['recount'], when: 'overturns2', guard: 'recountFlips', source: OWN },
  { tracks: LONG,     from: 'villagerResolution',    move: 'recountReturns', to: 'branchProposal', by: ['recount'], when: 'overturns1', guard: 'recountFlips', source: OWN },
  { tracks: LONG,     from: 'villagerResolution',    move: 'recountReturns', to: 'committeeDeliberation', by: ['recount'], when: 'overturns2', guard: 'recountFlips', source: OWN },
  { tracks: LONG,     from: 'villagerResolution',    move: 'recountReturns', to: 'partyReview', by: ['recount'], when: 'overturns3', guard: 'recountFlips', source: OWN },
  { tracks: FULL,     from: 'awaitingApproval',      move: 'withdrawResolution', to: 'branchProposal', by: ['recount'], when: 'overturns1', guard: 'recountFlips', source: OWN },
  { tracks: FULL,     from: 'awaitingApproval',      move: 'withdrawResolution', to: 'committeeDeliberation', by: ['recount'], when: 'overturns2', guard: 'recountFlips', source: OWN },
  { tracks: FULL,     from: 'awaitingApproval',      move: 'withdrawResolution', to: 'partyReview', by: ['recount'], when: 'overturns3', guard: 'recountFlips', source: OWN },
  { tracks: FULL,     from: 'awaitingApproval',      move: 'withdrawResolution', to: 'villagerResolution', by: ['recount'], when: 'overturns4', guard: 'recountFlips', source: OWN },
  { tracks: RESOLVES, from: 'resolutionDisclosure',  move: 'withdrawResolution', to: 'branchProposal', by: ['recount'], when: 'overturns1', guard: 'recountFlipsUnsigned', source: OWN },
  { tracks: RESOLVES, from: 'resolutionDisclosure',  move: 'withdrawResolution', to: 'committeeDeliberation', by: ['recount'], when: 'overturns2', guard: 'recountFlipsUnsigned', source: OWN },
  { tracks: FULL,     from: 'resolutionDisclosure',  move: 'withdrawResolution', to: 'partyReview', by: ['recount'], when: 'overturns3', guard: 'recountFlipsUnsigned', source: OWN },
  { tracks: FULL,     from: 'resolutionDisclosure',  move: 'withdrawResolution', to: 'villagerResolution', by: ['recount'], when: 'overturns4', guard: 'recountFlipsUnsigned', source: OWN },
  { tracks: RESOLVES, from: 'implementation',        move: 'withdrawResolution', to: 'branchProposal', by: ['recount'], when: 'overturns1', guard: 'recountFlipsUnsigned', source: OWN },
  { tracks: RESOLVES, from: 'implementation',        move: 'withdrawResolution', to: 'committeeDeliberation', by: ['recount'], when: 'overturns2', guard: 'recountFlipsUnsigned', source: OWN },
  { tracks: FULL,     from: 'implementation',        move: 'withdrawResolution', to: 'partyReview', by: ['recount'], when: 'overturns3', guard: 'recountFlipsUnsigned', source: OWN },
  { tracks: FULL,     from: 'implementation',        move: 'withdrawResolution', to: 'villagerResolution', by: ['recount'], when: 'overturns4', guard: 'recountFlipsUnsigned', source: OWN },
  // 变更决议: only by a linked new resolution of the same body
  { tracks: RESOLVES, from: 'resolutionDisclosure',  move: 'supersede', to: 'superseded',            by: ['newResolution'],    guard: 'newResolution', source: '重庆市实施办法 art 15；浙江省实施办法 art 24' },
  { tracks: RESOLVES, from: 'implementation',        move: 'supersede', to: 'superseded',            by: ['newResolution'],    guard: 'newResolution', source: '重庆市实施办法 art 15；浙江省实施办法 art 24' },
  { tracks: RESOLVES, from: 'outcomeDisclosure',     move: 'supersede', to: 'superseded',            by: ['newResolution'],    guard: 'newResolution', source: '重庆市实施办法 art 15；浙江省实施办法 art 24' },
  { tracks: RESOLVES, from: 'archived',              move: 'supersede', to: 'superseded',            by: ['newResolution'],    guard: 'newResolution', source: '重庆市实施办法 art 15；浙江省实施办法 art 24' },
] as const satisfies readonly MoveRow[]
export const PROPOSAL_MOVES: readonly MoveRow[] = TABLE

/** Where a matter stands in the table. */
export type AtStage = { track: Track; stage: Stage }

type Row = (typeof TABLE)[number]
type RowFor<M extends Move, B extends Actor> = Row extends infer R
  ? R extends { move: M; by: readonly (infer A)[] }
    ? [Extract<A, B>] extends [never]
      ? never
      : R
    : never
  : never
type AskedBy<R> =
  | (R extends { guard: infer G extends Guard } ? (typeof GUARDS)[G][number]['needs'][number] : never)
  | (R extends { when: infer W extends When } ? (typeof CONDITIONS)[W]['needs'][number] : never)
/** The facts that the rows of this move ask for when this actor makes it. */
export type FactsOf<M extends Move, B extends Actor = Actor> = AskedBy<RowFor<M, B>>
export type FactsFor<M extends Move, B extends Actor = Actor> = Pick<Facts, FactsOf<M, B>>

const rowsOf = ({ track, stage }: AtStage, move?: Move): MoveRow[] =>
  PROPOSAL_MOVES.filter(
    (row) => row.from === stage && row.tracks.includes(track) && (move === undefined || row.move === move),
  )

/** Which facts the rows here ask for, of one move or of all: what has to be read before they can be weighed. */
export const factsAsked = (at: AtStage, actors: readonly Actor[], move?: Move): FactName[] => [
  ...new Set(
    rowsOf(at, move)
      .filter((row) => row.by.some((by) => actors.includes(by)))
      .flatMap(needsOf),
  ),
]

/** Where a move leads, or why it does not. A fact that was not told, against the types, stops it. */
export function nextStage<M extends Move, B extends Actor>(
  at: AtStage,
  move: M,
  by: B,
  facts: FactsFor<M, B>,
): { to: Stage; row: MoveRow } | Refusal {
  const rows = rowsOf(at, move)
  if (rows.length === 0) return refuse('moveNotInTable', { stage: at.stage, move })
  const mine = rows.filter((row) => row.by.includes(by))
  if (mine.length === 0) return refuse('notYourMove', { move })
  const told = (untold: readonly FactName[]) => {
    if (untold.length > 0) throw new Error(`${at.stage} ${move} asks for ${untold.join(', ')}`)
  }
  const row = mine.find((one) => {
    const answer = applies(one.when, facts)
    if (typeof answer !== 'boolean') told(answer)
    return answer === true
  })
  if (!row) return refuse('moveNotInTable', { stage: at.stage, move })
  const { refusal, needs } = weigh(row.guard, facts, by)
  if (refusal) return refusal
  told(needs)
  return { to: row.to, row }
}

export const isRefusal = (answer: { to: Stage } | Refusal): answer is Refusal => 'code' in answer

/** Which actors a person is, from the offices held now. 'initiator' is a fact of the matter. */
export function actorsOf(
  offices: readonly Office[],
  route: Route,
  facts: { isInitiator: boolean },
): Person[] {
  const actors: Person[] = []
  if (mayAct('draft', route, offices)) actors.push('drafter')
  if (mayAct('submit', route, offices)) actors.push('branch')
  if (mayAct('post', route, offices)) actors.push('poster')
  if (mayAct('refer', route, offices)) actors.push('referrer')
  if (offices.includes('townshipStaff')) actors.push('townshipStaff')
  if (offices.includes('countyStaff')) actors.push('countyStaff')
  if (facts.isInitiator) actors.push('initiator')
  return actors
}

/** `needs`: what must still be told before the table can say yes; without it the move is neither given nor refused. */
export type Offer = { move: Move; refusal: Refusal | null; needs: readonly FactName[] }

/** The moves of these actors at this stage, as far as a page that knows these facts can tell. */
export function movesOffered(at: AtStage, actors: readonly Actor[], known: Partial<Facts>): Offer[] {
  const offered = new Map<Move, Offer>()
  for (const row of rowsOf(at))
    for (const actor of row.by) {
      const does = applies(row.when, known)
      if (does === false || !actors.includes(actor)) continue
      const { refusal, needs } = weigh(row.guard, known, actor)
      const offer = { move: row.move, refusal, needs: does === true || refusal ? needs : [...does, ...needs] }
      const other = offered.get(row.move)
      if (!other || isNearer(offer, other)) offered.set(row.move, offer)
    }
  return [...offered.values()]
}

/** Of two rows of one move the page shows the one that asks for less. */
const isNearer = (one: Offer, other: Offer): boolean =>
  one.refusal === null && (other.refusal !== null || one.needs.length < other.needs.length)

/** What the end of a meeting can do to a matter. */
export type MeetingMove = 'adopt' | 'reject' | 'shelve' | 'sendOpinion'
export type AfterMeeting = {
  move: MeetingMove | null
  adopted: number[]
  notAdopted: number[]
  waiting: number[]
}

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

/** 本地增加的步骤: what passes opens the step it stands before; what does not goes the way of that step's rejection. */
export function moveAfterExtra(facts: Parameters<typeof moveAfterMeeting>[0]): AfterMeeting {
  const after = moveAfterMeeting({ ...facts, track: 'full', stage: 'partyReview', together: true })
  return after.move === 'adopt' ? { ...after, move: null } : after
}
