/** 表决: what stands against opening, voting, handing out, closing; and what happens when a poll ends. */
import { isTooFewForSecret, type MeetingRule } from '../law/meeting-rules.ts'
import { PROFILE_KEYS } from '../law/profile-keys.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import type { Channel, PollStatus, RecusalMode, Way } from '../words/vocabulary.ts'

const SECOND = 1000
/** A process refuses to commit a ballot later than this after the end. */
export const LAST_COMMIT_SECONDS = 8
/** The box is opened no earlier than this after the end, so that no process has to ask another. */
export const BOX_WAIT_SECONDS = { window: 10, live: 2 } as const

export const boxOpensAt = (end: Date, live: boolean): Date =>
  new Date(end.getTime() + (live ? BOX_WAIT_SECONDS.live : BOX_WAIT_SECONDS.window) * SECOND)
export const isTooLateToCommit = (end: Date, now: Date): boolean =>
  now.getTime() > end.getTime() + LAST_COMMIT_SECONDS * SECOND

export type VoterFacts = {
  status: PollStatus
  /** The instant the request's last byte was read. */
  receivedAt: Date
  /** windowEnd, or the instant the chair closed; null while live and open. */
  end: Date | null
  onRoll: boolean
  votes: boolean
  signedIn: boolean
  way: Way | null
  onlineCounts: boolean
  recused: boolean
  recusalMode: RecusalMode
  voted: { channel: Channel; at: Date } | null
  slipOut: boolean
  /** Among those whose hands the chair has called. */
  handsCalled?: boolean
  /** A proxy in force names somebody else to vote for this person. */
  hasProxy: boolean
  /** The request comes from that agent. */
  byAgent?: boolean
  agentSignedIn?: boolean
}

/** 投票: why this person's ballot is not taken, or null. A ballot counts if it was read before the end. */
export function whyNotVote(facts: VoterFacts): Refusal | null {
  if (!facts.onRoll) return refuse('notOnRoll')
  if (!facts.votes) return refuse('noVoteRight')
  if (facts.voted)
    return refuse('alreadyVoted', { channel: facts.voted.channel, at: facts.voted.at.toISOString() })
  if (facts.status === 'void') return refuse('pollVoid')
  if (facts.status === 'waiting') return refuse('pollNotOpen')
  if (facts.status === 'closed' || !isInTime(facts)) return refuse('pollClosed')
  if (facts.recused && facts.recusalMode !== 'disclose_only') return refuse('recused')
  if (facts.slipOut) return refuse('slipHandedOut')
  if (facts.handsCalled) return refuse('handsCalled')
  if (facts.byAgent) {
    if (!facts.hasProxy) return refuse('proxyRevoked')
    return facts.agentSignedIn ? null : refuse('agentNotSignedIn')
  }
  if (facts.hasProxy) return refuse('representedByProxy')
  if (!facts.signedIn) return refuse('notSignedIn')
  return facts.way === 'online' && !facts.onlineCounts ? refuse('onlineIsGuest') : null
}

function isInTime({ status, receivedAt, end }: VoterFacts): boolean {
  if (end === null) return status === 'open'
  return receivedAt.getTime() < end.getTime()
}

/**
 * 开始表决: the chair opens each poll, never before the time in the notice; opening needs no quorum. Where somebody is in
 * the hall, and may get a slip or raise his hand, the tellers are in office first.
 */
export function whyNotOpen(facts: {
  isChair: boolean
  status: PollStatus
  now: Date
  opensAt: Date
  windowEnd: Date | null
  meetingEnded: boolean
  keyStoreReady: boolean
  tellersChosen: boolean
  inHall: number
  rule: Pick<MeetingRule, 'secret' | 'smallGroupK'>
  entitled: number
}): Refusal | null {
  const { now, opensAt, windowEnd } = facts
  if (!facts.isChair) return refuse('notChair')
  if (facts.status === 'void') return refuse('pollVoid')
  if (facts.status !== 'waiting') return refuse('alreadyDone')
  if (facts.meetingEnded) return refuse('meetingOver')
  if (now.getTime() < opensAt.getTime()) return refuse('notTime', { earliest: opensAt.toISOString() })
  if (
    windowEnd &&
    windowEnd.getTime() > opensAt.getTime() &&
    2 * now.getTime() > opensAt.getTime() + windowEnd.getTime()
  )
    return refuse('windowHalfOver')
  if (facts.inHall > 0 && !facts.tellersChosen) return refuse('tellersNotChosen')
  if (isTooFewForSecret(facts.rule, facts.entitled))
    return refuse('secretNeedsMore', { k: facts.rule.smallGroupK })
  return facts.keyStoreReady ? null : refuse('keyStoreUnavailable')
}

/**
 * 结束表决 by the chair: live polls only, and never before those who are there could vote: in its first minutes
 * (`poll.voting_minutes`) only once all of them have, or have their slip; a poll with a window closes by the clock and in
 * no other way. (integrity D24)
 */
export function whyNotClose(facts: {
  isChair: boolean
  status: PollStatus
  windowHours: number
  windowEnd: Date | null
  openedAt: Date | null
  now: Date
  /** There, not recused, and without ballot, slip or call of hands. */
  toVote: number
  rule: Pick<MeetingRule, 'votingMinutes'>
}): Refusal | null {
  if (facts.status === 'void') return refuse('pollVoid')
  if (facts.status === 'waiting') return refuse('pollNotOpen')
  if (facts.status !== 'open') return refuse('pollClosed')
  if (facts.windowHours > 0 && facts.windowEnd)
    return refuse('windowRunning', { until: facts.windowEnd.toISOString() })
  if (!facts.isChair) return refuse('notChair')
  const { votingMinutes = PROFILE_KEYS['poll.voting_minutes'].default } = facts.rule
  const until = new Date((facts.openedAt ?? facts.now).getTime() + votingMinutes * 60 * SECOND)
  return facts.toVote > 0 && facts.now < until
    ? refuse('votingJustBegun', { toVote: facts.toVote, until: until.toISOString() })
    : null
}

/** Whether the clock ends an open poll now. */
export const endsByClock = (facts: {
  status: PollStatus
  now: Date
  windowHours: number
  windowEnd: Date | null
}): boolean =>
  facts.status === 'open' &&
  facts.windowHours > 0 &&
  facts.windowEnd !== null &&
  facts.now.getTime() >= facts.windowEnd.getTime()

/**
 * Of one matter's polls in one meeting, in their order, the last on each question: an editorial amendment ends a poll
 * without a result and asks the question again in the same sitting.
 */
export const lastOnEach = <P extends { questionId: string | null }>(polls: readonly P[]): P[] =>
  polls.filter((poll, i) => !polls.slice(i + 1).some((later) => later.questionId === poll.questionId))

export type CountSheet = {
  teller: string
  for: number
  against: number
  abstain: number
  invalid: number
  issued: number
}
export type AfterEnd = 'noQuorum' | 'wait' | 'count' | 'close'

/** What two tellers count together: a place's slips, or its hands. */
export type HeapFacts = { issued: number; sheets: readonly CountSheet[] }

/** 表决之后: without a quorum nothing is opened; what lies counted in heaps closes when every heap's two sheets agree. */
export function closesItself(facts: {
  now: Date
  end: Date
  live: boolean
  quorumMet: boolean
  heaps: readonly HeapFacts[]
}): AfterEnd {
  if (!facts.quorumMet) return 'noQuorum'
  if (facts.heaps.some((heap) => heap.issued > 0 && whyNotSheets(heap.sheets, heap.issued))) return 'count'
  return facts.now.getTime() < boxOpensAt(facts.end, facts.live).getTime() ? 'wait' : 'close'
}

export const countedOf = (sheet: CountSheet): number =>
  sheet.for + sheet.against + sheet.abstain + sheet.invalid

/** 计票单: two, by two tellers, equal in every figure, and no more than were handed out. */
export function whyNotSheets(sheets: readonly CountSheet[], issued: number): Refusal | null {
  const [first, second] = sheets
  if (!first || !second || first.teller === second.teller) return refuse('tellersNeeded')
  const equal = (['for', 'against', 'abstain', 'invalid', 'issued'] as const).every(
    (key) => first[key] === second[key],
  )
  if (!equal) return refuse('sheetsDiffer')
  return whyNotSheet(first, issued)
}

/**
 * 差在哪里: of two sheets that differ, what each counted in all, the lesser first; never whose. In which lines only where
 * the totals agree: with both, whoever counted one would know the other without counting again.
 */
export type SheetsDifference = { totals: [number, number]; lines: SheetLine[] }
export const SHEET_LINES = ['for', 'against', 'abstain', 'invalid'] as const
type SheetLine = (typeof SHEET_LINES)[number]
export function sheetsDifference(first: CountSheet, second: CountSheet): SheetsDifference {
  const [one, other] = [countedOf(first), countedOf(second)]
  return {
    totals: one < other ? [one, other] : [other, one],
    lines: one === other ? SHEET_LINES.filter((line) => first[line] !== second[line]) : [],
  }
}

/** One sheet on its own: whole figures, the number handed out as recorded, and not more counted than that. */
export function whyNotSheet(sheet: CountSheet, issued: number): Refusal | null {
  const figures = [sheet.for, sheet.against, sheet.abstain, sheet.invalid, sheet.issued]
  if (figures.some((n) => !Number.isSafeInteger(n) || n < 0) || sheet.issued !== issued)
    return refuse('countInconsistent')
  return countedOf(sheet) > issued
    ? refuse('countExceedsIssued', { counted: countedOf(sheet), issued })
    : null
}

type Counted = Pick<MeetingRule, 'countHours'>
/** 数不出来: by then the tellers have agreed, or others count. (平台默认; integrity, principle 4) */
export const countDueAt = (
  votingEnded: Date,
  { countHours = PROFILE_KEYS['poll.count_hours'].default }: Counted,
): Date => new Date(votingEnded.getTime() + countHours * 3600 * SECOND)
export const isCountLate = (
  poll: { status: PollStatus; endsAt: Date | null; rule: Counted },
  now: Date,
): boolean => poll.status === 'counting' && poll.endsAt !== null && now >= countDueAt(poll.endsAt, poll.rule)

/**
 * 计票无效: the chair may propose it, and once the count is late the oversight committee; each teller of the heap says
 * yes or no.
 */
export function mayDeclareInvalid(facts: {
  sheets: readonly CountSheet[]
  slipsIssued: number
  unequalPairs: number
  isLate: boolean
}): boolean {
  const { sheets, slipsIssued, unequalPairs, isLate } = facts
  return isLate || unequalPairs >= 3 || sheets.some((sheet) => countedOf(sheet) > slipsIssued)
}

/**
 * 换人清点: where two new tellers differ, there is no result from then on. That nobody was chosen, or that one has not
 * counted, makes none void. (平台默认; integrity D23)
 */
const NEW_COUNT_HOURS = 24
export const newCountUntil = (since: Date): Date =>
  new Date(since.getTime() + NEW_COUNT_HOURS * 3600 * SECOND)

/** 发票: a slip for somebody in the hall who has not voted, is not recused and has no slip out. */
export function whyNotHandOut(facts: VoterFacts & { secret: boolean }): Refusal | null {
  if (!facts.secret) return refuse('noPaperInOpenPoll')
  if (facts.slipOut) return refuse('slipAlreadyOut')
  const refusal = whyNotVote({ ...facts, byAgent: false })
  if (refusal) return refusal
  return facts.way === 'inHall' ? null : refuse('notInHall')
}

/** 委托: written, same household, full capacity, where the body allows proxies at all; revocable until cast. */
export function whyNotProxy(facts: {
  rule: Pick<MeetingRule, 'proxy'>
  written: boolean
  principal: {
    id: string
    householdId: string | null
    onRoll: boolean
    votes: boolean
    voted: boolean
    /** Signed in and not gone: who is there himself is represented by nobody. */
    signedIn: boolean
  }
  agent: { id: string; householdId: string | null; fullCapacity: boolean; adult: boolean }
}): Refusal | null {
  const { rule, principal, agent } = facts
  if (rule.proxy === 'none') return refuse('proxyNotAllowed')
  if (!principal.onRoll) return refuse('notOnRoll')
  if (!principal.votes) return refuse('noVoteRight')
  if (agent.id === principal.id) return refuse('samePersonTwice')
  if (agent.householdId === null || agent.householdId !== principal.householdId)
    return refuse('proxyNotSameHousehold')
  if (!agent.fullCapacity || !agent.adult) return refuse('proxyNoCapacity')
  if (principal.voted) return refuse('proxyUsed')
  if (principal.signedIn) return refuse('principalPresent')
  return facts.written ? null : refuse('proxyNotWritten')
}

export const whyNotRevokeProxy = (facts: { revoked: boolean; voted: boolean }): Refusal | null =>
  facts.revoked ? refuse('proxyRevoked') : facts.voted ? refuse('proxyUsed') : null

/** 到会 for a poll: signed in before it closed, and not marked as left before it opened. */
export const isPresentFor = (
  attendance: { signedInAt: Date; leftAt: Date | null },
  poll: { openedAt: Date | null; end: Date | null },
): boolean =>
  (poll.end === null || attendance.signedInAt.getTime() < poll.end.getTime()) &&
  (attendance.leftAt === null ||
    poll.openedAt === null ||
    attendance.leftAt.getTime() >= poll.openedAt.getTime())
