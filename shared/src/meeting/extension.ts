/**
 * 断网延长: the network was down in the village on the last day. The chair asks, the township agrees; after its silence a
 * member of the oversight committee may. Once for a meeting, by a day at most. (平台默认; integrity D30)
 */
import { addHours } from '../words/days.ts'
import { type Refusal, refuse } from '../words/refusal.ts'

/** The most that may be asked for, and how near the end it is asked. */
export const EXTENSION_HOURS = 24

type ExtensionFacts = {
  now: Date
  /** Null: a live meeting, which the chair ends himself. */
  windowEnd: Date | null
  isOpen: boolean
  /** It was made longer before, by the clock or by two persons. */
  extendedBefore: boolean
}

export function whyNotExtend({ now, windowEnd, isOpen, extendedBefore }: ExtensionFacts): Refusal | null {
  if (!windowEnd || !isOpen) return refuse('pollClosed')
  if (extendedBefore) return refuse('alreadyDone')
  const from = addHours(windowEnd, -EXTENSION_HOURS)
  return now < from ? refuse('extensionTooEarly', { from: from.toISOString() }) : null
}

/** While it waited nobody could vote past the end; what was lost so is made good, within the day. */
export function extendedTo(windowEnd: Date, hours: number, now: Date): Date {
  const end = addHours(now > windowEnd ? now : windowEnd, hours)
  return new Date(Math.min(end.getTime(), addHours(windowEnd, EXTENSION_HOURS).getTime()))
}
