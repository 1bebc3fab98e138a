/** 计票单: each teller enters alone; the n-th of one is laid beside the n-th of the other. */
import { type CountSheet, whyNotSheets } from '@cunyi/shared/poll.ts'
import type { SheetRow } from './queries/slips.ts'

export type Count = {
  /** The pair that agrees and is no more than was handed out; null: none yet. */
  agreed: CountSheet | null
  unequalPairs: number
  /** One of the two has entered and the other has not. */
  waitingForSecond: boolean
}

export function countOf(rows: readonly SheetRow[], issued: number): Count {
  const tellers = [...new Set(rows.map((row) => row.teller))].slice(0, 2)
  const [mine = [], others = []] = tellers.map((teller) => rows.filter((row) => row.teller === teller))
  let unequalPairs = 0
  for (let i = 0; i < Math.min(mine.length, others.length); i += 1) {
    const [first, second] = [mine[i] as SheetRow, others[i] as SheetRow]
    const refusal = whyNotSheets([first, second], issued)
    if (!refusal) return { agreed: first, unequalPairs, waitingForSecond: false }
    if (refusal.code === 'sheetsDiffer') unequalPairs += 1
  }
  return { agreed: null, unequalPairs, waitingForSecond: mine.length !== others.length }
}
