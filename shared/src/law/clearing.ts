/**
 * 用后清理: what serves for a while only goes by itself so many days later. Personal data is kept no longer than its
 * purpose needs (个人信息保护法 arts 19, 47); the days are this platform's reading. What is kept of a matter: retention.ts.
 */
import { endOfDays } from '../words/days.ts'

const DAY = 86_400_000

export const SERVES_DAYS = {
  /** 导入预览 that nobody confirmed: it holds ID numbers and phones. */
  preview: 7,
  /** Used log-in codes, ended sessions. */
  logIn: 30,
  /** 短信: the text and the sealed number. That a notice went out is told by the evidence and the deliveries. */
  message: 30,
} as const
export type Serving = keyof typeof SERVES_DAYS

/** 清理时间 of what was made (or ended) at `at`: when its last day is over, so that a day's are cleared together. */
export const clearedAt = (kind: Serving, at: Date): Date => endOfDays(at, SERVES_DAYS[kind])

/** What is cleared at `now`: made up to this instant. */
export const clearedBefore = (kind: Serving, now: Date): Date =>
  new Date(now.getTime() - SERVES_DAYS[kind] * DAY)
