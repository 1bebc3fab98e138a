/** 考评的期: month, quarter, year by their name; days by the calendar of Shanghai. */
import { addDays } from '../words/days.ts'
import type { PeriodKind } from './scheme.ts'

/** "2026-07", "2026-Q3", "2026": first and last day of it. Null: no such period. */
export function daysOfPeriod(name: string): { kind: PeriodKind; first: string; last: string } | null {
  const found = /^(\d{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?$/.exec(name)
  if (!found) return null
  const [, year = '', month, quarter] = found
  const from = month ? Number(month) : quarter ? 3 * Number(quarter) - 2 : 1
  const length = month ? 1 : quarter ? 3 : 12
  const first = `${year}-${two(from)}-01`
  const next = from + length
  const after = next > 12 ? `${Number(year) + 1}-01-01` : `${year}-${two(next)}-01`
  return { kind: month ? 'month' : quarter ? 'quarter' : 'year', first, last: addDays(after, -1) }
}
const two = (n: number) => String(n).padStart(2, '0')

/** The month before the one that this day lies in. */
export function monthBefore(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number)
  return month === 1 ? `${year - 1}-12` : `${year}-${two(month - 1)}`
}

/** What happens on which day after a month, at which hour in Shanghai. */
export const RECKONED = { day: 1, hour: 6 }
/** Until the end of this day. */
export const OBJECTIONS_UNTIL_DAY = 4
export const PUBLISHED_DAY = 8
/** 三个整天: who stands on a list has his sheet so long before. */
export const SHEET_DAYS_BEFORE = 3
export const YEAR_APPEAL_DAYS = 7
