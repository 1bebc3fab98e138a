import {
  changedByMore,
  isSubstantive,
  isTakenUp,
  substantiveGrounds,
  textForDigest,
} from '@cunyi/shared/matter/amendment.ts'
import {
  fenOf,
  isOverrun,
  overrunOf,
  whyNotReportOutcome,
  whyNotSpend,
  yuan,
} from '@cunyi/shared/words/money.ts'
import { describe, expect, test } from 'vitest'

const wan = (amount: number) => Math.round(amount * 1_000_000)
const line = (key: string, resolvedFen: number, actualFen: number) => ({
  key,
  label: key,
  resolvedFen,
  actualFen,
})

describe('an overrun is measured on the total and on each line', () => {
  // biome-ignore format: one row, one account
  test.each([
    ['C1', 96, 103.2, false, 75], ['C1, the variant', 96, 106, true, 104], ['C12', 49.8, 52.3, false, 50],
    ['exactly ten per cent', 100, 110, false, 100], ['a fen above', 100, 110.000001, true, 100],
  ] as const)('%s: %d resolved, %d spent: change resolution %s', (_, resolved, spent, change, permille) => {
    const it = overrunOf([line('all', wan(resolved), wan(spent))], 10)
    expect([it.changeResolutionNeeded, it.permille]).toEqual([change, permille])
    expect(isOverrun(wan(resolved), wan(spent), 10)).toBe(change)
  })
  test("a line above with the total within needs the oversight committee's note", () => {
    const facts = {
      lines: [line('road', wan(90), wan(88)), line('drain', wan(6), wan(7))],
      pct: 10,
      changeResolutionAdopted: false,
      oversightNote: false,
    }
    expect(overrunOf(facts.lines, 10)).toMatchObject({ changeResolutionNeeded: false, linesAbove: ['drain'] })
    expect(whyNotSpend(facts)).toEqual({ code: 'overrunLineNote', params: { line: 'drain', pct: 10 } })
    expect(whyNotSpend({ ...facts, oversightNote: true })).toBeNull()
  })
  test('a total above is blocked until a change resolution has passed; a note does not help', () => {
    const facts = {
      lines: [line('road', wan(96), wan(106))],
      pct: 10,
      changeResolutionAdopted: false,
      oversightNote: true,
    }
    expect(whyNotSpend(facts)?.code).toBe('overrun')
    expect(whyNotSpend({ ...facts, changeResolutionAdopted: true })).toBeNull()
  })
  test('spending on a line that was not resolved is above, whatever the sum', () =>
    expect(overrunOf([line('road', wan(96), wan(90)), line('gate', 0, 1)], 10).linesAbove).toEqual(['gate']))
  test('the outcome waits for executor, acceptance and account', () => {
    const all = {
      lines: [],
      pct: 10,
      changeResolutionAdopted: false,
      oversightNote: false,
      executor: true,
      acceptance: true,
      account: true,
    }
    expect(whyNotReportOutcome(all)).toBeNull()
    expect(whyNotReportOutcome({ ...all, executor: false })?.code).toBe('executorMissing')
    expect(whyNotReportOutcome({ ...all, acceptance: false })?.code).toBe('acceptanceMissing')
    expect(whyNotReportOutcome({ ...all, account: false })?.code).toBe('accountMissing')
  })
})

describe('substantive or editorial is reckoned from the facts', () => {
  const pct = 10
  test('C7: 420 mu become 405.4, −3.5 %: editorial', () => {
    expect(isSubstantive({ areaCentiMu: 42_000 }, { areaCentiMu: 40_540 }, { pct })).toBe(false)
  })
  test('C10: a cap of 50,000 becomes 30,000: substantive', () => {
    expect(substantiveGrounds({ amountFen: wan(5) }, { amountFen: wan(3) }, { pct })).toEqual(['amountFen'])
  })
  test('exactly ten per cent up or down is editorial, a fen more is not', () => {
    expect([changedByMore(1000, 1100, pct), changedByMore(1000, 900, pct)]).toEqual([false, false])
    expect([changedByMore(1000, 1101, pct), changedByMore(1000, 899, pct)]).toEqual([true, true])
  })
  test.each(['beneficiaries', 'term', 'place', 'contractor', 'duration'] as const)(
    'another %s is substantive, other punctuation is not',
    (fact) => {
      expect(substantiveGrounds({ [fact]: '东头、西头' }, { [fact]: '东头' }, { pct })).toEqual([fact])
      expect(isSubstantive({ [fact]: '东头、西头' }, { [fact]: '东头 西头。' }, { pct })).toBe(false)
    },
  )
  test("the chair's tick makes it substantive, and no tick makes it editorial", () => {
    expect(substantiveGrounds({}, {}, { pct, rightsOrDuties: true })).toEqual(['rightsOrDuties'])
    expect(isSubstantive({ amountFen: wan(5) }, { amountFen: wan(3) }, { pct, rightsOrDuties: false })).toBe(
      true,
    )
  })
  test('a sum that appears or goes is substantive', () => {
    expect(isSubstantive({}, { amountFen: 1 }, { pct })).toBe(true)
    expect(isSubstantive({ amountFen: 1 }, {}, { pct })).toBe(true)
    expect(isSubstantive({}, { amountFen: 0 }, { pct })).toBe(false)
  })
  test('the chair or one fifth of those present takes an amendment up', () => {
    expect(isTakenUp({ byChair: true, seconders: 0, present: 40 })).toBe(true)
    expect(isTakenUp({ byChair: false, seconders: 8, present: 40 })).toBe(true)
    expect(isTakenUp({ byChair: false, seconders: 7, present: 40 })).toBe(false)
    expect(isTakenUp({ byChair: false, seconders: 0, present: 0 })).toBe(false)
  })
})

test('two texts are the same when only spaces, punctuation, width or case differ', () => {
  expect(textForDigest('道路硬化', '长 3.2 公里，宽４米。')).toBe(
    textForDigest('道路 硬化！', '长3.2公里,宽4米'),
  )
  expect(textForDigest('道路硬化', '宽4米')).not.toBe(textForDigest('道路硬化', '宽5米'))
  expect(textForDigest('甲', '乙丙')).not.toBe(textForDigest('甲乙', '丙'))
})

test('what parts two figures is part of the text; thousands are not', () => {
  const same = (a: string, b: string) => textForDigest('', a) === textForDigest('', b)
  expect(same('宽3.2米', '宽32米')).toBe(false)
  expect(same('10-20户', '1020户')).toBe(false)
  expect(same('补助50%', '补助50')).toBe(false)
  expect(same('共1,234元', '共1234元')).toBe(true)
})

test('money is whole fen in and yuan out', () => {
  // biome-ignore format: one row, one sum
  for (const [text, fen] of [['96万', 96_000_000], ['103.2万', 103_200_000], ['1,234.5', 123_450], ['１２元', 1200], ['0.01', 1], ['1.230', 123]] as const) expect(fenOf(text)).toBe(fen)
  for (const text of ['', '1.234', '-5', '十万', '1e5']) expect(fenOf(text)).toBeNull()
  expect(yuan(0)).toBe('0.00')
  expect([yuan(96_000_000), yuan(123_450), yuan(1), yuan(-105)]).toEqual([
    '960,000.00',
    '1,234.50',
    '0.01',
    '-1.05',
  ])
})
