import AgendaItem from '@cunyi/web/tasks/attend/AgendaItem.vue'
import MeetingPage from '@cunyi/web/tasks/attend/MeetingPage.vue'
import { flushPromises } from '@vue/test-utils'
import { describe, expect, test, vi } from 'vitest'
import { mount } from './mount.ts'

vi.mock('vue-router', () => ({ useRoute: () => ({ params: { village: 'v', meeting: 'a' }, query: {} }) }))
vi.mock('@cunyi/web/phone/live.ts', () => ({
  useMeetingNow: () => ({ now: { value: null }, state: { value: 'live' } }),
}))

const PROMISED = '这里会出现投票按钮'
const poll = {
  id: 'q',
  proposalId: 'm',
  question: '您同意给村道装路灯吗？',
  status: 'waiting',
  secret: true,
  endsAt: null,
  outcome: null,
  figures: null,
}
const own = { pollId: 'q', canVote: false, why: 'pollNotOpen', voted: false, receipt: null, recused: false }
const item = (more: Record<string, unknown>) =>
  mount(AgendaItem, {
    village: 'v',
    meeting: 'a',
    poll,
    title: '村道路灯',
    ruleWords: '过半数同意',
    present: 5,
    votes: false,
    principals: [],
    ...more,
  }).text()

describe('Before the poll opens', () => {
  test('who votes is told where his button will stand', () =>
    expect(item({ votes: true, mine: own })).toContain(PROMISED))

  test('a guest is told that it has not begun, and is promised no button', () => {
    for (const mine of [own, undefined]) {
      expect(item({ mine })).not.toContain(PROMISED)
      expect(item({ mine })).toContain('还没有开始表决')
    }
  })

  test('a guest who votes for another is told where that button will stand', () => {
    const principals = [{ person: { id: 'b', name: '宋柳麦' }, polls: [{ pollId: 'q', voted: false }] }]
    expect(item({ principals })).toContain(PROMISED)
  })
})

describe("A meeting's page", () => {
  const now = {
    status: 'scheduled',
    asOf: '2026-11-02T00:00:00Z',
    revision: 1,
    structure: 1,
    polls: [],
    present: 0,
    entitled: 9,
    quorumNeeded: 5,
    quorumMissing: 5,
    excused: 0,
    recused: 0,
  }
  const meeting = {
    id: 'a',
    title: '村道路灯',
    assembly: 'partyMembers',
    status: 'scheduled',
    opensAt: '2026-11-10T01:00:00Z',
    place: '村部会议室',
    chair: { id: 'c', name: '宋柳麦' },
    guests: [],
    windowEnd: null,
    polls: [{ ...poll, rule: {}, ruleZh: '过半数同意', ruleEn: '' }],
    proposals: [{ id: 'm', title: '村道路灯' }],
    mayNow: [],
    now,
  }
  const pageFor = async (votes: boolean) => {
    const place = {
      onRoll: true,
      votes,
      signedIn: true,
      way: 'hall',
      excused: false,
      coming: false,
      noticeRead: true,
      polls: [own],
      principals: [],
      recusals: [],
      representedBy: null,
    }
    // Only what this page shows of the answers is here: they are not held against the contract.
    vi.stubEnv('DEV', false)
    vi.stubGlobal(
      'fetch',
      async (url: string) =>
        new Response(JSON.stringify(String(url).endsWith('/me') ? place : meeting), { status: 200 }),
    )
    const page = mount(MeetingPage, {})
    await vi.waitFor(() => expect(page.text()).toContain('村道路灯'))
    await vi.dynamicImportSettled()
    await flushPromises()
    return page.text()
  }

  test('offers an excuse and 回避 to who votes', async () =>
    expect(await pageFor(true)).toContain('请假，或这件事和我有关系'))

  test('offers neither to a guest, and tells him that he has no vote', async () => {
    const text = await pageFor(false)
    expect(text).not.toContain('请假')
    expect(text).not.toContain(PROMISED)
    expect(text).toContain('您旁听会议，没有表决权')
  })
})
