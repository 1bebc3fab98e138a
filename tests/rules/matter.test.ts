import {
  FULL_ASSEMBLY_ITEMS,
  type MatterFacts,
  NOT_DECIDABLE,
  routeMatter,
} from '@cunyi/shared/matter/matter.ts'
import { keysOf, MATTER_CODES, type MatterCode } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'
import { profile } from './village.ts'

const AUTHORISED: MatterCode[] = ['M02', 'M03', 'M04', 'M09', 'M10']
const way = (facts: MatterFacts, changes = {}) =>
  routeMatter({ authorisation: AUTHORISED, ...facts }, profile(changes))
const refusal = (facts: MatterFacts, changes = {}) => way(facts, changes).forbidden?.code ?? null
const yuan = (amount: number) => amount * 100

describe('the route follows from the code', () => {
  // biome-ignore format: one row, one code
  test.each([
    ['M01', 'A', 'households'], ['M02', 'A', 'representatives'], ['M03', 'A', 'representatives'],
    ['M05', 'B', 'members'], ['M06', 'B', 'members'], ['M07', 'B', 'members'], ['M08', 'B', 'members'],
    ['M09', 'A', 'representatives'], ['M10', 'A', 'representatives'],
  ] as const)('%s takes route %s and proposes %s', (code, route, assembly) => {
    const it = way({ codes: [code], amountFen: yuan(960_000) })
    expect([it.route, it.assemblies[0], it.track, it.forbidden]).toEqual([route, assembly, 'full', null])
    expect(it.reasons.length).toBeGreaterThan(0)
    expect(it.reasons.every((reason) => reason.zh && reason.en && reason.source)).toBe(true)
  })
  test('the assembly meets by adults where the village chose that', () =>
    expect(way({ codes: ['M01'] }, { 's4.assembly.mode': 'adults' }).assemblies).toEqual(['villagers']))
  test('a matter of one village group goes to that group, a community has its own bodies', () => {
    expect(way({ codes: ['M05'], groupOnly: true })).toMatchObject({
      route: 'C',
      assemblies: ['groupHouseholds', 'groupVillagers'],
    })
    expect(way({ codes: ['M10'], community: true })).toMatchObject({
      route: 'D',
      assemblies: ['residentRepresentatives', 'residentHouseholds', 'residents'],
    })
    expect(refusal({ codes: ['M01'], community: true, chosenAssembly: 'residentRepresentatives' })).toBe(
      'assemblyOnly',
    )
  })
  test('codes of two routes cannot come as one matter, and one without a code cannot come at all', () => {
    expect(refusal({ codes: ['M03', 'M05'] })).toBe('routesDiffer')
    expect(refusal({ codes: [] })).toBe('noMatterCode')
  })
})

describe('what the representatives may not decide', () => {
  test('C10: village rules are for the assembly only (art 31)', () =>
    expect(refusal({ codes: ['M01'], chosenAssembly: 'representatives' })).toBe('assemblyOnly'))
  test('a matter outside the authorisation goes to the assembly', () => {
    expect(way({ codes: ['M03'], amountFen: yuan(960_000), authorisation: [] }).assemblies).toEqual([
      'households',
    ])
    expect(
      refusal({
        codes: ['M03'],
        amountFen: yuan(960_000),
        authorisation: [],
        chosenAssembly: 'representatives',
      }),
    ).toBe('outsideAuthorisation')
  })
  test('C8: land compensation is for the full member assembly, whoever is picked', () => {
    for (const chosenAssembly of ['representatives', 'memberRepresentatives', 'households'] as const)
      expect(refusal({ codes: ['M08'], charterClause: true, chosenAssembly })).toBe('fullMemberAssemblyOnly')
    expect(way({ codes: ['M08'], charterClause: true })).toMatchObject({
      assemblies: ['members'],
      forbidden: null,
    })
  })
  test.each(FULL_ASSEMBLY_ITEMS.map((item) => [item]))(
    'RCEO art 26 item %i is never for member representatives',
    (item) => {
      expect(
        refusal({
          codes: ['M07'],
          itemsOfArt26: [item],
          charterClause: true,
          chosenAssembly: 'memberRepresentatives',
        }),
      ).toBe('fullMemberAssemblyOnly')
    },
  )
  test('other items may go to member representatives where the charter says so, and not without it', () => {
    expect(
      refusal({ codes: ['M07'], charterClause: true, chosenAssembly: 'memberRepresentatives' }),
    ).toBeNull()
    expect(refusal({ codes: ['M07'], chosenAssembly: 'memberRepresentatives' })).toBe('charterClauseNeeded')
  })
  test('benefits of members for people who are none: the member assembly, three quarters of all (RCEO art 15)', () => {
    const facts: MatterFacts = { codes: ['M07'], nonMemberBenefits: true, charterClause: true }
    expect(way(facts).assemblies).toEqual(['members'])
    expect(refusal({ ...facts, chosenAssembly: 'memberRepresentatives' })).toBe('threeQuartersOfMembers')
  })
  test('C7: the collective as an agent touches no item: member representatives, by the charter', () => {
    const it = way({ codes: ['M06'], agencyOnly: true, charterClause: true })
    expect(it.assemblies[0]).toBe('memberRepresentatives')
    expect(it.papersNeeded).toContain('mandateForm')
    expect(it.conflicts.length).toBeGreaterThan(0)
    expect(refusal({ codes: ['M06'], agencyOnly: true, chosenAssembly: 'memberRepresentatives' })).toBe(
      'charterClauseNeeded',
    )
  })
  test('a body that is not on the list is refused with the list', () =>
    expect(
      way({ codes: ['M03'], amountFen: yuan(960_000), chosenAssembly: 'members' }).forbidden,
    ).toMatchObject({
      code: 'assemblyNotForMatter',
      params: { assembly: 'members', allowed: { zh: '村民代表会议、村民会议（户的代表）' } },
    }))
})

describe('land: approval only where a special law says so, and the conflict of sources is shown', () => {
  test('contracting to outsiders: township', () => {
    const it = way({ codes: ['M06'], landOutsiders: true, charterClause: true })
    expect([it.approvalNeeded, it.assemblies[0]]).toEqual([['township'], 'memberRepresentatives'])
  })
  test('adjusting contracted land: township and county, and the full assembly', () => {
    expect(way({ codes: ['M06'], contractAdjustment: true, charterClause: true })).toMatchObject({
      approvalNeeded: ['township', 'county'],
      assemblies: ['members'],
    })
  })
  test('commercial land: no approval, representatives with two thirds', () =>
    expect(way({ codes: ['M06'], commercialLand: true, charterClause: true })).toMatchObject({
      approvalNeeded: [],
      assemblies: ['memberRepresentatives', 'members'],
    }))
  test('no other code needs an approval', () => {
    for (const code of keysOf(MATTER_CODES))
      expect(way({ codes: [code] }, { 'fundraising.variant': 'A' }).approvalNeeded).toEqual([])
  })
  test('a village without a registered collective sees by which rules the committee acts', () =>
    expect(way({ codes: ['M05'], collectiveExists: false }).reasons.map((one) => one.source)).toContain(
      '农村集体经济组织法 art 64',
    ))
})

describe('below the threshold a matter is a committee matter', () => {
  // biome-ignore format: one row, one sum
  test.each([
    [4_999, 'committeeMatter', false], [5_000, 'committeeMatter', true], [19_999, 'committeeMatter', true], [20_000, 'full', false],
  ] as const)('%i yuan for a public work: %s, note of the oversight committee %s', (amount, track, note) => {
    const it = way({ codes: ['M03'], amountFen: yuan(amount) })
    expect([it.track, it.oversightNoteNeeded]).toEqual([track, note])
  })
  test('related matters of twelve months are added up', () => {
    expect(way({ codes: ['M03'], amountFen: yuan(9_000), relatedFen: yuan(10_999) }).track).toBe(
      'committeeMatter',
    )
    expect(way({ codes: ['M03'], amountFen: yuan(9_000), relatedFen: yuan(11_000) }).track).toBe('full')
  })
  test('urgent, doubtful or unsettled takes the full way', () => {
    expect(way({ codes: ['M03'], amountFen: yuan(100), urgent: true }).track).toBe('full')
    expect(way({ codes: ['M03'], amountFen: yuan(100), fullWayAsked: true }).track).toBe('full')
    expect(way({ codes: ['M03'] }).track).toBe('full')
  })
  test('every other code takes the full way whatever the sum', () => {
    for (const code of keysOf(MATTER_CODES).filter((one) => one !== 'M02' && one !== 'M03'))
      expect(way({ codes: [code], amountFen: 100 }, { 'fundraising.variant': 'A' }).track, code).toBe('full')
    expect(way({ codes: ['M03', 'M10'], amountFen: 100 }).track).toBe('full')
  })
  test('it has no step 4, so no assembly can be chosen for it', () => {
    expect(way({ codes: ['M03'], amountFen: 100 }).assemblies).toEqual([])
    expect(refusal({ codes: ['M03'], amountFen: 100, chosenAssembly: 'representatives' })).toBe(
      'assemblyNotForMatter',
    )
  })
})

describe('raising money or labour', () => {
  const c12: MatterFacts = { codes: ['M03', 'M04'], amountFen: yuan(498_000), urgent: true }
  test('C12: variant A, representatives or the assembly; urgent asks for the note', () =>
    expect(way(c12, { 'fundraising.variant': 'A' })).toMatchObject({
      fundraising: true,
      assemblies: ['representatives', 'households'],
      oversightNoteNeeded: true,
      forbidden: null,
    }))
  test('without a variant of the county it cannot be put', () =>
    expect(refusal(c12)).toBe('fundraisingUnset'))
  test("B is the representatives' way, C the households'", () => {
    expect(way(c12, { 'fundraising.variant': 'B' }).assemblies).toEqual(['representatives'])
    expect(way(c12, { 'fundraising.variant': 'C' }).assemblies).toEqual(['households'])
  })
})

describe('a unit from outside', () => {
  test('is consulted, which leaves a paper, and stops nothing', () => {
    const it = way({ codes: ['M03'], amountFen: yuan(960_000), otherUnit: true })
    expect([it.forbidden, it.assemblies[0]]).toEqual([null, 'representatives'])
    expect(it.papersNeeded).toContain('unitConsulted')
    expect(it.reasons.map((one) => one.source)).toContain('村委会组织法 art 47')
    expect(way({ codes: ['M03'], amountFen: yuan(960_000) }).papersNeeded).not.toContain('unitConsulted')
  })
})

describe('what may not be decided', () => {
  test.each(keysOf(NOT_DECIDABLE))('%s is refused with its reason and source', (ground) => {
    const it = way({ codes: ['M10'], notDecidable: [ground] })
    expect([it.forbidden?.code, it.assemblies]).toEqual(['notDecidable', []])
    expect(it.forbidden?.params.why).toEqual(NOT_DECIDABLE[ground])
    expect(NOT_DECIDABLE[ground].source).not.toBe('')
  })
  test('C5: where the state decides, an opinion only, even of representatives without authorisation', () => {
    expect(
      way({ codes: ['M09'], stateDecides: true, stateSubject: 'relief', authorisation: [] }),
    ).toMatchObject({
      track: 'opinion',
      assemblies: ['representatives', 'households'],
      forbidden: null,
    })
    expect(way({ codes: ['M09'] }).track).toBe('full')
  })
  test('never an opinion of the village’s own matters, of what no list names, nor where its money is spent', () => {
    const opinion = { stateDecides: true, stateSubject: 'relief' } as const
    const code = (facts: Parameters<typeof way>[0], changes = {}) => way(facts, changes).forbidden?.code
    for (const one of ['M01', 'M02', 'M03', 'M04', 'M05', 'M06', 'M07', 'M08'] as const)
      expect(code({ codes: [one], ...opinion })).toBe('notStateDecided')
    expect(code({ codes: ['M09'], stateDecides: true })).toBe('notStateDecided')
    expect(code({ codes: ['M09'], ...opinion }, { state_decides: [] })).toBe('notStateDecided')
    expect(code({ codes: ['M09'], ...opinion, amountFen: 1 })).toBe('opinionSpendsNothing')
  })
  test('the charter and raising money are the whole village’s, though they be about one group', () => {
    expect(way({ codes: ['M01'], groupOnly: true }).route).toBe('A')
    expect(way({ codes: ['M04'], groupOnly: true }).route).toBe('A')
    expect(way({ codes: ['M03'], groupOnly: true }).route).toBe('C')
  })
})
