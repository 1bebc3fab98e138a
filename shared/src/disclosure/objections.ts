/**
 * 异议: who may object, who answers, what an objection found right needs before the days can end, and where each
 * answer leads next. The class is the objector's; whoever answers for the village may contest it and never judges it.
 */
import type { ProfileValues } from '../law/profile.ts'
import { endOfDays } from '../words/days.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import { similar } from '../words/similar.ts'
import type { ObjectionClass } from '../words/vocabulary.ts'

export type ObjectionVerdict = 'upheld' | 'dismissed' | 'corrected' | 'recorded'
/** Before whom an objection stands. */
export type AnsweringLevel = 'village' | 'township' | 'county'
/** What must still be done before the disclosure can end. */
export type ObjectionNeed = 'answer' | 'correctedNotice' | 'recount' | 'order'

type Row = {
  answers: Exclude<AnsweringLevel, 'county'>
  holds: boolean
  /** What it needs when it is found right. */
  needs: ObjectionNeed | null
  verdicts: readonly ObjectionVerdict[]
  zh: string
  en: string
  source: string
}

/** 异议效果: what an objection found right leads to. */
// biome-ignore format: one row, one class
export const OBJECTION_EFFECTS = {
  a: { answers: 'village',  holds: true,  needs: 'correctedNotice', verdicts: ['upheld', 'corrected', 'dismissed'], zh: '答复并更正公示，公示天数从头计算', en: 'Answered; the notice is corrected and its days begin again', source: '村委会组织法 art 36' },
  b: { answers: 'village',  holds: true,  needs: 'recount',         verdicts: ['upheld', 'corrected', 'dismissed'], zh: '复核票数；结果改变的，回到出错的那一步', en: 'Recount; if the outcome changes the matter returns to that step', source: '村委会组织法 arts 26, 30' },
  c: { answers: 'township', holds: true,  needs: 'order',           verdicts: ['upheld', 'corrected', 'dismissed'], zh: '由乡镇答复；违法的责令改正，回到两委商议', en: 'Answered by the township; what is unlawful is ordered to be corrected', source: '村委会组织法 art 31' },
  d: { answers: 'village',  holds: false, needs: null,              verdicts: ['upheld', 'recorded', 'dismissed'],  zh: '答复并记录在案；达到联名人数可要求召开村民会议', en: 'Answered and recorded; enough signatures can demand an assembly', source: '村委会组织法 arts 25, 27' },
} as const satisfies Record<ObjectionClass, Row>

const rowOf = (kind: ObjectionClass): Row => OBJECTION_EFFECTS[kind]
/** One left open by the objector may be of a class that holds the matter. */
const STRICTEST: ObjectionClass = 'a'

/** 谁可以提: whoever the village registers, whoever owns with it, whoever stands for others, whoever it concerns. */
export const whyNotObject = (who: {
  registered: boolean
  collectiveMember: boolean
  representative: boolean
  /** How it concerns him, in his own words. */
  concerned: string | null
}): Refusal | null =>
  who.registered || who.collectiveMember || who.representative || (who.concerned ?? '').trim() !== ''
    ? null
    : refuse('mayNotObject')

/** As much of one as the rules look at. */
export type ObjectionState = {
  class: ObjectionClass | null
  /** False: the same ground has held the matter before. */
  holds: boolean
  verdict: string | null
  answeredAt: Date | null
  escalatedAt: Date | null
  /** Taken further by the objector, not by the clock. */
  takenAt: Date | null
  townshipVerdict: string | null
  townshipAnsweredAt: Date | null
  countyDueAt: Date | null
  countyVerdict: string | null
  countyAnsweredAt: Date | null
  /** 上级逾期未答复 */
  movedOnAt: Date | null
}
/** What was done about it meanwhile: the recount it led to, the correction of the notice that names it. */
export type ObjectionDone = { recounted: boolean; noticeCorrected: boolean }

/** Before whom it stands now; null: before nobody any more. */
export function standsBefore(one: ObjectionState): AnsweringLevel | null {
  if (one.movedOnAt || one.countyAnsweredAt) return null
  if (one.countyDueAt) return 'county'
  if (one.townshipAnsweredAt) return null
  if (one.takenAt) return 'township'
  if (one.answeredAt) return null
  return one.escalatedAt ? 'township' : rowOf(one.class ?? STRICTEST).answers
}

/** The last word on it. */
const verdictOf = (one: ObjectionState) => one.countyVerdict ?? one.townshipVerdict ?? one.verdict
const isRight = (verdict: string | null, kind: ObjectionClass) =>
  verdict === 'upheld' || (verdict === 'corrected' && kind !== 'c')

/** What is still to be done about it, or null. */
export function objectionNeeds(one: ObjectionState, done: ObjectionDone): ObjectionNeed | null {
  if (one.movedOnAt) return null
  if (standsBefore(one)) return 'answer'
  const kind = one.class ?? STRICTEST
  const { needs } = rowOf(kind)
  if (!needs || !isRight(verdictOf(one), kind)) return null
  if (needs === 'recount' && done.recounted) return null
  if (needs === 'correctedNotice' && done.noticeCorrected) return null
  return needs
}

/** 更正: a notice is corrected for an objection to what it says, upheld or not yet decided. */
export const mayBeCorrected = (one: ObjectionState, done: ObjectionDone): boolean =>
  rowOf(one.class ?? STRICTEST).needs === 'correctedNotice' &&
  ['answer', 'correctedNotice'].includes(objectionNeeds(one, done) ?? '')

/** 公示不得结束: an objection of (a) to (c) holds the matter until it is answered and done. */
export const holdsTheMatter = (one: ObjectionState, done: ObjectionDone): boolean =>
  rowOf(one.class ?? STRICTEST).holds && one.holds && objectionNeeds(one, done) !== null

/** 村里答复: in time or late, until the township has taken it over for good. */
export const villageMayAnswer = (one: ObjectionState): boolean =>
  one.class !== null &&
  rowOf(one.class).answers === 'village' &&
  !one.answeredAt &&
  !one.takenAt &&
  !one.townshipAnsweredAt &&
  !one.countyDueAt

export const whyNotVerdict = (kind: ObjectionClass, verdict: ObjectionVerdict): Refusal | null =>
  rowOf(kind).verdicts.includes(verdict) ? null : refuse('verdictUnfit')

type Days = Pick<
  ProfileValues,
  'objection.reply_days' | 'objection.township_days' | 'objection.escalate_days' | 'objection.county_days'
>

/** When one is answered at first, and whether that is the township's from the beginning. */
export function objectionDates(
  kind: ObjectionClass | null,
  from: Date,
  profile: Days,
): { dueAt: Date; townshipDueAt: Date | null } {
  const atOnce = rowOf(kind ?? STRICTEST).answers === 'township'
  const townshipDueAt = atOnce ? townshipBy(from, profile) : null
  return { dueAt: townshipDueAt ?? endOfDays(from, profile['objection.reply_days']), townshipDueAt }
}

export const townshipBy = (from: Date, profile: Days): Date =>
  endOfDays(from, profile['objection.township_days'])
export const countyBy = (from: Date, profile: Days): Date => endOfDays(from, profile['objection.county_days'])

/** 逾期: whose it is next when nobody answered in time. */
export function whenOverdue(one: ObjectionState): 'township' | 'county' | 'movesOn' | null {
  const stands = standsBefore(one)
  if (stands === 'village') return 'township'
  if (stands === 'township') return 'county'
  return stands === 'county' ? 'movesOn' : null
}

/** Where whoever objected may go next. */
export type WayOnward = { to: 'township'; until: Date } | { to: 'court'; until: null }

export const takenFurtherUntil = (answeredAt: Date, profile: Days): Date =>
  endOfDays(answeredAt, profile['objection.escalate_days'])

/** 不服答复: from the village committee to the township, once and in its days; after that the court. */
export function wayOnward(one: ObjectionState, profile: Days, now: Date): WayOnward | null {
  if (standsBefore(one)) return null
  const { answeredAt, townshipAnsweredAt, takenAt, countyDueAt } = one
  if (answeredAt && !takenAt && !townshipAnsweredAt && !countyDueAt) {
    const until = takenFurtherUntil(answeredAt, profile)
    if (now.getTime() < until.getTime()) return { to: 'township', until }
  }
  return { to: 'court', until: null }
}

export function whyNotTakeFurther(one: ObjectionState, profile: Days, now: Date): Refusal | null {
  if (one.takenAt) return refuse('alreadyDone')
  const onward = wayOnward(one, profile, now)
  if (onward?.to === 'township') return null
  if (one.answeredAt && !one.townshipAnsweredAt && !one.countyDueAt)
    return refuse('escalationOver', { until: takenFurtherUntil(one.answeredAt, profile).toISOString() })
  return refuse('objectionNotAnswered')
}

/** 同一理由: of the same class and in like words. */
export const isSameGround = (
  one: { class: ObjectionClass | null; text: string },
  other: { class: ObjectionClass | null; text: string },
  pct: number,
): boolean => one.class === other.class && similar(one.text, other.text) >= pct

/**
 * 同一理由只暂停一次 (integrity D27): the same ground does not hold twice against what was posted of one decision. What
 * was found right does not count against whoever says that the correction did not put it right, nor does what was
 * said of an earlier decision of the same matter: that was another vote, another account. (平台默认)
 */
export const hasHeldBefore = (
  earlier: ObjectionState & { text: string; disclosureId: string },
  one: { class: ObjectionClass | null; text: string; disclosureId: string },
  pct: number,
): boolean =>
  earlier.disclosureId === one.disclosureId &&
  isSameGround(earlier, one, pct) &&
  (standsBefore(earlier) !== null || !isRight(verdictOf(earlier), earlier.class ?? STRICTEST))

/** 司法救济, as the page and the answer tell it. */
export const COURT = {
  village: {
    zh: '村民委员会或者村民会议、村民代表会议的决定侵害您的合法权益的，可以向人民法院申请撤销。',
    en: 'Whoever is wronged by a decision of the village committee or of the villagers may ask the court to revoke it.',
    source: '村委会组织法 art 41',
  },
  collective: {
    zh: '集体经济组织的决定侵害您的合法权益的，可以向人民法院申请撤销：自知道之日起一年内，且自决定作出之日起五年内。别人已经依合同善意取得的权利不受影响。',
    en: 'A member wronged by a decision of the collective may ask the court to revoke it: within one year of knowing of it and five years of the decision. What others acquired in good faith by a contract stays.',
    source: '农村集体经济组织法 art 57',
  },
} as const
