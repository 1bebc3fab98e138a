import { fullDay } from '@cunyi/web/say/days.ts'
import { endWords, timeWords } from '@cunyi/web/say/times.ts'
import { describe, expect, test } from 'vitest'

const NOW = new Date('2026-11-22T04:00:00Z')

describe('Times in words, on the clock of Shanghai', () => {
  test.each([
    ['2026-11-22T12:00:00Z', '今天 20:00', 'today 20:00'],
    ['2026-11-22T16:30:00Z', '明天 00:30', 'tomorrow 00:30'],
    ['2026-11-21T02:00:00Z', '昨天 10:00', 'yesterday 10:00'],
    ['2026-11-24T12:00:00Z', '11月24日 周二 20:00', 'Tue 24 Nov 20:00'],
    ['2027-01-02T01:00:00Z', '2027年1月2日 09:00', '2 Jan 2027 09:00'],
  ])('%s', (at, zh, en) => {
    expect(timeWords(at, NOW, 'zh-CN')).toBe(zh)
    expect(timeWords(at, NOW, 'en')).toBe(en)
  })

  test('days that end at midnight end at 24:00 of the last day', () => {
    expect(endWords('2026-11-25T16:00:00Z', NOW, 'zh-CN')).toBe('11月25日 周三 24:00')
    expect(endWords('2026-11-22T16:00:00Z', NOW, 'zh-CN')).toBe('今天 24:00')
    expect(endWords('2026-11-22T12:00:00Z', NOW, 'zh-CN')).toBe('今天 20:00')
  })

  test('the day of a term or a paper is told with its year, never as it stands in the table', () => {
    expect(fullDay('2025-01-09', 'zh-CN')).toBe('2025年1月9日')
    expect(fullDay('2025-01-09', 'en')).toBe('9 Jan 2025')
  })
})
