import { ayesNeeded, shortOf } from '@cunyi/shared/poll/closing.ts'
import { sheetsDifference } from '@cunyi/shared/poll/poll.ts'
import { describe, expect, test } from 'vitest'
import { rule } from './village.ts'

describe('结束表决之前: what the ballots not cast mean', () => {
  const there = (entitled: number, inHall: number, more = {}) => ({
    entitled,
    presentInHall: inHall,
    presentOnline: 0,
    ...more,
  })
  test('representatives: more than half of those there; 20 of 40 are one short', () => {
    const ayes = ayesNeeded(there(60, 40), rule('representatives'))
    expect(ayes).toEqual({ base: 40, needed: 21 })
    expect(shortOf(ayes, 20)).toBe(1)
    expect(shortOf(ayes, 21)).toBe(0)
    expect(shortOf(ayes, 0)).toBe(21)
  })
  test('a body whose majority is of all entitled needs as many however few are there', () => {
    expect(ayesNeeded(there(63, 42), rule('partyMembers'))).toEqual({ base: 63, needed: 32 })
  })
  test('who is recused leaves the base of those there', () => {
    expect(ayesNeeded(there(60, 40, { recusedPresent: 2 }), rule('representatives'))).toEqual({
      base: 38,
      needed: 20,
    })
  })
  test('too few there is no error: the quorum is told elsewhere', () => {
    expect(ayesNeeded(there(60, 3), rule('representatives'))).toEqual({ base: 3, needed: 2 })
    expect(ayesNeeded(there(60, 0), rule('representatives')).needed).toBeGreaterThan(0)
  })
})

describe('两份不一致: what differs, never whose', () => {
  const sheet = (teller: string, f: number, against: number, abstain: number, invalid = 0) => ({
    teller,
    for: f,
    against,
    abstain,
    invalid,
    issued: 20,
  })
  test('a slip left out: the totals, the lesser first whoever counted it', () => {
    const [one, other] = [sheet('a', 12, 5, 2), sheet('b', 13, 5, 2)]
    expect(sheetsDifference(one, other)).toEqual({ totals: [19, 20], lines: [] })
    expect(sheetsDifference(other, one)).toEqual(sheetsDifference(one, other))
  })
  test('a slip on the wrong heap: the totals agree, two lines do not', () => {
    expect(sheetsDifference(sheet('a', 12, 6, 2), sheet('b', 13, 5, 2))).toEqual({
      totals: [20, 20],
      lines: ['for', 'against'],
    })
  })
})
