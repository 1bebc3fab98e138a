import { Refused, Unreached } from '@cunyi/web/phone/api.ts'
import { reached } from '@cunyi/web/phone/connection.ts'
import { useRead } from '@cunyi/web/phone/use.ts'
import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, describe, expect, test } from 'vitest'
import { defineComponent } from 'vue'

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
