/**
 * 遮盖、更正: what two persons may do to a text that hangs without beginning its days again. Personal data is left out,
 * never a resolved fact and never a name that everybody may see; a typo is put right beside the text. (平台默认; integrity D25)
 */
import { changeOf, PAYS, signsMoved } from '../matter/text-change.ts'
import { cutsQuantity, sameQuantities } from '../words/quantities.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import { figuresIn } from './drawn.ts'

/** 个人信息: what was left out, in the law's own words. */
export const PERSONAL_DATA = {
  idNumber: { zh: '证件号码', en: 'ID or other number' },
  phone: { zh: '电话、住址', en: 'Phone or address' },
  health: { zh: '病情、残疾', en: 'Health' },
  household: { zh: '家庭困难情况', en: 'Hardship of a household' },
  ballot: { zh: '个人投票情况', en: 'How a person voted' },
  name: { zh: '不应公开的姓名', en: 'A name that is not public' },
  other: { zh: '其他个人信息', en: 'Other personal data' },
} as const
export type PersonalData = keyof typeof PERSONAL_DATA

export type Held = {
  /** As it was drawn from the records. */
  drawn: string
  /** What was resolved, and the names of whoever signs, carries out, is contracted or stands on a published list. */
  facts: readonly string[]
}

/** Lines that say when, who, how many, for how much and until when; of the others only words, never figures. */
const HELD_LINES =
  /^(事项|公示时间|组织实施|依据|资金|资金来源|合计|账目|(?:决议|商定)的完成期限|第\d+项|[^：]{1,60}：预算|[^：]{2,12}：\d{4}年)/
/** Signs that a clause turns on: what is left of a passage without them is a person's, or nothing. */
const TURNS = /[不未免应可须必禁准许允无非勿否仅只除得能向由给和与的了]/g

const overlap = (fact: string, passage: string) =>
  fact !== '' && (fact.includes(passage) || passage.includes(fact))

export function whyNotMask(
  texts: readonly string[],
  passage: string,
  { drawn, facts }: Held,
): Refusal | null {
  if (!texts.some((text) => text.includes(passage))) return refuse('maskNotThere', { text: passage })
  const lines = drawn.split('\n')
  const held = lines.filter((line, i) => i === 0 || i === lines.length - 1 || HELD_LINES.test(line))
  const isFact =
    facts.some((fact) => overlap(fact.trim(), passage)) ||
    held.some((line) => overlap(line, passage)) ||
    figuresIn(passage).length > 0 ||
    lines.some((line) => cutsQuantity(line, passage)) ||
    (drawn.includes(passage) && (PAYS.test(passage) || [...passage.replace(TURNS, '')].length < 2))
  return isFact ? refuse('maskOfFact', { text: passage }) : null
}

/** A slip of the pen is of so many signs. */
const TYPO_SIGNS = 6
/** What turns a sentence round, or a place, a time, a person into another. */
const MEANS =
  /[不未免应可须必禁准许允无非勿否仅只除全都每各或及前后上下内外左右东南西北男女多少增减加停大小新旧高低早晚先另<>≤≥≠=±+×÷%‰]/
const EMPTY = { facts: {}, binds: [], budget: [] }

/** 笔误: neither a figure nor a fact, nor who must, may or pays; and little of it. */
export function whyNotTypo(text: string, oldText: string, newText: string, { facts }: Held): Refusal | null {
  if (!text.includes(oldText)) return refuse('amendmentTextMissing')
  const after = text.replaceAll(oldText, newText)
  const { kind } = changeOf({ text, ...EMPTY }, { text: after, ...EMPTY }, { pct: 0 })
  const names = facts.filter((fact) => fact.trim() !== '')
  const same = names.every((fact) => text.split(fact).length === after.split(fact).length)
  const moved = signsMoved(oldText, newText)
  const isSmall = [...moved].length <= TYPO_SIGNS && !MEANS.test(moved)
  const isTypo = kind !== 'substantive' && same && isSmall && sameQuantities(text, after)
  return isTypo ? null : refuse('notATypo')
}
