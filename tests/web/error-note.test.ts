import { explain } from '@cunyi/shared/words/refusal.ts'
import ErrorNote from '@cunyi/web/parts/ErrorNote.vue'
import { Refused } from '@cunyi/web/phone/api.ts'
import { expect, test } from 'vitest'
import { mount } from './mount.ts'

test('a text that cannot be kept is told with the name of its field, in the language of the page', () => {
  const { code, status, messageZh, messageEn, rule, source } = explain('textUnfit', { field: 'reason' })
  const error = new Refused({
    type: '',
    title: messageEn,
    code,
    status,
    messageZh,
    messageEn,
    rule,
    source,
    params: { field: 'reason' },
  })
  expect(mount(ErrorNote, { error }).get('[role=alert]').text()).toMatch(/^“理由”里有不能保存的字符/)
  expect(mount(ErrorNote, { error }, 'en').get('[role=alert]').text()).toMatch(/^“Reason” holds a character/)
})
