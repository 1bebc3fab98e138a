/**
 * 组织实施: the work is what was resolved. Who carries it out, who is paid for it, where, what, for whom and until when
 * are the resolution's; a contractor chosen after it comes out of the way of choosing, with its papers; whoever looks at
 * the work afterwards has not done it. (平台默认; integrity D28)
 */
import { ACTS } from '../law/acts.ts'
import { isAsOpen, TENDER_WORDS, type Tender } from '../law/choosing.ts'
import type { ProfileValues } from '../law/profile-keys.ts'
import { yuan } from '../words/money.ts'
import { firstOf, type Refusal, refuse } from '../words/refusal.ts'
import type { Office, Route } from '../words/vocabulary.ts'
import { normaliseText } from './amendment.ts'

/** What the resolution says of its carrying out. Null: it does not say. */
export type Resolved = {
  executor: string | null
  contractor: string | null
  place: string | null
  scope: string | null
  beneficiaries: string | null
  dueOn: string | null
  choosing: Tender | null
  /** 0: it spends nothing. */
  sumFen: number
}
/** What is said when the work begins; null: as resolved. */
export type Said = {
  executor: string
  contractor: string | null
  place: string | null
  scope: string | null
  beneficiaries: string | null
  dueOn: string | null
  tender: Tender
  contractAmount: number | null
  papers: number
}

const WHAT = {
  executor: { zh: '实施单位', en: 'who carries it out' },
  contractor: { zh: '承包方、供应方', en: 'the contractor or supplier' },
  place: { zh: '地点', en: 'the place' },
  scope: { zh: '建设内容', en: 'the scope' },
  beneficiaries: { zh: '受益范围', en: 'who benefits' },
  dueOn: { zh: '完成期限', en: 'the term' },
  choosing: { zh: '选定方式', en: 'the way of choosing' },
} as const

/** 不写明的，由谁实施: the body that answers for the matters of this route. */
export const EXECUTOR_OF: Record<Route, string> = {
  A: '村民委员会',
  B: '集体经济组织',
  C: '村民委员会',
  D: '居民委员会',
}
const canonical = (name: string, village: string) =>
  normaliseText(name.replace('村委会', '村民委员会').replace('居委会', '居民委员会')).replace(
    normaliseText(village),
    '',
  )
const VILLAGE_COMMITTEE = /^村{0,2}民委员会$/
/** Each body under the names that villages call it by. */
const BODY_NAMES: { body: RegExp; offices: readonly Office[] }[] = [
  { body: VILLAGE_COMMITTEE, offices: ACTS.answer.A },
  { body: /^村?居民委员会$/, offices: ACTS.answer.D },
  { body: /集体经济组织$|合作社$|联合社$|^理事会$/, offices: ACTS.answer.B },
  { body: /村民小组$|^第?.{1,6}组$/, offices: ['groupHead'] },
]
const isBodyOf = (route: Route, name: string): boolean =>
  BODY_NAMES.some(
    ({ body, offices }) =>
      body.test(name) &&
      offices.some((office) => (ACTS.carryOut[route] as readonly Office[]).includes(office)),
  ) ||
  // A village without a registered collective: the village committee in its place. (农村集体经济组织法 art 64)
  (route === 'B' && VILLAGE_COMMITTEE.test(name))

const same = (a: string, b: string) => normaliseText(a) === normaliseText(b)
const another = (what: keyof typeof WHAT, resolved: string, said: string) =>
  refuse('notAsResolved', { what: WHAT[what], resolved, said })

function whyOtherExecutor(of: Of, said: Said): Refusal | null {
  const { resolved, route, village } = of
  if (resolved.executor !== null)
    return canonical(resolved.executor, village) === canonical(said.executor, village)
      ? null
      : another('executor', resolved.executor, said.executor)
  return isBodyOf(route, canonical(said.executor, village))
    ? null
    : another('executor', EXECUTOR_OF[route], said.executor)
}

function whyOtherContractor(of: Of, said: Said, before: Settled | null): Refusal | null {
  const { resolved } = of
  const contractor = said.contractor ?? resolved.contractor
  if (contractor === null) return null
  if (resolved.contractor !== null && !same(resolved.contractor, contractor))
    return another('contractor', resolved.contractor, contractor)
  if (resolved.choosing !== null && said.tender !== resolved.choosing)
    return refuse('notAsResolved', {
      what: WHAT.choosing,
      resolved: TENDER_WORDS[resolved.choosing],
      said: TENDER_WORDS[said.tender],
    })
  if (!isAsOpen(said.tender, of.least)) return refuse('contractorByWay', { way: TENDER_WORDS[of.least] })
  const isNew = before?.contractor == null || !same(before.contractor, contractor)
  if (!isNew || said.papers > 0) return null
  if (before?.contractor != null) return refuse('contractorChosen', { contractor: before.contractor })
  return said.tender === 'none' ? null : refuse('wayPaperMissing', { way: TENDER_WORDS[said.tender] })
}

type Of = {
  resolved: Resolved
  route: Route
  village: string
  /** What the table asks of the sum. */
  least: Tender
}
type Settled = { contractor: string | null }

/** 依决议: why the work cannot begin so. `before`: as it stands already. */
export function whyNotAsResolved(of: Of, said: Said, before: Settled | null): Refusal | null {
  const { resolved } = of
  const words = (['place', 'scope', 'beneficiaries'] as const).map((what) => () => {
    const [is, named] = [resolved[what], said[what]]
    return is === null || named === null || same(is, named) ? null : another(what, is, named)
  })
  return firstOf(
    () => whyOtherExecutor(of, said),
    () => whyOtherContractor(of, said, before),
    ...words,
    () => {
      if (said.dueOn === null) return resolved.dueOn === null ? refuse('termMissing') : null
      return resolved.dueOn !== null && said.dueOn > resolved.dueOn
        ? another('dueOn', resolved.dueOn, said.dueOn)
        : null
    },
    () =>
      said.contractAmount !== null && said.contractAmount > resolved.sumFen
        ? refuse('contractAboveResolved', { sum: yuan(said.contractAmount), resolved: yuan(resolved.sumFen) })
        : null,
  )
}

/** 完工、验收、付款: a day that has come. */
export function whyNotYet(days: { zh: string; en: string; on: string }[], today: string): Refusal | null {
  const ahead = days.find((one) => one.on > today)
  return ahead ? refuse('dayAhead', { what: { zh: ahead.zh, en: ahead.en } }) : null
}

/** 验收人数: by the sum and the size of the village. */
export function acceptorsNeeded(
  profile: Pick<
    ProfileValues,
    'acceptance.from_yuan' | 'acceptance.persons' | 'acceptance.persons_small' | 'acceptance.small_village'
  >,
  { sumFen, adults }: { sumFen: number; adults: number },
): number {
  if (sumFen < 100 * profile['acceptance.from_yuan']) return 1
  return adults < profile['acceptance.small_village']
    ? profile['acceptance.persons_small']
    : profile['acceptance.persons']
}

/** Whoever carries it out, keeps its money or is paid for it does not look at his own work. */
export const executes = (
  route: Route,
  { executor, contractor, village }: { executor: string; contractor: string | null; village: string },
  person: { name: string; offices: readonly Office[] },
): boolean => {
  const name = canonical(executor, village)
  const bodies = BODY_NAMES.filter(({ body }) => body.test(name)).flatMap(({ offices }) => offices)
  const doers: readonly Office[] = [...ACTS.carryOut[route], ...bodies]
  return (
    person.offices.some((office) => doers.includes(office)) ||
    [executor, contractor].some((one) => one !== null && same(one, person.name))
  )
}

/** 验收签字. `watches`: of the oversight committee; or on a sheet that the township has looked at in its place. */
export type AcceptanceSignature = { agrees: boolean; watches: boolean }
export type AcceptanceMissing = { persons: number; oversight: boolean }

/** Who is missing before the work is accepted; null: it is. */
export function acceptanceMissing(
  needed: number,
  signatures: readonly AcceptanceSignature[],
): AcceptanceMissing | null {
  const yes = signatures.filter((one) => one.agrees)
  const oversight = !yes.some((one) => one.watches)
  const persons = Math.max(needed - yes.length, oversight ? 1 : 0)
  return persons > 0 ? { persons, oversight } : null
}

export const missingWords = ({ persons, oversight }: AcceptanceMissing) => ({
  zh: `${persons}人${oversight ? '（其中一人须是村务监督委员会成员）' : ''}`,
  en: `${persons} signature${persons === 1 ? '' : 's'}${oversight ? ', one of them of the oversight committee' : ''}`,
})

const WHOLE_PERCENT = 100
/** 完成: an outcome that says 40 % is not done. Without any entry nothing says otherwise. */
export const whyNotFinished = (lastPercent: number | null): Refusal | null =>
  lastPercent !== null && lastPercent < WHOLE_PERCENT ? refuse('notFinished', { percent: lastPercent }) : null

// biome-ignore format: one expression
const PART_DONE = /(?:完成|完工|竣工|进度|达到?|只有|才)[^0-9百一二三四五六七八九大半,;。、\n]{0,8}(?:(\d{1,3})(?:\.\d{1,4})?\s?%|百分之([一二三四五六七八九十]{1,3}|一?百)|([一二三四五六七八九])成|[一大]半)/g
const HAN = '零一二三四五六七八九'
/** 二十五 → 25; 百 is not asked of it. */
function tens(text: string): number {
  const [before, after] = text.includes('十') ? text.split('十') : ['零', text]
  const of = (sign: string | undefined, empty: number) => (sign ? HAN.indexOf(sign) : empty)
  return 10 * (text.includes('十') ? of(before, 1) : 0) + of(after, 0)
}
const HALF = 50
/** Nor is one whose words say so: 完成40%、完成百分之四十、只完成四成、完成一半. The last that is said of it stands. */
export function partDoneIn(text: string): number | null {
  const said = [...text.normalize('NFKC').matchAll(PART_DONE)].map(([, percent, han, tenths]) => {
    if (percent) return Number(percent)
    if (han) return han.endsWith('百') ? WHOLE_PERCENT : tens(han)
    return tenths ? 10 * tens(tenths) : HALF
  })
  const last = said.at(-1)
  return last === undefined || last >= WHOLE_PERCENT ? null : last
}
