/**
 * 质询: the oversight committee asks, a body answers by a day; one that asks for a meeting is answered with the day and
 * the minutes of it. Words that are not accepted lead to a meeting. Nothing waits for the answer: what is late is seen by
 * everybody. (domain 1.7.8; 平台默认)
 */
import { mayAct } from '../law/acts.ts'
import type { ProfileValues } from '../law/profile-keys.ts'
import { endOfDays } from '../words/days.ts'
import type { Addressee } from '../words/kinds.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import type { Office, Route } from '../words/vocabulary.ts'

export const ADDRESSEE_WORDS: Record<Addressee, { zh: string; en: string }> = {
  village: {
    zh: '村（居）民委员会，集体事项为理事会',
    en: 'Village or residents’ committee; the board where it is the collective’s',
  },
  branch: { zh: '党组织', en: 'Party branch' },
}

/** Who speaks for whom it asks. */
export const answersChallenge = (addressee: Addressee, route: Route, offices: readonly Office[]): boolean =>
  mayAct(addressee === 'branch' ? 'submit' : 'answer', route, offices)

/**
 * 代为召集: where nobody answered by the day, the oversight committee may call the meeting itself and record it with its
 * minutes. (河南省实施办法 art 58(4); 上海市实施办法: 逾期由监委会召集; domain 1.7.8)
 */
export const convenesInPlace = (late: boolean, route: Route, offices: readonly Office[]): boolean =>
  late && mayAct('note', route, offices)

export const challengeDueBy = (
  now: Date,
  asksMeeting: boolean,
  profile: Pick<ProfileValues, 'challenge.answer_days' | 'demand.convene_days'>,
): Date => endOfDays(now, profile[asksMeeting ? 'demand.convene_days' : 'challenge.answer_days'])

/** 不接受答复: until when an answer in words may be called insufficient. A meeting that was held has said the last word. */
export const furtherUntil = (
  { answeredAt, asksMeeting }: { answeredAt: Date | null; asksMeeting: boolean },
  profile: Pick<ProfileValues, 'objection.escalate_days'>,
): Date | null =>
  answeredAt && !asksMeeting ? endOfDays(answeredAt, profile['objection.escalate_days']) : null

/** Once, of an answer in words, within its days: the body is then asked for a meeting (`challengeDueBy`). */
export function whyNotFurther(
  asked: { answeredAt: Date | null; asksMeeting: boolean; furtherAt: Date | null; until: Date | null },
  now: Date,
): Refusal | null {
  if (asked.answeredAt === null) return refuse('challengeOpen')
  if (asked.furtherAt) return refuse('alreadyDone')
  if (asked.asksMeeting) return refuse('challengeMet')
  return asked.until && now >= asked.until ? refuse('challengeAccepted') : null
}

export function whyNotAnswerChallenge(
  asked: { answered: boolean; asksMeeting: boolean; inPlace: boolean; since: string },
  said: { meetingOn: string | null; paper: boolean },
  today: string,
): Refusal | null {
  if (asked.answered) return refuse('challengeClosed')
  const { meetingOn, paper } = said
  if (meetingOn !== null && meetingOn > today)
    return refuse('dayAhead', { what: { zh: '开会日期', en: 'the meeting' } })
  const held = meetingOn !== null && meetingOn >= asked.since && paper
  return (asked.asksMeeting || asked.inPlace) && !held ? refuse('challengeMeeting') : null
}
