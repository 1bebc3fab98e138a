/**
 * 期间: the one place that counts days. The day of the event does not count, N days end at 24:00 of the N-th
 * day after it (民法典 arts 201, 203), in Asia/Shanghai, which has had one fixed offset since 1992.
 */

const HOUR = 3_600_000
const DAY = 24 * HOUR
const OFFSET = 8 * HOUR

/** 'YYYY-MM-DD', a day in Shanghai. */
export type Day = string

/** 1900 to 2199, of a day or an instant as text: all of the living, and every sum of days stays a day of four digits. */
export const isWithinReach = (text: string): boolean => text >= '1900' && text < '2200'

/** The day in Shanghai on which an instant falls. */
export const shanghaiDate = (instant: Date): Day =>
  new Date(instant.getTime() + OFFSET).toISOString().slice(0, 10)

/** 年度, in which numbers are given. */
export const yearOf = (instant: Date): string => shanghaiDate(instant).slice(0, 4)

/** 'YYYY-MM-DD HH:mm' in Shanghai, for sentences. */
export const shanghaiTime = (instant: Date): string =>
  new Date(instant.getTime() + OFFSET).toISOString().slice(0, 16).replace('T', ' ')

/** 2026年3月2日, as papers and notices write it. */
export function dateZh(day: Day): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}

/** 00:00 of that day in Shanghai. */
export function dateToInstant(day: Day): Date {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new RangeError(`not a day: ${day}`)
  const instant = new Date(Date.parse(`${day}T00:00:00Z`) - OFFSET)
  if (Number.isNaN(instant.getTime()) || shanghaiDate(instant) !== day)
    throw new RangeError(`not a day: ${day}`)
  return instant
}

/** The day `days` after (or before) that day. */
export const addDays = (day: Day, days: number): Day =>
  shanghaiDate(new Date(dateToInstant(day).getTime() + days * DAY))

/** 24:00 of that day. */
export const endOfDay = (day: Day): Date => dateToInstant(addDays(day, 1))

/** The instant from which the next thing may happen; 0 days: at once. */
export function endOfDays(from: Date, days: number): Date {
  if (!Number.isSafeInteger(days) || days < 0) throw new RangeError(`not a number of days: ${days}`)
  if (days === 0) return new Date(from.getTime())
  return endOfDay(addDays(shanghaiDate(from), days))
}

/** The first instant at which a meeting may open after its notice. */
export const earliestMeeting = (noticeAt: Date, days: number): Date => endOfDays(noticeAt, days)

/** The last day of a period that begins with `from`: what a posted paper names ("至 16 日"). */
export const lastDayOf = (from: Date, days: number): Day => addDays(shanghaiDate(from), days)

/** How many full days, counted as above, have ended between the two instants. */
export function fullDaysBetween(from: Date, to: Date): number {
  if (to.getTime() < from.getTime()) return 0
  const days = dayNumber(shanghaiDate(to)) - dayNumber(shanghaiDate(from))
  return Math.max(0, days - 1)
}

/** Whole calendar days from one day to another. */
export const calendarDays = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from)

/** 还剩: days that are still to end, the running one included (the day of posting is none of them); 0 when it is over. */
export function daysLeft(from: Date, days: number, now: Date): number {
  const end = endOfDays(from, days).getTime()
  return now.getTime() >= end ? 0 : Math.min(days, Math.ceil((end - now.getTime()) / DAY))
}

/** 周岁 on that day; the birthday itself completes the year. */
export function ageOn(birthDate: Day, day: Day): number {
  dateToInstant(day)
  if (!/^\d{4}-\d{2}-\d{2}$/.test(birthDate)) throw new RangeError(`not a day: ${birthDate}`)
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) >= birthDate.slice(5) ? years : years - 1
}

export const addHours = (instant: Date, hours: number): Date => new Date(instant.getTime() + hours * HOUR)

const dayNumber = (day: Day): number => Math.round((dateToInstant(day).getTime() + OFFSET) / DAY)
