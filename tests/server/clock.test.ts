import { realClock, settableClock } from '@cunyi/server/base/system/clock.ts'
import { describe, expect, onTestFinished, test, vi } from 'vitest'

const at = (time: string) => new Date(`2026-03-01T${time}Z`)

describe('the settable clock', () => {
  test('stands still until it is set, and cannot be put back', async () => {
    const clock = settableClock(at('08:00:00'))
    expect(clock.now()).toEqual(at('08:00:00'))
    await clock.set(at('09:00:00'))
    expect(clock.now()).toEqual(at('09:00:00'))
    await expect(clock.set(at('08:30:00'))).rejects.toThrow('cannot be put back')
  })

  test('does what is due in the order of its due time, each at its own instant', async () => {
    const clock = settableClock(at('08:00:00'))
    const done: string[] = []
    const note = (what: string) => done.push(`${what} ${clock.now().toISOString().slice(11, 19)}`)
    const job = (what: string, ...times: string[]) => {
      const left = times.map(at)
      clock.every(1000, async (now) => {
        while (left[0] && left[0] <= now) {
          left.shift()
          note(what)
        }
        return left[0] ?? null
      })
    }
    job('window', '08:10:00', '08:30:00')
    job('disclosure', '08:20:00', '11:00:00')
    void clock.sleepUntil(at('08:15:00')).then(() => note('sleeper'))
    await clock.set(at('10:00:00'))
    expect(done).toEqual(['window 08:10:00', 'sleeper 08:15:00', 'disclosure 08:20:00', 'window 08:30:00'])
    expect(clock.now()).toEqual(at('10:00:00'))
  })

  test('work that one job makes for another is done within the same move', async () => {
    const clock = settableClock(at('08:00:00'))
    let closes: Date | null = at('08:10:00')
    let counts: Date | null = null
    const done: string[] = []
    clock.every(1000, async (now) => {
      if (counts && counts <= now) {
        done.push(`counted ${now.toISOString().slice(11, 19)}`)
        counts = null
      }
      return counts
    })
    clock.every(1000, async (now) => {
      if (closes && closes <= now) {
        counts = new Date(now.getTime() + 10_000)
        closes = null
      }
      return closes
    })
    await clock.set(at('08:11:00'))
    expect(done).toEqual(['counted 08:10:10'])
  })

  test('whoever says that he did nothing is asked once at each instant, and again after somebody did something', async () => {
    const clock = settableClock(at('08:00:00'))
    let left: Date | null = at('08:10:00')
    const asked: string[] = []
    clock.every(1000, async (now) => {
      asked.push(now.toISOString().slice(11, 16))
      return { next: null, done: 0 }
    })
    clock.every(1000, async (now) => {
      const isDue = left !== null && left <= now
      if (isDue) left = null
      return { next: left, done: isDue ? 1 : 0 }
    })
    await clock.set(at('09:00:00'))
    expect(asked).toEqual(['08:00', '08:10', '08:10', '09:00'])
  })

  test('two settings at once are carried out one after the other', async () => {
    const clock = settableClock(at('08:00:00'))
    await Promise.all([clock.set(at('09:00:00')), clock.set(at('10:00:00'))])
    expect(clock.now()).toEqual(at('10:00:00'))
  })

  test('work that never gets done is told, instead of turning for ever', async () => {
    const clock = settableClock(at('08:00:00'))
    clock.every(1000, async () => at('08:01:00'))
    await expect(clock.set(at('09:00:00'))).rejects.toThrow('does not get done')
  })

  test('a sleeper that was called off wakes without an error', async () => {
    const clock = settableClock(at('08:00:00'))
    const off = new AbortController()
    const sleeping = clock.sleepUntil(at('09:00:00'), off.signal)
    off.abort()
    await sleeping
    expect(clock.now()).toEqual(at('08:00:00'))
  })
})

describe('the real clock', () => {
  test('sleeps until the instant, and no longer when called off', async () => {
    const clock = realClock()
    const until = new Date(Date.now() + 60)
    await clock.sleepUntil(until)
    expect(clock.now().getTime()).toBeGreaterThanOrEqual(until.getTime())
    const off = new AbortController()
    setTimeout(() => off.abort(), 30)
    const before = Date.now()
    await clock.sleepUntil(new Date(Date.now() + 60_000), off.signal)
    expect(Date.now() - before).toBeLessThan(5000)
  })

  test('a job runs again in its time also when the system clock is put back by hours meanwhile', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    const off = new AbortController()
    onTestFinished(() => {
      off.abort()
      vi.useRealTimers()
    })
    let runs = 0
    realClock().every(
      100,
      async () => {
        runs++
        return null
      },
      { signal: off.signal },
    )
    await expect.poll(() => runs).toBe(1)
    vi.setSystemTime(Date.now() - 8 * 3_600_000)
    await expect.poll(() => runs, { timeout: 3000 }).toBeGreaterThan(1)
  })

  test('a job runs again when the instant comes that it named, and a failure does not end it', async () => {
    const clock = realClock()
    const off = new AbortController()
    const errors: unknown[] = []
    let runs = 0
    await new Promise<void>((resolve) => {
      clock.every(
        60_000,
        async (now) => {
          runs++
          if (runs === 3) resolve()
          if (runs === 2) throw new Error('once')
          return new Date(now.getTime() + 30)
        },
        {
          signal: off.signal,
          onError: (error) => {
            errors.push(error)
            off.abort()
            resolve()
          },
        },
      )
    })
    expect(runs).toBe(2)
    expect(errors).toHaveLength(1)
  })
})
