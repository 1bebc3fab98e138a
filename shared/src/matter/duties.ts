/** 逾期: what a township and the county see as late, and from when. */
import { calendarDays, shanghaiDate } from '../words/days.ts'

// biome-ignore format: one row, one duty
export const DUTIES = {
  postDisclosure:  { zh: '公示未按期张贴', en: 'The disclosure was not posted in time' },
  endPhoto:        { zh: '公示期满后未按期拍公开栏照片', en: 'No photo of the board was taken in time after the disclosure days' },
  answerObjection: { zh: '异议未按期答复', en: 'An objection was not answered in time' },
  townshipAnswer:  { zh: '乡镇未按期答复反映', en: 'The township has not answered in time' },
  countyAnswer:    { zh: '县级未按期答复反映', en: 'The county has not answered in time' },
  completeWork:    { zh: '未按期完工', en: 'The work was not completed in time' },
  reportOutcome:   { zh: '实施结果未按期公布', en: 'The outcome was not published in time' },
  conveneDemanded: { zh: '依法要求召集的会议未按期召开', en: 'The meeting demanded by law was not convened in time' },
} as const
export type Duty = keyof typeof DUTIES

/** The day on which it was due is over: 1 on the first day after. Null: not late. */
export const daysLate = (due: Date, now: Date): number | null =>
  now < due ? null : calendarDays(shanghaiDate(due), shanghaiDate(now)) + 1
