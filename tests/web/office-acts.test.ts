import ConfirmDialog from '@cunyi/web/parts/ConfirmDialog.vue'
import acts from '@cunyi/web/say/messages/zh-CN/acts.ts'
import conduct from '@cunyi/web/say/messages/zh-CN/conduct.ts'
import LotForm from '@cunyi/web/tasks/conduct/LotForm.vue'
import NewTellers from '@cunyi/web/tasks/conduct/NewTellers.vue'
import JudgedList from '@cunyi/web/tasks/oversee/JudgedList.vue'
import OfficeFacts from '@cunyi/web/tasks/oversee/OfficeFacts.vue'
import { flushPromises } from '@vue/test-utils'
import { describe, expect, test, vi } from 'vitest'
import { mount } from './mount.ts'

/** Only what these pages look at is answered, not the whole of a contract. */
const { replies, asked } = vi.hoisted(() => ({ replies: [] as unknown[], asked: [] as unknown[] }))
vi.mock('@cunyi/web/phone/api.ts', async (original) => ({
  ...(await original<object>()),
  call: async (_contract: unknown, _params: unknown, body: unknown) => {
    asked.push(body)
    return replies.shift()
  },
}))

const person = (id: string, name: string) => ({ id, name })
const held = {
  kind: 'appoint',
  office: 'representative',
  body: null,
  from: '2025-01-10',
  to: null,
  villageGroup: null,
  households: 0,
  paperId: 'p',
  ground: null,
  contested: null,
  comes: [],
  goes: [],
  remarks: [],
}

describe('What a farmer of the oversight committee is asked', () => {
  test('a term is told in days as people write them', () => {
    const page = mount(OfficeFacts, { village: 'v', office: held }, 'zh-CN', { acts })
    expect(page.text()).toContain('任期：2025年1月10日 至 未定')
    expect(page.text()).not.toContain('2025-01-10')
  })

  test('a change of wording is judged by what differs, above what waits for a second person, and yes says what comes of it', async () => {
    const row = {
      id: 'j',
      what: 'editorial',
      state: 'open',
      title: '村道硬化',
      proposalId: 'm',
      person: null,
      question: { from: '宽三米五，厚十八公分。', to: '宽三米五，厚二十公分。', why: '写清楚' },
      by: person('b', '王建国'),
      at: '2026-11-20T00:00:00Z',
      dueAt: '2026-11-21T16:00:00Z',
      members: 3,
      judged: 0,
      mine: null,
      mayJudge: true,
    }
    replies.push({ rows: [row] })
    const page = mount(JudgedList, { village: 'v' }, 'zh-CN', { acts })
    await flushPromises()
    expect(page.find('del').text()).toContain('厚十八公分')
    expect(page.find('ins').text()).toContain('厚二十公分')
    expect(page.find('del').text()).not.toContain('宽三米五')
    expect(page.text()).toContain('24:00')
    await page.findAll('button')[0]?.trigger('click')
    await flushPromises()
    expect(page.findComponent(ConfirmDialog).props('text')).toContain('您同意：按文字修改办理，不重走程序')
  })
})

describe('Tellers by lot', () => {
  test('are drawn only from twice as many as are needed, and from those named', async () => {
    const names = ['甲', '乙', '丙', '丁']
    const rows = names.map((name, i) => ({ person: person(`p${i}`, name) }))
    replies.push({ rows }, { tellers: [], seed: 's' })
    const page = mount(LotForm, { village: 'v', meeting: 'm', places: 1 }, 'zh-CN', { conduct })
    await page.find('input').setValue('甲')
    await page.find('form').trigger('submit')
    await flushPromises()
    const button = (text: string) => page.findAll('button').filter((one) => one.text() === text)
    for (const one of button(conduct.lotAdd).slice(0, 3)) await one.trigger('click')
    expect(button(conduct.lotDraw)[0]?.attributes('disabled')).toBeDefined()
    await button(conduct.lotAdd)[3]?.trigger('click')
    await button(conduct.lotDraw)[0]?.trigger('click')
    await flushPromises()
    page.findComponent(ConfirmDialog).vm.$emit('confirm')
    await flushPromises()
    expect(asked.at(-1)).toEqual({ by: 'lot', candidateIds: ['p0', 'p1', 'p2', 'p3'] })
  })
})

describe('New tellers of a heap', () => {
  test('two whom the meeting chose are recorded with the hands that agreed, and for this place', async () => {
    const rows = ['甲', '乙'].map((name, i) => ({ person: person(`p${i}`, name) }))
    replies.push({ rows }, { tellers: [], seed: null })
    const props = { village: 'v', meeting: 'm', placeNo: 1, present: 20 }
    const page = mount(NewTellers, props, 'zh-CN', { conduct })
    await page.find('input').setValue('甲')
    await page.find('form').trigger('submit')
    await flushPromises()
    const record = () => page.findAll('button').find((one) => one.text() === conduct.tellersRecord)
    await page.find('input[type=number]').setValue(15)
    for (const one of page.findAll('button').filter((each) => each.text() === conduct.lotAdd)) {
      expect(record()?.attributes('disabled')).toBeDefined()
      await one.trigger('click')
    }
    expect(record()?.attributes('disabled')).toBeUndefined()
    await page.findAll('form')[1]?.trigger('submit')
    await flushPromises()
    expect(asked.at(-1)).toEqual({ by: 'meeting', tellerIds: ['p0', 'p1'], agreed: 15, placeNo: 1 })
  })
})
