import { compare, fraction, mean, read, twoPlaces, written } from '@cunyi/shared/oversight/fraction.ts'
import { type Figures, INDICATOR_CODES, mayScore, sumOfFigures } from '@cunyi/shared/oversight/indicators.ts'
import { drawn } from '@cunyi/shared/oversight/lot.ts'
import { daysOfPeriod, monthBefore } from '@cunyi/shared/oversight/periods.ts'
import { secretaryReward, villageReward } from '@cunyi/shared/oversight/rewards.ts'
import { type ManualItem, type Scheme, schemeFault, schemeFor } from '@cunyi/shared/oversight/scheme.ts'
import {
  areBehind,
  marksOf,
  opensTalk,
  ranksOf,
  redAndBlack,
  runBehind,
} from '@cunyi/shared/oversight/score.ts'
import { describe, expect, test } from 'vitest'

const scheme = (more: Partial<Scheme> = {}): Scheme => ({
  level: 'township',
  period: 'month',
  weights: [
    { indicator: 'I2', weight: 40 },
    { indicator: 'I3', weight: 20 },
    { indicator: 'I5', weight: 20 },
    { indicator: 'I9', weight: 20 },
  ],
  minN: 3,
  manual: [],
  lagLine: 60,
  lagLast: 1,
  from: '2026-08-01',
  document: '桐办〔2026〕12号',
  ...more,
})
const figures = (...of: [number, number][]): Figures =>
  Object.fromEntries(of.map(([num, den], at) => [['I2', 'I3', 'I5', 'I9'][at], { num, den }]))
const A = figures([27, 30], [9, 12], [8, 8], [2, 2])
const B = figures([45, 50], [14, 18], [9, 10], [5, 5])
const C = figures([18, 20], [6, 8], [6, 6], [2, 2])
const scoreOf = (of: Figures, by = scheme()) => marksOf(by, of).score
const points = (...of: (number | null)[]) => of.map((score) => (score === null ? null : fraction(score)))

describe('O1: three townships of one month', () => {
  test('a figure with fewer cases than three is not rated and its weight falls away; ranks are 1, 2, 2', () => {
    const marks = [A, B, C].map((one) => marksOf(scheme(), one))
    expect(marks.map(({ score }) => score && twoPlaces(score))).toEqual(['88.75', '89.56', '88.75'])
    expect(marks.map(({ unrated }) => unrated)).toEqual([['I9'], [], ['I9']])
    expect(ranksOf(marks.map(({ score }) => score))).toEqual([2, 1, 2])
  })
  test('scores that look alike on paper are told apart: 88.75 is not 88.7500001', () => {
    const nearly = fraction(887_500_001, 10_000_000)
    expect(twoPlaces(nearly)).toBe('88.75')
    expect(ranksOf([fraction(355, 4), nearly, fraction(355, 4)])).toEqual([2, 1, 2])
  })
  test('who has less than half of the weight rated is not ranked; exactly half is', () => {
    expect(scoreOf(figures([2, 2], [9, 12], [8, 8], [2, 2]))).toBeNull()
    const half = scheme({
      weights: [
        { indicator: 'I2', weight: 40 },
        { indicator: 'I3', weight: 40 },
      ],
    })
    expect(scoreOf(figures([27, 30]), half)).toEqual(fraction(90))
    expect(ranksOf([null, fraction(1), null])).toEqual([null, 1, null])
  })
  test('a denominator of zero is never rated, whatever the least number is', () => {
    expect(scoreOf(figures([0, 0], [0, 0], [0, 0], [0, 0]), scheme({ minN: 0 }))).toBeNull()
  })
  test('a township is the sum of its villages, not the mean of their rates', () => {
    const sum = sumOfFigures([figures([1, 1]), figures([50, 99]), {}])
    expect(sum.I2).toEqual({ num: 51, den: 100 })
  })
})

describe('得分的写法', () => {
  test('half is rounded up, below zero away from it, and nothing is lost in keeping it', () => {
    expect(
      [fraction(1, 8), fraction(-1, 8), fraction(1, 3), fraction(269, 3), fraction(-1, 900)].map(twoPlaces),
    ).toEqual(['0.13', '-0.13', '0.33', '89.67', '0.00'])
    expect(read(written(fraction(355, 4)))).toEqual(fraction(710, 8))
    expect(compare(mean(points(88, 91, 90).filter((one) => one !== null)), fraction(269, 3))).toBe(0)
  })
})

describe('加分、扣分、负面清单', () => {
  const item = (more: Partial<ManualItem>): ManualItem => ({
    code: 'a',
    name: '县级表彰',
    kind: 'bonus',
    points: 2,
    cap: 3,
    document: '桐办〔2026〕9号',
    ...more,
  })
  const by = scheme({
    manual: [
      item({}),
      item({ code: 'b', name: '通报批评', kind: 'deduction', cap: 2 }),
      item({ code: 'v', name: '一票否决', kind: 'veto', points: 0, cap: 0 }),
    ],
  })
  const entry = (code: string) => ({ item: code, document: '桐办〔2026〕20号' })
  test('points come to their cap and no further; a deduction is taken off', () => {
    expect(marksOf(by, A, [entry('a'), entry('a')]).score).toEqual(fraction(367, 4))
    expect(marksOf(by, A, [entry('b')]).score).toEqual(fraction(347, 4))
  })
  test('a veto takes no point: it keeps off the red list and puts on the black one', () => {
    const units = [A, B, C].map((one, at) => ({ ...marksOf(by, one, at === 1 ? [entry('v')] : []), at }))
    const { red, black } = redAndBlack(units, 2)
    expect(red.map(({ at }) => at)).toEqual([0, 2])
    expect(black.map(({ at }) => at)).toEqual([1])
  })
})

describe('落后与约谈', () => {
  test('below the line is behind; the last is so only where five are ranked, one stands higher and it is below 80', () => {
    expect(areBehind(points(90, 59, 60, null), scheme())).toEqual([false, true, false, null])
    expect(areBehind(points(95, 94, 93, 92, 79), scheme())).toEqual([false, false, false, false, true])
    expect(areBehind(points(95, 94, 93, 92, 80), scheme())).toEqual([false, false, false, false, false])
    expect(areBehind(points(95, 94, 93, 79), scheme())).toEqual([false, false, false, false])
    expect(areBehind(points(70, 70, 70, 70, 70), scheme())).toEqual([false, false, false, false, false])
    expect(areBehind(points(95, 94, 93, 75, 75), scheme())).toEqual([false, false, false, true, true])
    expect(areBehind(points(95, 94, 93, 76, 75), scheme({ lagLast: 2 }))).toEqual([
      false,
      false,
      false,
      true,
      true,
    ])
  })
  test('O2: two months below open a talk on the second; below, unranked, below on the third', () => {
    expect([[true], [true, true]].map(opensTalk)).toEqual([false, true])
    expect([[true], [true, null], [true, null, true]].map(opensTalk)).toEqual([false, false, true])
    expect(
      [
        [true, false, true],
        [true, true, true],
        [true, true, true, true],
      ].map(opensTalk),
    ).toEqual([false, false, true])
    expect(runBehind([true, false, null, true, true])).toBe(2)
  })
})

describe('考评办法', () => {
  const fault = (more: Partial<Scheme>) => schemeFault(scheme(more), '2026-07-15')?.code
  test('O6: one changed in the middle of a month works from the next', () => {
    expect(fault({})).toBeUndefined()
    expect(fault({ from: '2026-07-15' })).toBe('schemeFrom')
    const [old, changed] = [scheme({ from: '2026-01-01' }), scheme({ from: '2026-07-16' })]
    expect(schemeFor([old, changed], '2026-07-01')).toBe(old)
    expect(schemeFor([changed, old], '2026-08-01')).toBe(changed)
    expect(schemeFor([old], '2025-12-01')).toBeNull()
  })
  test('weights of nought, an indicator twice, a negative cap, a veto without a document: each has its sentence', () => {
    expect(fault({ weights: [] })).toBe('schemeWeight')
    expect(fault({ weights: [{ indicator: 'I2', weight: 0 }] })).toBe('schemeWeight')
    expect(fault({ weights: [{ indicator: 'I2', weight: 1.5 }] })).toBe('schemeWeight')
    expect(
      fault({
        weights: [
          { indicator: 'I2', weight: 1 },
          { indicator: 'I2', weight: 2 },
        ],
      }),
    ).toBe('schemeIndicatorTwice')
    const item: ManualItem = { code: 'x', name: '表彰', kind: 'bonus', points: 1, cap: -1, document: '甲' }
    expect(fault({ manual: [item] })).toBe('schemeItemPoints')
    expect(
      fault({
        manual: [
          { ...item, cap: 1 },
          { ...item, cap: 1 },
        ],
      }),
    ).toBe('schemeItemTwice')
    expect(fault({ manual: [{ ...item, kind: 'veto', document: ' ' }] })).toBe('schemeItemDocument')
    expect(fault({ document: '' })).toBe('schemeDocumentMissing')
  })
  test('who takes part from away, and how much is decided, is shown and never scored', () => {
    expect(INDICATOR_CODES.filter((code) => !mayScore(code))).toEqual(['I4', 'I10'])
    expect(fault({ weights: [{ indicator: 'I4', weight: 5 }] })).toBe('schemeNeverScored')
  })
  test('a period is a month, a quarter or a year and knows its days', () => {
    expect(daysOfPeriod('2026-02')).toEqual({ kind: 'month', first: '2026-02-01', last: '2026-02-28' })
    expect(daysOfPeriod('2026-Q4')).toEqual({ kind: 'quarter', first: '2026-10-01', last: '2026-12-31' })
    expect(daysOfPeriod('2028')).toEqual({ kind: 'year', first: '2028-01-01', last: '2028-12-31' })
    expect([daysOfPeriod('2026-13'), daysOfPeriod('2026-Q5'), daysOfPeriod('七月')]).toEqual([
      null,
      null,
      null,
    ])
    expect([monthBefore('2026-08-01'), monthBefore('2027-01-01')]).toEqual(['2026-07', '2026-12'])
  })
})

describe('抽签与奖惩', () => {
  const villages = ['411328001', '411328002', '411328003', '411328004', '411328005']
  test('O8: the printed seed draws the same three again, in whatever order they are named; fewer are all drawn', () => {
    const three = drawn('2026-08 桐柏 1', villages, 3)
    expect(new Set(three).size).toBe(3)
    expect(drawn('2026-08 桐柏 1', [...villages].reverse(), 3)).toEqual(three)
    expect(drawn('x', villages.slice(0, 2), 3).sort()).toEqual(villages.slice(0, 2))
  })
  test('nobody is drawn more often than others: 6,000 seeds, each of five between 3,400 and 3,800 times', () => {
    const times = new Map(villages.map((village) => [village, 0]))
    for (let at = 0; at < 6000; at++)
      for (const village of drawn(`2026-${at}`, villages, 3))
        times.set(village, (times.get(village) ?? 0) + 1)
    for (const count of times.values()) expect(Math.abs(count - 3600)).toBeLessThan(200)
  })
  test('O7: a three-star village has 30,000 yuan and 5 per cent; a secretary of five stars in the third year 100', () => {
    expect(villageReward(3)).toEqual({ stars: 3, workMoneyFen: 3_000_000, payPercent: 5 })
    expect(villageReward(2)).toBeNull()
    expect(secretaryReward([5, 5])).toBeNull()
    expect(secretaryReward([5, 5, 5])?.percent).toBe(100)
    expect(secretaryReward([5, 5, 3])?.percent).toBe(10)
    expect(secretaryReward([5, 5, 2])).toBeNull()
    expect(secretaryReward([1, 4, 5, 4])?.percent).toBe(20)
  })
})
