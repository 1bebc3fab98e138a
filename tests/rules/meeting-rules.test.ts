import { ACTS, BODY_ACTS, mayAct, whyNotMeetingAct, whyNotOfficers } from '@cunyi/shared/law/acts.ts'
import {
  inSecret,
  MEETING_RULES,
  routeOf,
  ruleFor,
  stageOf,
  whyNotSecret,
} from '@cunyi/shared/law/meeting-rules.ts'
import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import { shareWords } from '@cunyi/shared/words/share.ts'
import { ASSEMBLY_KEYS } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'
import { rule } from './village.ts'

describe('each assembly has its own quorum, base, majority, notice and gap', () => {
  // biome-ignore format: one row, one assembly
  test.each([
    ['branch',                  '半数以上',     '过半数',       'entitled', 1,  0,  0,  0,  'open_named', true,  'none'],
    ['committees',              '三分之二以上', '过半数',       'entitled', 1,  0,  0,  0,  'open_named', true,  'none'],
    ['partyMembers',            '三分之二以上', '过半数',       'entitled', 3,  3,  0,  48, 'secret',     true,  'none'],
    ['villagers',               '过半数',       '过半数',       'present',  10, 10, 0,  48, 'secret',     false, 'none'],
    ['households',              '三分之二以上', '过半数',       'present',  10, 10, 0,  48, 'secret',     false, 'none'],
    ['representatives',         '三分之二以上', '过半数',       'present',  3,  3,  0,  48, 'secret',     true,  'none'],
    ['members',                 '三分之二以上', '三分之二以上', 'entitled', 10, 10, 10, 48, 'secret',     true,  'sameHousehold'],
    ['memberRepresentatives',   '三分之二以上', '三分之二以上', 'entitled', 10, 10, 0,  48, 'secret',     true,  'none'],
    ['groupVillagers',          '三分之二以上', '过半数',       'present',  3,  3,  0,  48, 'secret',     false, 'none'],
    ['groupHouseholds',         '三分之二以上', '过半数',       'present',  3,  3,  0,  48, 'secret',     false, 'none'],
    ['residents',               '过半数',       '过半数',       'present',  10, 10, 0,  48, 'secret',     false, 'none'],
    ['residentHouseholds',      '过半数',       '过半数',       'present',  10, 10, 0,  48, 'secret',     false, 'none'],
    ['residentRepresentatives', '三分之二以上', '过半数',       'present',  3,  3,  0,  48, 'secret',     false, 'none'],
  ] as const)('%s', (assembly, quorum, majority, base, notice, gap, papers, hours, mode, online, proxy) => {
    const it = rule(assembly)
    expect([shareWords(it.quorum).zh, shareWords(it.majority).zh, it.majorityBase]).toEqual([quorum, majority, base])
    expect([it.noticeDays, it.gapDays, it.papersDays, it.windowHours]).toEqual([notice, gap, papers, hours])
    expect([it.votingMode, it.secret, it.onlineCounts, it.proxy]).toEqual([mode, mode === 'secret', online, proxy])
    expect(it.sources.length).toBeGreaterThan(0)
  })

  test('a rule can be frozen as JSON and says the same afterwards', () => {
    for (const assembly of ASSEMBLY_KEYS)
      expect(JSON.parse(JSON.stringify(rule(assembly)))).toEqual(rule(assembly))
  })

  test('a bad profile cannot take a rule below the law', () => {
    const bad = {
      ...defaultProfile(),
      's4.vra.quorum': '>=1/3',
      's3.majority': '>=1/10',
      's4.member.majority': 'none',
    } as const
    expect(ruleFor('representatives', bad).quorum).toEqual(MEETING_RULES.representatives.quorum)
    expect(ruleFor('partyMembers', bad).majority).toEqual(MEETING_RULES.partyMembers.majority)
    expect(ruleFor('members', bad).majority).toEqual(MEETING_RULES.members.majority)
  })
})

describe('urgency shortens times and leaves out nothing', () => {
  // biome-ignore format: one row, one assembly
  test.each([
    ['branch', 0, 0, 0], ['committees', 0, 0, 0], ['partyMembers', 0, 0, 0], ['representatives', 1, 0, 0],
    ['villagers', 0, 0, 0], ['households', 0, 0, 0],
    ['members', 10, 0, 10], ['memberRepresentatives', 10, 0, 0], ['groupVillagers', 3, 0, 0], ['residents', 10, 0, 0],
  ] as const)('%s: notice %i, gap %i, papers %i', (assembly, notice, gap, papers) => {
    const it = rule(assembly, {}, { urgent: true })
    expect([it.noticeDays, it.gapDays, it.papersDays]).toEqual([notice, gap, papers])
    expect([it.quorum, it.majority]).toEqual([rule(assembly).quorum, rule(assembly).majority])
  })
})

describe('who convenes and who chairs is data', () => {
  // biome-ignore format: one row, one assembly
  test.each([
    ['branch', 'branchSecretary', 'villageDirector'], ['committees', 'branchSecretary', 'villageDirector'],
    ['partyMembers', 'branchSecretary', 'villageDirector'], ['representatives', 'villageDirector', 'branchSecretary'],
    ['households', 'villageDirector', 'branchSecretary'], ['members', 'boardChair', 'villageDirector'],
    ['memberRepresentatives', 'boardChair', 'villageDirector'], ['groupHouseholds', 'groupHead', 'villageDirector'],
    ['residents', 'residentDirector', 'groupHead'],
  ] as const)('%s: %s may, %s may not', (assembly, may, mayNot) => {
    expect(whyNotMeetingAct('convene', assembly, [may])).toBeNull()
    expect(whyNotMeetingAct('chair', assembly, [may])).toBeNull()
    expect(whyNotMeetingAct('convene', assembly, [mayNot])?.code).toBe('forbidden')
    expect(whyNotMeetingAct('chair', assembly, [mayNot])?.code).toBe('chairNotEntitled')
  })
  test('neither township nor county convenes or chairs anything', () => {
    for (const body of Object.values(BODY_ACTS))
      for (const office of ['townshipStaff', 'countyStaff', 'firstSecretary'] as const)
        expect([...body.convene, ...body.chair, ...body.deputies]).not.toContain(office)
  })
  test('a deputy must be named, of that body, and allowed by the profile', () => {
    const chair = (named: boolean, allowed: boolean) =>
      whyNotMeetingAct('chair', 'representatives', ['villageCommittee'], { named, allowed })
    expect(chair(true, true)).toBeNull()
    expect(chair(false, true)?.code).toBe('chairNotEntitled')
    expect(chair(true, false)?.code).toBe('chairNotEntitled')
    expect(
      whyNotMeetingAct('chair', 'representatives', ['representative'], { named: true, allowed: true })?.code,
    ).toBe('chairNotEntitled')
  })
  test('the village committee posts villager matters, the board those of the collective; oversight notes both', () => {
    expect([mayAct('post', 'A', ['villageDirector']), mayAct('post', 'B', ['villageDirector'])]).toEqual([
      true,
      false,
    ])
    expect([mayAct('post', 'A', ['boardChair']), mayAct('post', 'B', ['boardChair'])]).toEqual([false, true])
    expect([
      mayAct('note', 'A', ['oversightCommittee']),
      mayAct('note', 'B', ['supervisor']),
      mayAct('note', 'A', ['supervisor']),
    ]).toEqual([true, true, false])
  })
  test('whoever answers for a matter does not watch it, whatever else he was made', () => {
    const both = ['oversightChair', 'boardMember'] as const
    for (const act of ['note', 'witness', 'correct'] as const)
      expect([mayAct(act, 'A', both), mayAct(act, 'B', both)], act).toEqual([true, false])
    expect(mayAct('post', 'B', both)).toBe(true)
  })
  test('the township carries out no act of the village', () => {
    for (const act of Object.keys(ACTS) as Array<keyof typeof ACTS>)
      expect(mayAct(act, 'A', ['townshipStaff']), act).toBe(act === 'oversee')
  })
  test('tellers and recorder are never the chair, never with an interest, never one person twice', () => {
    const officers = { chair: 'a', recorder: 'b', tellers: ['c', 'd'], interested: [] as string[] }
    expect(whyNotOfficers(officers)).toBeNull()
    expect(whyNotOfficers({ ...officers, elsewhere: [['e', 'f']] })).toBeNull()
    expect(whyNotOfficers({ ...officers, elsewhere: [['e']] })?.code).toBe('tellersNeeded')
    expect(whyNotOfficers({ ...officers, elsewhere: [['e', 'd']] })?.code).toBe('tellerTwoPlaces')
    expect(whyNotOfficers({ ...officers, tellers: ['c', 'c'] })?.code).toBe('tellersNeeded')
    expect(whyNotOfficers({ ...officers, tellers: ['a', 'd'] })?.code).toBe('tellerIsChair')
    expect(whyNotOfficers({ ...officers, recorder: 'a' })?.code).toBe('tellerIsChair')
    expect(whyNotOfficers({ ...officers, interested: ['d'] })?.code).toBe('tellerInterested')
    expect(whyNotOfficers({ ...officers, interested: ['b'] })?.code).toBe('tellerInterested')
  })
})

describe('无记名, chosen by the notice', () => {
  test('an open poll becomes secret, and nothing else of the rule changes', () => {
    const open = rule('committees')
    expect(inSecret(open)).toEqual({ ...open, votingMode: 'secret', secret: true })
    expect(whyNotSecret(open, true)).toBeNull()
    expect(inSecret(rule('committees', { 'voting_mode.joint': 'show_of_hands' }))).toMatchObject({
      secret: true,
      votingMode: 'secret',
    })
  })
  test('what the rule has secret stays so; fund-raising is voted by name', () => {
    expect(inSecret(rule('representatives'))).toEqual(rule('representatives'))
    const raised = rule('representatives', { 'fundraising.variant': 'A' }, { fundraising: true })
    expect(raised.votingMode).toBe('open_named')
    expect(whyNotSecret(raised, true)?.code).toBe('secretNotFundraising')
    expect(whyNotSecret(raised, false)).toBeNull()
  })
})

test('every assembly sits at one stage of one route', () => {
  expect(ASSEMBLY_KEYS.filter((one) => stageOf(one) !== 'villagerResolution')).toEqual([
    'branch',
    'committees',
    'partyMembers',
  ])
  expect(ASSEMBLY_KEYS.filter((one) => routeOf(one) === 'B')).toEqual(['members', 'memberRepresentatives'])
  expect(ASSEMBLY_KEYS.filter((one) => routeOf(one) === 'C')).toEqual(['groupVillagers', 'groupHouseholds'])
  expect(ASSEMBLY_KEYS.filter((one) => routeOf(one) === 'D')).toEqual([
    'residents',
    'residentHouseholds',
    'residentRepresentatives',
  ])
})
