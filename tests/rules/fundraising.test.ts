import { ruleFor } from '@cunyi/shared/law/meeting-rules.ts'
import { defaultProfile, frozenProfile } from '@cunyi/shared/law/profile.ts'
import { isLaxer } from '@cunyi/shared/law/stricter.ts'
import { exemptions, whyOverCap } from '@cunyi/shared/matter/fundraising.ts'
import { whyNoSupervisors } from '@cunyi/shared/meeting/guests.ts'
import { shareWords } from '@cunyi/shared/words/share.ts'
import { describe, expect, test } from 'vitest'
import { profile } from './village.ts'

const CAPPED = profile({ 'fundraising.cap_yuan': 20, 'fundraising.cap_days': 10 })
const yuan = (sum: number) => 100 * sum
const why = (asked: Parameters<typeof whyOverCap>[0], earlier: Parameters<typeof whyOverCap>[1] = []) =>
  whyOverCap(asked, earlier, CAPPED)?.code ?? null

describe('what a person may be asked for in a year', () => {
  test('the cap itself may be asked, a fen or a day more may not', () => {
    expect([why({ perHead: yuan(20) }), why({ perHead: yuan(20) + 1 })]).toEqual([
      null,
      'fundraisingAboveCap',
    ])
    expect([why({ labourDays: 10 }), why({ labourDays: 11 })]).toEqual([null, 'fundraisingAboveCap'])
  })
  test('all that is raised in the year counts together', () => {
    expect(why({ perHead: yuan(8) }, [{ perHead: yuan(12) }, {}])).toBeNull()
    expect(why({ perHead: yuan(9) }, [{ perHead: yuan(12) }, {}])).toBe('fundraisingAboveCap')
    expect(why({ perHead: yuan(9) }, [{ labourDays: 10 }])).toBeNull()
  })
  test('where there is a cap the share is said; where there is none nobody asks', () => {
    expect(why({})).toBe('fundraisingShare')
    expect(whyOverCap({ perHead: yuan(900) }, [], profile({}))).toBeNull()
    expect(whyOverCap({}, [], profile({}))).toBeNull()
  })
  test('a village may lower a cap or set one, never lift one or take it away', () => {
    const laxer = (value: number, above: number) => isLaxer('fundraising.cap_yuan', value, above)
    expect([laxer(15, 20), laxer(15, 0), laxer(20, 20)]).toEqual([false, false, false])
    expect([laxer(21, 20), laxer(0, 20)]).toEqual([true, true])
  })
})

describe('a variant adds to what the county asks and never lowers it', () => {
  const words = (assembly: 'representatives' | 'households', changes: Parameters<typeof profile>[0]) => {
    const { quorum, majority, majorityBase } = ruleFor(assembly, profile(changes), { fundraising: true })
    return [shareWords(quorum).zh, shareWords(majority).zh, majorityBase]
  }
  test('B: two thirds of all; three quarters where the county asks for them', () => {
    const B = { 'fundraising.variant': 'B' } as const
    expect(words('representatives', B)).toEqual(['五分之四以上', '三分之二以上', 'entitled'])
    expect(words('representatives', { ...B, 's4.vra.majority': '>=3/4' })).toEqual([
      '五分之四以上',
      '四分之三以上',
      'entitled',
    ])
  })
  test('C: two thirds of those present', () =>
    expect(words('households', { 'fundraising.variant': 'C' })).toEqual([
      '三分之二以上',
      '三分之二以上',
      'present',
    ]))
})

describe('variant B is voted before the eyes of the oversight committee', () => {
  const held = [
    { personId: 'watches', office: 'oversightCommittee', from: '2025-01-01', to: null, households: [] },
  ] as const
  const roll = (...ids: string[]) => ids.map((personId) => ({ personId }))
  const not = (variant: 'A' | 'B', ids: string[]) =>
    whyNoSupervisors(
      ruleFor('representatives', profile({ 'fundraising.variant': variant }), { fundraising: true }),
      roll(...ids),
      held,
    )?.code ?? null
  test('one of it is on the roll, as representative or as guest', () => {
    expect(not('B', ['r-1', 'watches'])).toBeNull()
    expect(not('B', ['r-1'])).toBe('supervisorsSit')
    expect(not('A', ['r-1'])).toBeNull()
  })
})

test('of whom nobody asks it is named from the rules; a level below may name more, and takes none out', () => {
  expect(exemptions(defaultProfile())).toEqual({
    zh: '不承担筹资：现役军人、低保对象、特困供养人员；不承担筹劳：现役军人、特困供养人员、伤残退役军人、在校学生、孕妇、分娩未满一年的妇女',
    en: expect.stringContaining('no labour is asked of: soldiers in service'),
    source: '一事一议筹资筹劳办法（各省）',
  })
  const none = { 'fundraising.exempt_money': [], 'fundraising.exempt_labour': [] }
  expect(exemptions(none)).toBeNull()
  expect(exemptions({ ...none, 'fundraising.exempt_money': ['soldiers'] })?.zh).toBe('不承担筹资：现役军人')
  expect(isLaxer('fundraising.exempt_money', ['soldiers'], ['soldiers', 'minimumLiving'])).toBe(true)
  expect(isLaxer('fundraising.exempt_money', ['soldiers', 'students'], ['soldiers'])).toBe(false)
  // A matter that began before names nobody it did not name then.
  expect(exemptions(frozenProfile({ overrun_pct: 10 }))).toBeNull()
})
