import { useGrace } from '@cunyi/web/tasks/conduct/grace.ts'
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { defineComponent, h } from 'vue'

/** 点错了还来得及: what was tapped waits a few seconds before it is sent. */
describe('one tap too many', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  function begin() {
    const sent: string[] = []
    let grace: ReturnType<typeof useGrace> | undefined
    const page = mount(
      defineComponent(() => {
        grace = useGrace()
        return () => h('p')
      }),
    )
    if (!grace) throw new Error('not set up')
    return { page, grace, sent, tap: (who: string) => grace?.later(who, '签到', () => sent.push(who)) }
  }

  test('is undone before it is sent, and only that one', async () => {
    const { grace, sent, tap } = begin()
    tap('a')
    tap('b')
    expect([...grace.waiting]).toEqual([
      ['a', '签到'],
      ['b', '签到'],
    ])
    await vi.advanceTimersByTimeAsync(4900)
    expect(sent).toEqual([])
    grace.undo('a')
    await vi.advanceTimersByTimeAsync(200)
    expect(sent).toEqual(['b'])
    expect(grace.waiting.size).toBe(0)
    grace.undo('b')
    expect(sent).toEqual(['b'])
  })

  test('a second tap on the same person sends nothing twice', async () => {
    const { sent, tap } = begin()
    tap('a')
    tap('a')
    await vi.advanceTimersByTimeAsync(6000)
    expect(sent).toEqual(['a'])
  })

  test('whoever leaves the page has sent what he tapped', () => {
    const { page, sent, tap } = begin()
    tap('a')
    page.unmount()
    expect(sent).toEqual(['a'])
  })

  test('whoever asks who is there waits for all that was tapped, also for what is on its way', async () => {
    const { grace } = begin()
    const arrived: string[] = []
    const tap = (who: string, seconds: number) =>
      grace.later(who, '签到', async () => {
        await new Promise((next) => setTimeout(next, seconds * 1000))
        arrived.push(who)
      })
    tap('slow', 4)
    await vi.advanceTimersByTimeAsync(5500)
    tap('waits', 1)
    let asked = false
    const all = grace.flush().then(() => {
      asked = true
    })
    expect(grace.waiting.size).toBe(0)
    await vi.advanceTimersByTimeAsync(1500)
    expect([arrived, asked]).toEqual([['waits'], false])
    await vi.advanceTimersByTimeAsync(2500)
    await all
    expect(arrived).toEqual(['waits', 'slow'])
  })

  test('what could not be sent keeps nobody from asking', async () => {
    const { grace } = begin()
    grace.later('a', '签到', () => Promise.reject(new Error('no connection')))
    await expect(grace.flush()).resolves.toBeUndefined()
  })
})
