/** 拒绝: a rule's answer as an object. The same on server and page; a page greys a button with it. */
import { shanghaiTime } from './days.ts'
import { FIELDS } from './fields.ts'
import { REFUSALS, type RefusalCode } from './refusals.ts'
import { ASSEMBLIES, CHANNELS, MATTER_CODES, MOVES, OFFICES, STAGES } from './vocabulary.ts'

type Bilingual = { zh: string; en: string }
export type ParamValue = string | number | Bilingual
export type Params = Record<string, ParamValue>

type Placeholders<S extends string> = S extends `${string}{${infer P}}${infer Rest}`
  ? P | Placeholders<Rest>
  : never
/** What a code's sentences ask for; the compiler holds every caller to it. */
export type ParamsOf<C extends RefusalCode> = Record<Placeholders<(typeof REFUSALS)[C]['zh']>, ParamValue>
type ParamsArgument<C extends RefusalCode> = [Placeholders<(typeof REFUSALS)[C]['zh']>] extends [never]
  ? [params?: Params]
  : [params: ParamsOf<C> & Params]

/** A reason, not yet thrown. `null` in its place means: nothing stands against it. */
export type Refusal = { code: RefusalCode; params: Params }

export const refuse = <C extends RefusalCode>(code: C, ...rest: ParamsArgument<C>): Refusal => ({
  code,
  params: rest[0] ?? {},
})

export class Refused extends Error {
  readonly code: RefusalCode
  readonly params: Params

  constructor(code: RefusalCode, params: Params = {}) {
    super(code)
    this.name = 'Refused'
    this.code = code
    this.params = params
  }
}

/** Throws the reason, if there is one. */
export function must(refusal: Refusal | null | undefined): void {
  if (refusal) throw new Refused(refusal.code, refusal.params)
}

/** The first reason of several rules, in the order in which they are asked. */
export function firstOf(...rules: Array<() => Refusal | null>): Refusal | null {
  for (const rule of rules) {
    const refusal = rule()
    if (refusal) return refusal
  }
  return null
}

export type Explanation = {
  code: RefusalCode
  messageZh: string
  messageEn: string
  rule: string
  source: string
  status: number
}

/** The sentence in both languages, its rule and source. */
export function explain(code: RefusalCode, params: Params = {}): Explanation {
  const row = REFUSALS[code]
  return {
    code,
    messageZh: fill(row.zh, params, 'zh'),
    messageEn: fill(row.en, params, 'en'),
    rule: row.rule,
    source: row.source,
    status: row.status,
  }
}

/** Placeholders whose value is a word of the vocabulary and is shown in the reader's language. */
const WORDS: Record<string, Record<string, Bilingual>> = {
  assembly: ASSEMBLIES,
  stage: STAGES,
  move: MOVES,
  channel: CHANNELS,
  office: OFFICES,
  code: MATTER_CODES,
  field: FIELDS,
}
const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/

function fill(sentence: string, params: Params, language: 'zh' | 'en'): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) return '—'
    if (typeof value === 'object') return value[language]
    if (typeof value === 'string' && INSTANT.test(value)) return shanghaiTime(new Date(value))
    return WORDS[name]?.[String(value)]?.[language] ?? String(value)
  })
}
