import { ruleFor } from '@cunyi/shared/law/meeting-rules.ts'
import {
  afterChange,
  carriesBallot,
  isNewNumber,
  NEW_FOR_DAYS,
  NUMBER_WAYS,
  whyNotFromNumber,
} from '@cunyi/shared/law/numbers.ts'
import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import { PROFILE_KEYS } from '@cunyi/shared/law/profile-keys.ts'
import { toldNewNumbers } from '@cunyi/shared/poll/small-group.ts'
import { decide, figuresOf } from '@cunyi/shared/poll/tally.ts'
import { keysOf } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'

const now = new Date('2026-11-02T08:00:00+08:00')
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000)

describe('号码启用', () => {
  test('a number carries a ballot from the instant it is in use, and one of nobody never', () => {
    expect(carriesBallot({ activeFrom: now }, now)).toBe(true)
    expect(whyNotFromNumber({ activeFrom: null }, now)?.code).toBe('numberNotActive')
    expect(whyNotFromNumber({ activeFrom: inHours(1) }, now)).toMatchObject({
      code: 'numberWaits',
      params: { from: inHours(1).toISOString() },
    })
  })

  test('after a change it waits where the old one was told, else it comes into use by no lapse of time', () => {
    expect(afterChange(true, 72, now)).toEqual({ activeFrom: inHours(72), activeBy: 'waited' })
    expect(afterChange(false, 72, now)).toEqual({ activeFrom: null, activeBy: null })
  })

  test('the days are the profile’s, and never fewer than three', () => {
    expect(PROFILE_KEYS['number.wait_hours']).toMatchObject({ default: 72, floor: 72, min: 72 })
  })

  test('a number is new for seven days, unless a whole roster came into use or it stood before the upgrade', () => {
    const day = 24 * NEW_FOR_DAYS
    for (const activeBy of keysOf(NUMBER_WAYS)) {
      const singly = activeBy !== 'kept' && activeBy !== 'opening'
      expect(isNewNumber({ activeFrom: now, activeBy }, inHours(day - 1)), activeBy).toBe(singly)
      expect(isNewNumber({ activeFrom: now, activeBy }, inHours(day)), activeBy).toBe(false)
    }
  })

  test('a result says how many ballots came from new ones, and of none it says nothing', () => {
    const rule = ruleFor('representatives', defaultProfile())
    const figures = { entitled: 10, presentInHall: 9, presentOnline: 0, for: 9, against: 0, abstain: 0 }
    const plain = decide(figures, rule)
    expect('newNumbers' in plain).toBe(false)
    expect(decide({ ...figures, newNumbers: 0 }, rule)).toEqual(plain)
    expect(decide({ ...figures, newNumbers: 6 }, rule).sentenceZh).toContain('7天内启用的号码6份')
    const few = decide({ ...figures, newNumbers: null }, rule)
    expect(few.sentenceZh).toContain('有少量来自7天内启用的号码')
    expect(decide(figuresOf(few), rule)).toEqual(few)
  })

  test('of a secret poll a few are told as a few, and none as none', () => {
    const secret = { secret: true, smallGroupK: 5 }
    expect([0, 1, 4, 5].map((n) => toldNewNumbers(secret, n))).toEqual([0, null, null, 5])
    expect(toldNewNumbers({ ...secret, secret: false }, 1)).toBe(1)
  })
})
