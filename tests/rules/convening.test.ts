import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import { coolingUntil } from '@cunyi/shared/matter/cooling.ts'
import {
  type ConveneFacts,
  earliestOpening,
  isSameText,
  latestOpening,
  lengthOfWay,
  mergesSteps,
  whyNotAdjourn,
  whyNotConvene,
  whyNotCorrect,
  whyNotForm,
  windowEndOf,
} from '@cunyi/shared/meeting/convening.ts'
import { calendarDays, shanghaiDate } from '@cunyi/shared/words/days.ts'
import { explain } from '@cunyi/shared/words/refusal.ts'
import type { Assembly } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'
import { at, rule } from './village.ts'

describe('the earliest calendar under the default keys, each notice going out as soon as it can', () => {
  const first = at('2026-12-01 09:00')
  const dayOf = (instant: Date) => calendarDays('2026-12-01', shanghaiDate(instant)) + 1
  const sit = (assembly: Assembly, noticeAt: Date, lastClosedAt: Date | null, urgent = false) => {
    const it = rule(assembly, {}, { urgent })
    const opensAt = earliestOpening({ rule: it, noticeAt, lastClosedAt }).at
    return { opensAt, closedAt: windowEndOf(opensAt, it.windowHours) }
  }
  test('days 3, 5, 9 (to 11), then 15 (to 17) for representatives, 22 (to 24) for an assembly', () => {
    const one = sit('branch', first, null)
    const two = sit('committees', one.closedAt, one.closedAt)
    const three = sit('partyMembers', two.closedAt, two.closedAt)
    const four = sit('representatives', three.closedAt, three.closedAt)
    const assembly = sit('households', three.closedAt, three.closedAt)
    const members = sit('members', three.closedAt, three.closedAt)
    expect([one, two, three, four, assembly, members].map(({ opensAt }) => dayOf(opensAt))).toEqual([
      3, 5, 9, 15, 22, 22,
    ])
    expect([three, four, assembly, members].map(({ closedAt }) => dayOf(closedAt))).toEqual([11, 17, 24, 24])
    expect(lengthOfWay(first, four.closedAt, 20)).toEqual({ days: 16, warning: false })
    expect(lengthOfWay(first, assembly.closedAt, 20)).toEqual({ days: 23, warning: true })
  })
  test('urgent: steps 1 and 2 the same evening, step 4 by representatives the day after the day of the notice', () => {
    const one = sit('branch', first, null, true)
    const two = sit('committees', one.closedAt, one.closedAt, true)
    expect([one.opensAt, two.opensAt]).toEqual([first, first])
    expect(dayOf(sit('representatives', two.closedAt, two.closedAt, true).opensAt)).toBe(3)
  })
})

const now = at('2026-12-01 09:00')
const facts = (assembly: Assembly, more: Partial<ConveneFacts> = {}): ConveneFacts => {
  const it = more.rule ?? rule(assembly)
  return {
    rule: it,
    now,
    noticeAt: now,
    opensAt: at('2026-12-31 09:00'),
    stage: it.stage,
    track: 'full',
    urgent: false,
    noteNeeded: false,
    noteGiven: false,
    noteObjects: false,
    reviewDays: 1,
    entitled: 60,
    extraStepsMissing: [],
    papersMissing: [],
    ...more,
  }
}
const why = (given: ConveneFacts) => whyNotConvene(given)?.code ?? null

describe('a meeting is convened for a lawful time, and the refusal names the earliest', () => {
  test('representatives: three days of notice, to the minute', () => {
    const late = whyNotConvene(facts('representatives', { opensAt: at('2026-12-04 23:59') }))
    expect(late).toEqual({
      code: 'noticeTooShort',
      params: { days: 3, earliest: '2026-12-04T16:00:00.000Z' },
    })
    expect(explain('noticeTooShort', late?.params).messageZh).toContain('最早可在2026-12-05 00:00召开')
    expect(why(facts('representatives', { opensAt: at('2026-12-05 00:00') }))).toBeNull()
  })
  test("the villagers' assembly: ten days", () => {
    expect(why(facts('households', { opensAt: at('2026-12-11 23:59') }))).toBe('noticeTooShort')
    expect(why(facts('households', { opensAt: at('2026-12-12 00:00') }))).toBeNull()
  })
  test('the gap runs beside the notice; the later of the two binds', () => {
    const gap = { lastClosedAt: at('2026-11-25 10:00') }
    expect(why(facts('households', { ...gap, opensAt: at('2026-12-11 00:00') }))).toBe('noticeTooShort')
    const closed = {
      lastClosedAt: at('2026-12-01 08:00'),
      rule: rule('partyMembers', { 's3.notice_days': 0 }),
    }
    expect(whyNotConvene(facts('partyMembers', { ...closed, opensAt: at('2026-12-02 09:00') }))).toEqual({
      code: 'gapTooShort',
      params: { days: 3, earliest: at('2026-12-05 00:00').toISOString() },
    })
  })
  test("the member assembly's papers lie open for ten days", () => {
    const papersOpenAt = at('2026-12-03 12:00')
    expect(why(facts('members', { papersOpenAt, opensAt: at('2026-12-13 12:00') }))).toBe('papersTooLate')
    expect(why(facts('members', { papersOpenAt, opensAt: at('2026-12-14 00:00') }))).toBeNull()
  })
  test('C3: the same text in the same assembly waits for thirty days; step 2 may sit meanwhile', () => {
    const rejected = [
      {
        assembly: 'representatives' as const,
        stage: 'villagerResolution' as const,
        textDigest: 'x',
        closedAt: at('2026-11-20 18:00'),
      },
    ]
    const until = coolingUntil(rejected, { assembly: 'representatives', textDigest: 'x' }, 30)
    expect(until).toEqual(at('2026-12-21 00:00'))
    expect(
      whyNotConvene(
        facts('representatives', { coolingUntil: until, coolingDays: 30, opensAt: at('2026-12-20 09:00') }),
      ),
    ).toEqual({
      code: 'coolingDays',
      params: { days: 30, earliest: at('2026-12-21 00:00').toISOString() },
    })
    expect(coolingUntil(rejected, { assembly: 'committees', textDigest: 'x' }, 30)).toBeNull()
    expect(coolingUntil(rejected, { assembly: 'households', textDigest: 'x' }, 30)).toBeNull()
    expect(coolingUntil(rejected, { assembly: 'representatives', textDigest: 'y' }, 30)).toBeNull()
  })
  test('a rejection at step 1 starts no cooling', () => {
    const past = [
      { assembly: 'branch' as const, stage: 'branchProposal' as const, textDigest: 'x', closedAt: now },
    ]
    expect(coolingUntil(past, { assembly: 'branch', textDigest: 'x' }, 30)).toBeNull()
  })
})

describe('what else stands against a meeting', () => {
  test('a matter that stands at another stage', () =>
    expect(why(facts('partyMembers', { stage: 'committeeDeliberation' }))).toBe('wrongStage'))
  test('step 2 beside step 1 only where the county allows it and one person holds both offices', () => {
    const both = [
      { personId: 'a', office: 'branchSecretary' },
      { personId: 'a', office: 'villageDirector' },
    ] as const
    const apart = [both[0], { personId: 'b', office: 'villageDirector' }] as const
    const profile = { ...defaultProfile(), merge_step1_2: true }
    const at1 = { stage: 'branchProposal' } as const
    expect(mergesSteps(at1, both, profile)).toBe(true)
    expect(mergesSteps(at1, both, defaultProfile())).toBe(false)
    expect(mergesSteps(at1, apart, profile)).toBe(false)
    expect(mergesSteps({ stage: 'committeeDeliberation' }, both, profile)).toBe(false)
    expect(mergesSteps(at1, both, { ...profile, 'gap.min_days.1_2': 1 })).toBe(false)
    const between = { beforeStep: 2 as const, zh: '一审', en: 'review' }
    expect(mergesSteps(at1, both, { ...profile, extra_steps: [between] })).toBe(false)
    expect(why(facts('committees', { stage: 'branchProposal' }))).toBe('wrongStage')
  })
  test("an urgent matter's step 1 waits for the oversight committee's note, and silence does not count", () => {
    const urgent = { urgent: true, noteRequestedAt: at('2026-11-01 09:00') }
    expect(why(facts('branch', urgent))).toBe('oversightNoteMissing')
    expect(why(facts('branch', { ...urgent, noteGiven: true }))).toBeNull()
    expect(why(facts('branch', { ...urgent, noteObjects: true }))).toBe('oversightObjects')
  })
  test('a committee matter of the second band waits for the note, silent for a day lets it go on', () => {
    const light = { track: 'committeeMatter' as const, noteNeeded: true }
    expect(why(facts('committees', light))).toBe('oversightNoteMissing')
    expect(why(facts('committees', { ...light, noteRequestedAt: at('2026-11-30 08:00') }))).toBe(
      'oversightNoteMissing',
    )
    expect(why(facts('committees', { ...light, noteRequestedAt: at('2026-11-29 23:00') }))).toBeNull()
    expect(why(facts('branch', light))).toBeNull()
  })
  test('locally added steps come first', () =>
    expect(why(facts('representatives', { extraStepsMissing: [{ zh: '乡镇预审', en: 'Pre-check' }] }))).toBe(
      'extraStepMissing',
    ))
  test('nobody on the roll', () => expect(why(facts('representatives', { entitled: 0 }))).toBe('emptyRoll'))
  test('too few for a secret poll, enough for an open one', () => {
    expect(why(facts('partyMembers', { entitled: 4 }))).toBe('secretNeedsMore')
    expect(
      why(
        facts('partyMembers', {
          entitled: 4,
          rule: rule('partyMembers', { 'voting_mode.party': 'open_named' }),
        }),
      ),
    ).toBeNull()
  })
  test('a window longer than the rule, never; a shorter one, yes', () => {
    expect(why(facts('representatives', { windowHours: 49 }))).toBe('windowTooLong')
    expect(why(facts('representatives', { windowHours: 0 }))).toBeNull()
  })
  test('after the last reconvening no further meeting', () => {
    expect(why(facts('representatives', { reconvened: 2, maxReconvene: 2 }))).toBeNull()
    expect(why(facts('representatives', { reconvened: 3, maxReconvene: 2 }))).toBe('reconveningsUsedUp')
  })
})

describe('on the very edge', () => {
  test('the silence that lets a committee matter go on ends at 24:00', () => {
    const silent = (text: string) => ({
      track: 'committeeMatter' as const,
      noteNeeded: true,
      noteRequestedAt: at('2026-11-29 10:00'),
      now: at(text),
    })
    expect(why(facts('committees', silent('2026-11-30 23:59')))).toBe('oversightNoteMissing')
    expect(why(facts('committees', silent('2026-12-01 00:00')))).toBeNull()
  })
  test('no note is asked of a matter of the full way, nor of the lowest band', () => {
    expect(why(facts('committees', { noteNeeded: true }))).toBeNull()
    expect(why(facts('committees', { track: 'committeeMatter', noteNeeded: false }))).toBeNull()
  })
  test('five on the roll are enough for a secret poll', () =>
    expect(why(facts('partyMembers', { entitled: 5 }))).toBeNull())
  test('a show of hands in a live meeting, and only there', () => {
    const hands = { ...rule('representatives', { 'voting_mode.vra': 'show_of_hands' }) }
    expect(why(facts('representatives', { rule: hands, windowHours: 0 }))).toBeNull()
    expect(why(facts('representatives', { rule: hands, windowHours: 1 }))).toBe('showOfHandsLiveOnly')
  })
  test('urgent, it may begin this instant, never a minute ago', () => {
    const urgent = { rule: rule('committees', {}, { urgent: true }), urgent: true }
    expect(why(facts('committees', { ...urgent, opensAt: now }))).toBeNull()
    expect(why(facts('committees', { ...urgent, opensAt: at('2026-12-01 08:59') }))).toBe('opensInPast')
  })
  test('twenty days are within the warning, twenty-one are not', () => {
    expect(lengthOfWay(at('2026-12-01 09:00'), at('2026-12-21 23:00'), 20).warning).toBe(false)
    expect(lengthOfWay(at('2026-12-01 09:00'), at('2026-12-22 00:00'), 20).warning).toBe(true)
  })
  test('a refusal after the last reconvening says how many there were', () =>
    expect(whyNotConvene(facts('representatives', { reconvened: 3, maxReconvene: 2 }))?.params).toEqual({
      max: 2,
    }))
  test('several added steps are listed in both languages', () =>
    expect(
      whyNotConvene(
        facts('representatives', {
          extraStepsMissing: [
            { zh: '甲', en: 'A' },
            { zh: '乙', en: 'B' },
          ],
        }),
      )?.params,
    ).toEqual({ steps: { zh: '甲、乙', en: 'A, B' } }))
})

describe('a roll fixed by the notice is corrected by two persons', () => {
  const correction = {
    change: 'add' as const,
    now,
    opensAt: at('2026-12-05 00:00'),
    noticeDays: 3,
    reason: '漏登',
    by: 'a',
    confirmedBy: 'b',
  }
  const not = (more: Partial<Parameters<typeof whyNotCorrect>[0]>) =>
    whyNotCorrect({ ...correction, ...more })?.code ?? null
  test('a person added gets the full notice, else the meeting moves', () => {
    expect(not({})).toBeNull()
    expect(whyNotCorrect({ ...correction, opensAt: at('2026-12-04 23:59') })).toEqual({
      code: 'correctionNeedsNotice',
      params: { earliest: at('2026-12-05 00:00').toISOString() },
    })
  })
  test('a person struck needs no new period', () =>
    expect(not({ change: 'strike', opensAt: at('2026-12-01 10:00') })).toBeNull())
  test('reason and second person are needed', () => {
    expect(not({ reason: ' ' })).toBe('reasonNeeded')
    expect(not({ confirmedBy: null })).toBe('secondPersonNeeded')
    expect(not({ confirmedBy: 'a' })).toBe('samePersonTwice')
  })
})

describe('what is the same text', () => {
  const text = (digest: string, amountFen = 1000) => ({ digest, facts: { amountFen } })
  test('equal words, or other words with an editorial change', () => {
    expect(isSameText(text('x', 1), text('x', 2), { pct: 10 })).toBe(true)
    expect(isSameText(text('x'), text('y', 1100), { pct: 10 })).toBe(true)
    expect(isSameText(text('x'), text('y', 1101), { pct: 10 })).toBe(false)
    expect(isSameText(text('x'), text('y'), { pct: 10, substantiveSince: true })).toBe(false)
  })
})

test("the villagers' assembly sits as the profile says, groups and residents as they like", () => {
  expect(whyNotForm('households', 'households', 'household')).toBeNull()
  expect(whyNotForm('households', 'villagers', 'household')?.code).toBe('assemblyNotForMatter')
  expect(whyNotForm('households', 'villagers', 'adults')).toBeNull()
  expect(whyNotForm('groupHouseholds', 'groupVillagers', 'household')).toBeNull()
  expect(whyNotForm('residents', 'residentHouseholds', 'adults')).toBeNull()
  expect(whyNotForm('representatives', 'households', 'household')?.code).toBe('assemblyNotForMatter')
})

test('an adjournment moves later, never before the notice’s own time, and all together seven days at most', () => {
  const why = (to: Date, more = {}) =>
    whyNotAdjourn({ now, to, opensAt: now, lawfulFrom: now, firstOpensAt: now, days: 7, ...more })
  expect(why(at('2026-12-09 00:00'))).toBeNull()
  expect(why(at('2026-12-09 00:01'))?.code).toBe('adjournTooLate')
  expect(why(now)?.code).toBe('opensInPast')
  // Called for the 12th with ten days' notice: neither before that, nor before what was told.
  const coming = { opensAt: at('2026-12-12 09:00'), firstOpensAt: at('2026-12-12 09:00') }
  expect(why(at('2026-12-11 09:00'), { ...coming, lawfulFrom: at('2026-12-12 00:00') })).toMatchObject({
    code: 'adjournTooEarly',
    params: { earliest: at('2026-12-12 09:00').toISOString() },
  })
  expect(why(at('2026-12-12 08:00'), { ...coming, lawfulFrom: at('2026-12-05 00:00') })?.code).toBe(
    'adjournTooEarly',
  )
  // Adjourned once already: the days run on from the first opening.
  const again = { opensAt: at('2026-12-16 09:00'), firstOpensAt: at('2026-12-12 09:00'), lawfulFrom: now }
  expect(why(at('2026-12-20 00:00'), again)).toBeNull()
  expect(why(at('2026-12-20 09:00'), again)).toMatchObject({ code: 'adjournTooLate', params: { days: 7 } })
})

test('a poll opens in the first half of its window', () => {
  expect(latestOpening(now, 48)).toEqual(at('2026-12-02 09:00'))
  expect(latestOpening(now, 0)).toBeNull()
})
