/** 召集: whether a meeting can be convened for a time, and the earliest lawful time if not. */
import { isTooFewForSecret, type MeetingRule } from '../law/meeting-rules.ts'
import type { ProfileValues } from '../law/profile-keys.ts'
import { isSubstantive, type TextFacts } from '../matter/amendment.ts'
import type { Paper } from '../matter/matter-table.ts'
import { whyPapersMissing } from '../matter/required-papers.ts'
import { addHours, calendarDays, endOfDays, shanghaiDate } from '../words/days.ts'
import { firstOf, type Refusal, refuse } from '../words/refusal.ts'
import { ASSEMBLIES, type Assembly, type Office, type Stage, type Track } from '../words/vocabulary.ts'

export type TimeFacts = {
  rule: Pick<MeetingRule, 'noticeDays' | 'gapDays' | 'papersDays'>
  /** When the notice goes out: now, for a meeting being convened. */
  noticeAt: Date
  /** When the previous step's poll closed, if there was one. */
  lastClosedAt?: Date | null
  /** When the papers were opened to members; default: with the notice. */
  papersOpenAt?: Date | null
  /** From matter/cooling.ts. */
  coolingUntil?: Date | null
  coolingDays?: number
}
export type TimeBound = {
  at: Date
  because: 'coolingDays' | 'noticeTooShort' | 'gapTooShort' | 'papersTooLate'
  days: number
}

/** 最早时间: notice, gap, papers and cooling run at the same time; the latest of them binds. */
export function earliestOpening(facts: TimeFacts): TimeBound {
  const { rule, noticeAt } = facts
  const bounds: TimeBound[] = [
    { at: endOfDays(noticeAt, rule.noticeDays), because: 'noticeTooShort', days: rule.noticeDays },
  ]
  if (facts.lastClosedAt)
    bounds.push({
      at: endOfDays(facts.lastClosedAt, rule.gapDays),
      because: 'gapTooShort',
      days: rule.gapDays,
    })
  if (rule.papersDays > 0)
    bounds.push({
      at: endOfDays(facts.papersOpenAt ?? noticeAt, rule.papersDays),
      because: 'papersTooLate',
      days: rule.papersDays,
    })
  if (facts.coolingUntil)
    bounds.push({ at: facts.coolingUntil, because: 'coolingDays', days: facts.coolingDays ?? 0 })
  return bounds.reduce((latest, bound) => (bound.at.getTime() > latest.at.getTime() ? bound : latest))
}

/** Why a meeting cannot open at that time, with the earliest lawful time. */
export function whyNotAt(opensAt: Date, facts: TimeFacts): Refusal | null {
  const bound = earliestOpening(facts)
  if (opensAt.getTime() >= bound.at.getTime()) return null
  return refuse(bound.because, { days: bound.days, earliest: bound.at.toISOString() })
}

export type NoteFacts = {
  stage: Stage
  track: Track
  urgent: boolean
  /** From the matter's band (committee matters of the second band). */
  noteNeeded: boolean
  noteGiven: boolean
  /** One that objects opens nothing, and is no silence either. */
  noteObjects: boolean
  noteRequestedAt?: Date | null
  reviewDays: number
  now: Date
}

/**
 * 监督意见: an urgent matter's step 1 waits for the note and silence does not count; a committee matter's
 * step 2 waits for it, and silence over the review days is logged and lets it go on.
 */
export function whyNoteMissing(facts: NoteFacts): Refusal | null {
  if (facts.noteGiven) return null
  if (facts.urgent && facts.stage === 'branchProposal')
    return refuse(facts.noteObjects ? 'oversightObjects' : 'oversightNoteMissing')
  if (facts.track !== 'committeeMatter' || !facts.noteNeeded || facts.stage !== 'committeeDeliberation')
    return null
  if (facts.noteObjects) return refuse('oversightObjects')
  const silentFrom = facts.noteRequestedAt ? endOfDays(facts.noteRequestedAt, facts.reviewDays) : null
  return silentFrom && facts.now.getTime() >= silentFrom.getTime() ? null : refuse('oversightNoteMissing')
}

export type ConveneFacts = TimeFacts & {
  rule: MeetingRule
  now: Date
  opensAt: Date
  /** What the notice sets; at most the rule's. */
  windowHours?: number
  stage: Stage
  track: Track
  urgent: boolean
  noteNeeded: boolean
  noteGiven: boolean
  noteObjects: boolean
  noteRequestedAt?: Date | null
  reviewDays: number
  /** Persons with a vote on the roll. */
  entitled: number
  extraStepsMissing: readonly { zh: string; en: string }[]
  papersMissing: readonly Paper[]
  /** Meetings convened again at this step after noQuorum, and the most the profile allows. */
  reconvened?: number
  maxReconvene?: number
}

/** 召集会议: everything that can stand against it, in the order in which a person would mend it. */
export function whyNotConvene(facts: ConveneFacts): Refusal | null {
  const { rule } = facts
  const window = facts.windowHours ?? rule.windowHours
  return firstOf(
    () => whyWrongStage(facts),
    () => whyNoteMissing(facts),
    () => whyExtraSteps(facts),
    () => whyPapersMissing(facts.papersMissing),
    () =>
      (facts.reconvened ?? 0) > (facts.maxReconvene ?? Number.POSITIVE_INFINITY)
        ? refuse('reconveningsUsedUp', { max: facts.maxReconvene ?? 0 })
        : null,
    () => (facts.entitled === 0 ? refuse('emptyRoll') : null),
    () =>
      isTooFewForSecret(rule, facts.entitled) ? refuse('secretNeedsMore', { k: rule.smallGroupK }) : null,
    () => (window > rule.windowHours ? refuse('windowTooLong', { hours: rule.windowHours }) : null),
    () => (rule.votingMode === 'show_of_hands' && window > 0 ? refuse('showOfHandsLiveOnly') : null),
    () => (facts.opensAt.getTime() < facts.now.getTime() ? refuse('opensInPast') : null),
    () => whyNotAt(facts.opensAt, facts),
  )
}

const whyWrongStage = ({ stage, rule }: ConveneFacts): Refusal | null =>
  stage === rule.stage ? null : refuse('wrongStage', { stage })

/**
 * 一肩挑: where the county allows it and one person is secretary and director, step 2 may be called while step 1 is still
 * to sit, for the same evening. Two meetings all the same: two rolls, two votes, two records; the second opens only once
 * the first has agreed. (domain 1.1.12)
 */
export const mergesSteps = (
  matter: { stage: Stage },
  offices: readonly { personId: string; office: Office }[],
  profile: Pick<ProfileValues, 'merge_step1_2' | 'gap.min_days.1_2' | 'extra_steps'>,
): boolean => {
  const holds = (wanted: readonly Office[]) =>
    offices.filter((row) => wanted.includes(row.office)).map((row) => row.personId)
  const directors = holds(['villageDirector', 'residentDirector'])
  return (
    profile.merge_step1_2 &&
    profile['gap.min_days.1_2'] === 0 &&
    profile.extra_steps.every((step) => step.beforeStep !== 2) &&
    matter.stage === 'branchProposal' &&
    holds(['branchSecretary']).some((id) => directors.includes(id))
  )
}

function whyExtraSteps({ extraStepsMissing }: ConveneFacts): Refusal | null {
  if (extraStepsMissing.length === 0) return null
  const list = (language: 'zh' | 'en') =>
    extraStepsMissing.map((step) => step[language]).join(language === 'zh' ? '、' : ', ')
  return refuse('extraStepMissing', { steps: { zh: list('zh'), en: list('en') } })
}

/** 急事: when the oversight committee's silence has made the note the township's. */
export const urgentNoteTownshipFrom = (since: Date, hours: number): Date =>
  new Date(since.getTime() + hours * 3_600_000)

/** The end that a notice fixes for all its polls. */
export const windowEndOf = (opensAt: Date, windowHours: number): Date => addHours(opensAt, windowHours)

/** 全程: days from the first notice to now or to the last poll, and whether that calls for a warning. */
export function lengthOfWay(
  firstNoticeAt: Date,
  until: Date,
  warnDays: number,
): { days: number; warning: boolean } {
  const days = calendarDays(shanghaiDate(firstNoticeAt), shanghaiDate(until))
  return { days, warning: days > warnDays }
}

/** 名册更正: a person added gets the full notice, else the meeting moves; one struck needs no new period. */
export function whyNotCorrect(facts: {
  change: 'add' | 'strike'
  now: Date
  opensAt: Date
  noticeDays: number
  reason: string
  by: string
  confirmedBy: string | null
}): Refusal | null {
  if (!facts.reason.trim()) return refuse('reasonNeeded')
  if (!facts.confirmedBy) return refuse('secondPersonNeeded')
  if (facts.confirmedBy === facts.by) return refuse('samePersonTwice')
  if (facts.change === 'strike') return null
  const earliest = endOfDays(facts.now, facts.noticeDays)
  return facts.opensAt.getTime() < earliest.getTime()
    ? refuse('correctionNeedsNotice', { earliest: earliest.toISOString() })
    : null
}

/** 同一方案: equal text, or a change that the facts show to be editorial. A substantive version in between makes another. */
export function isSameText(
  before: { digest: string; facts: TextFacts },
  after: { digest: string; facts: TextFacts },
  options: { pct: number; substantiveSince?: boolean },
): boolean {
  if (before.digest === after.digest) return true
  return !options.substantiveSince && !isSubstantive(before.facts, after.facts, { pct: options.pct })
}

/** The other form in which the same assembly may sit: adults or households. */
const FORMS: Partial<Record<Assembly, Assembly>> = {
  villagers: 'households',
  households: 'villagers',
  groupVillagers: 'groupHouseholds',
  groupHouseholds: 'groupVillagers',
  residents: 'residentHouseholds',
  residentHouseholds: 'residents',
}

/** 会议的形式: the villagers' assembly sits as the profile says; groups and residents may choose. */
export function whyNotForm(routed: Assembly, asked: Assembly, mode: 'adults' | 'household'): Refusal | null {
  if (asked === routed) return null
  const chosen =
    asked === 'villagers' ? mode === 'adults' : asked === 'households' ? mode === 'household' : true
  return FORMS[routed] === asked && chosen
    ? null
    : refuse('assemblyNotForMatter', { assembly: asked, allowed: ASSEMBLIES[routed] })
}

export type AdjournFacts = {
  now: Date
  to: Date
  /** When it is to open as things stand. */
  opensAt: Date
  /** The first lawful time of its own notice, papers and gaps. */
  lawfulFrom: Date
  /** For when its notice called it first. */
  firstOpensAt: Date
  /** `adjourn_days` of the profile. */
  days: number
}

/**
 * 休会: polls not opened move to a named time on the same roll. It never shortens: not before what the notice, papers
 * and gaps ask for, nor before the time that people were told. All adjournments of one notice together reach `days`
 * past the first opening; later needs a new notice. (平台默认; integrity D24)
 */
export function whyNotAdjourn({
  now,
  to,
  opensAt,
  lawfulFrom,
  firstOpensAt,
  days,
}: AdjournFacts): Refusal | null {
  if (to.getTime() <= now.getTime()) return refuse('opensInPast')
  const earliest = new Date(Math.max(opensAt.getTime(), lawfulFrom.getTime()))
  if (to.getTime() < earliest.getTime())
    return refuse('adjournTooEarly', { earliest: earliest.toISOString() })
  return to.getTime() > endOfDays(firstOpensAt, days).getTime() ? refuse('adjournTooLate', { days }) : null
}

/** A poll not opened when half of the window has passed is adjourned; live meetings have no such time. */
export const latestOpening = (opensAt: Date, windowHours: number): Date | null =>
  windowHours === 0 ? null : addHours(opensAt, windowHours / 2)
