import { setTimeout as wait } from 'node:timers/promises'

/**
 * Does what is due at `now`, all of it, and says when the next thing is due; one that costs much to ask says as well
 * how much it did. It is told by the clock, never by a timer's own time, so that a test can put the clock forward.
 */
export type DueJob = (now: Date) => Promise<Told>
type Told = Date | null | undefined | { next: Date | null; done: number }
const nextOf = (told: Told): Date | null => (told instanceof Date || !told ? (told ?? null) : told.next)

export interface EveryOptions {
  signal?: AbortSignal
  onError?: (error: unknown) => void
}

/** 钟: the only source of instants in the server. */
export interface Clock {
  now(): Date
  /** Until now() has reached `at`; ends early, without an error, when the signal says so. */
  sleepUntil(at: Date, signal?: AbortSignal): Promise<void>
  /** Runs the job now, then at the latest every `ms`, and earlier when it names an earlier instant. */
  every(ms: number, job: DueJob, options?: EveryOptions): void
}

/** A timer is asked for this long at most, so that a changed system clock is noticed. */
const LONGEST = 30_000

export const realClock = (): Clock => {
  const now = () => new Date()
  /** Until the instant, but not longer than `most`: of a system clock that is put back meanwhile too. */
  const sleep = async (at: number, most: number, signal?: AbortSignal) => {
    const began = performance.now()
    const leftNow = () => Math.min(at - Date.now(), began + most - performance.now())
    for (let left = leftNow(); left > 0 && !signal?.aborted; left = leftNow())
      await wait(Math.min(left, LONGEST), undefined, signal ? { signal } : {}).catch(() => {})
  }
  const sleepUntil = (at: Date, signal?: AbortSignal) => sleep(at.getTime(), Number.POSITIVE_INFINITY, signal)
  const repeat = async (ms: number, job: DueJob, { signal, onError }: EveryOptions) => {
    while (!signal?.aborted) {
      let next: Date | null = null
      try {
        next = nextOf(await job(now()))
      } catch (error) {
        onError?.(error)
      }
      // A job that names the same due instant again must not keep the process busy.
      const at = Math.max(
        Date.now() + 20,
        Math.min(next?.getTime() ?? Number.POSITIVE_INFINITY, Date.now() + ms),
      )
      await sleep(at, ms, signal)
    }
  }
  return { now, sleepUntil, every: (ms, job, options = {}) => void repeat(ms, job, options) }
}

export interface SettableClock extends Clock {
  /**
   * Puts the clock forward. Everything due until then is done first, in the order of its due time, each at its
   * own instant; resolves when all of it has been done.
   */
  set(to: Date): Promise<void>
}

/** How often a clock that runs is asked what is due. */
const LOOK = 1000

/** 演示的钟: the one that tests set, going on by itself in between with the time of day. */
export function runningClock(start: Date, stopping?: AbortSignal): SettableClock {
  const clock = settableClock(start)
  let [stood, since, told] = [start.getTime(), Date.now(), 0]
  let moves = 0
  // By the time of day, which goes on while a computer sleeps; never back.
  const goesOn = () => {
    told = Math.max(told, stood + Math.max(0, Date.now() - since))
    return told
  }
  // While it is moved it stands, from one due instant to the next.
  const now = () => (moves > 0 ? clock.now() : new Date(goesOn()))
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.catch(() => {}).then(work)
    turn = mine
    return mine
  }
  let isLooking = false
  const look = setInterval(() => {
    if (isLooking) return
    isLooking = true
    // What goes wrong is told by the job that it went wrong in.
    void inTurn(() => clock.set(now()))
      .catch(() => {})
      .finally(() => {
        isLooking = false
      })
  }, LOOK)
  look.unref()
  stopping?.addEventListener('abort', () => clearInterval(look), { once: true })
  return {
    ...clock,
    now,
    set: (to) =>
      inTurn(async () => {
        if (to < now()) throw new RangeError('The clock cannot be put back.')
        moves += 1
        try {
          await clock.set(to)
        } finally {
          ;[stood, since] = [clock.now().getTime(), Date.now()]
          moves -= 1
        }
      }),
  }
}

/** For tests and scenarios: it stands still until it is set. */
export function settableClock(start: Date): SettableClock {
  let at = start.getTime()
  let turn: Promise<void> = Promise.resolve()
  type Entry = { job: DueJob; onError?: (error: unknown) => void }
  const jobs = new Set<Entry>()
  const sleepers = new Set<{ at: number; wake: () => void }>()

  /** Whether anybody was woken. */
  const wakeDue = async (): Promise<boolean> => {
    const woken = [...sleepers].filter((sleeper) => sleeper.at <= at).sort((a, b) => a.at - b.at)
    for (const sleeper of woken) sleeper.wake()
    // What the woken do next, up to their own next wait, belongs to this instant.
    for (let i = 0; i < 5; i++) await new Promise(setImmediate)
    return woken.length > 0
  }

  const ask = async ({ job, onError }: Entry): Promise<Told> => {
    try {
      return await job(new Date(at))
    } catch (error) {
      if (!onError) throw error
      onError(error)
      return null
    }
  }

  /**
   * In turn, until each has been asked since anything was done last: one job may make work for another that was asked
   * before it. The instants that follow, as the jobs and sleepers name them.
   */
  const doDue = async (): Promise<number[]> => {
    const next = new Map<Entry, number | undefined>()
    let asked = 0
    for (let rounds = 0; rounds < 100; rounds++) {
      if (await wakeDue()) asked = 0
      for (const entry of jobs) {
        const told = await ask(entry)
        const due = nextOf(told)?.getTime()
        // Who does not say what he did has done nothing when he answers as he did before.
        if (told && !(told instanceof Date)) asked = told.done > 0 ? 1 : asked + 1
        else asked = next.has(entry) && next.get(entry) === due ? asked + 1 : 0
        next.set(entry, due)
        if (asked >= jobs.size) break
      }
      if (asked >= jobs.size) break
    }
    const named = [...next.values()].filter((instant) => instant !== undefined)
    return [...named, ...[...sleepers].map((sleeper) => sleeper.at)]
  }

  const forward = async (to: number) => {
    if (to < at) throw new RangeError('The clock cannot be put back.')
    for (let idle = 0; ; ) {
      const due = (await doDue()).filter((instant) => instant <= to)
      if (due.length === 0) break
      const next = Math.max(at, Math.min(...due))
      idle = next === at ? idle + 1 : 0
      if (idle > 10) throw new Error(`Work due at ${new Date(at).toISOString()} does not get done.`)
      at = next
    }
    // What is due until now is done, unless the clock goes on to where nothing is.
    if (at === to) return
    at = to
    await doDue()
  }

  return {
    now: () => new Date(at),
    sleepUntil: (due, signal) =>
      new Promise((resolve) => {
        if (due.getTime() <= at || signal?.aborted) return resolve()
        const sleeper = {
          at: due.getTime(),
          wake: () => {
            sleepers.delete(sleeper)
            signal?.removeEventListener('abort', sleeper.wake)
            resolve()
          },
        }
        sleepers.add(sleeper)
        signal?.addEventListener('abort', sleeper.wake)
      }),
    every: (_ms, job, { signal, onError } = {}) => {
      if (signal?.aborted) return
      const entry = { job, ...(onError ? { onError } : {}) }
      jobs.add(entry)
      signal?.addEventListener('abort', () => jobs.delete(entry), { once: true })
    },
    set: (to) => {
      const mine = turn.catch(() => {}).then(() => forward(to.getTime()))
      turn = mine
      return mine
    },
  }
}
