/** 考评办法: which figures count by how much, set by two persons of the county with the document that allows it (seed 003). */
import { type Refusal, refuse } from '../words/refusal.ts'
import { type Indicator, mayScore } from './indicators.ts'

export const RANKED_LEVELS = ['township', 'village', 'taskForce'] as const
export type RankedLevel = (typeof RANKED_LEVELS)[number]
export const PERIOD_KINDS = ['month', 'quarter', 'year'] as const
export type PeriodKind = (typeof PERIOD_KINDS)[number]

export const MANUAL_KINDS = ['bonus', 'deduction', 'veto'] as const
/** 加分、扣分、负面清单: named before the period begins; what it came to is entered with its document. */
export type ManualItem = {
  code: string
  name: string
  kind: (typeof MANUAL_KINDS)[number]
  /** Points of one entry, and the most that all of them come to; a veto has none. */
  points: number
  cap: number
  /** The document that makes it count. */
  document: string
}
export type Weight = { indicator: Indicator; weight: number }
export type Scheme = {
  level: RankedLevel
  period: PeriodKind
  weights: readonly Weight[]
  /** 少于这么多不评: below it a rate says nothing. */
  minN: number
  manual: readonly ManualItem[]
  /** 落后线 in points, and how many of the last are behind. */
  lagLine: number
  lagLast: number
  /** The first day on which it may be used. */
  from: string
  /** 依据文件: the document that lets the county rank at all (国办函〔2026〕12号). */
  document: string
}
export const DEFAULT_MIN_N = 3
export const DEFAULT_LAG_LINE = 60
export const DEFAULT_LAG_LAST = 1
/** The last of a ranking are behind only below this: nobody who does well is talked to for being last. */
export const LAST_BELOW = 80
/** Fewer ranked units than these have no last. */
export const LAST_AMONG = 5

const twice = (codes: readonly string[]) => codes.find((code, at) => codes.indexOf(code) !== at)

/** What is wrong with a scheme; null: nothing. */
export function schemeFault(scheme: Scheme, today: string): Refusal | null {
  if (scheme.document.trim() === '') return refuse('schemeDocumentMissing')
  const again = twice(scheme.weights.map(({ indicator }) => indicator))
  if (again !== undefined) return refuse('schemeIndicatorTwice', { indicator: again })
  const never = scheme.weights.find(({ indicator }) => !mayScore(indicator))
  if (never) return refuse('schemeNeverScored', { indicator: never.indicator })
  const wrong = scheme.weights.find(({ weight }) => !Number.isSafeInteger(weight) || weight <= 0)
  if (wrong || scheme.weights.length === 0)
    return refuse('schemeWeight', { indicator: wrong?.indicator ?? '' })
  const item = twice(scheme.manual.map(({ code }) => code))
  if (item !== undefined) return refuse('schemeItemTwice', { item })
  for (const { kind, name, points, cap, document } of scheme.manual) {
    if (document.trim() === '') return refuse('schemeItemDocument', { item: name })
    if (kind !== 'veto' && (points <= 0 || cap < points)) return refuse('schemeItemPoints', { item: name })
  }
  // A period that has begun keeps its scheme: nobody is measured by what he could not know.
  if (scheme.from <= today) return refuse('schemeFrom')
  return null
}

export type Versioned = { from: string }
/** 从下一期起用: the scheme of a period is the newest whose first day is not after the period's. */
export function schemeFor<S extends Versioned>(schemes: readonly S[], firstDay: string): S | null {
  const known = schemes.filter(({ from }) => from <= firstDay)
  return known.reduce<S | null>((best, one) => (best === null || one.from >= best.from ? one : best), null)
}
