/** 限流 before log-in, by address: each process counts for itself, which is enough against guessing. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Parts } from '#base/parts/parts.ts'

const WINDOW = 600_000
/**
 * A whole hall logs in from one address within minutes, and a carrier's phones share one; guessing needs far more. A slip
 * costs the server much to check.
 */
const MOST = { code: 400, login: 800, paper: 20, link: 400 } as const
const turns = new Map<string, { count: number; until: number }>()

/** With the test clock nothing is limited: time stands still there. */
export const isLimited = ({ config }: Pick<Parts, 'config'>) => config.clock === undefined

export function takeTurn(kind: keyof typeof MOST, address: string, now: Date): void {
  const at = now.getTime()
  if (turns.size > 10_000) for (const [key, turn] of turns) if (turn.until <= at) turns.delete(key)
  const key = `${kind} ${address}`
  const turn = turns.get(key)
  if (!turn || turn.until <= at) turns.set(key, { count: 1, until: at + WINDOW })
  else if (turn.count >= MOST[kind]) throw new Refused('rateLimited')
  else turn.count += 1
}

/** Before what is only counted where it went wrong: this address has had its turns. */
export function mustHaveTurn(kind: keyof typeof MOST, address: string, now: Date): void {
  const turn = turns.get(`${kind} ${address}`)
  if (turn && turn.until > now.getTime() && turn.count >= MOST[kind]) throw new Refused('rateLimited')
}
