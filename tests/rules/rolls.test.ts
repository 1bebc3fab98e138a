import { compositionFaults, seatsToFill, whyBodyUnfit } from '@cunyi/shared/people/composition.ts'
import { type RollOffice, type RollPerson, rollFigures, rollFor } from '@cunyi/shared/people/rolls.ts'
import type { Assembly } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'
import { office, people, person } from './village.ts'

const DAY = '2026-12-05'
const ids = (assembly: Assembly, who: RollPerson[], offices: RollOffice[] = [], options = {}) =>
  rollFor(assembly, who, offices, DAY, options)
    .filter((entry) => entry.votes)
    .map((entry) => entry.personId)

describe('each person once, whatever he holds', () => {
  const branch = people(5, 'b')
  const committee = people(2, 'v')
  const who = [...branch, ...committee, person('guest'), person('town')]
  const offices = [
    office('b-1', 'branchSecretary'),
    ...[2, 3, 4, 5].map((n) => office(`b-${n}`, 'branchCommittee')),
    office('b-1', 'villageDirector'),
    office('b-2', 'villageCommittee'),
    office('b-3', 'villageCommittee'),
    office('v-1', 'villageCommittee'),
    office('v-2', 'villageCommittee'),
    office('guest', 'firstSecretary'),
    office('town', 'townshipStaff'),
  ]
  test('five and five, three of them in both committees, are seven', () => {
    expect(ids('branch', who, offices)).toHaveLength(5)
    expect(ids('committees', who, offices)).toHaveLength(7)
    const secretary = rollFor('committees', who, offices, DAY).find((entry) => entry.personId === 'b-1')
    expect(secretary?.capacity).toEqual(['branchSecretary', 'villageDirector'])
  })
  test('the first secretary and township staff attend without a vote, and the roll says why', () => {
    const guests = rollFor('committees', who, offices, DAY).filter((entry) => !entry.votes)
    expect(guests.map((entry) => [entry.personId, entry.member, entry.reasonZh])).toEqual([
      ['guest', false, '列席，没有表决权'],
      ['town', false, '列席，没有表决权'],
    ])
  })
  test('a first secretary whose Party relation is in the branch votes at step 3', () => {
    const member = person('guest', { partyStatus: 'full' })
    expect(ids('partyMembers', [member], offices)).toEqual(['guest'])
    expect(ids('committees', [member], offices)).toEqual([])
  })
  test('board members join for collective matters where the county wants it', () => {
    const board = [...offices, office('x-1', 'boardChair'), office('b-4', 'boardMember')]
    expect(ids('committees', [...who, person('x-1')], board)).toHaveLength(7)
    expect(ids('committees', [...who, person('x-1')], board, { withBoard: true })).toHaveLength(8)
  })
  test('an office counts on its first and last day and not beside them', () => {
    const term = (from: string, to: string | null) =>
      ids('branch', [person('p')], [office('p', 'branchCommittee', { from, to })])
    expect(term('2026-12-05', '2026-12-05')).toEqual(['p'])
    expect(term('2026-12-06', null)).toEqual([])
    expect(term('2026-01-01', '2026-12-04')).toEqual([])
  })
})

describe('Party members', () => {
  const who = [
    ...people(63, 'full', { partyStatus: 'full' }),
    ...people(2, 'new', { partyStatus: 'probationary' }),
    person('held', { partyStatus: 'underProbation' }),
    person('none'),
  ]
  test('63 vote, two probationary members and one under 留党察看 attend: 63 and 66', () => {
    const roll = rollFor('partyMembers', who, [], DAY)
    expect(rollFigures(roll)).toMatchObject({ entitled: 63, allMembers: 66 })
    expect(roll.filter((entry) => !entry.votes).map((entry) => entry.reasonZh)).toEqual([
      '预备党员没有表决权',
      '预备党员没有表决权',
      '留党察看期间没有表决权',
    ])
  })
  test('a member is full from his day on', () => {
    const full = (partyFullOn: string) =>
      ids('partyMembers', [person('p', { partyStatus: 'full', partyFullOn })])
    expect([full('2026-12-05'), full('2026-12-06')]).toEqual([['p'], []])
  })
  test('where the branch has no committee, step 1 is taken by its members', () => {
    expect(
      ids('branch', who, [office('full-1', 'branchSecretary')], { branchHasCommittee: false }),
    ).toHaveLength(63)
  })
  test('somebody is left out only where the caller has a basis, and never from the committees', () => {
    expect(ids('partyMembers', who, [], { excluded: ['full-1'] })).toHaveLength(62)
    expect(ids('committees', who, [office('full-1', 'villageCommittee')], { excluded: ['full-1'] })).toEqual([
      'full-1',
    ])
  })
})

describe("villagers, households, the collective's members", () => {
  const who = [
    person('head', { householdId: 'h1', isHouseholdHead: true, birthDate: '1990-01-01' }),
    person('father', { householdId: 'h1', birthDate: '1950-01-01' }),
    person('today18', { householdId: 'h2', birthDate: '2008-12-05' }),
    person('tomorrow18', { householdId: 'h2', birthDate: '2008-12-06' }),
    person('lodger', { householdId: 'h3', registered: false, collectiveMember: false }),
    person('unable', { householdId: 'h4', fullCapacity: false }),
    person('elsewhere', { householdId: 'h5', villageGroup: '2' }),
  ]
  test('adults are registered and eighteen on the day of the meeting', () =>
    expect(ids('villagers', who)).toEqual(['head', 'father', 'today18', 'unable', 'elsewhere']))
  test('one for each household: the head, else the eldest; eighteen or over', () => {
    expect(ids('households', who)).toEqual(['head', 'today18', 'unable', 'elsewhere'])
    expect(rollFigures(rollFor('households', who, [], DAY))).toMatchObject({ entitled: 4, households: 4 })
  })
  test('another of the household may be chosen, a person of another household may not', () => {
    expect(ids('households', who, [], { householdRepresentatives: { h1: 'father' } })).toContain('father')
    expect(ids('households', who, [], { householdRepresentatives: { h1: 'father' } })).not.toContain('head')
    expect(
      ids('households', who, [], { householdRepresentatives: { h1: 'unable', h2: 'tomorrow18' } }),
    ).toEqual(['head', 'today18', 'unable', 'elsewhere'])
  })
  test('members of the collective with full capacity', () =>
    expect(ids('members', who)).toEqual(['head', 'father', 'today18', 'elsewhere']))
  test('a village group is its own people', () => {
    expect(ids('groupVillagers', who, [], { villageGroup: '2' })).toEqual(['elsewhere'])
    expect(ids('groupVillagers', who)).toEqual([])
    expect(ids('groupHouseholds', who, [], { villageGroup: '1' })).toEqual(['head', 'today18', 'unable'])
  })
})

/** 57 representatives, each of a household of his own, and a committee of five, two of them representatives. */
function assemblyOf60({ women = 21 } = {}) {
  const ids57 = Array.from({ length: 57 }, (_, i) => `r-${i + 1}`)
  const who = [...ids57, 'v-1', 'v-2', 'v-3'].map((id, i) =>
    person(id, { sex: i < women ? 'female' : 'male' }),
  )
  const homes = (i: number) => Array.from({ length: 10 }, (_, n) => `stands-${i}-${n}`)
  const offices = [
    ...ids57.map((id, i) => office(id, 'representative', { households: homes(i) })),
    office('r-1', 'villageCommittee'),
    office('r-2', 'villageCommittee'),
    office('v-1', 'villageDirector'),
    office('v-2', 'villageCommittee'),
    office('v-3', 'villageCommittee'),
    ...['r-10', 'r-11', 'r-12'].map((id) => office(id, 'oversightCommittee')),
  ]
  return { who, offices }
}
const codes = ({ who, offices }: { who: RollPerson[]; offices: RollOffice[] }) =>
  compositionFaults(who, offices, DAY).map((one) => one.code)

describe("the representatives' meeting", () => {
  test('57 representatives and five of the committee, two of them both, are 60 persons', () => {
    const { who, offices } = assemblyOf60()
    const roll = rollFor('representatives', who, offices, DAY)
    expect(rollFigures(roll)).toEqual({ entitled: 60, allMembers: 60, women: 21, households: 570 })
    expect(roll.find((entry) => entry.personId === 'r-1')?.capacity).toEqual([
      'representative',
      'villageCommittee',
    ])
  })
  test('nothing stands against that composition', () => expect(codes(assemblyOf60())).toEqual([]))
  test('twenty women of sixty are a third, nineteen are not', () => {
    expect(codes(assemblyOf60({ women: 20 }))).toEqual([])
    expect(compositionFaults(...flat(assemblyOf60({ women: 19 })))).toMatchObject([
      { code: 'tooFewWomen', params: { base: 60, count: 19, needed: 20 } },
    ])
  })
  test('they are women representatives: a woman of the committee who represents nobody is none of them', () => {
    const { who, offices } = assemblyOf60({ women: 19 })
    const more = who.map((one) => (one.id === 'v-1' ? { ...one, sex: 'female' as const } : one))
    expect(codes({ who: more, offices })).toEqual(['tooFewWomen'])
  })
  test('a body below what the law asks for is refused, it and no other, and its seats are to be filled', () => {
    const unfit = flat(assemblyOf60({ women: 19 }))
    expect(whyBodyUnfit('representatives', ...unfit)?.code).toBe('bodyUnfit')
    for (const other of [
      'villagers',
      'households',
      'committees',
      'branch',
      'partyMembers',
      'members',
    ] as const)
      expect(whyBodyUnfit(other, ...unfit)).toBeNull()
    expect(seatsToFill(compositionFaults(...unfit))).toEqual(['representatives'])
    expect(whyBodyUnfit('representatives', ...flat(assemblyOf60()))).toBeNull()
  })
  test('a committee without any representative is no representatives’ meeting', () => {
    const { who, offices } = assemblyOf60()
    const rest = offices.filter((one) => one.office !== 'representative')
    expect(whyBodyUnfit('representatives', who, rest, DAY)?.code).toBe('bodyUnfit')
  })
  test('in a community the residents’ representatives are four fifths of those who sit; women are not counted there', () => {
    const all = people(20, 'resident')
    const residents = (count: number) => [
      ...all.slice(0, count).map(({ id }) => office(id, 'residentRepresentative')),
      ...all.slice(17).map(({ id }) => office(id, 'residentCommittee')),
    ]
    const why = (count: number) =>
      whyBodyUnfit('residentRepresentatives', all, residents(count), DAY)?.code ?? null
    expect(why(12)).toBeNull()
    expect(why(11)).toBe('bodyUnfit')
    expect(seatsToFill(compositionFaults(all, residents(11), DAY))).toEqual(['residentRepresentatives'])
    expect(compositionFaults(all, residents(0), DAY)).toEqual([])
  })
  test('an oversight committee of two is told and filled up, and stops no body', () => {
    const { who, offices } = assemblyOf60()
    const two = offices.filter((one) => one.personId !== 'r-12' || one.office !== 'oversightCommittee')
    const faults = compositionFaults(who, two, DAY)
    expect(faults).toMatchObject([{ code: 'oversightSize', severity: 'warning' }])
    expect(seatsToFill(faults)).toEqual(['oversight'])
    expect(whyBodyUnfit('representatives', who, two, DAY)).toBeNull()
  })
  test('representatives are four fifths: twelve of fifteen are, eleven of fourteen are not', () => {
    const all = assemblyOf60()
    const only = (count: number) =>
      all.offices.filter((one) => one.office !== 'representative' || Number(one.personId.slice(2)) <= count)
    expect(codes({ ...all, offices: only(12) })).not.toContain('tooFewRepresentatives')
    expect(codes({ ...all, offices: only(11) })).toContain('tooFewRepresentatives')
  })
  test('two of one household, a household twice, too many households, too young', () => {
    const { who, offices } = assemblyOf60()
    const home = who.map((one) =>
      one.id === 'r-6'
        ? { ...one, householdId: 'home-r-7' }
        : one.id === 'r-8'
          ? { ...one, birthDate: '2009-01-01' }
          : one,
    )
    const more = offices.map((one) =>
      one.personId === 'r-9' && one.office === 'representative'
        ? { ...one, households: Array.from({ length: 16 }, (_, i) => `other-${i}`) }
        : one.personId === 'r-13'
          ? { ...one, households: ['stands-0-0', 'a', 'b', 'c', 'd'] }
          : one,
    )
    expect(codes({ who: home, offices: more }).sort()).toEqual([
      'householdRepresentedTwice',
      'householdsPerRepresentative',
      'representativeTooYoung',
      'twoFromOneHousehold',
    ])
  })
  test('two of one household are named and no fault of the law; women of the committee are no women representatives', () => {
    const { who, offices } = assemblyOf60({ women: 19 })
    const home = who.map((one) => (one.id === 'r-6' ? { ...one, householdId: 'home-r-7' } : one))
    expect(compositionFaults(home, offices, DAY).map((one) => [one.code, one.severity])).toEqual([
      ['twoFromOneHousehold', 'warning'],
      ['tooFewWomen', 'fault'],
    ])
    const committee = who.map((one) => (one.id.startsWith('v-') ? { ...one, sex: 'female' as const } : one))
    expect(codes({ who: committee, offices })).toEqual(['tooFewWomen'])
  })
  test('the oversight committee holds nobody of the village committee, no accountant, and three to five persons', () => {
    const { who, offices } = assemblyOf60()
    expect(codes({ who, offices: [...offices, office('v-1', 'oversightCommittee')] })).toEqual([
      'oversightInCommittee',
    ])
    expect(codes({ who, offices: [...offices, office('r-10', 'accountant')] })).toEqual([
      'oversightAccountant',
    ])
    expect(
      codes({
        who,
        offices: offices.filter((one) => one.personId !== 'r-12' || one.office !== 'oversightCommittee'),
      }),
    ).toEqual(['oversightSize'])
  })
  test('member representatives are more than twenty', () => {
    const { who, offices } = assemblyOf60()
    const of = (count: number) => [
      ...offices,
      ...Array.from({ length: count }, (_, i) => office(`r-${i + 1}`, 'memberRepresentative')),
    ]
    expect(codes({ who, offices: of(20) })).toEqual(['memberRepresentativesTooFew'])
    expect(whyBodyUnfit('memberRepresentatives', who, of(20), DAY)?.code).toBe('bodyUnfit')
    expect(codes({ who, offices: of(21) })).toEqual([])
  })
})
const flat = ({ who, offices }: { who: RollPerson[]; offices: RollOffice[] }) => [who, offices, DAY] as const
