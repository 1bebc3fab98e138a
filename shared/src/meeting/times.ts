/** 会议的时刻: what follows from a meeting's opening and its window is written down with them; the clock only compares. */
import type { ProfileValues } from '../law/profile-keys.ts'
import { addHours, endOfDays } from '../words/days.ts'
import { latestOpening, windowEndOf } from './convening.ts'
import { ownRoundAt } from './remind.ts'

export type MeetingTimes = {
  opensAt: Date
  windowEnd: Date | null
  halfAt: Date | null
  lapsesAt: Date
  remindAt: Date | null
}

export function meetingTimes(
  opensAt: Date,
  windowHours: number,
  rules: Pick<ProfileValues, 'remind.before_end_hours' | 'adjourn_days'>,
  firstOpensAt: Date = opensAt,
): MeetingTimes {
  const windowEnd = windowHours === 0 ? null : windowEndOf(opensAt, windowHours)
  const halfAt = latestOpening(opensAt, windowHours)
  return {
    opensAt,
    windowEnd,
    halfAt,
    lapsesAt: lapsesAt(halfAt ?? endOfDays(opensAt, 1), endOfDays(firstOpensAt, rules.adjourn_days)),
    remindAt: ownRoundAt({ opensAt, windowEnd }, rules),
  }
}

/** No time can be named any more, and what was named last has had its chance. */
const lapsesAt = (chance: Date, lastDay: Date) => (chance > lastDay ? chance : lastDay)

/** A live meeting may go on talking this long after its last poll. */
export const TALK_HOURS = 2
export const meetingOverAt = (lastClosedAt: Date, windowHours: number): Date =>
  windowHours === 0 ? addHours(lastClosedAt, TALK_HOURS) : lastClosedAt
