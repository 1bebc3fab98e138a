import {
  answerBy,
  demandFor,
  petitionStanding,
  whyNotCosign,
  whyNotDecline,
} from '@cunyi/shared/matter/petition.ts'
import { birthDateOf, idCheckDigit, isDemoIdNumber, isIdNumber, sexOf } from '@cunyi/shared/words/idnumber.ts'
import { describe, expect, test } from 'vitest'
import { at } from './village.ts'

describe('how many must sign', () => {
  const standing = (
    right: Parameters<typeof petitionStanding>[0],
    villagers: number,
    representatives: number,
  ) =>
    petitionStanding(right, {
      villagers,
      representatives,
      registeredAdults: 1866,
      electedRepresentatives: 57,
    })
  // biome-ignore format: one row, one petition
  test.each([
    ['propose', 187, 0, true], ['propose', 186, 11, false], ['propose', 0, 12, true],
    ['demandAssembly', 187, 0, true], ['demandAssembly', 186, 18, false], ['demandAssembly', 0, 19, true],
    ['demandRepresentatives', 0, 12, true], ['demandRepresentatives', 1866, 11, false],
  ] as const)('%s with %i villagers and %i representatives: %s', (right, villagers, representatives, met) =>
    expect(standing(right, villagers, representatives).met).toBe(met))
  test('what is still missing is told', () => {
    expect(standing('demandAssembly', 180, 15)).toMatchObject({
      villagers: { needed: 187, missing: 7 },
      representatives: { needed: 19, missing: 4 },
    })
  })
  test('what only the assembly decides needs its threshold', () => {
    expect(demandFor(['M01'])).toBe('demandAssembly')
    expect(demandFor(['M03'])).toBe('demandRepresentatives')
  })
  test('an answer within fifteen days', () =>
    expect(answerBy(at('2026-12-01 09:00'), 15)).toEqual(at('2026-12-17 00:00')))
  test('the branch may decline with a reason, a demand it may not decline', () => {
    expect(whyNotDecline({ demandMet: false, reason: '已有安排', closed: false })).toBeNull()
    expect(whyNotDecline({ demandMet: false, reason: '', closed: false })?.code).toBe('reasonNeeded')
    expect(whyNotDecline({ demandMet: true, reason: '已有安排', closed: false })?.code).toBe('mayNotDecline')
  })
  test('villagers, representatives and Party members co-sign, once', () => {
    const who = {
      registered: true,
      adult: true,
      isRepresentative: false,
      isPartyMember: false,
      signed: false,
      closed: false,
    }
    expect(whyNotCosign(who)).toBeNull()
    expect(whyNotCosign({ ...who, signed: true })?.code).toBe('alreadyCosigned')
    expect(whyNotCosign({ ...who, adult: false })?.code).toBe('mayNotCosign')
    expect(whyNotCosign({ ...who, registered: false, isPartyMember: true })).toBeNull()
    expect(whyNotCosign({ ...who, closed: true })?.code).toBe('petitionClosed')
  })
})

describe('an ID number (GB 11643-1999)', () => {
  test('the example of the standard has a right check digit', () => {
    expect(isIdNumber('11010519491231002X')).toBe(true)
    expect(isIdNumber('11010519491231002x')).toBe(true)
    expect(idCheckDigit('11010519491231002')).toBe('X')
  })
  test('one wrong digit is found wherever it stands', () => {
    const id = '11010519491231002X'
    for (let i = 0; i < 17; i += 1) {
      const wrong = `${id.slice(0, i)}${(Number(id[i]) + 1) % 10}${id.slice(i + 1)}`
      expect(isIdNumber(wrong), wrong).toBe(false)
    }
  })
  test('a day that never was is refused though the check digit is right', () => {
    const first17 = '11010519490230002'
    expect(isIdNumber(`${first17}${idCheckDigit(first17)}`)).toBe(false)
  })
  test('birth date and sex are read from it', () => {
    expect(birthDateOf('11010519491231002X')).toBe('1949-12-31')
    expect([sexOf('11010519491231002X'), sexOf('110105194912310011')]).toEqual(['female', 'male'])
  })
  test('demo numbers are known by a code no division has', () => {
    expect([isDemoIdNumber('990000194912310021'), isDemoIdNumber('11010519491231002X')]).toEqual([
      true,
      false,
    ])
  })
})
