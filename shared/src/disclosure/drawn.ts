/**
 * 取自决议: what a disclosure says of the facts is drawn from the records and nobody edits it. Whoever posts may add
 * words of his own, marked as such; a sum or an area in them is one that stands in what was drawn. (平台默认; integrity D25)
 */
import { normaliseText } from '../matter/amendment.ts'
import { dateZh } from '../words/days.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import { disclosureLastDay } from './disclosure.ts'

const ADDED = '补充说明（非决议内容）'

/** Before the last line, which is who signs. */
export function withLine(drawn: string, line: string): string {
  const lines = drawn.split('\n')
  return [...lines.slice(0, -1), line, ...lines.slice(-1)].join('\n')
}

export const wholeOf = (drawn: string, added: string): string =>
  added.trim() === '' ? drawn : withLine(drawn, `${ADDED}：${added.trim()}`)

/** 公示时间: drawn when it was prepared, true from when it is posted. */
export const withDays = (drawn: string, from: string, days: number, postedAt: Date): string =>
  drawn.replace(/^公示时间：.*$/m, (line) =>
    line
      .replace(/^公示时间：[^。]*/, `公示时间：${from}至${dateZh(disclosureLastDay(postedAt, days))}`)
      .replace(/可在[^前]{0,20}前/, `可在${dateZh(disclosureLastDay(postedAt, days))}前`),
  )

/** 金额、面积 with its unit, in figures or in words. */
const FIGURES =
  /(?:\d[\d,]{0,18}(?:\.\d{1,4})?\s?[亿万]?|[一二三四五六七八九十百千万亿两零〇]{1,20})\s?[元亩]/g
const UNITS: Record<string, number> = { 亿: 1e8, 万: 1e4 }

const HAN = '零一二三四五六七八九'
const TENS: Record<string, number> = { 十: 10, 百: 100, 千: 1000 }
/** 五万三千 → 53000 */
function hanNumber(text: string): number {
  let [all, section, digit] = [0, 0, 0]
  for (const sign of text.replaceAll('〇', '零').replaceAll('两', '二')) {
    const ten = TENS[sign]
    const unit = UNITS[sign]
    if (unit) {
      const counted = (section + digit) * unit
      all = unit === UNITS.亿 ? all * unit + counted : all + counted
      section = 0
      digit = 0
    } else if (ten) {
      section += (digit || 1) * ten
      digit = 0
    } else digit = HAN.indexOf(sign)
  }
  return all + section + digit
}

const CAPITALS = '壹贰叁肆伍陆柒捌玖拾佰仟萬億圆塊'
const PLAIN = '一二三四五六七八九十百千万亿元块'
/** 大写数字、口语单位: 叁佰圆, 三百块, ¥300 are sums too; 三块牌子 is none. */
const plainSums = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[壹贰叁肆伍陆柒捌玖拾佰仟萬億圆塊]/g, (sign) => PLAIN[CAPITALS.indexOf(sign)] ?? sign)
    .replaceAll('廿', '二十')
    .replaceAll('卅', '三十')
    .replace(/¥\s?(\d[\d,.]*\s?[亿万]?)元?/g, '$1元')
    .replace(/(?<=[\d一二三四五六七八九十百千万亿]\s?)(?:块钱|块(?![\p{L}\d])|人民币)/gu, '元')

/** One writing for one sum: "5万元", "五万元" and "伍万圆" are "50,000元". */
export function figuresIn(text: string): { said: string; is: string }[] {
  return (plainSums(text).match(FIGURES) ?? []).map((said) => {
    const [, digits, unit, kind] = /^(\d[\d,.]*)\s*([亿万]?)\s*([元亩])$/.exec(said) ?? []
    const is = digits
      ? `${Math.round(Number(digits.replaceAll(',', '')) * (UNITS[unit ?? ''] ?? 1) * 100)}${kind}`
      : `${hanNumber(said.slice(0, -1).trim()) * 100}${said.slice(-1)}`
    return { said, is }
  })
}

/** 补充说明: what whoever posts may say beside it. */
export function whyNotAdd(facts: {
  drawn: string
  added: string
  /** Sums of a list that is published with it, in fen. */
  listed: readonly number[]
}): Refusal | null {
  const known = new Set([
    ...figuresIn(facts.drawn).map((one) => one.is),
    ...facts.listed.map((fen) => `${fen}元`),
  ])
  const strange = figuresIn(facts.added).find((one) => !known.has(one.is))
  return strange ? refuse('figureNotResolved', { figure: strange.said }) : null
}

/** Nothing but marks differs: it is what was reviewed, or objected to. */
export const saysTheSame = (before: string, after: string): boolean =>
  normaliseText(before) === normaliseText(after)
