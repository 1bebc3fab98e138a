/** 逾期: what a township and the county see as late, and from when. */
import { addDays, calendarDays, type Day, dateToInstant, endOfDays, shanghaiDate } from '../words/days.ts'

// biome-ignore format: one row, one duty
export const DUTIES = {
  postDisclosure:  { zh: '公示未按期张贴', en: 'The disclosure was not posted in time' },
  endPhoto:        { zh: '公示期满后未按期拍公开栏照片', en: 'No photo of the board was taken in time after the disclosure days' },
  answerObjection: { zh: '异议未按期答复', en: 'An objection was not answered in time' },
  townshipAnswer:  { zh: '乡镇未按期答复反映', en: 'The township has not answered in time' },
  completeWork:    { zh: '未按期完工', en: 'The work was not completed in time' },
  reportOutcome:   { zh: '实施结果未按期公布', en: 'The outcome was not published in time' },
  conveneDemanded: { zh: '依法要求召集的会议未按期召开', en: 'The meeting demanded by law was not convened in time' },
} as const
export type Duty = keyof typeof DUTIES

/** A stored due time, or days counted from an instant or a day. */
export type DutyFacts = {
  duty: Duty
  dueAt: Date | null
  baseAt: Date | null
  baseOn: Day | null
  days: number | null
}

export function dueOf({ dueAt, baseAt, baseOn, days }: DutyFacts): Date | null {
  if (dueAt) return dueAt
  if (baseAt) return endOfDays(baseAt, days ?? 0)
  return baseOn === null ? null : dateToInstant(addDays(baseOn, (days ?? 0) + 1))
}

/** The day on which it was due is over: 1 on the first day after. Null: not late. */
export const daysLate = (due: Date | null, now: Date): number | null =>
  due === null || now < due ? null : calendarDays(shanghaiDate(due), shanghaiDate(now)) + 1
