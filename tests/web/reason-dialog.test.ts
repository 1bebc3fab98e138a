/** 说明理由: what was typed in a dialog is not lost by a failure, by closing it or by a reload, and is gone once it was sent. */
import ReasonDialog from '@cunyi/web/parts/ReasonDialog.vue'
import { Unreached } from '@cunyi/web/phone/api.ts'
import common from '@cunyi/web/say/messages/zh-CN/common.ts'
import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, test, vi } from 'vitest'
import { mount } from './mount.ts'

vi.mock('@cunyi/web/parts/ConfirmDialog.vue', () => ({
  default: {
    props: ['modelValue', 'disabled'],
    emits: ['confirm'],
    template:
      '<section v-if="modelValue"><slot /><button :disabled="disabled" @click="$emit(\'confirm\')">yes</button></section>',
  },
}))
beforeEach(() => localStorage.clear())

async function open(keptAs = 'recusal/1') {
  const confirmed: string[] = []
  const dialog = mount(ReasonDialog, {
    title: '不同意回避',
    text: '说明理由',
    confirm: '提交',
    label: '理由',
    keptAs,
    busy: false,
    failed: null,
    modelValue: false,
    onConfirm: (reason: string) => confirmed.push(reason),
  })
  const set = async (props: Record<string, unknown>) => {
    await dialog.setProps(props)
    await vi.dynamicImportSettled()
    await flushPromises()
  }
  await set({ modelValue: true })
  const answer = async (failed: unknown) => {
    await dialog.get('button:last-of-type').trigger('click')
    await set({ busy: true, failed: null })
    await set({ failed })
    await set({ busy: false })
  }
  const text = () => (dialog.get('input').element as HTMLInputElement).value
  return { dialog, confirmed, set, answer, text }
}

test('refused for want of a line it says so, keeps the words, and has them again after closing and after a reload', async () => {
  const first = await open()
  await first.dialog.get('input').setValue('我和承包方没有亲戚关系')
  await first.answer(new Unreached('offline'))
  expect(first.confirmed).toEqual(['我和承包方没有亲戚关系'])
  expect(first.dialog.get('[role=alert]').text()).toContain(common.unreached.offline)
  expect(first.text()).toBe('我和承包方没有亲戚关系')
  await first.set({ modelValue: false })
  await first.set({ modelValue: true })
  expect(first.text()).toBe('我和承包方没有亲戚关系')
  // What failed before it was opened is not told as if it had just happened.
  expect(first.dialog.find('[role=alert]').exists()).toBe(false)
  first.dialog.unmount()
  expect((await open('recusal/2')).text()).toBe('')
  expect((await open()).text()).toBe('我和承包方没有亲戚关系')
})

test('once it was done the words are gone, whether the dialog was closed before the answer or after it', async () => {
  for (const when of ['before', 'after']) {
    const { dialog, set, answer } = await open()
    await dialog.get('input').setValue('理由')
    if (when === 'before') {
      await dialog.get('button:last-of-type').trigger('click')
      await set({ modelValue: false })
      await set({ busy: true })
      await set({ busy: false })
    } else await answer(null)
    dialog.unmount()
    expect((await open()).text(), when).toBe('')
  }
})
