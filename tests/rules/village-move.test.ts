/** 并村、分村 (integrity D30): the borders of each rule. */
import {
  type Consent,
  consents,
  GOES_ALONG,
  namesThere,
  whyClosed,
  whyNotMove,
} from '@cunyi/shared/people/village-move.ts'
import { STAGE_KEYS } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'

const resolution: Consent = { stage: 'implementation', track: 'full', assembly: 'households', flawed: false }
const village = (code: string, more: object = {}) => ({
  code,
  parentCode: '411329990',
  opened: true,
  movedTo: null,
  ...more,
})
const about = {
  from: village('411329990201'),
  to: village('411329990202'),
  found: ['一组', '二组'],
  consent: resolution,
  today: '2026-11-02',
}
const asked = { groups: [] as string[], movedOn: '2026-11-02' }
const why = (changes: object = {}, more: object = {}) =>
  whyNotMove({ ...asked, ...more }, { ...about, ...changes })?.code

describe('the villagers’ assembly agrees first (村委会组织法 art 3)', () => {
  test('by a resolution whose days of disclosure are over', () => {
    const enough = STAGE_KEYS.filter((stage) => consents({ ...resolution, stage }))
    expect(enough.sort()).toEqual(['archived', 'implementation', 'outcomeDisclosure'])
  })
  test.each([
    [{ assembly: 'representatives' }],
    [{ assembly: 'members' }],
    [{ assembly: 'groupVillagers' }],
    [{ track: 'opinion' }],
    [{ flawed: true }],
  ] as const)('not by %o', (more) => expect(consents({ ...resolution, ...more })).toBe(false))
  test('without it nobody moves', () => {
    expect(why({ consent: undefined })).toBe('consentMissing')
    expect(why({ consent: { ...resolution, stage: 'resolutionDisclosure' } })).toBe('consentMissing')
    expect(why()).toBeUndefined()
  })
})

describe('who goes where', () => {
  test('to another opened village of the same township that is not itself part of a third', () => {
    expect(why({ to: undefined })).toBe('moveUnfit')
    expect(why({ to: about.from })).toBe('moveUnfit')
    expect(why({ to: village('411329990203', { opened: false }) })).toBe('moveUnfit')
    expect(why({ to: village('411329990203', { movedTo: '411329990204' }) })).toBe('moveUnfit')
    expect(why({ to: village('411329001201', { parentCode: '411329001' }) })).toBe('moveUnfit')
  })
  test('a village that has moved does not move again', () =>
    expect(why({ from: village('411329990201', { movedTo: '411329990202' }) })).toBe('alreadyDone'))
  test('some of its groups, by their names; all of them are the whole village', () => {
    expect(why({}, { groups: ['一组'] })).toBeUndefined()
    expect(why({}, { groups: ['三组'] })).toBe('groupUnknown')
    expect(why({}, { groups: ['一组', '二组'] })).toBe('moveIsWhole')
  })
  test('not before the day of the approval', () =>
    expect(why({}, { movedOn: '2026-11-03' })).toBe('moveTooEarly'))
  test('whom households or a group chose goes along; whom the whole village chose does not', () =>
    expect([...GOES_ALONG].sort()).toEqual(['groupHead', 'representative', 'residentRepresentative']))
})

test('of two groups or households of one name whoever comes bears his old village’s name', () => {
  expect([...namesThere(['一组', '三组'], ['一组', '二组'], '河湾村')]).toEqual([
    ['一组', '河湾村一组'],
    ['三组', '三组'],
  ])
  expect(namesThere(['0001'], ['0001', '河湾村0001'], '河湾村').get('0001')).toBe('河湾村20001')
})

test('nothing new begins in a village that has moved; its collective goes on', () => {
  expect(whyClosed(null, '', 'A')).toBeNull()
  for (const route of ['A', 'C', 'D'] as const)
    expect(whyClosed('411329990202', '邻村', route)).toMatchObject({
      code: 'villageMoved',
      params: { village: '邻村' },
    })
  expect(whyClosed('411329990202', '邻村', 'B')).toBeNull()
})
