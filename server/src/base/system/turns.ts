/**
 * 停顿: a process has one thread that answers. A turn of it that lasts long keeps everybody waiting; this says so,
 * with the names of what it was at.
 */
import type { Logger } from 'pino'

const LOOK_EVERY = 20
export const LONGEST_TURN = 200

/** How many of each name are under way. */
const running = new Map<string, number>()
/** What ended since the last look may have been the turn itself. */
const ended = new Set<string>()
/** One function a name, not one a request: this is asked at every ballot. */
const leaving = new Map<string, () => void>()

/** From here until the answer is called, once: a request or a due work, by its name. */
export function enter(name: string): () => void {
  running.set(name, (running.get(name) ?? 0) + 1)
  const known = leaving.get(name)
  if (known) return known
  const leave = () => {
    running.set(name, (running.get(name) ?? 1) - 1)
    ended.add(name)
  }
  leaving.set(name, leave)
  return leave
}

const underWay = () => [...running].filter(([, count]) => count > 0).map(([name]) => name)

/** Watches until it is stopped, and tells at its end which turn was the longest. */
export function watchTurns(log: Pick<Logger, 'warn' | 'info'>): () => void {
  let longest = { ms: 0, processor: 0, during: [] as string[] }
  let due = performance.now() + LOOK_EVERY
  let spent = process.threadCpuUsage()
  const look = setInterval(() => {
    const ms = Math.round(performance.now() - due)
    if (ms > longest.ms || ms > LONGEST_TURN) {
      const during = [...new Set([...ended, ...underWay()])]
      // Less of the processor than of the time: the machine stood still, and not this process.
      const { user, system } = process.threadCpuUsage(spent)
      const processor = Math.round((user + system) / 1000)
      if (ms > longest.ms) longest = { ms, processor, during }
      if (ms > LONGEST_TURN) log.warn({ ms, processor, during }, 'a turn took long')
    }
    ended.clear()
    due = performance.now() + LOOK_EVERY
    spent = process.threadCpuUsage()
  }, LOOK_EVERY)
  look.unref()
  return () => {
    clearInterval(look)
    log.info(longest, 'the longest turn')
  }
}
