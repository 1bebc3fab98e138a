/** 险情先办 (integrity D26): the borders of each rule. */
import { firstTurn, nextTurn, proposesAs } from '@cunyi/shared/law/acts-of-two.ts'
import { defaultProfile } from '@cunyi/shared/law/profile.ts'
import { isPut, putCostBy, reportDangerBy, whyNotCost, whyNotReport } from '@cunyi/shared/matter/danger.ts'
import { routeMatter } from '@cunyi/shared/matter/matter.ts'
import { describe, expect, test } from 'vitest'
import { at } from './village.ts'

const profile = defaultProfile()

describe('险情先办: acted on at once, reported, its cost voted on', () => {
  test('reported within twenty-four hours of its beginning, to the minute; not before it began', () => {
    expect(reportDangerBy(at('2026-07-01 22:10'), profile)).toEqual(at('2026-07-02 22:10'))
    expect(whyNotReport(at('2026-07-01 22:10'), at('2026-07-01 22:10'))).toBeNull()
    expect(whyNotReport(at('2026-07-01 22:11'), at('2026-07-01 22:10'))?.code).toBe('dayAhead')
  })
  test('its cost is voted on within thirty days of the report; a rejection is an answer too', () => {
    expect(putCostBy(at('2026-07-01 22:10'), profile)).toEqual(at('2026-08-01 00:00'))
    expect(isPut({ stage: 'villagerResolution', rejectionsAtStep4: 0 })).toBe(false)
    expect(isPut({ stage: 'resolutionDisclosure', rejectionsAtStep4: 0 })).toBe(true)
    expect(isPut({ stage: 'committeeDeliberation', rejectionsAtStep4: 1 })).toBe(true)
    expect(isPut({ stage: 'withdrawn', rejectionsAtStep4: 0 })).toBe(false)
  })
  test('a matter that names it asks for no less than was spent, and takes the full way however little it is', () => {
    expect(whyNotCost(799_999, 800_000)?.code).toBe('costBelowDanger')
    expect(whyNotCost(undefined, 800_000)?.code).toBe('costBelowDanger')
    expect(whyNotCost(800_000, 800_000)).toBeNull()
    const facts = { codes: ['M03'] as const, amountFen: 100_000, authorisation: ['M03'] as const }
    expect(routeMatter(facts, profile).track).toBe('committeeMatter')
    expect(routeMatter({ ...facts, costOfDanger: true }, profile).track).toBe('full')
  })
  test('whoever answers for the village reports it, the township looks at it, then the county', () => {
    expect(proposesAs('dangerToLife', ['village', 'clerk'])).toBe('village')
    expect(proposesAs('dangerToLife', ['oversight', 'clerk'])).toBeNull()
    expect(firstTurn('dangerToLife', 'village')).toBe('township')
    expect(nextTurn({ what: 'dangerToLife', as: 'village', turn: 'township' })).toBe('county')
  })
})
