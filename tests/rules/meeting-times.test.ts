import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import { meetingOverAt, meetingTimes } from '@cunyi/shared/meeting/times.ts'
import { describe, expect, test } from 'vitest'

const at = (text: string) => new Date(`${text.replace(' ', 'T')}:00+08:00`)
const rules = { ...defaultProfile(), 'remind.before_end_hours': 12 }

describe('会议的时刻, written down when a meeting is called or moved', () => {
  test('of a window: its half, the end of the days in which a time must be named, the reminder before its end', () => {
    expect(meetingTimes(at('2026-12-01 09:00'), 48, rules)).toEqual({
      opensAt: at('2026-12-01 09:00'),
      windowEnd: at('2026-12-03 09:00'),
      halfAt: at('2026-12-02 09:00'),
      lapsesAt: at('2026-12-09 00:00'),
      remindAt: at('2026-12-02 21:00'),
    })
  })

  test('a live meeting has no half and no reminder; its days run from its hour', () => {
    expect(meetingTimes(at('2026-12-01 09:00'), 0, rules)).toEqual({
      opensAt: at('2026-12-01 09:00'),
      windowEnd: null,
      halfAt: null,
      lapsesAt: at('2026-12-09 00:00'),
      remindAt: null,
    })
  })

  test('adjourned, its days still run from the first opening, and what was named last has its chance', () => {
    const first = at('2026-12-01 09:00')
    const lapses = (opens: string, hours: number) => meetingTimes(at(opens), hours, rules, first).lapsesAt
    expect(lapses('2026-12-03 09:00', 0)).toEqual(at('2026-12-09 00:00'))
    expect(lapses('2026-12-08 19:00', 0)).toEqual(at('2026-12-10 00:00'))
    expect(lapses('2026-12-08 19:00', 48)).toEqual(at('2026-12-09 19:00'))
  })

  test('rules that want no reminder, or a window shorter than it, leave none', () => {
    const none = { ...rules, 'remind.before_end_hours': 0 }
    expect(meetingTimes(at('2026-12-01 09:00'), 48, none).remindAt).toBeNull()
    expect(meetingTimes(at('2026-12-01 09:00'), 8, rules).remindAt).toBeNull()
  })

  test('over with the last poll, and two hours of talk later where it was live', () => {
    expect(meetingOverAt(at('2026-12-03 09:00'), 48)).toEqual(at('2026-12-03 09:00'))
    expect(meetingOverAt(at('2026-12-01 10:00'), 0)).toEqual(at('2026-12-01 12:00'))
  })
})
