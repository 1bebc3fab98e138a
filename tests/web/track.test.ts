import StepTrack from '@cunyi/web/parts/StepTrack.vue'
import { trackOf } from '@cunyi/web/say/track.ts'
import { describe, expect, test } from 'vitest'
import { mount } from './mount.ts'

const states = (stage: Parameters<typeof trackOf>[0], track: Parameters<typeof trackOf>[1]) =>
  trackOf(stage, track).map((step) => step.state)

describe('The six steps', () => {
  test.each([
    ['drafting', 'full', ['todo', 'todo', 'todo', 'todo', 'todo', 'todo']],
    ['partyReview', 'full', ['done', 'done', 'now', 'todo', 'todo', 'todo']],
    ['implementation', 'full', ['done', 'done', 'done', 'done', 'done', 'now']],
    ['archived', 'full', ['done', 'done', 'done', 'done', 'done', 'done']],
    ['resolutionDisclosure', 'committeeMatter', ['done', 'done', 'skip', 'skip', 'now', 'todo']],
    ['villagerResolution', 'opinion', ['done', 'done', 'done', 'now', 'skip', 'skip']],
    ['opinionSent', 'opinion', ['done', 'done', 'done', 'done', 'skip', 'skip']],
  ] as const)('at %s of a %s matter', (stage, track, expected) => {
    expect(states(stage, track)).toEqual(expected)
  })

  test('the track says in words which step is done, running and to come', () => {
    const page = mount(StepTrack, {
      stage: 'partyReview',
      track: 'full',
      dates: { 1: '2026-11-03T02:00:00Z' },
    })
    const steps = page.findAll('li').map((step) => step.text().replace(/\s+/g, ' '))
    expect(steps[0]).toContain('1 村党支部提议')
    expect(steps[0]).toContain('已完成')
    expect(steps[0]).toContain('11月3日')
    expect(steps[2]).toContain('正在进行')
    expect(steps[5]).toContain('未开始')
    expect(page.findAll('li')[2]?.attributes('aria-current')).toBe('step')
  })

  test('the small track tells the same in one sentence, and its marks are not read aloud', () => {
    const page = mount(StepTrack, { stage: 'partyReview', track: 'full', small: true })
    expect(page.text()).toContain('第 3 步：党员大会审议')
    expect(page.find('[aria-hidden="true"]').exists()).toBe(true)
  })

  test('a matter being carried out is named so at its sixth step', () => {
    expect(mount(StepTrack, { stage: 'implementation', track: 'full', small: true }).text()).toContain(
      '第 6 步：组织实施',
    )
  })
})
