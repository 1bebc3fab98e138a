import { readApart, TooCostly } from '@cunyi/server/base/children/pool.ts'
import { describe, expect, test } from 'vitest'

const module = new URL('./tasks.ts', import.meta.url)
const ask = <T = number>(input: unknown, account = 'one') => readApart<T>({ module, input, account })
const isThere = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('另室: what is brought is read in a child', () => {
  test('another process, kept for the next, that holds none of our settings', async () => {
    process.env.SMS_TOKEN = 'a secret'
    const pid = await ask('quick')
    expect(pid).not.toBe(process.pid)
    expect(await ask('quick')).toBe(pid)
    const seen = await ask<Record<string, string>>('secrets')
    expect(Object.keys(seen).filter((name) => /TOKEN|KEY|DATABASE|CUNYI/.test(name))).toEqual([])
  })

  test('what it tells on the way arrives', async () => {
    const said: unknown[] = []
    await readApart({ module, input: 'quick', account: 'one', onSaid: (one) => said.push(one) })
    expect(said).toEqual(['half'])
  })

  test('it is ended at ten seconds of its own, and at 512 MB that no thread would count', async () => {
    const begun = performance.now()
    const [late, large] = await Promise.allSettled([ask('loop', 'one'), ask('memory', 'two')])
    expect(late).toMatchObject({ status: 'rejected', reason: { of: 'time' } })
    expect(large).toMatchObject({ status: 'rejected', reason: { of: 'memory' } })
    expect((late as PromiseRejectedResult).reason).toBeInstanceOf(TooCostly)
    expect(performance.now() - begun).toBeGreaterThan(9000)
    // The next one is read all the same.
    expect(await ask('quick')).toBeGreaterThan(0)
  })

  test('two at most, one for an account, and who brings one does not wait for who brought many', async () => {
    const order: string[] = []
    const running = new Set<string>()
    let most = 0
    const bring = async (name: string, account: string) => {
      await ask({ ms: 60 }, account)
      order.push(name)
    }
    const many = Array.from({ length: 6 }, (_, i) => bring(`many ${i}`, 'many'))
    const others = ['a', 'b', 'c'].map((name) => bring(name, name))
    const pids = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const pid = await ask({ ms: 30 }, `person ${i}`)
        running.add(String(pid))
        most = Math.max(most, running.size)
        return pid
      }),
    )
    await Promise.all([...many, ...others])
    expect(new Set(pids).size).toBeLessThanOrEqual(2)
    expect(most).toBeLessThanOrEqual(2)
    expect(order.indexOf('c')).toBeLessThan(order.indexOf('many 3'))
    expect(order.filter((name) => name.startsWith('many'))).toEqual(
      [0, 1, 2, 3, 4, 5].map((i) => `many ${i}`),
    )
  })

  test('a child does not outlive who started it, however busy it is', async () => {
    const script = new URL('./outlived.ts', import.meta.url)
    const { fork } = await import('node:child_process')
    const parent = fork(script, { execArgv: ['--disable-warning=ExperimentalWarning'] })
    const pid = await new Promise<number>((resolve) =>
      parent.once('message', (told) => resolve(Number(told))),
    )
    expect(isThere(pid)).toBe(true)
    parent.kill('SIGKILL')
    await expect.poll(() => isThere(pid), { timeout: 10_000 }).toBe(false)
  })
})
