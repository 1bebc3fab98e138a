import {
  defaultProfile,
  floorWords,
  mergeProfiles,
  needsBasis,
  PROFILE_KEY_NAMES,
  PROFILE_KEYS,
  type ProfileKey,
  type ProfileValues,
  profileChangesSchema,
  profileRows,
  whyNotProfile,
  whyNotProfileValue,
} from '@cunyi/shared/law/profile.ts'
import { bandsWithin, COUNTYS_KEYS } from '@cunyi/shared/law/stricter.ts'
import { bandFor } from '@cunyi/shared/matter/matter.ts'
import { explain } from '@cunyi/shared/words/refusal.ts'
import { describe, expect, test } from 'vitest'

describe('no value below the floor of the law can be saved', () => {
  // biome-ignore format: one row, one floor
  const FLOORS: Array<[ProfileKey, unknown, unknown]> = [
    ['s1.quorum', '>=1/2', '>=1/3'], ['s2.quorum', '>=1/2', '>=1/3'], ['s3.quorum', '>=1/2', '>=1/3'],
    ['s1.majority', '>1/2', '>=1/2'], ['s2.majority', '>1/2', '>=1/2'], ['s3.majority', '>1/2', '>=1/2'],
    ['s4.vra.quorum', '>=2/3', '>1/2'], ['s4.vra.majority', '>1/2', '>=1/2'],
    ['s4.member.quorum', '>=2/3', '>1/2'], ['s4.member.majority', '>=2/3', '>1/2'],
    ['s4.assembly.notice_days', 10, 9], ['s4.member.notice_days', 10, 9], ['s4.residents.notice_days', 10, 9],
    ['member.papers_days', 10, 9], ['disclosure.days', 15, 14], ['small_group_k', 3, 2], ['number.wait_hours', 72, 71], ['merge.wait_hours', 24, 23], ['poll.voting_minutes', 5, 4],
    ['proxy.party', 'none', 'same_household'], ['proxy.branch', 'none', 'same_household'], ['proxy.joint', 'none', 'same_household'],
    ['acceptance.persons', 5, 4], ['acceptance.persons_small', 3, 2], ['choosing', defaultProfile().choosing, []],
    ['proxy.member', 'same_household', 'none'], ['result_visible', 'afterWindowEnd', 'always'],
  ]
  test.each(FLOORS)('%s: %j is allowed, %j is not', (key, lawful, below) => {
    expect(whyNotProfileValue(key, lawful)).toBeNull()
    const refusal = whyNotProfileValue(key, below)
    expect(refusal?.code).toBe('belowFloor')
    const { messageZh, messageEn } = explain('belowFloor', refusal?.params)
    expect(messageZh).toContain(PROFILE_KEYS[key].source)
    expect(messageEn).toContain(PROFILE_KEYS[key].en)
    expect(`${messageZh}${messageEn}`).not.toContain('—')
  })
  test('the list above names every key that has a floor', () => {
    const withFloor = PROFILE_KEY_NAMES.filter(
      (key) => floorWords(key) !== null && PROFILE_KEYS[key].kind !== 'bands',
    )
    expect(FLOORS.map(([key]) => key).sort()).toEqual(withFloor.sort())
  })
  test('no lighter way for any code but M02 and M03, and every code ends in the full way', () => {
    const band = (code: 'M03' | 'M05', fromFen: number, track: 'committeeMatter' | 'full') => ({
      codes: [code],
      fromFen,
      track,
      oversightNote: false,
    })
    expect(
      whyNotProfileValue('thresholds', [band('M05', 0, 'committeeMatter'), band('M05', 100, 'full')])?.code,
    ).toBe('belowFloor')
    expect(whyNotProfileValue('thresholds', [band('M03', 0, 'committeeMatter')])?.code).toBe(
      'profileValueUnfit',
    )
    expect(
      whyNotProfileValue('thresholds', [band('M03', 100, 'full'), band('M03', 0, 'committeeMatter')])?.code,
    ).toBe('profileValueUnfit')
    expect(
      whyNotProfileValue('thresholds', [band('M03', 0, 'committeeMatter'), band('M03', 100, 'full')]),
    ).toBeNull()
  })
})

describe('the table of keys', () => {
  test('every default stands at or above its floor, fits its own kind and has words and a source', () => {
    for (const key of PROFILE_KEY_NAMES) {
      const row = PROFILE_KEYS[key]
      expect(whyNotProfileValue(key, row.default), key).toBeNull()
      expect(row.zh && row.en && row.source, key).toBeTruthy()
    }
    expect(profileChangesSchema.safeParse(defaultProfile()).success).toBe(true)
  })
  test('every key refuses what is not of its kind', () => {
    for (const key of PROFILE_KEY_NAMES)
      for (const nonsense of [null, undefined, {}, 'nonsense', 1.5, -1, 1_000_000])
        expect(whyNotProfileValue(key, nonsense), `${key} = ${nonsense}`).not.toBeNull()
  })
  test('a key that nobody knows is refused', () => {
    expect(whyNotProfileValue('s5.quorum', 1)?.code).toBe('unknownProfileKey')
    expect(whyNotProfileValue('toString', 1)?.code).toBe('unknownProfileKey')
    expect(profileChangesSchema.safeParse({ 's5.quorum': 1 }).success).toBe(false)
  })
  test('the start values are those of the procedure', () => {
    expect(defaultProfile()).toMatchObject({
      's1.notice_days': 1,
      's2.notice_days': 1,
      's3.notice_days': 3,
      's4.vra.notice_days': 3,
      's4.assembly.notice_days': 10,
      'gap.min_days.1_2': 0,
      'gap.min_days.2_3': 3,
      'gap.min_days.3_4': 3,
      'gap.min_days.3_4.assembly': 10,
      's1.quorum': '>=1/2',
      's2.quorum': '>=2/3',
      's3.quorum': '>=2/3',
      's3.quorum_base': 'voting',
      's4.assembly.mode': 'household',
      'disclosure.days': 15,
      cooling_days: 30,
      max_reconvene: 2,
      max_reject_s4: 2,
      recusal_mode: 'remove_from_base',
      'online.window_hours.branch': 0,
      'online.window_hours.joint': 0,
      'online.window_hours.vra': 48,
      'online.counts_as_present.assembly': false,
      'online.counts_as_present.member': true,
      'voting_mode.branch': 'open_named',
      'voting_mode.vra': 'secret',
      'proxy.member': 'same_household',
      'urgent.notice_days.vra': 1,
      'urgent.notice_days.assembly': 0,
      'urgent.gap_days': 0,
    })
  })
})

describe('county → township → village', () => {
  const county = { cooling_days: 60, 'disclosure.days': 20 }
  const township = { cooling_days: 75 }
  const village = { 's4.assembly.mode': 'adults' as const }
  test('the lowest level that sets a value wins, and each value knows where it came from', () => {
    const { values, from } = mergeProfiles(county, township, village)
    expect([values.cooling_days, from.cooling_days]).toEqual([75, 'township'])
    expect([values['disclosure.days'], from['disclosure.days']]).toEqual([20, 'county'])
    expect([values['s4.assembly.mode'], from['s4.assembly.mode']]).toEqual(['adults', 'village'])
    expect([values.overrun_pct, from.overrun_pct]).toEqual([10, 'default'])
  })
  test('one that is laxer than the level above, or takes a check away, is passed over', () => {
    const laxer = { cooling_days: 45, implement_during_disclosure: true, 's2.quorum': '>=1/2' as const }
    const { values, from } = mergeProfiles(county, laxer, {})
    expect([values.cooling_days, from.cooling_days]).toEqual([60, 'county'])
    expect([values.implement_during_disclosure, values['s2.quorum']]).toEqual([false, '>=2/3'])
  })
  test("a page's row shows value, floor, the parent's value and the source", () => {
    const rows = profileRows({ county, township, village })
    expect(rows).toHaveLength(PROFILE_KEY_NAMES.length)
    expect(rows.find((row) => row.key === 's4.assembly.mode')).toMatchObject({
      value: 'adults',
      parent: 'household',
      parentFrom: 'default',
      from: 'village',
    })
    expect(rows.find((row) => row.key === 'disclosure.days')).toMatchObject({
      value: 20,
      floor: { zh: '15' },
      source: '村委会组织法 art 35',
    })
  })
  test('a default is never changed through what was handed out', () => {
    defaultProfile().thresholds.pop()
    expect(defaultProfile().thresholds).toHaveLength(3)
  })
})

describe('saving', () => {
  test('online presence in the assembly needs a named basis, in the member assembly the law is one', () => {
    expect(whyNotProfile({ 'online.counts_as_present.assembly': true })?.code).toBe('basisNeeded')
    expect(
      whyNotProfile({ 'online.counts_as_present.assembly': true }, { basis: '村民自治章程第12条' }),
    ).toBeNull()
    expect(needsBasis('online.counts_as_present.member', true)).toBe(false)
    expect(needsBasis('exclude_unreachable', true)).toBe(true)
    expect(needsBasis('exclude_unreachable', false)).toBe(false)
  })
  test('a show of hands exists only where there is no window', () => {
    expect(whyNotProfile({ 'voting_mode.vra': 'show_of_hands' })?.code).toBe('profileConflict')
    expect(whyNotProfile({ 'voting_mode.vra': 'show_of_hands', 'online.window_hours.vra': 0 })).toBeNull()
  })
  const at = (level: 'county' | 'township' | 'village', changes: Record<string, unknown>) =>
    whyNotProfile(changes, { basis: '决议', level, parent: defaultProfile() })?.code ?? 'may'
  test.each([
    ['s2.quorum', '>=1/2', '>=2/3'],
    ['s1.majority_base', 'present', 'entitled'],
    ['oversight.review_days', 0, 2],
    ['s4.vra.notice_days', 2, 5],
    ['overrun_pct', 20, 5],
    ['helper_cap', 10, 3],
    ['helper_cap_pct', 10, 2],
    ['branch.round_days', 5, 2],
  ] as const)('below the county %s may be stricter, never laxer', (key, laxer, stricter) => {
    for (const level of ['village', 'township'] as const) {
      expect(at(level, { [key]: stricter })).toBe('may')
      expect(at(level, { [key]: laxer })).toBe('laxerThanAbove')
    }
    expect(at('county', { [key]: laxer })).toBe('may')
  })
  test.each(COUNTYS_KEYS)('%s takes a check away: only the county sets it', (key) => {
    const value = PROFILE_KEYS[key].default
    expect(at('village', { [key]: value })).toBe('countysKey')
    expect(at('township', { [key]: value })).toBe('countysKey')
    expect(at('county', { [key]: value })).toBe('may')
  })
  const from = (fromFen: number, oversightNote = true) => ({
    thresholds: [
      { codes: ['M02', 'M03'], fromFen: 0, track: 'committeeMatter', oversightNote },
      { codes: ['M02', 'M03'], fromFen, track: 'full', oversightNote: false },
    ],
  })
  test('the full way begins at 20,000 yuan: lower anywhere, higher by the county up to 50,000 and no higher', () => {
    expect(at('village', from(1_000_000))).toBe('may')
    expect(at('village', from(2_000_100))).toBe('laxerThanAbove')
    expect(at('village', from(1_000_000, false))).toBe('laxerThanAbove')
    expect(at('county', from(5_000_000))).toBe('may')
    expect(at('county', from(5_000_100))).toBe('thresholdTooHigh')
    expect(at('village', from(5_000_100))).toBe('thresholdTooHigh')
  })
  test('higher than 20,000 only up to the sum that the village’s own assembly has named', () => {
    const county = from(5_000_000).thresholds as Parameters<typeof bandsWithin>[0]
    const begins = (uptoFen: number) => {
      const bands = bandsWithin(county, uptoFen)
      return [1_999_900, 2_000_000, 2_999_900, 3_000_000, 5_000_000].map(
        (sum) => bandFor('M03', sum, bands)?.track,
      )
    }
    expect(begins(0)).toEqual(['committeeMatter', 'full', 'full', 'full', 'full'])
    expect(begins(3_000_000)).toEqual([
      'committeeMatter',
      'committeeMatter',
      'committeeMatter',
      'full',
      'full',
    ])
  })
  test('one value below its floor refuses the whole change', () =>
    expect(whyNotProfile({ cooling_days: 10, 'disclosure.days': 7 })?.code).toBe('belowFloor'))
})

describe('下级可以自定的范围: laxer than above only where the level above has named a range', () => {
  const RANGE = { ranges: [{ key: 'amendment_pct', least: 5, most: 15 }] }
  const why = (level: 'township' | 'village', value: Record<string, unknown>, parent: ProfileValues) =>
    whyNotProfile(value, { level, parent, basis: '村民会议决议' })?.code ?? null

  test('within it a village sets its own, on both sides of what holds above; past its end it is laxer', () => {
    const parent = mergeProfiles(RANGE).values
    for (const value of [0, 5, 10, 15]) expect(why('village', { amendment_pct: value }, parent)).toBeNull()
    expect(why('village', { amendment_pct: 16 }, parent)).toBe('laxerThanAbove')
    expect(why('village', { amendment_pct: 15 }, mergeProfiles().values)).toBe('laxerThanAbove')
    expect(mergeProfiles(RANGE, {}, { amendment_pct: 15 }).values.amendment_pct).toBe(15)
    expect(mergeProfiles(RANGE, {}, { amendment_pct: 16 }).values.amendment_pct).toBe(10)
    expect(mergeProfiles({}, {}, { amendment_pct: 15 }).values.amendment_pct).toBe(10)
  })
  test('what a township has set holds in its villages, unless it names a range itself, and no wider one', () => {
    const own = { amendment_pct: 8 }
    expect(why('village', { amendment_pct: 9 }, mergeProfiles(RANGE, own).values)).toBe('laxerThanAbove')
    const named = (most: number) => ({ ...own, ranges: [{ key: 'amendment_pct', least: 5, most }] })
    expect(why('village', { amendment_pct: 9 }, mergeProfiles(RANGE, named(12)).values)).toBeNull()
    const county = mergeProfiles(RANGE).values
    expect(why('township', { ranges: named(15).ranges }, county)).toBeNull()
    expect(why('township', { ranges: named(16).ranges }, county)).toBe('laxerThanAbove')
    expect(mergeProfiles(RANGE, named(16), { amendment_pct: 16 }).values.amendment_pct).toBe(8)
  })
  test('a village names none, nobody one below a floor, of a key of the county, or upside down', () => {
    expect(why('village', RANGE, mergeProfiles(RANGE).values)).toBe('laxerThanAbove')
    const at = (key: string, least: number, most: number) =>
      whyNotProfile({ ranges: [{ key, least, most }] }, { level: 'county' })?.code
    expect(at('disclosure.days', 10, 20)).toBe('belowFloor')
    expect(at('objection.county_days', 5, 20)).toBe('profileValueUnfit')
    expect(at('amendment_pct', 12, 5)).toBe('profileValueUnfit')
    expect(at('s2.quorum', 1, 2)).toBe('profileValueUnfit')
  })
})
