import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import follow from '@cunyi/web/say/messages/zh-CN/follow.ts'
import FactList from '@cunyi/web/tasks/follow/FactList.vue'
import { describe, expect, test } from 'vitest'
import { mount } from './mount.ts'

const SOURCE = join(import.meta.dirname, '../../web/src')
const pages = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.vue'),
)

describe('A day is said as people write it', () => {
  test('the day by which a matter is to be done, on its page', () => {
    const said = mount(FactList, { facts: { dueOn: '2027-12-31', place: '村北' } }, 'zh-CN', { follow })
    expect(said.text()).toContain('2027年12月31日')
    expect(said.text()).not.toContain('2027-12-31')
  })

  test('no page draws a day as it stands in the data', () => {
    const raw = pages.filter((name) =>
      /\{\{\s*(?:\w+\.)+(?:\w+On|day|from|to)\s*\}\}/.test(readFileSync(join(SOURCE, name), 'utf8')),
    )
    expect(raw).toEqual([])
  })
})
