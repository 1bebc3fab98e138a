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

const HAN = '零一二三四五六七八九'
const TENS: Record<string, number> = { 十: 10, 百: 100, 千: 1000 }
const UNITS: Record<string, number> = { 亿: 1e8, 万: 1e4 }
/** 1,234.5 and 1,2345: grouped by threes or by fours; "96,00" is no number that anybody could be sure of. */
const GROUPED = /^(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,4}(?:,\d{4})+)(?:\.\d+)?$/
const SIGNS = /\d[\d,.]*|./gu

/** 五万三千, 5万3千, 一点五万; null where it cannot be told. */
function numberOf(text: string): number | null {
  let [all, section, digit] = [0, 0, 0]
  let places = 0
  for (const [sign] of text.replaceAll('〇', '零').replaceAll('两', '二').matchAll(SIGNS)) {
    const [ten, unit, han] = [TENS[sign], UNITS[sign], HAN.indexOf(sign)]
    if (unit) {
      const counted = (section + digit) * unit
      all = unit === UNITS.亿 ? all * unit + counted : all + counted
      ;[section, digit, places] = [0, 0, 0]
    } else if (ten) {
      section += (digit || 1) * ten
      ;[digit, places] = [0, 0]
    } else if (sign === '点') places = 1
    else if (han >= 0 && places > 0) {
      digit += han / 10 ** places
      places += 1
    } else if (han >= 0) digit = han
    else if (GROUPED.test(sign)) digit = Number(sign.replaceAll(',', ''))
    else return null
  }
  return all + section + digit
}

/** 金额、面积: with its unit; or one of hundreds and more with nothing behind it; or one behind a word of money. */
const FIGURES =
  /[\d零〇一二三四五六七八九十百千万亿两][\d,.零〇一二三四五六七八九十百千万亿两点]{0,30}[元亩]|(?<!第)[\d一二三四五六七八九两][\d,.零〇一二三四五六七八九十百千万亿两点]{0,30}(?<=[百千万亿])(?=$|[\p{P}\p{S}\p{Z}\s整多余]|左右|以[内上下])|(?<=(?:共|计|费|价|金额|资金|款)[用为是约:]?)\d[\d,.]{2,24}(?![\d\p{L}])/gu

const CAPITALS = '壹贰叁肆伍陆柒捌玖拾佰仟萬億圆塊'
const PLAIN = '一二三四五六七八九十百千万亿元块'
/** 大写数字、口语单位: 叁佰圆, 三百块, ¥300, 6w are sums too; 三块牌子 is none. */
const plainSums = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{C}/gu, '')
    .replace(/[壹贰叁肆伍陆柒捌玖拾佰仟萬億圆塊]/g, (sign) => PLAIN[CAPITALS.indexOf(sign)] ?? sign)
    .replaceAll('廿', '二十')
    .replaceAll('卅', '三十')
    .replace(/(?<=[\d百千万亿])\s+(?=[\d元亩块百千万亿wWkK])/g, '')
    .replace(/(?<=\d)[wW](?![A-Za-z])/g, '万')
    .replace(/(?<=\d)[kK](?![A-Za-z])/g, '千')
    .replace(/(?:¥|人民币|RMB|CNY)\s?(\d[\d,.]*\s?[亿万千百]?)元?/gi, '$1元')
    .replace(/(?<=[\d一二三四五六七八九十百千万亿]\s?)(?:块钱|块(?![\p{L}\d])|人民币|RMB|CNY)/giu, '元')

/** One writing for one sum: "5万元", "五万元", "5w" and "伍万圆" are "50,000元". */
export function figuresIn(text: string): { said: string; is: string }[] {
  return (plainSums(text).match(FIGURES) ?? []).map((said) => {
    const number = numberOf(said.replace(/[元亩]$/, '').replace(/[.,]{1,3}$/, ''))
    const unit = said.endsWith('亩') ? '亩' : '元'
    return { said, is: number === null ? said : `${Math.round(number * 100)}${unit}` }
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
