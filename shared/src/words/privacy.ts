/** 个人信息: how long a request about it may wait, and in which looks a person is seen. */
import { endOfDays } from './days.ts'

const ANSWER_DAYS = 15
/** 更正申请 is answered "in time" (个人信息保护法 arts 46, 50); fifteen days are this platform's reading. */
export const answerCorrectionBy = (askedAt: Date): Date => endOfDays(askedAt, ANSWER_DAYS)

/** What is written down when somebody looks: by the request that shows it. */
// biome-ignore format: one row, one look
export const LOOKS = {
  getPerson:    { zh: '打开了您的登记资料', en: 'Opened your entry in the roster' },
  searchPeople: { zh: '查找时看到您的登记资料', en: 'Found you when searching the roster' },
  listPeople:   { zh: '翻看了全村花名册', en: 'Leafed through the whole roster' },
  exportPeople: { zh: '导出了全村花名册', en: 'Exported the whole roster' },
  getRoll:      { zh: '查看了一次会议的应到名册（里面可能有您）', en: "Looked at a meeting's roll (you may stand in it)" },
} as const
export type Look = keyof typeof LOOKS
