/** W1 as phones do it: each sends its ballot at its moment and, without a receipt, the same again. Loopback only. */
import { setTimeout as sleep } from 'node:timers/promises'

export type Shot = { path: string; token: string; body: string }
/** status 0: no answer at all. */
export type Answer = {
  at: number
  ms: number
  status: number
  type: string
  retryAfter: string | null
  body: string
}
export type Phone = { answers: Answer[]; receipt: string | null }

/** As long as a real phone waits for an answer (web/src/phone/ballots.ts). */
const TIME_LIMIT = 20_000

export async function ask(url: string, init: RequestInit = {}): Promise<Answer> {
  const began = performance.now()
  try {
    const reply = await fetch(url, { ...init, signal: AbortSignal.timeout(TIME_LIMIT) })
    const body = await reply.text()
    return {
      at: began,
      ms: performance.now() - began,
      status: reply.status,
      type: reply.headers.get('content-type') ?? '',
      retryAfter: reply.headers.get('retry-after'),
      body,
    }
  } catch (error) {
    const cause = (error as Error).cause ?? error
    return {
      at: began,
      ms: performance.now() - began,
      status: 0,
      type: '',
      retryAfter: null,
      body: String(cause),
    }
  }
}

/** Resolves when every phone has its receipt, or `until` says that it is enough. */
export function vote(
  address: string,
  shots: readonly Shot[],
  perSecond: number,
  stop: AbortSignal,
): Promise<Phone[]> {
  return Promise.all(
    shots.map(async ({ path, token, body }, at) => {
      const phone: Phone = { answers: [], receipt: null }
      await sleep((at * 1000) / perSecond)
      while (!stop.aborted) {
        const answer = await ask(`${address}${path}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body,
        })
        phone.answers.push(answer)
        if (answer.status === 200) phone.receipt = JSON.parse(answer.body).receipt
        if (answer.status >= 200 && answer.status < 500) break
        await sleep(Number(answer.retryAfter ?? 3) * 1000 * (0.8 + Math.random() * 0.4))
      }
      return phone
    }),
  )
}
