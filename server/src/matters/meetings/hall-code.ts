/** 会场签到码: changes every 20 seconds and is good for 60; whoever stands in the hall can see it, nobody else. */
import { createHmac, timingSafeEqual } from 'node:crypto'

const STEP = 20_000
const GOOD_FOR_STEPS = 3

export const stepOf = (now: Date): number => Math.floor(now.getTime() / STEP)
export const changesAt = (now: Date): Date => new Date((stepOf(now) + 1) * STEP)

export const hallCode = (secret: Buffer, step: number): string =>
  createHmac('sha256', secret).update(String(step)).digest('base64url').slice(0, 16)

/** The step this code was shown in, or null: it is of another meeting, too old or made up. */
export function stepOfCode(secret: Buffer, code: string, now: Date): number | null {
  const brought = Buffer.from(code)
  for (let back = 0; back < GOOD_FOR_STEPS; back += 1) {
    const step = stepOf(now) - back
    const shown = Buffer.from(hallCode(secret, step))
    if (shown.length === brought.length && timingSafeEqual(shown, brought)) return step
  }
  return null
}
