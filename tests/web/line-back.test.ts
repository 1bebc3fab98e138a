import { pushApi } from '@cunyi/shared/api/push.ts'
import { call, Refused, Unreached } from '@cunyi/web/phone/api.ts'
import { reached, watchConnection } from '@cunyi/web/phone/connection.ts'
import { useRead } from '@cunyi/web/phone/use.ts'
import { loadMessages } from '@cunyi/web/say/i18n.ts'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { defineComponent } from 'vue'

// 我的资料 was never opened on this phone.
vi.mock('@cunyi/web/say/messages/zh-CN/data.ts', () => {
  throw new Error('no connection')
})
afterEach(() => {
  reached.value = true
})

/** A page that reads one thing; what it asks for goes wrong as given, once. */
async function pageWhoseFirstReadFails(problem: Error) {
  const asked: string[] = []
  const page = mount(
    defineComponent({
      setup: () =>
        useRead(async () => {
          asked.push('matters')
          if (asked.length === 1) throw problem
          return '村道路灯'
        }),
      template: '<p v-if="error">没有连上</p><p v-else>{{ data }}</p>',
    }),
  )
  await flushPromises()
  return { page, asked }
}

describe('When the line is back', () => {
  test('what only the missing line kept away is read, and no page goes on saying that there is none', async () => {
    reached.value = false
    const { page, asked } = await pageWhoseFirstReadFails(new Unreached('offline'))
    expect(page.text()).toBe('没有连上')
    reached.value = true
    await flushPromises()
    expect(page.text()).toBe('村道路灯')
    expect(asked).toHaveLength(2)
  })

  test('what the server refused is not asked for again', async () => {
    const no = { type: '', title: '', status: 403, code: 'notAllowed', messageZh: '不行', messageEn: 'no' }
    reached.value = false
    const { asked } = await pageWhoseFirstReadFails(
      new Refused({ ...no, rule: null, source: null, params: {} } as never),
    )
    reached.value = true
    await flushPromises()
    expect(asked).toHaveLength(1)
  })

  test('what is there is not read again', async () => {
    let times = 0
    mount(
      defineComponent({
        setup: () =>
          useRead(async () => {
            times += 1
          }),
        template: '<p />',
      }),
    )
    await flushPromises()
    reached.value = false
    await flushPromises()
    reached.value = true
    await flushPromises()
    expect(times).toBe(1)
  })
})

test('the answer to what was asked before the line was lost does not say that it is back', async () => {
  watchConnection()
  let answer = () => {}
  const key = { publicKey: 'k', subscribed: false }
  vi.stubEnv('DEV', false)
  vi.stubGlobal(
    'fetch',
    () =>
      new Promise((done) => {
        answer = () => done(new Response(JSON.stringify(key)))
      }),
  )
  const before = call(pushApi.getPushKey, {})
  dispatchEvent(new Event('offline'))
  answer()
  await before
  expect(reached.value).toBe(false)
  const after = call(pushApi.getPushKey, {})
  answer()
  await after
  expect(reached.value).toBe(true)
})

test('a page whose words could not be fetched keeps nobody from the pages that are there', async () => {
  await expect(loadMessages('zh-CN', ['data'])).rejects.toThrow()
  await loadMessages('zh-CN')
  await loadMessages('zh-CN', ['office'])
})
