import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import { type MatterFacts, routeMatter } from '@cunyi/shared/matter/matter.ts'
import {
  itemsOf,
  unproven,
  WAY_FACT_NAMES,
  WAY_FACTS,
  type WayFact,
  wayFactsAsked,
} from '@cunyi/shared/matter/way-facts.ts'
import { keysOf, MATTER_CODES } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'

const way = (facts: MatterFacts) => routeMatter({ authorisation: [], ...facts }, defaultProfile())
const sources = (facts: MatterFacts) => way(facts).reasons.map((one) => one.source)

describe('会改变走法的情况', () => {
  test('each is asked of the codes it can change, and of no other', () => {
    expect(wayFactsAsked(['M03'])).toEqual(['groupProperty'])
    expect(wayFactsAsked(['M01'])).toEqual([])
    expect(wayFactsAsked(['M04'])).toEqual([])
    expect(wayFactsAsked(['M06'])).toEqual(WAY_FACT_NAMES)
    expect(wayFactsAsked(['M07'])).not.toContain('landOutsiders')
  })

  test('each says why the way is another, with its law', () => {
    for (const fact of WAY_FACT_NAMES) {
      const item = itemsOf({ [fact]: true })
      const facts: MatterFacts = {
        codes: ['M06'],
        charterClause: true,
        groupOnly: fact === 'groupProperty',
        [fact]: true,
        itemsOfArt26: item,
      }
      expect([fact, sources(facts).includes(WAY_FACTS[fact].source)]).toEqual([fact, true])
      expect([
        fact,
        sources({ codes: ['M06'], charterClause: true }).includes(WAY_FACTS[fact].source),
      ]).toEqual([fact, false])
    }
  })

  test('each comes with its paper; what was said before is not asked for again', () => {
    for (const fact of WAY_FACT_NAMES) {
      expect(unproven({ [fact]: true })).toBe(fact)
      expect(unproven({ [fact]: true, proofs: [{ fact: 'agencyOnly' as WayFact }] })).toBe(
        fact === 'agencyOnly' ? undefined : fact,
      )
      expect(unproven({ [fact]: true, proofs: [{ fact }] })).toBeUndefined()
      expect(unproven({ [fact]: true }, { [fact]: true })).toBeUndefined()
    }
    expect(unproven({})).toBeUndefined()
  })

  test('村委会组织法 28, 31: one group’s property never takes the charter or the raising of money out of the village’s bodies', () => {
    for (const code of keysOf(MATTER_CODES)) {
      const whole = code === 'M01' || code === 'M04'
      expect([code, way({ codes: [code], groupOnly: true }).route === 'C']).toEqual([code, !whole])
      expect(way({ codes: [...new Set([code, 'M01' as const])], groupOnly: true }).route).not.toBe('C')
    }
  })

  test('农村集体经济组织法 26, 28: charter, members, merger are for the full member assembly, under whatever code they come', () => {
    for (const item of [1, 3, 12])
      for (const code of ['M05', 'M07', 'M10'] as const) {
        const facts: MatterFacts = { codes: [code], itemsOfArt26: [item], charterClause: true }
        expect(way(facts)).toMatchObject({
          route: 'B',
          track: 'full',
          assemblies: ['members'],
          forbidden: null,
        })
        expect(way({ ...facts, chosenAssembly: 'memberRepresentatives' }).forbidden?.code).toBe(
          'fullMemberAssemblyOnly',
        )
      }
    expect(way({ codes: ['M10'] }).route).toBe('A')
    // 其他 (13) is none of them, and a work of the village does not become the collective's.
    expect(way({ codes: ['M07'], itemsOfArt26: [13], charterClause: true }).assemblies).toContain(
      'memberRepresentatives',
    )
    expect(way({ codes: ['M03'], itemsOfArt26: [3] }).forbidden?.code).toBe('routesDiffer')
    const asOpinion = { stateDecides: true, stateSubject: 'welfare' } as const
    expect(way({ codes: ['M10'], ...asOpinion }).track).toBe('opinion')
    expect(way({ codes: ['M10'], itemsOfArt26: [3], ...asOpinion }).forbidden?.code).toBe('notStateDecided')
  })

  test('农村土地承包法 36: a service takes the contracting scheme from its own item only, not what else is decided with it', () => {
    const agency: MatterFacts = { codes: ['M06'], agencyOnly: true, charterClause: true }
    expect(way(agency).assemblies).toContain('memberRepresentatives')
    expect(way({ ...agency, codes: ['M06', 'M08'] }).assemblies).toEqual(['members'])
    expect(way({ ...agency, itemsOfArt26: [3] }).assemblies).toEqual(['members'])
    expect(way({ ...agency, contractAdjustment: true }).assemblies).toEqual(['members'])
  })

  test('农村土地承包法 28, 52; 土地管理法 63: who approves', () => {
    const land = (more: Partial<MatterFacts>) =>
      way({ codes: ['M06'], charterClause: true, ...more }).approvalNeeded
    expect(land({})).toEqual([])
    expect(land({ landOutsiders: true })).toEqual(['township'])
    expect(land({ contractAdjustment: true })).toEqual(['township', 'county'])
    expect(land({ commercialLand: true })).toEqual([])
    // A group's land is land: its own body, the same approval.
    expect(land({ landOutsiders: true, groupOnly: true })).toEqual(['township'])
    // Together with compensation the exception for outsiders opens nothing.
    expect(way({ codes: ['M06', 'M08'], landOutsiders: true, charterClause: true }).assemblies).toEqual([
      'members',
    ])
  })
})
