/** 行文: dates, sums and figures as a paper writes them. */
import type { Tally } from '@cunyi/shared/poll/tally.ts'
import { dateZh, shanghaiDate, shanghaiTime } from '@cunyi/shared/words/days.ts'
import { yuan } from '@cunyi/shared/words/money.ts'
import { CHOICES } from '@cunyi/shared/words/vocabulary.ts'

type When = Date | string | null | undefined
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** 2026年3月2日; a dash where there is no date. */
export function dayZh(when: When): string {
  if (!when) return '—'
  return dateZh(typeof when === 'string' && DAY.test(when) ? when : shanghaiDate(new Date(when)))
}

/** 2026年3月2日 09:00, in Shanghai. */
export function timeZh(when: When): string {
  return when ? `${dayZh(when)} ${shanghaiTime(new Date(when)).slice(11)}` : '—'
}

export const yuanZh = (fen: number): string => `${yuan(fen)}元`

/** Area in hundredths of a mu. */
export const muZh = (hundredths: number): string => {
  const rest = hundredths % 100
  const whole = String((hundredths - rest) / 100)
  return `${rest === 0 ? whole : `${whole}.${String(rest).padStart(2, '0').replace(/0$/, '')}`}亩`
}

/** 应到60人，实到40人（现场19人，线上21人，委托0人）. */
export function presenceZh(tally: Presence): string {
  const parts = [`现场${tally.presentInHall}人`, `线上${tally.presentOnline}人`]
  if (tally.represented) parts.push(`委托${tally.represented}人`)
  return `应到${tally.entitled}人，实到${presentOf(tally)}人（${parts.join('，')}）`
}
export type Presence = {
  entitled: number
  presentInHall: number
  presentOnline: number
  represented?: number
  present?: number
}
export const presentOf = (one: Presence): number =>
  one.present ?? one.presentInHall + one.presentOnline + (one.represented ?? 0)

/** 赞成26票，反对9票，弃权5票，无效0票，未投0人. */
export const countsZh = (tally: Pick<Tally, 'for' | 'against' | 'abstain' | 'invalid' | 'notCast'>): string =>
  `${CHOICES.for.zh}${tally.for}票，${CHOICES.against.zh}${tally.against}票，${CHOICES.abstain.zh}${tally.abstain}票，无效${tally.invalid}票，未投${tally.notCast}人`

/** 66.7%: for reading beside the figures, never for deciding. */
export function percentZh(count: number, base: number): string {
  if (base === 0) return '—'
  const tenths = Math.round((1000 * count) / base)
  return `${(tenths - (tenths % 10)) / 10}.${tenths % 10}%`
}

/** □ and √: what the register forms tick. */
export const tick = (isTicked: boolean, text: string): string => `${isTicked ? '√' : '□'} ${text}`
