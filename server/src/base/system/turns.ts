/**
 * 停顿: a process has one thread that answers. A turn of it that lasts long keeps everybody waiting; this says so,
 * with the names of what it was at.
 */
import type { Logger } from 'pino'

const LOOK_EVERY = 20
export const LONGEST_TURN = 200

const running = new Map<symbol, string>()
/** What ended since the last look may have been the turn itself. */
let ended: string[] = []

/** From here until the answer is called: a request or a due work, by its name. */
export function enter(name: string): () => void {
  const mark = Symbol(name)
  running.set(mark, name)
  return () => {
    if (running.delete(mark)) ended.push(name)
  }
}

/** Watches until it is stopped, and tells at its end which turn was the longest. */
export function watchTurns(log: Pick<Logger, 'warn' | 'info'>): () => void {
  let longest = { ms: 0, processor: 0, during: [] as string[] }
  let due = performance.now() + LOOK_EVERY
  let spent = process.cpuUsage()
  const look = setInterval(() => {
    const ms = Math.round(performance.now() - due)
    if (ms > longest.ms || ms > LONGEST_TURN) {
      const during = [...new Set([...ended, ...running.values()])]
      // Less of the processor than of the time: the machine stood still, and not this process.
      const { user, system } = process.cpuUsage(spent)
      const processor = Math.round((user + system) / 1000)
      if (ms > longest.ms) longest = { ms, processor, during }
      if (ms > LONGEST_TURN) log.warn({ ms, processor, during }, 'a turn took long')
    }
    ended = []
    due = performance.now() + LOOK_EVERY
    spent = process.cpuUsage()
  }, LOOK_EVERY)
  look.unref()
  return () => {
    clearInterval(look)
    log.info(longest, 'the longest turn')
  }
}
