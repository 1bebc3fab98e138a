/**
 * 账: every payment has its receipt and its payee; what goes beyond its line, or to somebody other than the contractor,
 * is judged by the oversight committee. Nothing of it holds up the outcome for good: what was not agreed to, or not
 * looked at, is written where everybody reads it. (平台默认; integrity D28)
 */
import type { JudgementState } from '../law/judged.ts'
import type { ProfileValues } from '../law/profile-keys.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import { normaliseText } from './amendment.ts'

const same = (a: string, b: string) => normaliseText(a) === normaliseText(b)

/** Of the contractors of this work, the present one first: whether somebody else is paid. Without any nobody is another. */
export const isOtherPayee = (contractors: readonly string[], payee: string): boolean =>
  contractors.length > 0 && !contractors.some((one) => same(one, payee))

/** 支出: what is asked of one entry. */
export function whyNotEnter(
  profile: Pick<ProfileValues, 'expense.receipt_from_yuan'>,
  paid: {
    amountFen: number
    payee: string
    papers: number
    note: string | null
    contractors: readonly string[]
  },
): Refusal | null {
  if (paid.papers === 0 && paid.amountFen >= 100 * profile['expense.receipt_from_yuan'])
    return refuse('receiptMissing')
  const { payee, contractors } = paid
  return isOtherPayee(contractors, payee) && !paid.note?.trim()
    ? refuse('payeeOther', { contractor: contractors[0] ?? '', payee })
    : null
}

/** How the oversight committee stands to a line that is over; null: it was not asked of what is spent by now. */
export type LineWord = JudgementState | null

/** 决算: why the outcome waits for the account. Asked of every line that is over. */
export function whyNotClose(facts: {
  over: readonly { label: string; word: LineWord }[]
  pct: number
  /** Questions that stand open, of lines and of payees. */
  open: readonly Date[]
  /** A change resolution was put to the vote; had it been adopted, another matter would stand here. */
  changeVoted: boolean
}): Refusal | null {
  const { pct } = facts
  const first = (word: LineWord) => facts.over.find((line) => line.word === word)
  const notAsked = first(null)
  if (notAsked) return refuse('overLineAsk', { line: notAsked.label, pct })
  const until = facts.open.toSorted((a, b) => b.getTime() - a.getTime())[0]
  if (until) return refuse('accountJudged', { count: facts.open.length, until: until.toISOString() })
  const refused = first('no')
  return refused && !facts.changeVoted ? refuse('overLineChange', { line: refused.label }) : null
}

const LINE_SAID: Record<Exclude<JudgementState, 'open' | 'overtaken'>, string> = {
  yes: '超出部分经村务监督委员会评议，从其他项的结余里支付',
  no: '超出部分村务监督委员会没有同意，变更决议也没有通过',
  silent: '超出部分村务监督委员会逾期没有评议',
}
const PAYEE_SAID: Record<Exclude<JudgementState, 'open' | 'overtaken'>, string> = {
  yes: '村务监督委员会评议同意',
  no: '村务监督委员会没有同意',
  silent: '村务监督委员会逾期没有评议',
}
/** What the account says of it, to everybody. */
export const lineSaid = (word: LineWord): string =>
  word === null || word === 'open' || word === 'overtaken' ? '超出部分没有经过评议' : LINE_SAID[word]
export const payeeSaid = (word: LineWord): string =>
  word === null || word === 'open' || word === 'overtaken' ? '村务监督委员会还没有评议' : PAYEE_SAID[word]
