import { randomBytes } from 'node:crypto'
import { openBallot, receiptOf, SEALED_SIZE, sealBallot, shuffled } from '@cunyi/server/matters/polls/seal.ts'
import { CHOICE_KEYS } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'

const place = { villageId: '411329990201', pollId: 'p', personId: 'a', version: 1 }

describe('密封: what was chosen', () => {
  const key = randomBytes(32)

  test('a sealed choice opens with its key and says what was chosen', () => {
    for (const choice of CHOICE_KEYS)
      expect(openBallot(key, place, sealBallot(key, place, choice))).toBe(choice)
  })

  test('every choice has the same length, and the same choice twice looks different', () => {
    const sealed = [...CHOICE_KEYS, ...CHOICE_KEYS].map((choice) => sealBallot(key, place, choice))
    expect(new Set(sealed.map((one) => one.length))).toEqual(new Set([SEALED_SIZE]))
    expect(new Set(sealed.map((one) => one.toString('hex'))).size).toBe(sealed.length)
  })

  test('it does not open under another key, for another person, poll, village or version, nor when a bit changed', () => {
    const sealed = sealBallot(key, place, 'for')
    expect(() => openBallot(randomBytes(32), place, sealed)).toThrow()
    for (const other of [{ personId: 'b' }, { pollId: 'q' }, { villageId: '411329990202' }, { version: 2 }])
      expect(() => openBallot(key, { ...place, ...other }, sealed)).toThrow()
    for (const at of [0, 12, 28, 43]) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] as number) ^ 1
      expect(() => openBallot(key, place, changed)).toThrow()
    }
  })
})

describe('回执: the phone can reckon its receipt', () => {
  test('16 characters of base32 of SHA-256 over "receipt", poll and ref', () => {
    expect(receiptOf('00000000-0000-4000-8000-000000000000', Buffer.alloc(16))).toBe('R4ZLFBQ3ZC65WSSF')
    expect(receiptOf('00000000-0000-4000-8000-000000000001', Buffer.alloc(16))).not.toBe('R4ZLFBQ3ZC65WSSF')
  })
})

test('打乱: nothing is lost or doubled, and each place is as likely as any other', () => {
  const list = [0, 1, 2, 3]
  const seen = list.map(() => list.map(() => 0))
  for (let i = 0; i < 8000; i += 1)
    shuffled(list).forEach((value, at) => {
      const row = seen[value] as number[]
      row[at] = (row[at] as number) + 1
    })
  // 2,000 expected with a standard deviation of 39; six of them.
  for (const count of seen.flat()) expect(Math.abs(count - 2000)).toBeLessThan(240)
})
