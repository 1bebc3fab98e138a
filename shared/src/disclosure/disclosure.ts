/** 公示: its days, what restarts them, what ends them. */
import type { ProfileValues } from '../law/profile.ts'
import { provesTheEnd } from '../matter/end-photo.ts'
import { addDays, endOfDays, fullDaysBetween, shanghaiDate } from '../words/days.ts'
import { type Refusal, refuse } from '../words/refusal.ts'

/** One posting; a change of content or a re-posting is a new one, masking of personal data is not. */
export type Posting = { postedAt: Date; takenDownAt: Date | null }

/** The instant at which the disclosure days of a posting are over. */
export const disclosureEnd = (postedAt: Date, days: number): Date => endOfDays(postedAt, days)

/** The last day of the disclosure, as the notice names it. */
export const disclosureLastDay = (postedAt: Date, days: number): string =>
  addDays(shanghaiDate(postedAt), days)

/** 中断: taken down before the end, the days start again with the next posting. */
export const isInterrupted = (posting: Posting, days: number): boolean =>
  posting.takenDownAt !== null &&
  posting.takenDownAt.getTime() < disclosureEnd(posting.postedAt, days).getTime()

/** The posting whose days run now or have run in full, or null. */
export function runningPosting(postings: readonly Posting[], days: number): Posting | null {
  const uninterrupted = postings.filter((posting) => !isInterrupted(posting, days))
  return uninterrupted.reduce<Posting | null>(
    (latest, posting) =>
      latest && latest.postedAt.getTime() >= posting.postedAt.getTime() ? latest : posting,
    null,
  )
}

const MANDATE_DAYS = 10
/** 委托流转书: consents are taken until ten days after adoption; the disclosure starts after that. */
export const mandatesUntil = (adoptedAt: Date): Date => endOfDays(adoptedAt, MANDATE_DAYS)

/** The latest instant at which a resolution's disclosure must have started. */
export function startDisclosureBy(adoptedAt: Date, startWithinDays: number, agencyOnly: boolean): Date {
  if (!agencyOnly) return endOfDays(adoptedAt, startWithinDays)
  const lastMoment = new Date(mandatesUntil(adoptedAt).getTime() - 1)
  return endOfDays(lastMoment, startWithinDays)
}

/** The latest instant at which an outcome must be published after completion. */
export const publishOutcomeBy = (completedAt: Date, withinDays: number): Date =>
  endOfDays(completedAt, withinDays)

/** 审核: silence over the review days is logged and lets the posting go on. */
export const reviewUntil = (requestedAt: Date, reviewDays: number): Date => endOfDays(requestedAt, reviewDays)

export type Review = { requestedAt: Date | null; reviewed: boolean; reviewDays: number }

export function whyReviewOutstanding(facts: Review & { now: Date }): Refusal | null {
  if (facts.reviewed) return null
  const until = reviewUntil(facts.requestedAt ?? facts.now, facts.reviewDays)
  if (facts.requestedAt && facts.now.getTime() >= until.getTime()) return null
  return refuse('reviewOutstanding', { until: until.toISOString() })
}

/** 张贴: reviewed, nothing forbidden in the text, a photo of the board, mandates closed. */
export function whyNotPost(facts: {
  posted: boolean
  findings: readonly { zh: string; en: string }[]
  hasBoardPhoto: boolean
  review: Review
  mandatesUntil: Date | null
  opinionOnly: boolean
  now: Date
}): Refusal | null {
  if (facts.opinionOnly) return refuse('opinionNotResolution')
  if (facts.posted) return refuse('disclosurePosted')
  if (facts.mandatesUntil && facts.now.getTime() < facts.mandatesUntil.getTime())
    return refuse('mandatesRunning', { until: facts.mandatesUntil.toISOString() })
  if (facts.findings.length > 0) {
    const list = (language: 'zh' | 'en') =>
      facts.findings.map((one) => one[language]).join(language === 'zh' ? '、' : ', ')
    return refuse('forbiddenContent', { findings: { zh: list('zh'), en: list('en') } })
  }
  const review = whyReviewOutstanding({ ...facts.review, now: facts.now })
  if (review) return review
  return facts.hasBoardPhoto ? null : refuse('boardPhotoMissing')
}

/** 公示期满: the days over without a break, no objection holding it, nothing awaiting review. */
export function whyNotEndDisclosure(facts: {
  postings: readonly Posting[]
  days: number
  now: Date
  /** Objections that hold the matter (objections.ts). */
  holding: number
  review: Review
}): Refusal | null {
  const posting = runningPosting(facts.postings, facts.days)
  if (!posting) return refuse('disclosureNotPosted')
  const end = disclosureEnd(posting.postedAt, facts.days)
  if (facts.now.getTime() < end.getTime()) return refuse('disclosureRunning', { until: end.toISOString() })
  if (facts.holding > 0) return refuse('objectionOpen', { count: facts.holding })
  return whyReviewOutstanding({ ...facts.review, now: facts.now })
}

/** 组织实施: after the disclosure, or during it where the profile says so. */
export const whyNotImplement = (
  stage: 'resolutionDisclosure' | 'implementation' | string,
  profile: Pick<ProfileValues, 'implement_during_disclosure'>,
): Refusal | null =>
  stage === 'implementation' || (stage === 'resolutionDisclosure' && profile.implement_during_disclosure)
    ? null
    : refuse('implementationTooEarly')

/** 实际张贴: what the photos of the board prove, beside what was posted. */
export type Stood = {
  /** The photo of the running posting; without one nothing is proved. */
  from: Date | null
  /** Seen last on the wall. */
  until: Date | null
  /** Full days between the two photos. */
  days: number
  /** The photo at the end is missing, and its day has passed. */
  overdue: boolean
}

export function stood(facts: {
  photos: readonly { moment: string; at: Date }[]
  postedAt: Date | null
  endsAt: Date | null
  /** As the list of what is due says. */
  overdue: boolean
}): Stood {
  const { photos, postedAt, endsAt, overdue } = facts
  if (!postedAt) return { from: null, until: null, days: 0, overdue: false }
  const latest = (dates: Date[]) => dates.reduce<Date | null>((a, b) => (a && a >= b ? a : b), null)
  const taken = (moment: string) => photos.filter((photo) => photo.moment === moment).map((photo) => photo.at)
  const from = latest(taken('start').filter((at) => at <= postedAt))
  const until = latest(taken('end').filter((at) => at >= postedAt))
  // One of the last afternoon proves the days to their end.
  const stoodUntil = until && endsAt && until < endsAt && provesTheEnd(until, endsAt) ? endsAt : until
  return { from, until, days: from && stoodUntil ? fullDaysBetween(from, stoodUntil) : 0, overdue }
}

/** Until when the photo at the end must be there. */
export const endPhotoBy = (endsAt: Date, days: number): Date => endOfDays(endsAt, days)
