/** 人名: beside the name its reading, on English pages only. */
import { useNames } from '@cunyi/web/say/names.ts'
import { pinyinOf } from '@cunyi/web/say/pinyin.ts'
import { flushPromises } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { mount } from './mount.ts'

test.each([
  ['王小明', 'Wang Xiaoming'],
  ['单立人', 'Shan Liren'],
  ['曾国', 'Zeng Guo'],
  ['仇英', 'Qiu Ying'],
  ['欧阳修', 'Ouyang Xiu'],
  ['吕绿', 'Lü Lü'],
  ['王䶮', 'Wang Yan'],
])('%s is read %s', (name, read) => expect(pinyinOf(name)).toBe(read))

test.each(['', '王', 'Smith', '马克1号', '买买提·艾力', '王\u{20BB7}x'])(
  '“%s” is no Chinese name and gets no reading',
  (name) => expect(pinyinOf(name)).toBeNull(),
)

const Shown = defineComponent({
  props: { name: { type: String, required: true } },
  setup(props) {
    const named = useNames()
    return () => h('p', named(props.name))
  },
})

test('a name has its reading beside it in English, and never in Chinese', async () => {
  const chinese = mount(Shown, { name: '单立人' })
  const english = mount(Shown, { name: '单立人' }, 'en')
  expect(english.text()).toBe('单立人')
  await vi.dynamicImportSettled()
  await flushPromises()
  expect(english.text()).toBe('单立人 (Shan Liren)')
  expect(chinese.text()).toBe('单立人')
})
