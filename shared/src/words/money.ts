/** 资金: whole fen, and what an overrun asks for. */
import { type Refusal, refuse } from './refusal.ts'

export type BudgetLine = { key: string; label: string; resolvedFen: number; actualFen: number }

/** 超支: 100·(final − resolved) > pct·resolved, in fen; exactly pct is within. */
export const isOverrun = (resolvedFen: number, finalFen: number, pct: number): boolean =>
  100 * (finalFen - resolvedFen) > pct * resolvedFen

/** The most that is no overrun. */
const mostFen = (resolvedFen: number, pct: number): number =>
  resolvedFen + Math.floor((pct * resolvedFen) / 100)

export type Overrun = {
  resolvedFen: number
  actualFen: number
  /** The total is above: a change resolution comes first. */
  changeResolutionNeeded: boolean
  /** Lines above with the total within: the oversight committee's note is needed. */
  linesAbove: string[]
  /** Tenths of a per cent, rounded towards zero, for display only (75 = +7.5 %). */
  permille: number
}

export function overrunOf(lines: readonly BudgetLine[], pct: number): Overrun {
  const resolvedFen = lines.reduce((sum, line) => sum + line.resolvedFen, 0)
  const actualFen = lines.reduce((sum, line) => sum + line.actualFen, 0)
  const change = 1000 * (actualFen - resolvedFen)
  return {
    resolvedFen,
    actualFen,
    changeResolutionNeeded: isOverrun(resolvedFen, actualFen, pct),
    linesAbove: lines
      .filter((line) => isOverrun(line.resolvedFen, line.actualFen, pct))
      .map((line) => line.key),
    permille: resolvedFen === 0 ? 0 : (change - (change % resolvedFen)) / resolvedFen,
  }
}

/** Whether a payment or the outcome may go on with these lines. */
export function whyNotSpend(facts: {
  lines: readonly BudgetLine[]
  pct: number
  changeResolutionAdopted: boolean
  oversightNote: boolean
  /** Of the lines, what is being paid now. */
  nowFen?: number
}): Refusal | null {
  const overrun = overrunOf(facts.lines, facts.pct)
  if (overrun.changeResolutionNeeded) {
    const left = mostFen(overrun.resolvedFen, facts.pct) - (overrun.actualFen - (facts.nowFen ?? 0))
    return facts.changeResolutionAdopted
      ? null
      : refuse('overrun', { pct: facts.pct, left: yuan(Math.max(0, left)) })
  }
  const above = facts.lines.find((line) => overrun.linesAbove.includes(line.key))
  return above && !facts.oversightNote
    ? refuse('overrunLineNote', { line: above.label, pct: facts.pct })
    : null
}

/** ⑥: what must be there before the outcome can be posted. */
export function whyNotReportOutcome(facts: {
  lines: readonly BudgetLine[]
  pct: number
  changeResolutionAdopted: boolean
  oversightNote: boolean
  executor: boolean
  acceptance: boolean
  account: boolean
}): Refusal | null {
  if (!facts.executor) return refuse('executorMissing')
  if (!facts.acceptance) return refuse('acceptanceMissing')
  if (!facts.account) return refuse('accountMissing')
  return whyNotSpend(facts)
}

/** 元: fen as yuan with two places and thousands, for people. */
export function yuan(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const whole = Math.abs(fen)
  const yuanPart = ((whole - (whole % 100)) / 100).toLocaleString('en-US')
  return `${sign}${yuanPart}.${String(whole % 100).padStart(2, '0')}`
}

/** '96万', '1,234.5' and '1234.50' as fen; null where it is not a sum of money. */
export function fenOf(text: string): number | null {
  const clean = text.normalize('NFKC').replace(/[\s,元]/g, '')
  const match = /^(\d+)(?:\.(\d{1,6}))?(万)?$/.exec(clean)
  if (!match) return null
  const places = match[3] ? 6 : 2
  const fraction = match[2] ?? ''
  if (fraction.length > places && /[1-9]/.test(fraction.slice(places))) return null
  const fen = Number(`${match[1]}${fraction.slice(0, places).padEnd(places, '0')}`)
  return Number.isSafeInteger(fen) ? fen : null
}
