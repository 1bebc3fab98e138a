/** 账: receipts, payees and lines that are over. */
import { judgedSoFar } from '@cunyi/shared/law/judged.ts'
import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import { isOtherPayee, type LineWord, whyNotClose, whyNotEnter } from '@cunyi/shared/matter/account.ts'
import { whyNotSpend } from '@cunyi/shared/words/money.ts'
import { explain } from '@cunyi/shared/words/refusal.ts'
import { describe, expect, test } from 'vitest'

const YUAN = 100
const profile = defaultProfile()
const PAID = {
  amountFen: 900 * YUAN,
  payee: '河湾绿化队',
  papers: 1,
  note: null as string | null,
  contractors: ['河湾绿化队'],
}
const enter = (changes: Partial<typeof PAID> = {}, from = profile['expense.receipt_from_yuan']) =>
  whyNotEnter({ 'expense.receipt_from_yuan': from }, { ...PAID, ...changes })?.code ?? null

describe('an expense', () => {
  test('comes with its receipt, from the sum that the rules say', () => {
    expect(enter()).toBe(null)
    expect(enter({ papers: 0 })).toBe('receiptMissing')
    expect(enter({ papers: 0, amountFen: 199 * YUAN }, 200)).toBe(null)
    expect(enter({ papers: 0, amountFen: 200 * YUAN }, 200)).toBe('receiptMissing')
  })
  test('to somebody other than the contractor says why', () => {
    expect(enter({ payee: '主任的弟弟' })).toBe('payeeOther')
    expect(enter({ payee: '主任的弟弟', note: '  ' })).toBe('payeeOther')
    expect(enter({ payee: '主任的弟弟', note: '设计费' })).toBe(null)
    expect(isOtherPayee(['河湾绿化队'], '河湾 绿化队')).toBe(false)
  })
  test('of a work that has no contractor goes to nobody else', () => {
    expect(enter({ contractors: [], payee: '本村劳力' })).toBe(null)
  })
  test('may go to a contractor of before, who is paid for what he did', () => {
    expect(enter({ contractors: ['乙队', '河湾绿化队'] })).toBe(null)
  })
  test('that is too much is told what may still be paid', () => {
    const lines = [
      { key: 'a', label: '树苗', resolvedFen: 10_000 * YUAN, actualFen: 15_000 * YUAN },
      { key: 'b', label: '人工', resolvedFen: 40_000 * YUAN, actualFen: 41_000 * YUAN },
    ]
    const refusal = whyNotSpend({
      lines,
      pct: 10,
      changeResolutionAdopted: false,
      oversightNote: true,
      nowFen: 41_000 * YUAN,
    })
    expect(refusal).toEqual({ code: 'overrun', params: { pct: 10, left: '40,000.00' } })
    expect(explain('overrun', refusal?.params).messageZh).toContain('最多还能付40,000.00元')
  })
})

describe('the outcome', () => {
  const until = new Date('2026-12-02T16:00:00Z')
  const close = (words: LineWord[], open: Date[] = [], changeVoted = false) =>
    whyNotClose({ over: words.map((word) => ({ label: '树苗', word })), pct: 10, open, changeVoted })?.code ??
    null
  test('waits until what is beyond a line was put to the oversight committee', () => {
    expect(close([])).toBe(null)
    expect(close([null])).toBe('overLineAsk')
    expect(close(['open'], [until])).toBe('accountJudged')
    expect(close(['yes', null])).toBe('overLineAsk')
  })
  test('goes on after a yes, and after silence', () => {
    expect(close(['yes'])).toBe(null)
    expect(close(['silent'])).toBe(null)
  })
  test('after a no goes on once a change resolution was voted on: nothing holds it up for good', () => {
    expect(close(['no'])).toBe('overLineChange')
    expect(close(['no'], [], true)).toBe(null)
  })
  test('waits for a payee that is being judged, and no longer than that', () => {
    expect(close([], [until])).toBe('accountJudged')
    expect(judgedSoFar([true, true], 3)).toBe('yes')
  })
})
