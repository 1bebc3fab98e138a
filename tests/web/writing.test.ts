import { session } from '@cunyi/web/phone/session.ts'
import { useWriting, type Writing } from '@cunyi/web/phone/writing.ts'
import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'

/** 边写边存: two pages and one server, which keeps a revision as ours does. */
type Kept = {
  revision: number
  content: string | null
  by: { id: string; name: string } | null
  at: string | null
  secondsAgo: number | null
}
const at = '2026-11-02T00:00:00.000Z'

describe('what is being written', () => {
  let server: Kept
  let slow: Promise<void> | undefined
  beforeEach(() => {
    slow = undefined
    vi.useFakeTimers()
    session.acting = { personId: 'me' } as never
    server = { revision: 0, content: null, by: null, at: null, secondsAgo: null }
  })
  afterEach(() => {
    session.acting = null
    vi.useRealTimers()
  })
  const byOther = (content: string | null) => {
    server = { revision: server.revision + 1, content, by: { id: 'other', name: '王五' }, at, secondsAgo: 0 }
  }
  async function begin(saved = '原文') {
    const text = ref(saved)
    let writing: Writing | undefined
    const page = mount(
      defineComponent(() => {
        writing = useWriting(
          {
            read: async () => server,
            keep: async (revision, content) => {
              await slow
              if (revision !== server.revision) return { ...server, kept: false }
              server = { revision: revision + 1, content, by: { id: 'me', name: '我' }, at, secondsAgo: 0 }
              return { ...server, kept: true }
            },
            saved: async () => saved,
          },
          () => text.value,
          (kept) => {
            text.value = kept
          },
        )
        return () => h('p')
      }),
    )
    if (!writing) throw new Error('not set up')
    await writing.start(() => text.value !== saved)
    return { text, writing, page }
  }
  const rest = () => vi.advanceTimersByTimeAsync(1300)

  test('is kept after a rest in typing', async () => {
    const { text } = await begin()
    text.value = '改一'
    expect(server.revision).toBe(0)
    await rest()
    expect(server).toMatchObject({ revision: 1, content: '改一' })
  })

  test('a save clicked while it is being kept waits for that, and nothing is kept while it is saved', async () => {
    const { text, writing } = await begin()
    let keptNow = () => {}
    slow = new Promise((done) => {
      keptNow = done
    })
    text.value = '改一'
    await rest()
    const seen: unknown[] = []
    let savedNow = () => {}
    const saved = writing.saving(async (revision) => {
      seen.push(revision, server.revision)
      await new Promise<void>((done) => {
        savedNow = done
      })
      writing.settled('改一')
    })
    await vi.advanceTimersByTimeAsync(10)
    expect(seen).toEqual([])
    keptNow()
    await vi.advanceTimersByTimeAsync(10)
    expect(seen).toEqual([1, 1])
    text.value = '改二'
    await rest()
    expect(server.revision).toBe(1)
    savedNow()
    await saved
    await rest()
    expect(server).toMatchObject({ revision: 2, content: '改二' })
  })

  test('is taken up from the server on another device', async () => {
    byOther('别人写的')
    const { text, writing } = await begin()
    expect([text.value, writing.beside.value]).toEqual(['别人写的', '王五'])
  })

  test('two at once: nothing is written over; each may be chosen, and both were there till then', async () => {
    const { text, writing } = await begin()
    byOther('王五写的')
    text.value = '我写的'
    await rest()
    expect(writing.clash.value).toMatchObject({ by: '王五', theirs: '王五写的' })
    expect([text.value, server.content]).toEqual(['我写的', '王五写的'])
    // Not before he has chosen, however long he writes on.
    text.value = '我又写了'
    await vi.advanceTimersByTimeAsync(60_000)
    expect(server.content).toBe('王五写的')
    writing.keepMine()
    await rest()
    expect(server).toMatchObject({ revision: 2, content: '我又写了' })

    byOther('王五再写')
    text.value = '我再写'
    await rest()
    writing.takeTheirs()
    await rest()
    expect([text.value, server.content]).toEqual(['王五再写', '王五再写'])
  })

  test('with nothing of his own unsent he gets the newest, and is told whose it is', async () => {
    const { text, writing } = await begin()
    byOther('王五写的')
    await vi.advanceTimersByTimeAsync(16_000)
    expect([text.value, writing.taken.value, writing.clash.value]).toEqual(['王五写的', '王五', null])
    // What the other saved for good is read from there.
    byOther(null)
    await vi.advanceTimersByTimeAsync(16_000)
    expect(text.value).toBe('原文')
  })

  test('without a connection it goes on as before, and nothing is lost', async () => {
    const text = ref('原文')
    let writing: Writing | undefined
    mount(
      defineComponent(() => {
        const away = () => Promise.reject(new TypeError('no connection'))
        writing = useWriting(
          { read: away, keep: away, saved: away },
          () => text.value,
          () => undefined,
        )
        return () => h('p')
      }),
    )
    await writing?.start(() => false)
    text.value = '改'
    await rest()
    expect([text.value, writing?.clash.value, writing?.revision()]).toEqual(['改', null, undefined])
  })
})
