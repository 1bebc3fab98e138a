/**
 * 发送: a message that was not taken is tried again, later each time, until it no longer makes sense; then it is
 * 未送达, and the office is told why and what to do instead.
 */
import { addHours } from './days.ts'
import type { MessageKind, UndeliveredReason } from './undelivered.ts'

const FIRST_WAIT_MINUTES = 1
const LONGEST_WAIT_MINUTES = 60
/** 1, 2, 4 … 60 minutes after the first, second … try. */
const waitAfter = (tries: number): number =>
  Math.min(FIRST_WAIT_MINUTES * 2 ** Math.min(Math.max(0, tries - 1), 10), LONGEST_WAIT_MINUTES)

/** When it is tried again; null: never, it would come too late. */
export function nextTryAt(until: Date, tries: number, now: Date): Date | null {
  const at = new Date(now.getTime() + waitAfter(tries) * 60_000)
  return at < until ? at : null
}

/** A warning that nobody read in a day has to be given in another way. */
export const alertUntil = (made: Date): Date => addHours(made, 24)

/** From this try on the office is told of a message that is still being tried; a short outage is nobody's business. */
const TOLD_FROM_TRY = 5
export const isToldOf = (tries: number, isOver: boolean): boolean => isOver || tries >= TOLD_FROM_TRY

const FOR_GOOD: readonly UndeliveredReason[] = ['numberRefused', 'reportedFailed', 'tooLate', 'noBrowser']
/** Never tried again by itself: it would end in the same way. */
export const isForGood = (reason: UndeliveredReason): boolean => FOR_GOOD.includes(reason)

/** A code is asked for anew by whoever needs it; anything else the office may have tried again while it makes sense. */
export const maySendAgain = (
  { kind, until, isOver }: { kind: MessageKind; until: Date; isOver: boolean },
  now: Date,
): boolean => kind !== 'code' && isOver && now < until
