/**
 * 文字改动: what a change of the text is, against the version last decided on. The facts decide first, for everybody
 * and finally; then the text itself. What neither shows to be substantive, and is more than marks, is judged by
 * others than whoever wrote it. (平台默认; integrity D25)
 */
import { addHours } from '../words/days.ts'
import { differenceOf } from '../words/difference.ts'
import type { Stage } from '../words/vocabulary.ts'
import {
  changedByMore,
  normaliseText,
  type SubstantiveGround,
  substantiveGrounds,
  type TextFacts,
} from './amendment.ts'

/** 理由: why a change is substantive. */
// biome-ignore format: one row, one ground
export const CHANGE_GROUNDS = {
  amountFen:      { zh: '资金数额变了', en: 'The sum changed' },
  areaCentiMu:    { zh: '土地面积变了', en: 'The area changed' },
  beneficiaries:  { zh: '受益范围变了', en: 'Who benefits changed' },
  term:           { zh: '期限变了', en: 'The term changed' },
  place:          { zh: '地点变了', en: 'The place changed' },
  contractor:     { zh: '承包方变了', en: 'The contractor changed' },
  duration:       { zh: '工期变了', en: 'The duration changed' },
  executor:       { zh: '实施单位变了', en: 'Who carries it out changed' },
  scope:          { zh: '建设内容变了', en: 'The scope changed' },
  dueOn:          { zh: '完成期限变了', en: 'The day of its end changed' },
  choosing:       { zh: '承包方的选定方式变了', en: 'How a contractor is found changed' },
  rightsOrDuties: { zh: '涉及村民的权利义务', en: 'Rights or duties of persons change' },
  farFromText:    { zh: '改动太多，已不是原来的文字', en: 'Too much changed: it is another text' },
  mustAndMay:     { zh: '改了“不、未、免、应、可、须”', en: 'A must, a may or a not changed' },
  whoPays:        { zh: '改了谁出钱、谁供货', en: 'Who pays or who supplies changed' },
} as const satisfies Record<SubstantiveGround | 'farFromText' | 'mustAndMay' | 'whoPays', { zh: string; en: string }>
export type ChangeGround = keyof typeof CHANGE_GROUNDS

/** 改动的办理 */
export const CHANGE_STATES = {
  waiting: { zh: '等待判断', en: 'Waits to be judged' },
  editorial: { zh: '文字修改', en: 'Editorial' },
  substantive: { zh: '实质修改', en: 'Substantive' },
  withdrawn: { zh: '已撤下', en: 'Withdrawn' },
  overtaken: { zh: '已经表决，改动作废', en: 'Overtaken by the vote' },
} as const
export type ChangeState = keyof typeof CHANGE_STATES

/** 会场: whose own change is not the branch's to refuse. */
const FLOORS: readonly Stage[] = ['partyReview', 'villagerResolution']

/**
 * 书面确认: what the branch put forward at step 1, changed in substance since, is confirmed by each of its committee in
 * writing, on exactly this difference, before the two committees vote on it. Of what people demanded by law, or the
 * Party members or villagers changed in their own meeting, it is not the branch's to say no; and a branch without a committee meets in step 3 anyhow, where the change comes before the
 * same people, as it does where fewer than two are left of it. (domain 1.2.9; 平台默认)
 */
export const asksBranch = (facts: {
  /** Where the changed text stands. */
  stage: Stage
  demanded: boolean
  /** 会场提出: of the sitting that changed it itself; null: an office did, outside a sitting. */
  changedAt: Stage | null
  hasCommittee: boolean
  /** Of the committee, without those recused. */
  members: number
}): boolean =>
  facts.stage === 'committeeDeliberation' &&
  !facts.demanded &&
  !(facts.changedAt !== null && FLOORS.includes(facts.changedAt)) &&
  facts.hasCommittee &&
  facts.members >= 2

const OBJECT_HOURS = 24
/** 异议: between sittings whoever decided has so long. */
export const objectUntil = (told: Date): Date => addHours(told, OBJECT_HOURS)
/** `marks`: nothing but punctuation, or a number that is its fact. */
export type TextChange =
  | { kind: 'marks' | 'toJudge'; grounds: readonly [] }
  | { kind: 'substantive'; grounds: readonly ChangeGround[] }

export type Version = {
  text: string
  facts: TextFacts
  /** Facts that say whose matter it is and whom it binds, as far as they hold. */
  binds: readonly string[]
  budget: readonly { kind: string; label: string; amount: number }[]
}

export function changeOf(
  decided: Version,
  after: Version,
  options: { pct: number; rightsOrDuties?: boolean },
): TextChange {
  const binds = (version: Version) => [...version.binds].sort().join()
  const grounds = new Set<ChangeGround>(
    substantiveGrounds(decided.facts, after.facts, {
      pct: options.pct,
      rightsOrDuties: (options.rightsOrDuties ?? false) || binds(decided) !== binds(after),
    }),
  )
  if (budgetChanged(decided, after, 'source', options.pct)) grounds.add('whoPays')
  if (budgetChanged(decided, after, 'use', options.pct)) grounds.add('amountFen')
  const [was, is] = [withoutFacts(decided), withoutFacts(after)]
  for (const ground of textGrounds(was, is)) grounds.add(ground)
  if (grounds.size > 0) return { kind: 'substantive', grounds: [...grounds] }
  return { kind: normaliseText(was) === normaliseText(is) ? 'marks' : 'toJudge', grounds: [] }
}

/** 资金来源、用途: a line of another name, or one that grew or shrank by more. */
function budgetChanged(before: Version, after: Version, kind: string, pct: number): boolean {
  const sums = ({ budget }: Version) => {
    const found = new Map<string, number>()
    for (const line of budget)
      if (line.kind === kind)
        found.set(normaliseText(line.label), (found.get(normaliseText(line.label)) ?? 0) + line.amount)
    return found
  }
  const [was, is] = [sums(before), sums(after)]
  return [...new Set([...was.keys(), ...is.keys()])].some((label) =>
    changedByMore(was.get(label) ?? 0, is.get(label) ?? 0, pct),
  )
}

const MONEY = /(\d[\d,]{0,18}(?:\.\d{1,4})?)\s?(亿|万)?元/g
const AREA = /(\d[\d,]{0,18}(?:\.\d{1,4})?)\s?亩/g
const UNITS: Record<string, number> = { 亿: 1e8, 万: 1e4 }

/** A number that is the version's own fact is the fact, and no text. */
const withoutFacts = ({ text, facts }: Version): string =>
  text
    .normalize('NFKC')
    .replace(MONEY, (all, digits: string, unit?: string) =>
      hundredths(digits, UNITS[unit ?? ''] ?? 1) === facts.amountFen ? '资金数额' : all,
    )
    .replace(AREA, (all, digits: string) => (hundredths(digits, 1) === facts.areaCentiMu ? '土地面积' : all))
const hundredths = (digits: string, unit: number) =>
  Math.round(Number(digits.replaceAll(',', '')) * unit * 100)

/** 不 未 免 应 可 须: what must, may or need not be. */
const MUST_AND_MAY = /[不未免应可须]/
/** Who pays, who is paid and who supplies. */
export const PAYS =
  /出资|投资|筹资|筹劳|集资|摊派|承担|负担|分摊|自理|付|垫|[交缴]纳|[交缴][款费]|[每另须应各][户人]?另?[交缴]|收[取费缴]|补贴|补助|奖|扣|停发|罚|赔|报销|供应|供货|供料|供给|提供|采购|购[买置]|租赁|承[包建揽租]|发包|厂家/
const SUMS = /[\d一二三四五六七八九十百千万亿两零〇.,点]{1,24}\s?元/g
const AREAS = /[\d一二三四五六七八九十百千万两零〇.,点]{1,24}\s?亩/g

function textGrounds(before: string, after: string): ChangeGround[] {
  if (before === after) return []
  const grounds: ChangeGround[] = []
  if (isFar(normaliseText(before), normaliseText(after))) grounds.push('farFromText')
  const { removed, added, around } = changedClauses(before, after)
  const same = (sign: RegExp) => (removed.match(sign) ?? []).join() === (added.match(sign) ?? []).join()
  if (MUST_AND_MAY.test(signsMoved(removed, added))) grounds.push('mustAndMay')
  if (PAYS.test(around)) grounds.push('whoPays')
  if (!same(SUMS)) grounds.push('amountFen')
  if (!same(AREAS)) grounds.push('areaCentiMu')
  return grounds
}

/** The clauses that differ, and those beside them: "付款人：村集体" is of two. */
function changedClauses(before: string, after: string) {
  const parts = differenceOf(clausesOf(before), clausesOf(after))
  const of = (kind: string) =>
    parts
      .filter((part) => part.kind === kind)
      .map((part) => part.text)
      .join('')
  const around = parts.flatMap((part, i) => {
    if (part.kind === 'same') return []
    const [last] = parts[i - 1]?.kind === 'same' ? (parts[i - 1]?.text.split('\n').slice(-2) ?? []) : []
    const [next] = parts[i + 1]?.kind === 'same' ? (parts[i + 1]?.text.split('\n') ?? []) : []
    return [last ?? '', part.text, next ?? '']
  })
  return { removed: of('removed'), added: of('added'), around: around.join('\n') }
}

/** 改动的字: sign by sign, so that a 不 that went to another place has gone from one and come to another. */
export const signsMoved = (before: string, after: string): string =>
  differenceOf(signByLine(before), signByLine(after))
    .filter((part) => part.kind !== 'same')
    .map((part) => part.text.replaceAll('\n', ''))
    .join('')
const signByLine = (text: string) => [...text.replaceAll('\n', '')].map((sign) => `${sign}\n`).join('')

/** One a line; a clause keeps no marks, so that marks alone make no difference. */
const clausesOf = (text: string): string =>
  text
    .split(/(?<=[，。；：、！？,;:!?()（）\n])/)
    .map(normaliseText)
    .filter((clause) => clause !== '')
    .map((clause) => `${clause}\n`)
    .join('')

const FAR_SIGNS = 20
const FAR_PCT = 5
/** As many steps as comparing two texts may cost; beyond it they count as far from each other. */
const MOST_STEPS = 60_000_000

/**
 * 100·d > 5·L and d > 20, with d the edit distance and L the longer length. The farthest point of each diagonal is
 * kept (Ukkonen), so that it costs little where little differs and stops where too much does.
 */
export function isFar(before: string, after: string): boolean {
  const [a, b] = [[...before], [...after]]
  const most = Math.max(FAR_SIGNS, Math.floor((FAR_PCT * Math.max(a.length, b.length)) / 100))
  if (Math.abs(a.length - b.length) > most) return true
  const width = 2 * most + 3
  let farthest = new Int32Array(width).fill(-2)
  let left = MOST_STEPS
  for (let d = 0; d <= most; d += 1) {
    const next = new Int32Array(width).fill(-2)
    for (let k = -d; k <= d; k += 1) {
      const at = k + most + 1
      // Replaced, put in, or taken out.
      let i =
        d === 0 ? 0 : Math.max((farthest[at] ?? -2) + 1, farthest[at - 1] ?? -2, (farthest[at + 1] ?? -2) + 1)
      if (d > 0 && i < 0) continue
      i = Math.min(i, a.length, b.length - k)
      if (i < 0 || i + k < 0) continue
      const from = i
      while (i < a.length && i + k < b.length && a[i] === b[i + k]) i += 1
      next[at] = i
      left -= i - from + 1
      if (k === b.length - a.length && i === a.length) return false
    }
    if (left < 0) return true
    farthest = next
  }
  return true
}
