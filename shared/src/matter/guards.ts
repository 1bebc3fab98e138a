/**
 * What must hold for a move, in words. Each check names the facts it looks at and can look at no other; a guard of the
 * table is a list of checks, asked in this order, and the first reason stands.
 */
import { endOfDays } from '../words/days.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import type { Actor, ApprovalBy, FactName, Facts } from './facts.ts'

export type Check<K extends FactName = FactName> = {
  needs: readonly K[]
  /** Why not, or null: this check stands against nothing. */
  says: (facts: Pick<Facts, K>, by: Actor) => Refusal | null
}
export const check = <K extends FactName>(needs: readonly K[], says: Check<K>['says']): Check<K> => ({
  needs,
  says,
})

const said = (text: string | null) => text !== null && text.trim() !== ''

const notDemanded = check(['demanded'], (it) => (it.demanded ? refuse('demandedCannotStop') : null))
const demandOverdue = check(['demanded', 'demandOverdue'], (it) =>
  it.demanded && it.demandOverdue ? null : refuse('notOverdue'),
)
const noPollOpen = check(['pollOpen'], (it) => (it.pollOpen ? refuse('pollRunning') : null))
const notAdopted = check(['adopted'], (it) => (it.adopted ? refuse('alreadyAdopted') : null))
const reasonGiven = check(['reason'], (it) => (said(it.reason) ? null : refuse('reasonNeeded')))
const substantive = check(['substantive'], (it) => (it.substantive ? null : refuse('notSubstantive')))
const takenUp = check(['takenUp'], (it) => (it.takenUp ? null : refuse('amendmentNotTakenUp')))
const ordered = check(['documentNumber', 'article'], (it) =>
  said(it.documentNumber) && said(it.article) ? null : refuse('documentNumberNeeded'),
)

/** 提请村民会议: once, after the representatives' last rejection … */
const deadlocked = check(
  ['profile', 'rejectedBy', 'rejectionsAtStep4', 'referredBefore', 'shelvedAt'],
  (it) =>
    it.rejectedBy === 'representatives' &&
    it.rejectionsAtStep4 >= it.profile.max_reject_s4 &&
    !it.referredBefore &&
    it.shelvedAt !== null
      ? null
      : refuse('notReferable'),
)
const REFER_DAYS = 30
export const referUntil = (shelvedAt: Date): Date => endOfDays(shelvedAt, REFER_DAYS)
/** … within thirty days of being shelved. */
const referredInTime = check(['now', 'shelvedAt'], (it) => {
  if (it.shelvedAt === null) return refuse('notReferable')
  const until = referUntil(it.shelvedAt)
  return it.now.getTime() < until.getTime() ? null : refuse('referTooLate', { until: until.toISOString() })
})
const branchConsents = check(['branchConsents'], (it) =>
  it.branchConsents ? null : refuse('branchConsentNeeded'),
)

const cannotDecide = check(['recusedOut', 'bodyUnfit'], (it) =>
  it.recusedOut || it.bodyUnfit ? null : refuse('notRecusedOut'),
)

const sittingsUsedUp = check(['profile', 'failedSittings'], (it) => {
  const left = it.profile.max_reconvene + 1 - it.failedSittings
  return left > 0 ? refuse('reconveningsLeft', { left }) : null
})

const levelOf = (by: Actor): ApprovalBy | null =>
  by === 'countyStaff' ? 'county' : by === 'townshipStaff' ? 'township' : null
const approvalAsked = check(['approvalNeeded'], (it, by) =>
  it.approvalNeeded.some((one) => one === levelOf(by)) ? null : refuse('noApprovalForMatter'),
)
const notYetApproved = check(['approvalGiven'], (it, by) =>
  it.approvalGiven.some((one) => one === levelOf(by)) ? refuse('alreadyDone') : null,
)
/** With this one all are given. */
const lastApproval = check(['approvalNeeded', 'approvalGiven'], (it, by) => {
  const left = it.approvalNeeded.filter((one) => one !== levelOf(by) && !it.approvalGiven.includes(one))
  return left.length > 0 ? refuse('approvalsOutstanding', { approvals: approvalWords(left) }) : null
})
const approvalWords = (list: readonly ApprovalBy[]) => ({
  zh: list.map((by) => (by === 'township' ? '乡镇人民政府' : '县级人民政府')).join('、'),
  en: list.join(', '),
})

const disclosureOver = check(['disclosureRefusal'], (it) => it.disclosureRefusal)
const outcomeReady = check(['outcomeRefusal'], (it) => it.outcomeRefusal)
const recountFlips = check(['recountFlips'], (it) => (it.recountFlips ? null : refuse('outcomeUnchanged')))
const noContract = check(['contractSigned'], (it) => (it.contractSigned ? refuse('contractSigned') : null))
const newResolution = check(['newResolutionAdopted'], (it) =>
  it.newResolutionAdopted ? null : refuse('notSupersededYet'),
)

/** The guards of the table, by the names its rows use. */
// biome-ignore format: one row, one guard
export const GUARDS = {
  demandOverdue:      [demandOverdue, noPollOpen],
  notDemanded:        [notDemanded],
  noPollOpen:         [noPollOpen],
  mayReturn:          [notDemanded, noPollOpen, reasonGiven],
  /** Between sittings: while no poll is open on the old text. */
  amendment:          [notAdopted, substantive, noPollOpen],
  /** From the floor of a meeting; its polls become void. */
  amendmentFromFloor: [notAdopted, substantive, takenUp],
  referable:          [deadlocked, referredInTime, branchConsents],
  /** Before anybody has voted; the stage stays, and who sits is another body. */
  recusedOut:         [cannotDecide, noPollOpen, reasonGiven],
  allApproved:        [approvalAsked, notYetApproved, lastApproval],
  approvalRefused:    [approvalAsked, ordered],
  noQuorumForGood:    [notDemanded, sittingsUsedUp],
  sittingsUsedUp:     [sittingsUsedUp],
  mayWithdraw:        [notDemanded, reasonGiven],
  mayWithdrawAtStep4: [notDemanded, notAdopted, noPollOpen, reasonGiven],
  disclosureOver:     [disclosureOver],
  ordered:            [ordered],
  recountFlips:       [recountFlips],
  recountFlipsUnsigned: [recountFlips, noContract],
  outcomeReady:       [outcomeReady],
  newResolution:      [newResolution],
} as const satisfies Record<string, readonly Check[]>
export type Guard = keyof typeof GUARDS

type Condition<K extends FactName = FactName> = {
  needs: readonly K[]
  holds: (facts: Pick<Facts, K>) => boolean
}
const condition = <K extends FactName>(needs: readonly K[], holds: Condition<K>['holds']): Condition<K> => ({
  needs,
  holds,
})
const rejectionsWithThis = (it: Pick<Facts, 'rejectionsAtStep4'>) => it.rejectionsAtStep4 + 1

/** Which of several rows of the same stage, move and actor applies. Exactly one of each set is true. */
// biome-ignore format: one row, one condition
export const CONDITIONS = {
  reject2ToStep1:  condition(['profile'], (it) => it.profile.on_reject_2 === 'step1'),
  reject2Shelves:  condition(['profile'], (it) => it.profile.on_reject_2 === 'shelve'),
  reject3ToStep2:  condition(['profile'], (it) => it.profile.on_reject_3 === 'step2'),
  reject3ToStep1:  condition(['profile'], (it) => it.profile.on_reject_3 === 'step1'),
  reject3Shelves:  condition(['profile'], (it) => it.profile.on_reject_3 === 'shelve'),
  needsApproval:   condition(['approvalNeeded'], (it) => it.approvalNeeded.length > 0),
  needsNoApproval: condition(['approvalNeeded'], (it) => it.approvalNeeded.length === 0),
  rejectionsLeft:  condition(['profile', 'rejectionsAtStep4'], (it) => rejectionsWithThis(it) < it.profile.max_reject_s4),
  lastRejection:   condition(['profile', 'rejectionsAtStep4'], (it) => rejectionsWithThis(it) >= it.profile.max_reject_s4),
  overturns1:      condition(['overturned'], (it) => it.overturned === 'branchProposal'),
  overturns2:      condition(['overturned'], (it) => it.overturned === 'committeeDeliberation'),
  overturns3:      condition(['overturned'], (it) => it.overturned === 'partyReview'),
  overturns4:      condition(['overturned'], (it) => it.overturned === 'villagerResolution'),
} as const satisfies Record<string, Condition>
export type When = keyof typeof CONDITIONS

/** The facts of these that nobody has told. */
const untold = (needs: readonly FactName[], known: Partial<Facts>): FactName[] =>
  needs.filter((name) => known[name] === undefined)

/** The first reason among the checks that can be asked, else what must be told before the others can. */
export function weigh(
  guard: Guard | undefined,
  known: Partial<Facts>,
  by: Actor,
): { refusal: Refusal | null; needs: FactName[] } {
  const needs: FactName[] = []
  const checks: readonly Check[] = guard ? GUARDS[guard] : []
  for (const one of checks) {
    const missing = untold(one.needs, known)
    const refusal = missing.length === 0 ? one.says(known as Facts, by) : null
    if (refusal) return { refusal, needs: [] }
    needs.push(...missing)
  }
  return { refusal: null, needs }
}

/** Whether the row applies; or what must be told first. */
export function applies(when: When | undefined, known: Partial<Facts>): boolean | FactName[] {
  if (!when) return true
  const one: Condition = CONDITIONS[when]
  const missing = untold(one.needs, known)
  return missing.length > 0 ? missing : one.holds(known as Facts)
}

export const needsOf = (row: { guard?: Guard; when?: When }): FactName[] => {
  const checks: readonly Check[] = row.guard ? GUARDS[row.guard] : []
  return [...(row.when ? CONDITIONS[row.when].needs : []), ...checks.flatMap((one) => one.needs)]
}
