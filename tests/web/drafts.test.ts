/** 写了一半的不丢: which forms keep what is typed, and how one comes back to it. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { useDraft } from '@cunyi/web/phone/draft.ts'
import { forgetKept } from '@cunyi/web/phone/kept.ts'
import { session } from '@cunyi/web/phone/session.ts'
import { mount } from '@vue/test-utils'
import { beforeEach, expect, test } from 'vitest'
import { defineComponent, h, nextTick, type Ref, ref } from 'vue'

const PAGES = join(import.meta.dirname, '..', '..', 'web', 'src')
/** Without it, and why. */
const WITHOUT: Record<string, string> = {
  'parts/ReviewCard.vue': 'one sentence in a dialog',
  'tasks/disclose/LineOver.vue': 'one sentence beside its line',
  'tasks/disclose/NamedRows.vue': 'pasted from a sheet that stays',
  'tasks/disclose/RecountForm.vue': 'a second look at a count: taken from the sheet before him',
  'tasks/roster/CorrectionsCard.vue': 'one sentence in a list',
  'tasks/settings/LegalBasesPage.vue': 'copied from a document',
  'tasks/settings/ProfilePage.vue': 'copied from a document',
}

test('every form with a text of its own keeps it, but for those named with a reason', () => {
  const forms = readdirSync(PAGES, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.vue'))
    .map((file) => [file, readFileSync(join(PAGES, file), 'utf8')] as const)
    .filter(([, text]) => text.includes('<textarea'))
  const without = forms.filter(([, text]) => !text.includes('useDraft(')).map(([file]) => file)
  expect(without.sort()).toEqual(Object.keys(WITHOUT))
  const silent = forms.filter(([, text]) => text.includes('useDraft(') && !text.includes('<DraftNote'))
  expect(silent.map(([file]) => file)).toEqual([])
})

function write(name: string, who: string, begin = '') {
  session.accountId = who
  session.acting = { personId: who } as never
  const text: Ref<string> = ref(begin)
  let draft!: ReturnType<typeof useDraft>
  const page = mount(
    defineComponent(() => {
      draft = useDraft(name, { text })
      return () => h('p', text.value)
    }),
  )
  return { text, draft, close: () => page.unmount() }
}
beforeEach(() => localStorage.clear())

test('what was typed is there after the page was closed, for him who typed it and nobody else, until it is sent', async () => {
  const first = write('raise', 'a')
  first.text.value = '修村东头的桥'
  await nextTick()
  expect(first.draft.begun.value).toBe(true)
  first.close()
  expect(write('raise', 'b').text.value).toBe('')
  expect(write('object', 'a').text.value).toBe('')
  const again = write('raise', 'a')
  expect(again.text.value).toBe('修村东头的桥')
  expect(again.draft.restored.value).toBe(true)
  again.draft.drop()
  await nextTick()
  again.close()
  expect(write('raise', 'a').text.value).toBe('')
})

test('whoever logs out leaves no draft; what was only read from the server is none', async () => {
  const kept = write('raise', 'a')
  kept.text.value = '修桥'
  const others = write('raise', 'b')
  others.text.value = '修路'
  await nextTick()
  forgetKept('a/a')
  expect(write('raise', 'a').text.value).toBe('')
  expect(write('raise', 'b').text.value).toBe('修路')
  expect(write('minutes', 'a', '草稿').draft.begun.value).toBe(false)
})

test('what was new and is saved under a name of its own leaves the empty form empty, and is kept under that name', async () => {
  const first = write('draft/new', 'a')
  first.text.value = '修路'
  await nextTick()
  first.draft.savedAs('draft/7')
  expect(first.draft.begun.value).toBe(false)
  expect(first.text.value).toBe('修路')
  first.text.value = '修路和桥'
  await nextTick()
  first.close()
  expect(write('draft/new', 'a').text.value).toBe('')
  expect(write('draft/7', 'a').text.value).toBe('修路和桥')
})
