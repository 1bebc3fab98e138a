/** 计票: the heaps of a poll, one for each place's slips and one for its hands; each is counted by that place's two tellers. */
import {
  type CountSheet,
  newCountUntil,
  type SheetsDifference,
  sheetsDifference,
  whyNotSheets,
} from '@cunyi/shared/poll/poll.ts'
import type { Counts } from '@cunyi/shared/poll/small-group.ts'
import type { CountedChannel } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import { handsOf } from './queries/hands.ts'
import { newCountsOf } from './queries/new-counts.ts'
import type { PollRow } from './queries/polls.ts'
import { type SheetRow, sheetsOf, slipsOut } from './queries/slips.ts'

export type Count = {
  /** The pair that agrees and is no more than was handed out; null: none yet. */
  agreed: SheetRow | null
  unequalPairs: number
  /** In what the last unequal pair differs; null: none is, or one agrees. */
  difference: SheetsDifference | null
  /** One of the two has entered and the other has not. */
  waitingForSecond: boolean
}
export type Heap = {
  placeNo: number
  channel: CountedChannel
  /** Slips out, or hands called. */
  issued: number
  rows: SheetRow[]
  count: Count
  /** Not declared invalid by all: two others count it, and by when. The sheets of those before no longer count. */
  newCount: { until: Date; before: string[]; afterSeq: number } | null
}

/** The n-th sheet of one teller is laid beside the n-th of the other. */
export function countOf(rows: readonly SheetRow[], issued: number): Count {
  const tellers = [...new Set(rows.map((row) => row.teller))].slice(0, 2)
  const [mine = [], others = []] = tellers.map((teller) => rows.filter((row) => row.teller === teller))
  let unequalPairs = 0
  let difference: SheetsDifference | null = null
  for (let i = 0; i < Math.min(mine.length, others.length); i += 1) {
    const [first, second] = [mine[i] as SheetRow, others[i] as SheetRow]
    const refusal = whyNotSheets([first, second], issued)
    if (!refusal) return { agreed: first, unequalPairs, difference: null, waitingForSecond: false }
    if (refusal.code !== 'sheetsDiffer') continue
    unequalPairs += 1
    difference = sheetsDifference(first, second)
  }
  return { agreed: null, unequalPairs, difference, waitingForSecond: mine.length !== others.length }
}

/** Every heap that has to be counted, by place; nothing handed out or called is no heap. */
export async function heapsOf(tx: Tx, poll: Pick<PollRow, 'villageId' | 'id'>): Promise<Heap[]> {
  const issued = new Map<string, { placeNo: number; channel: CountedChannel; issued: number }>()
  const add = (channel: CountedChannel) => (one: { placeNo: number }) => {
    const key = `${one.placeNo} ${channel}`
    const heap = issued.get(key) ?? { placeNo: one.placeNo, channel, issued: 0 }
    issued.set(key, { ...heap, issued: heap.issued + 1 })
  }
  for (const slip of await slipsOut(tx, poll)) add('paper')(slip)
  for (const hand of await handsOf(tx, poll)) add('hands')(hand)
  const sheets = await sheetsOf(tx, poll)
  const opened = await newCountsOf(tx, poll)
  return [...issued.values()]
    .map((heap) => {
      const isOfHeap = (one: { placeNo: number; channel: CountedChannel }) =>
        one.placeNo === heap.placeNo && one.channel === heap.channel
      const all = sheets.filter(isOfHeap)
      const anew = opened.find(isOfHeap)
      const before = all.filter((row) => !anew || anew.of.includes(row.teller))
      const count = countOf(before, heap.issued)
      // They agreed while it was asked: there is nothing to count anew.
      if (!anew || count.agreed) return { ...heap, rows: before, count, newCount: null }
      const rows = all.filter((row) => !anew.of.includes(row.teller))
      const afterSeq = Math.max(0, ...before.map((row) => row.seq))
      const newCount = { until: newCountUntil(anew.since), before: anew.of, afterSeq }
      return { ...heap, rows, count: countOf(rows, heap.issued), newCount }
    })
    .sort((a, b) => a.placeNo - b.placeNo || (a.channel < b.channel ? -1 : 1))
}

/** The how-manieth sheet of this teller comes next; of a new count never one that somebody before had. */
export const nextSeq = ({ rows, newCount }: Heap, teller: string): number =>
  (newCount?.afterSeq ?? 0) + rows.filter((row) => row.teller === teller).length + 1

export type Counted = Counts & { channel: CountedChannel }

/** The agreed sheets of all heaps; null: one of them is still awaited. */
export function agreedOf(heaps: readonly Heap[]): Counted[] | null {
  const agreed = heaps.map((heap) => heap.count.agreed)
  return agreed.every((sheet) => sheet !== null) ? agreed : null
}

/** As the rules of shared ask: no heap waits, or one does. */
export const sheetPairs = (heap: Heap): CountSheet[] =>
  heap.count.agreed ? [heap.count.agreed, { ...heap.count.agreed, teller: 'second' }] : []
