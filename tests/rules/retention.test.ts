import { classOf, dueOn, hasEnded, isHeld, keptOf } from '@cunyi/shared/law/retention.ts'
import { describe, expect, test } from 'vitest'

describe('保管期限', () => {
  test('what passed is kept for ever, what did not for ten years', () => {
    expect(classOf({ stage: 'archived', track: 'full' })).toBe('passed')
    expect(classOf({ stage: 'superseded', track: 'committeeMatter' })).toBe('passed')
    expect(classOf({ stage: 'archived', track: 'opinion' })).toBe('opinion')
    for (const stage of ['withdrawn', 'shelved', 'void'] as const)
      expect(classOf({ stage, track: 'full' })).toBe('notPassed')
    expect(classOf({ stage: 'partyReview', track: 'full' })).toBeNull()
    expect(hasEnded('implementation')).toBe(false)
  })

  test('years run from the first of January after the end', () => {
    expect(dueOn('notPassed', '2026-03-02')).toBe('2037-01-01')
    expect(dueOn('notPassed', '2026-12-31')).toBe('2037-01-01')
    expect(dueOn('signIn', '2026-03-02')).toBe('2057-01-01')
    expect(dueOn('passed', '2026-03-02')).toBeNull()
  })

  test('on the day it falls due, not before; never under a hold', () => {
    const matter = { stage: 'shelved', track: 'full', endedOn: '2026-03-02', held: false } as const
    const dueOf = (today: string, held = false) =>
      keptOf({ ...matter, held }, today)
        .filter((one) => one.due)
        .map((one) => one.kind)
    expect(dueOf('2036-12-31')).toEqual([])
    expect(dueOf('2037-01-01')).toEqual(['notPassed'])
    expect(dueOf('2057-01-01')).toEqual(['notPassed', 'signIn'])
    expect(dueOf('2057-01-01', true)).toEqual([])
  })

  test('a hold stands until two persons have lifted it', () => {
    const hold = { proposedBy: 'a', confirmedBy: 'b', liftProposedBy: null, liftConfirmedBy: null }
    expect(isHeld(hold)).toBe(true)
    expect(isHeld({ ...hold, liftProposedBy: 'a' })).toBe(true)
    expect(isHeld({ ...hold, liftProposedBy: 'a', liftConfirmedBy: 'b' })).toBe(false)
  })
})
