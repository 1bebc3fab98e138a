import { Refused } from '@cunyi/web/phone/api.ts'
import type { BallotState } from '@cunyi/web/phone/ballots.ts'
import BallotCard from '@cunyi/web/tasks/attend/BallotCard.vue'
import { describe, expect, test } from 'vitest'
import { mount } from './mount.ts'

const card = (state: BallotState, more: Record<string, unknown> = {}) =>
  mount(BallotCard, { question: '您同意这项决议吗？', secret: true, state, ...more })
const refused = new Refused({
  type: '',
  title: '',
  status: 409,
  code: 'pollClosed',
  messageZh: '表决已结束',
  messageEn: 'closed',
  rule: null,
  source: '村委会组织法 art 30',
  params: {},
})

describe('The ballot card', () => {
  test('offers three choices of the same shape, in the order of the paper ballot, and none is chosen', () => {
    const buttons = card({ state: 'none' }).findAll('button')
    expect(buttons.map((button) => button.text().replace(/\s/g, ''))).toEqual(['○赞成', '×反对', '△弃权'])
    expect(new Set(buttons.map((button) => button.attributes('class'))).size).toBe(1)
    expect(buttons.every((button) => button.attributes('aria-pressed') === undefined)).toBe(true)
  })

  test('asks once before anything is cast, and can go back', async () => {
    const page = card({ state: 'none' })
    await page.findAll('button')[1]?.trigger('click')
    expect(page.text()).toContain('您选的是')
    expect(page.text()).toContain('反对')
    expect(page.text()).toContain('提交后不能修改')
    expect(page.emitted('cast')).toBeUndefined()
    await page.findAll('button')[1]?.trigger('click')
    expect(page.findAll('button')).toHaveLength(3)
    await page.findAll('button')[0]?.trigger('click')
    await page.findAll('button')[0]?.trigger('click')
    expect(page.emitted('cast')).toEqual([['for']])
  })

  test.each<BallotState>([
    { state: 'none' },
    { state: 'toSend' },
    { state: 'delivering' },
    { state: 'refused', error: refused },
  ])('never says recorded or delivered before the server did: $state', (state) => {
    const text = card(state)
      .text()
      .replace(/尚未计入|没有计入/g, '')
    expect(text).not.toContain('已计入')
    expect(text).not.toContain('已送达')
  })

  test('shows the receipt in four groups once the server has recorded', () => {
    const text = card({ state: 'recorded', receipt: 'ABCDEFGHIJKLMNOP' }).text()
    expect(text).toContain('已送达')
    expect(text).toContain('已计入')
    expect(text).toContain('ABCD EFGH IJKL MNOP')
  })

  test('tells a refusal with the sentence of the rule and its source', () => {
    const text = card({ state: 'refused', error: refused }).text()
    expect(text).toContain('表决已结束')
    expect(text).toContain('《村民委员会组织法》第三十条')
  })

  test('a state that arrives does not take away what is being chosen', async () => {
    const page = card({ state: 'none' })
    await page.findAll('button')[2]?.trigger('click')
    await page.setProps({ state: { state: 'none' } })
    expect(page.text()).toContain('弃权')
    expect(page.text()).toContain('提交后不能修改')
  })
})
