/** 编号票、唱票: numbered slips are printed for a place, handed out against the roll, and read one by one. */
import { type Refusal, refuse } from '../words/refusal.ts'
import type { PollStatus, SlipMark } from '../words/vocabulary.ts'

export const MOST_SLIPS = 5000

export function whyNotPrintSlips(facts: {
  secret: boolean
  status: PollStatus
  wanted: number
  printed: number
  /** Handed out and not given back, of the whole poll. */
  out: number
}): Refusal | null {
  const { wanted, printed, out } = facts
  if (!facts.secret) return refuse('noPaperInOpenPoll')
  if (facts.status === 'void') return refuse('pollVoid')
  if (facts.status !== 'waiting' && facts.status !== 'open') return refuse('pollClosed')
  // A poll is numbered or it is not: else nobody could say whether a slip without a number belongs to it.
  if (printed === 0 && out > 0) return refuse('slipsAlreadyOut')
  return printed + wanted > MOST_SLIPS ? refuse('slipsPrintLimit', { most: MOST_SLIPS, printed }) : null
}

/** 发票: with numbered slips no more can be out at a place than were printed for it. */
export const whyTooFewPrinted = (facts: {
  numbered: boolean
  printed: number
  out: number
  wanted: number
}): Refusal | null =>
  facts.numbered && facts.out + facts.wanted > facts.printed
    ? refuse('slipsPrintedTooFew', { printed: facts.printed, out: facts.out, wanted: facts.wanted })
    : null

export function whyNotRead(facts: {
  numbered: boolean
  /** Null: no slip of this poll has this number or code. */
  slip: { number: number; placeNo: number; placeName: string } | null
  placeNo: number
  alreadyRead: boolean
  again: boolean
}): Refusal | null {
  const { slip } = facts
  if (!facts.numbered) return refuse('slipsNotNumbered')
  if (!slip) return refuse('slipUnknown')
  if (slip.placeNo !== facts.placeNo)
    return refuse('slipOtherPlace', { number: slip.number, place: slip.placeName })
  return facts.alreadyRead && !facts.again ? refuse('slipUsed', { number: slip.number }) : null
}

/** A teller's readings, the newest of each slip, as figures. */
export function countMarks(marks: readonly SlipMark[]): Record<SlipMark, number> {
  const counts = { for: 0, against: 0, abstain: 0, invalid: 0 }
  for (const mark of marks) counts[mark] += 1
  return counts
}
