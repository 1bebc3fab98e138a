/**
 * 遮盖、更正: what two persons may do to a text that hangs without beginning its days again. Personal data is left out,
 * never a resolved fact and never a name that everybody may see; a typo is put right beside the text. (平台默认; integrity D25)
 */
import { changeOf } from '../matter/text-change.ts'
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

/** Lines that say when, who, how many and until when; of the others only words, never figures. */
const HELD_LINES = /^(事项|公示时间|组织实施|依据|[^：]{2,12}：\d{4}年)/

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
    figuresIn(passage).length > 0
  return isFact ? refuse('maskOfFact', { text: passage }) : null
}

const digits = (text: string) => (text.normalize('NFKC').match(/\d/g) ?? []).join('')
const EMPTY = { facts: {}, binds: [], budget: [] }

/** 笔误: neither a figure nor a fact, nor who must, may or pays; and little of it. */
export function whyNotTypo(text: string, oldText: string, newText: string, { facts }: Held): Refusal | null {
  if (!text.includes(oldText)) return refuse('amendmentTextMissing')
  const after = text.replaceAll(oldText, newText)
  const { kind } = changeOf({ text, ...EMPTY }, { text: after, ...EMPTY }, { pct: 0 })
  const names = facts.filter((fact) => fact.trim() !== '')
  const same = names.every((fact) => text.split(fact).length === after.split(fact).length)
  const isTypo = kind !== 'substantive' && same && digits(oldText) === digits(newText)
  return isTypo ? null : refuse('notATypo')
}
