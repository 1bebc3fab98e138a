import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import {
  callTexts,
  isRemindable,
  isReminded,
  nextRoundAt,
  ownRoundAt,
  type RemindFacts,
  reminderText,
} from '@cunyi/shared/meeting/remind.ts'
import { describe, expect, test } from 'vitest'

const rules = defaultProfile()
const at = (hour: number, minute = 0) => new Date(Date.UTC(2026, 2, 2, hour, minute))
const away: RemindFacts = {
  votes: true,
  signedIn: false,
  voted: false,
  represented: false,
  excused: false,
  recused: false,
}

describe('催会: who and when', () => {
  test('one who has done anything, or need not, is left in peace', () => {
    expect(isReminded(away)).toBe(true)
    for (const key of ['signedIn', 'voted', 'represented', 'excused', 'recused'] as const)
      expect([key, isReminded({ ...away, [key]: true })]).toEqual([key, false])
    expect(isReminded({ ...away, votes: false })).toBe(false)
  })

  test('only between the opening and the end of the window, while a poll is to come or open', () => {
    const meeting = { status: 'inSession', opensAt: at(9), windowEnd: at(20), pending: true } as const
    expect([at(8, 59), at(9), at(19, 59), at(20)].map((now) => isRemindable(meeting, now))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(isRemindable({ ...meeting, pending: false }, at(10))).toBe(false)
    expect(isRemindable({ ...meeting, status: 'adjourned' }, at(10))).toBe(false)
    expect(isRemindable({ ...meeting, status: 'ended' }, at(10))).toBe(false)
  })

  test('by itself: so many hours before the end; not where the window is shorter, and not where the rules want none', () => {
    expect(ownRoundAt({ opensAt: at(8), windowEnd: at(20) }, rules)).toEqual(at(8))
    expect(ownRoundAt({ opensAt: at(9), windowEnd: at(20) }, rules)).toBeNull()
    expect(ownRoundAt({ opensAt: at(0), windowEnd: null }, rules)).toBeNull()
    const none = { ...rules, 'remind.before_end_hours': 0 }
    expect(ownRoundAt({ opensAt: at(0), windowEnd: at(20) }, none)).toBeNull()
  })

  test('rounds keep their distance and come to an end', () => {
    expect(nextRoundAt({ rounds: 1, lastAt: at(9) }, rules)).toEqual(at(11))
    expect(nextRoundAt({ rounds: 3, lastAt: at(9) }, rules)).toBeNull()
  })
})

test('the texts: what, where, until when; where online presence is not offered none is promised', () => {
  const facts = {
    assembly: 'representatives',
    title: '修路',
    place: '村部会议室',
    windowEnd: at(12),
    onlineCounts: true,
    link: 'https://village.example/app/v/1/meetings/2',
  } as const
  expect(reminderText(facts)).toContain(facts.link)
  expect(callTexts(facts).chat).toContain('手机办理：https://village.example/app/v/1/meetings/2')
  expect(callTexts(facts).loudspeaker).not.toContain('http')
  for (const text of Object.values(callTexts({ ...facts, onlineCounts: false })))
    expect(text).not.toMatch(/手机|线上/)
})
