/** 得分、名次、落后: exact, from counts that anybody can follow (seed 003; 一月一排序). */
import { compare, type Fraction, fraction, minus, over, plus, times } from './fraction.ts'
import type { Figures, Indicator } from './indicators.ts'
import { LAST_AMONG, LAST_BELOW, type ManualItem, type Scheme } from './scheme.ts'

/** What was entered under a manual item of the scheme, with its document. */
export type ManualEntry = { item: string; document: string }
export type Marks = {
  /** Null: 不排名, less than half of the weight was rated. */
  score: Fraction | null
  rated: Indicator[]
  /** 不评: too few cases to say anything. */
  unrated: Indicator[]
  vetoed: boolean
}

/** Σ weight·(num/den) over the rated ÷ Σ of their weights × 100, then plus and minus the manual items within their caps. */
export function marksOf(scheme: Scheme, figures: Figures, entries: readonly ManualEntry[] = []): Marks {
  const rated: Indicator[] = []
  const unrated: Indicator[] = []
  let sum = fraction(0)
  let weights = 0
  let all = 0
  for (const { indicator, weight } of scheme.weights) {
    const { num, den } = figures[indicator] ?? { num: 0, den: 0 }
    all += weight
    // A denominator of zero says nothing, whatever the least number is.
    if (den < Math.max(1, scheme.minN)) unrated.push(indicator)
    else {
      rated.push(indicator)
      weights += weight
      sum = plus(sum, times(fraction(weight), fraction(num, den)))
    }
  }
  const vetoed = scheme.manual.some(({ kind, code }) => kind === 'veto' && has(entries, code))
  if (2 * weights < all || weights === 0) return { score: null, rated, unrated, vetoed }
  const points = scheme.manual.reduce((so, item) => so + pointsOf(item, entries), 0)
  return { score: plus(over(times(sum, fraction(100)), weights), fraction(points)), rated, unrated, vetoed }
}

const has = (entries: readonly ManualEntry[], code: string) => entries.some(({ item }) => item === code)
function pointsOf({ kind, code, points, cap }: ManualItem, entries: readonly ManualEntry[]): number {
  if (kind === 'veto') return 0
  const all = Math.min(cap, points * entries.filter(({ item }) => item === code).length)
  return kind === 'bonus' ? all : -all
}

/** 名次: equal scores share one, and the next follows as far behind as there are units before it (1, 2, 2, 4). */
export function ranksOf(scores: readonly (Fraction | null)[]): (number | null)[] {
  const ranked = scores.filter((score) => score !== null)
  return scores.map((score) =>
    score === null ? null : 1 + ranked.filter((other) => compare(other, score) > 0).length,
  )
}

/**
 * 落后: below the line; or among the last, where at least five are ranked, somebody stands higher and the score is
 * below 80. A unit that is 不排名 is neither (null).
 */
export function areBehind(
  scores: readonly (Fraction | null)[],
  { lagLine, lagLast }: Pick<Scheme, 'lagLine' | 'lagLast'>,
): (boolean | null)[] {
  const ranked = scores.filter((score) => score !== null)
  return scores.map((score) => {
    if (score === null) return null
    if (compare(score, fraction(lagLine)) < 0) return true
    const lower = ranked.filter((other) => compare(other, score) < 0).length
    const isHigher = ranked.some((other) => compare(other, score) > 0)
    return (
      lower < lagLast && ranked.length >= LAST_AMONG && isHigher && compare(score, fraction(LAST_BELOW)) < 0
    )
  })
}

/** Two periods running call for a talk; one without a rank neither breaks nor lengthens the run. */
export const TALK_AFTER = 2
/** 连续落后: how many periods running the unit is behind, the newest last. */
export function runBehind(periods: readonly (boolean | null)[]): number {
  let run = 0
  for (const behind of periods) if (behind !== null) run = behind ? run + 1 : 0
  return run
}
/** 约谈提醒建议: opens with the second period of a run, and again with each second one after it. */
export const opensTalk = (periods: readonly (boolean | null)[]): boolean => {
  const last = periods.at(-1)
  return last === true && runBehind(periods) % TALK_AFTER === 0
}

/** 红黑榜: the first and the last k by score; a veto puts a unit on the black list and keeps it off the red one. */
export function redAndBlack<U extends { score: Fraction | null; vetoed: boolean }>(
  units: readonly U[],
  k: number,
) {
  const ranks = ranksOf(units.map(({ score }) => score))
  const fromBelow = ranksOf(units.map(({ score }) => (score === null ? null : minus(fraction(0), score))))
  const red = units.filter(({ vetoed }, at) => !vetoed && (ranks[at] ?? k + 1) <= k)
  const black = units.filter(
    (unit, at) => unit.vetoed || (!red.includes(unit) && (fromBelow[at] ?? k + 1) <= k),
  )
  return { red, black }
}
