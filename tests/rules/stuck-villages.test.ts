/** Lawful villages that were stuck (integrity D30): the borders of each rule. */
import { bodyActs, mayAct, whyNotMeetingAct } from '@cunyi/shared/law/acts.ts'
import { ACTS_OF_TWO, firstTurn, nextTurn } from '@cunyi/shared/law/acts-of-two.ts'
import { OFFICE_ACT, whyNotDeputy } from '@cunyi/shared/law/offices.ts'
import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import { type MatterFacts, routeMatter } from '@cunyi/shared/matter/matter.ts'
import { EXTENSION_HOURS, extendedTo, whyNotExtend } from '@cunyi/shared/meeting/extension.ts'
import { namedBodies, withNamed } from '@cunyi/shared/meeting/small-body.ts'
import { hasDied } from '@cunyi/shared/people/left.ts'
import { membersOf, type RollPerson, rollFor } from '@cunyi/shared/people/rolls.ts'
import { describe, expect, test } from 'vitest'
import { at, office, person, rule } from './village.ts'

const way = (facts: MatterFacts) => routeMatter(facts, defaultProfile())

describe('a village without a registered collective: the village committee in its place', () => {
  test('its matters take the village’s own way, before the members and by the numbers of the collective', () => {
    expect(way({ codes: ['M05'], collectiveExists: false })).toMatchObject({
      route: 'A',
      assemblies: ['members'],
      forbidden: null,
    })
    expect(way({ codes: ['M05'], collectiveExists: true })).toMatchObject({ route: 'B' })
  })
  test('there are no member representatives where there is no charter', () => {
    const facts = { codes: ['M05'] as const, collectiveExists: false, charterClause: true }
    expect(way(facts).assemblies).toEqual(['members'])
    expect(way({ ...facts, chosenAssembly: 'memberRepresentatives' }).forbidden?.code).toBe(
      'charterClauseNeeded',
    )
  })
  test('its director calls the members together and chairs; where a collective is registered he does neither', () => {
    const director = (act: 'convene' | 'chair', route?: 'A' | 'B') =>
      whyNotMeetingAct(act, 'members', ['villageDirector'], undefined, route)?.code
    expect([director('convene', 'A'), director('chair', 'A')]).toEqual([undefined, undefined])
    expect([director('convene', 'B'), director('chair', 'B')]).toEqual(['forbidden', 'chairNotEntitled'])
    expect(director('convene')).toBe('forbidden')
    expect(whyNotMeetingAct('convene', 'members', ['boardChair'], undefined, 'A')?.code).toBe('forbidden')
  })
  test('no other body changes hands with it', () => {
    for (const assembly of ['branch', 'committees', 'partyMembers', 'representatives', 'villagers'] as const)
      expect(bodyActs(assembly, 'A')).toEqual(bodyActs(assembly))
  })
  const ids = (people: RollPerson[], hasCollective: boolean) =>
    rollFor('members', people, [], '2026-12-01', membersOf(people, hasCollective)).map((one) => one.personId)
  test('without a roll of members the registered adults with full capacity are the members', () => {
    const people = [
      person('adult'),
      person('child', { birthDate: '2008-12-02' }),
      person('eighteen', { birthDate: '2008-12-01' }),
      person('guest', { registered: false }),
      person('incapable', { fullCapacity: false }),
    ].map((one) => ({ ...one, collectiveMember: false }))
    expect(ids(people, false)).toEqual(['adult', 'eighteen'])
    expect(ids(people, true)).toEqual([])
  })
  test('one name on the roll of members, and the roll is what counts', () =>
    expect(ids([person('villager', { collectiveMember: false }), person('member')], false)).toEqual([
      'member',
    ]))
  test('the township looks at the certificate, then the county; no one of the village does', () => {
    expect(firstTurn('registerCollective', 'clerk')).toBe('township')
    expect(nextTurn({ what: 'registerCollective', as: 'clerk', turn: 'township' })).toBe('county')
  })
})

describe('a community', () => {
  test('what is the collective’s is the collective’s, where there is one', () => {
    const community = { community: true, codes: ['M05'] as const }
    expect(way({ ...community, collectiveExists: true })).toMatchObject({
      route: 'B',
      assemblies: ['members'],
    })
    expect(way({ ...community, collectiveExists: false })).toMatchObject({ route: 'D' })
    expect(way({ community: true, codes: ['M03'], collectiveExists: true })).toMatchObject({ route: 'D' })
    expect(way({ community: true, codes: ['M03', 'M05'], collectiveExists: true }).route).toBe('D')
  })
  test('its director carries out, posts and answers', () => {
    for (const act of ['carryOut', 'post', 'answer'] as const)
      expect([act, mayAct(act, 'D', ['residentDirector']), mayAct(act, 'D', ['villageDirector'])]).toEqual([
        act,
        true,
        false,
      ])
  })
  test('step 2 is of the branch and the residents’ committee, each person once', () => {
    const people = ['a', 'b', 'c'].map((id) => person(id))
    const offices = [
      office('a', 'branchSecretary'),
      office('a', 'residentDirector'),
      office('b', 'residentCommittee'),
    ]
    expect(rollFor('committees', people, offices, '2026-12-01').map((one) => one.personId)).toEqual([
      'a',
      'b',
    ])
  })
})

describe('the secretary dead or away', () => {
  test('whoever stands in for him convenes and chairs what he does, and nothing else', () => {
    const may = (assembly: 'branch' | 'committees' | 'partyMembers' | 'representatives') =>
      (['convene', 'chair'] as const).map((act) => whyNotMeetingAct(act, assembly, ['branchDeputy']) === null)
    expect([may('branch'), may('committees'), may('partyMembers')]).toEqual(Array(3).fill([true, true]))
    expect(may('representatives')).toEqual([false, false])
  })
  test('a member of the committee nobody named convenes nothing', () =>
    expect(whyNotMeetingAct('convene', 'partyMembers', ['branchCommittee'])?.code).toBe('forbidden'))
  test('whom the township Party committee names is recorded with its paper, before the township', () =>
    expect(OFFICE_ACT.branchDeputy).toBe('officeOfParty'))
  test('the secretary names one at a time, and for thirty days at most', () => {
    const today = '2026-12-01'
    const code = (from: string, to: string, heldUntil: string | null = '2026-12-05') =>
      whyNotDeputy({ from, to, today }, [{ office: 'branchDeputy', from: '2026-11-20', heldUntil }])?.code
    expect(code('2026-12-06', '2026-12-31')).toBeUndefined()
    expect(code('2026-12-06', '2027-01-01')).toBe('deputyUnfit')
    expect(code('2026-12-05', '2026-12-20')).toBe('deputyUnfit')
    expect(code('2026-12-06', '2026-12-20', null)).toBe('deputyUnfit')
  })
  test('standing in is no seat: without one he has no vote', () => {
    const deputy = [office('a', 'branchDeputy')]
    expect(rollFor('branch', [person('a', { partyStatus: 'full' })], deputy, '2026-12-01')).toEqual([])
  })
})

describe('three Party members, four households', () => {
  const profile = defaultProfile()
  const named = (assembly: 'partyMembers' | 'groupHouseholds' | 'branch', entitled: number) =>
    namedBodies([{ assembly, entitled }], profile).map((one) => one.body)
  test('below five a secret body votes by name; five keep their secret', () => {
    expect(named('partyMembers', 3)).toEqual(['party'])
    expect(named('partyMembers', 4)).toEqual(['party'])
    expect(named('partyMembers', 5)).toEqual([])
    expect(named('groupHouseholds', 4)).toEqual(['groups'])
  })
  test('nobody at all is no reason, nor is a body that votes openly anyway', () => {
    expect(named('partyMembers', 0)).toEqual([])
    expect(named('branch', 3)).toEqual([])
  })
  test('it is said with its numbers', () =>
    expect(namedBodies([{ assembly: 'partyMembers', entitled: 3 }], profile)[0]?.reason.zh).toContain(
      '只有3人',
    ))
  test('frozen, the vote is by name and only of that body', () => {
    const frozen = withNamed(profile, ['party'])
    expect([frozen['voting_mode.party'], frozen['voting_mode.vra']]).toEqual(['open_named', 'secret'])
    expect(rule('partyMembers', { 'voting_mode.party': 'open_named' })).toMatchObject({ secret: false })
  })
})

describe('the network down on the last day', () => {
  const end = at('2026-12-10 18:00')
  const asked = (now: Date, more: object = {}) =>
    whyNotExtend({ now, windowEnd: end, isOpen: true, extendedBefore: false, ...more })?.code
  test('on the last day and not before, while a poll is open, once', () => {
    expect(asked(at('2026-12-09 17:59'))).toBe('extensionTooEarly')
    expect(asked(at('2026-12-09 18:00'))).toBeUndefined()
    expect(asked(at('2026-12-10 17:59'))).toBeUndefined()
    expect(asked(at('2026-12-10 17:00'), { isOpen: false })).toBe('pollClosed')
    expect(asked(at('2026-12-10 17:00'), { windowEnd: null })).toBe('pollClosed')
    expect(asked(at('2026-12-10 17:00'), { extendedBefore: true })).toBe('alreadyDone')
  })
  test('confirmed in time it is that much longer; confirmed later the hours begin then, within the day', () => {
    expect(extendedTo(end, 3, at('2026-12-10 17:00'))).toEqual(at('2026-12-10 21:00'))
    expect(extendedTo(end, 3, at('2026-12-10 19:30'))).toEqual(at('2026-12-10 22:30'))
    expect(extendedTo(end, EXTENSION_HOURS, at('2026-12-10 21:00'))).toEqual(at('2026-12-11 18:00'))
  })
  test('the township has two hours, then the oversight committee as long, then it is over', () => {
    expect(ACTS_OF_TWO.extendWindow.minutes).toBe(120)
    expect(firstTurn('extendWindow', 'chair')).toBe('township')
    const then = nextTurn({ what: 'extendWindow', as: 'chair', turn: 'township' })
    expect(then).toBe('oversight')
    expect(nextTurn({ what: 'extendWindow', as: 'chair', turn: then })).toBeNull()
  })
})

test('who died is told from who moved away by what the village wrote', () => {
  for (const reason of ['去世', '因病去世', '病故', '死亡', 'died'])
    expect(hasDied(reason), reason).toBe(true)
  for (const reason of ['迁出', '出嫁', '户口迁往省城', '', null])
    expect(hasDied(reason), `${reason}`).toBe(false)
})
