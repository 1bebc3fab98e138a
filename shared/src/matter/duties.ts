/**
 * 应办事项: what is due, by when and by which rule (integrity D29). `dutiesOf` says what a matter's facts ask for; it is
 * written down in the transaction in which they arise, and everybody who speaks of "late" reads what was written.
 */

import type { ProfileValues } from '../law/profile.ts'
import { addDays, dateToInstant, endOfDays, shanghaiDate } from '../words/days.ts'
import { DECIDED_STAGES, isOneOf, SITTING_STAGES, type Stage, type Track } from '../words/vocabulary.ts'
import type { Duty, DutyOwner } from './duty-kinds.ts'
import { provesTheEnd } from './end-photo.ts'
import { FILINGS, filingOf, isOwedStill, type Made } from './filing.ts'

/** 一件应办: known by its key, so that the same fact owes it once. */
export type Owed = {
  kind: Duty
  key: string
  since: Date
  dueAt: Date
  doneAt: Date | null
  /** Not asked for any more from then on. */
  droppedAt?: Date | null
  subjectId?: string
  /** Where it is another's than the table says. */
  owes?: DutyOwner
}

export type DisclosureFacts = {
  id: string
  stage: string
  status: string
  preparedAt: Date
  startDueAt: Date
  postedAt: Date | null
  takenDownAt: Date | null
  endsAt: Date | null
  endPhotoDueAt: Date | null
  endedAt: Date | null
  endPhotos: readonly Date[]
}
export type ObjectionFacts = {
  id: string
  at: Date
  dueAt: Date
  answeredAt: Date | null
  escalatedAt: Date | null
  takenAt: Date | null
  townshipDueAt: Date | null
  townshipAnsweredAt: Date | null
  countyDueAt: Date | null
  countyAnsweredAt: Date | null
  movedOnAt: Date | null
  /** It holds the matter no longer. */
  settledAt: Date | null
}
/** Those of a matter: who is to approve, and who has, since it waits for that. */
export type ApprovalFacts = { needed: readonly string[]; given: readonly { by: string; at: Date }[] }
/** A matter as far as duties hang on it. */
export type DutyFacts = Made & {
  id: string
  stage: Stage
  track: Track
  draftedAt: Date
  stageSince: Date
  demandedAt: Date | null
  conveneDueAt: Date | null
  /** By which its resolution is known, and when the body that decides adopted it. */
  decision: string
  decidedAt: Date | null
  /** 备案 of that decision. */
  filedAt: Date | null
  approvals: ApprovalFacts
  /** 乡镇意见, since the matter came to its stage. */
  opinionAt: Date | null
  flawedAt: Date | null
  profile: ProfileValues
  /** Of the present stage, in the order in which they were called. */
  sittings: readonly { noticeAt: Date; endedAt: Date | null }[]
  disclosures: readonly DisclosureFacts[]
  objections: readonly ObjectionFacts[]
  work: { completionDueAt: Date | null; completedOn: string | null; outcomeDueAt: Date | null } | null
  /** Of the implementation now running, in order. */
  progress: readonly Date[]
}

const OVER: readonly Stage[] = ['archived', 'withdrawn', 'superseded', 'void']
export const isOver = (stage: Stage): boolean => OVER.includes(stage)
const BEFORE_THE_VOTE: readonly Stage[] = ['drafting', ...SITTING_STAGES]
const DISCLOSING: readonly Stage[] = ['resolutionDisclosure', 'outcomeDisclosure']
/** 季度 of art 35. */
const QUARTER_MONTHS = 3

/** The end of the same day so many months later. */
export function monthsAfter(from: Date, months: number): Date {
  const [year = 0, month = 1, day = 1] = shanghaiDate(from).split('-').map(Number)
  const last = (at: number) => new Date(Date.UTC(year, at, 0)).getUTCDate()
  const target = month + months
  const to = new Date(Date.UTC(year, target - 1, Math.min(day, last(target)))).toISOString().slice(0, 10)
  return dateToInstant(addDays(to, 1))
}

/** What the facts of a matter ask for now, and what of it is done. What stands open and is not among it is asked for no more. */
export function dutiesOf(facts: DutyFacts, now: Date): Owed[] {
  const all = [
    ...beforeTheVote(facts),
    ...facts.disclosures.flatMap((one) => ofDisclosure(facts, one)),
    ...ofDecision(facts),
    ...facts.objections.flatMap((one) => ofObjection(one, facts.profile)),
    ...carryingOut(facts, now),
  ]
  // Two entries of one instant are one fact; the later one says how it stands.
  const duties = [...new Map(all.map((one) => [`${one.kind} ${one.key}`, one])).values()]
  return OVER.includes(facts.stage) ? duties.map(afterTheEnd).filter((one) => one !== null) : duties
}

/** 办结以后什么也不再逾期: what was not late yet may still be done until its day, and then is let go. */
function afterTheEnd(owed: Owed): Owed | null {
  if (owed.doneAt || isOwedStill(owed.kind)) return owed
  return owed.kind === 'endPhoto' ? { ...owed, droppedAt: owed.dueAt } : null
}

function beforeTheVote({ id, stage, draftedAt, stageSince, sittings, profile, ...facts }: DutyFacts): Owed[] {
  const duties: Owed[] = []
  const days = (from: Date, key: 'duty.take_up_days' | 'duty.call_days' | 'duty.archive_days') =>
    endOfDays(from, profile[key])
  if (stage === 'drafting')
    duties.push({
      kind: 'takeUpDraft',
      key: id,
      since: draftedAt,
      dueAt: days(draftedAt, 'duty.take_up_days'),
      doneAt: null,
    })
  if (isOneOf(SITTING_STAGES, stage)) {
    let since: Date | null = stageSince
    for (const { noticeAt, endedAt } of sittings) {
      if (since) duties.push(callOf(id, since, days(since, 'duty.call_days'), noticeAt))
      since = endedAt
    }
    if (since) duties.push(callOf(id, since, days(since, 'duty.call_days'), null))
  }
  // 政策关: asked when the matter comes to step 1, answered or let go when it leaves it; it holds nothing up.
  if (stage === 'branchProposal' && facts.track === 'full' && profile.township_precheck === 'advise')
    duties.push({
      kind: 'precheckTownship',
      key: `${id} ${stageSince.toISOString()}`,
      since: stageSince,
      dueAt: endOfDays(stageSince, profile['duty.precheck_days']),
      doneAt: facts.opinionAt,
    })
  if (facts.conveneDueAt && BEFORE_THE_VOTE.includes(stage))
    duties.push({
      kind: 'conveneDemanded',
      key: `${id} ${facts.demandedAt?.toISOString()}`,
      since: facts.demandedAt ?? draftedAt,
      dueAt: facts.conveneDueAt,
      doneAt: null,
    })
  if (stage === 'opinionSent')
    duties.push({
      kind: 'archiveMatter',
      key: `${id} ${stageSince.toISOString()}`,
      since: stageSince,
      dueAt: days(stageSince, 'duty.archive_days'),
      doneAt: null,
    })
  return duties
}
const callOf = (id: string, since: Date, dueAt: Date, doneAt: Date | null): Owed => ({
  kind: 'callMeeting',
  key: `${id} ${since.toISOString()}`,
  since,
  dueAt,
  doneAt,
})

/** The days ran in full; something else did not end them. */
const ranInFull = ({ status, endsAt, endedAt }: DisclosureFacts): boolean =>
  status !== 'interrupted' && endsAt !== null && (endedAt === null || endedAt >= endsAt)

function ofDisclosure({ stage, profile }: DutyFacts, one: DisclosureFacts): Owed[] {
  const duties: Owed[] = []
  const { takenDownAt, postedAt } = one
  const waits = !one.endedAt && stage === one.stage && DISCLOSING.includes(stage)
  const post = (since: Date, dueAt: Date, doneAt: Date | null) =>
    duties.push({
      kind: 'postDisclosure',
      key: `${one.id} ${since.toISOString()}`,
      since,
      dueAt,
      doneAt,
      subjectId: one.id,
    })
  if (!takenDownAt && (waits || postedAt)) post(one.preparedAt, one.startDueAt, postedAt)
  // Taken down before its end, it is to hang again.
  if (takenDownAt) {
    const again = postedAt && postedAt > takenDownAt ? postedAt : null
    if (waits || again)
      post(takenDownAt, endOfDays(takenDownAt, profile['disclosure.start_within_days']), again)
  }
  if (one.postedAt && one.endsAt && one.endPhotoDueAt && ranInFull(one)) {
    const { endsAt } = one
    const photo = one.endPhotos.filter((at) => provesTheEnd(at, endsAt)).toSorted((a, b) => +a - +b)[0]
    duties.push({
      kind: 'endPhoto',
      key: `${one.id} ${one.postedAt.toISOString()}`,
      since: one.postedAt,
      dueAt: one.endPhotoDueAt,
      doneAt: photo ?? null,
      subjectId: one.id,
    })
  }
  return duties
}

/** 答复: the village's, then whoever's turn it is; what one of them missed is the next one's. */
function ofObjection(one: ObjectionFacts, profile: ProfileValues): Owed[] {
  const { id, at, answeredAt, escalatedAt, takenAt, townshipDueAt, townshipAnsweredAt, countyDueAt } = one
  const duty = (kind: Duty, since: Date, dueAt: Date, doneAt: Date | null, over: Date | null): Owed => ({
    kind,
    key: id,
    since,
    dueAt,
    doneAt,
    subjectId: id,
    ...(doneAt || !over ? {} : { droppedAt: over }),
  })
  const duties: Owed[] = []
  if (answeredAt || !escalatedAt || escalatedAt > at)
    duties.push(duty('answerObjection', at, one.dueAt, answeredAt, escalatedAt ?? one.movedOnAt))
  if (escalatedAt && townshipDueAt && (takenAt || !answeredAt || townshipAnsweredAt))
    duties.push(
      duty(
        'townshipAnswer',
        takenAt ?? escalatedAt,
        townshipDueAt,
        townshipAnsweredAt,
        countyDueAt && townshipDueAt,
      ),
    )
  if (countyDueAt)
    duties.push(duty('countyAnswer', townshipDueAt ?? at, countyDueAt, one.countyAnsweredAt, one.movedOnAt))
  // Nobody has to answer it any more, and it still holds: what the answer asks for is to be done.
  const said = one.countyAnsweredAt ?? townshipAnsweredAt ?? (takenAt || countyDueAt ? null : answeredAt)
  if (said && !one.movedOnAt) {
    const { settledAt } = one
    const dueAt = endOfDays(said, profile['duty.follow_days'])
    if (!settledAt || settledAt > said)
      duties.push({
        ...duty('followAnswer', said, dueAt, settledAt, null),
        key: `${id} ${said.toISOString()}`,
      })
  }
  return duties
}

const APPROVERS = { township: 'approveTownship', county: 'approveCounty' } as const
const DECIDED: readonly Stage[] = DECIDED_STAGES

/** 批准、备案: what stands with those above once the body has decided; a flawed resolution goes back to the body. */
function ofDecision({ id, stage, stageSince, track, profile, ...facts }: DutyFacts): Owed[] {
  const duties: Owed[] = []
  const { approvals, decidedAt, flawedAt } = facts
  if (stage === 'awaitingApproval')
    for (const level of ['township', 'county'] as const)
      if (approvals.needed.includes(level))
        duties.push({
          kind: APPROVERS[level],
          key: `${id} ${stageSince.toISOString()}`,
          since: stageSince,
          dueAt: endOfDays(stageSince, profile['duty.approval_days']),
          doneAt: approvals.given.find(({ by }) => by === level)?.at ?? null,
        })
  if (DECIDED.includes(stage) && track === 'full' && decidedAt && !facts.makesRules)
    duties.push({
      kind: 'fileResolution',
      key: `${id} ${facts.decision}`,
      since: decidedAt,
      dueAt: endOfDays(decidedAt, profile.filing_days),
      doneAt: facts.filedAt,
    })
  const filing = filingOf(facts)
  if (DECIDED.includes(stage) && track === 'full' && decidedAt && filing)
    duties.push({
      kind: filing,
      key: `${id} ${facts.decision}`,
      since: decidedAt,
      dueAt: endOfDays(decidedAt, profile.filing_days),
      doneAt: filing === 'fileRules' ? facts.filedAt : null,
    })
  if (flawedAt && DECIDED.includes(stage))
    duties.push({
      kind: 'settleFlaw',
      key: `${id} ${flawedAt.toISOString()}`,
      since: flawedAt,
      dueAt: endOfDays(flawedAt, profile['duty.call_days']),
      doneAt: null,
    })
  return duties
}

function carryingOut({ id, stage, stageSince, profile, work, progress }: DutyFacts, now: Date): Owed[] {
  if (stage !== 'implementation') return []
  const key = `${id} ${stageSince.toISOString()}`
  const duties: Owed[] = [
    {
      kind: 'startWork',
      key,
      since: stageSince,
      dueAt: endOfDays(stageSince, profile['duty.start_work_days']),
      doneAt: work ? now : null,
    },
  ]
  const completed = work?.completedOn ? now : null
  for (const [i, since] of [stageSince, ...progress].entries())
    duties.push({
      kind: 'reportProgress',
      key: `${id} ${since.toISOString()}`,
      since,
      dueAt: monthsAfter(since, QUARTER_MONTHS),
      doneAt: progress[i] ?? completed,
    })
  if (work?.completionDueAt)
    duties.push({
      kind: 'completeWork',
      key,
      since: stageSince,
      dueAt: work.completionDueAt,
      doneAt: completed,
    })
  if (work?.completedOn && work.outcomeDueAt)
    duties.push({ kind: 'reportOutcome', key, since: now, dueAt: work.outcomeDueAt, doneAt: null })
  return duties
}

const OF_PAPERS: readonly Duty[] = [
  'postDisclosure',
  'endPhoto',
  'answerObjection',
  'townshipAnswer',
  'countyAnswer',
  'followAnswer',
  'fileResolution',
  ...FILINGS,
]

/** An open duty that the facts ask for no more: done with the move that left it behind, or dropped with its matter. */
export function isDoneBy(kind: Duty, stage: Stage): boolean {
  if (kind === 'takeUpDraft') return stage !== 'withdrawn'
  if (kind === 'callMeeting') return false
  if (kind === 'conveneDemanded') return !['withdrawn', 'superseded'].includes(stage)
  if (kind === 'archiveMatter') return stage === 'archived'
  if (kind === 'approveTownship' || kind === 'approveCounty') return stage !== 'withdrawn'
  if (kind === 'settleFlaw') return true
  if (OF_PAPERS.includes(kind)) return false
  return stage === 'outcomeDisclosure' || stage === 'archived'
}

const BESIDE: readonly Duty[] = [
  'signMinutes',
  'endPhoto',
  'fileResolution',
  ...FILINGS,
  'secondPerson',
  'judge',
  'branchRound',
  'precheckTownship',
  'answerFullWay',
  'answerChallenge',
  'conveneChallenged',
]
/** What the matter itself waits for; the others are done beside its way. */
export const isOnTheWay = (kind: Duty): boolean => !BESIDE.includes(kind)

/** Those that follow from the facts of one matter; others are written and closed by whoever made them. */
export const OF_MATTER: readonly Duty[] = [
  'takeUpDraft',
  'callMeeting',
  'conveneDemanded',
  'precheckTownship',
  'postDisclosure',
  'endPhoto',
  'answerObjection',
  'townshipAnswer',
  'countyAnswer',
  'followAnswer',
  'approveTownship',
  'approveCounty',
  'fileResolution',
  ...FILINGS,
  'settleFlaw',
  'startWork',
  'reportProgress',
  'completeWork',
  'reportOutcome',
  'archiveMatter',
]
