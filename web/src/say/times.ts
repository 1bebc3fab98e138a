import { addDays, shanghaiDate, shanghaiTime } from '@cunyi/shared/words/days.ts'

/** The server's clock as far as a page knows it: live messages and replies tell. */
let ahead = 0
let told = false
export const tellTime = (asOf: string) => {
  ahead = new Date(asOf).getTime() - Date.now()
  told = true
}
export const nowish = () => new Date(Date.now() + ahead)
const DAY = 86_400_000
/** It is at least this late. A phone's own clock may run ahead: until the server has told the time, a day is taken off. */
export const atLeast = () => (told ? nowish() : new Date(Date.now() - DAY))

const WEEKDAYS_ZH = ['日', '一', '二', '三', '四', '五', '六']
const WEEKDAYS_EN = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
export const MONTHS_EN = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** An end at midnight is told as 24:00 of the day that ends, as the law counts days. */
export const endWords = (iso: string, now: Date, locale: string): string => {
  const at = new Date(iso)
  if (!shanghaiTime(at).endsWith(' 00:00')) return timeWords(iso, now, locale)
  const eve = new Date(at.getTime() - 1).toISOString()
  return `${timeWords(eve, now, locale, false)} 24:00`
}

/** 今天 20:00, 11月24日 周二 20:00; with the year where it is another one. Always Shanghai's clock. */
export function timeWords(iso: string, now: Date, locale: string, withClock = true): string {
  const at = new Date(iso)
  const day = shanghaiDate(at)
  const today = shanghaiDate(now)
  const clock = withClock ? ` ${shanghaiTime(at).slice(11)}` : ''
  const zh = locale !== 'en'
  if (day === today) return `${zh ? '今天' : 'today'}${clock}`
  if (day === addDays(today, 1)) return `${zh ? '明天' : 'tomorrow'}${clock}`
  if (day === addDays(today, -1)) return `${zh ? '昨天' : 'yesterday'}${clock}`
  return `${dateWords(day, today, zh)}${clock}`
}

function dateWords(day: string, today: string, zh: boolean) {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  const otherYear = day.slice(0, 4) !== today.slice(0, 4)
  if (zh)
    return `${otherYear ? `${year}年` : ''}${month}月${date}日${otherYear ? '' : ` 周${WEEKDAYS_ZH[weekday]}`}`
  return `${otherYear ? '' : `${WEEKDAYS_EN[weekday]} `}${date} ${MONTHS_EN[month - 1]}${otherYear ? ` ${year}` : ''}`
}

/** 11月24日: a bare day, for tracks and tables. */
export function dayWords(iso: string, locale: string, now?: Date): string {
  const day = shanghaiDate(new Date(iso))
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const otherYear = now ? shanghaiDate(now).slice(0, 4) !== day.slice(0, 4) : false
  if (locale === 'en') return `${date} ${MONTHS_EN[month - 1]}${otherYear ? ` ${year}` : ''}`
  return `${otherYear ? `${year}年` : ''}${month}月${date}日`
}
