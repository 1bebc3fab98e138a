import {
  atLeast,
  isAsStrict,
  meets,
  missing,
  moreThan,
  needed,
  shareWords,
} from '@cunyi/shared/words/share.ts'
import { describe, expect, test } from 'vitest'

describe('过半数 excludes the half, 以上 includes the number (民法典 art 1259)', () => {
  // biome-ignore format: one row, one base
  test.each([
    ['branch committee', 5, 3, 3, 4],
    ['two committees', 7, 4, 4, 5],
    ['Party members with a vote', 63, 32, 32, 42],
    ['all Party members', 66, 34, 33, 44],
    ["representatives' meeting", 60, 31, 30, 40],
    ['adults', 1866, 934, 933, 1244],
    ['households', 612, 307, 306, 408],
    ['members of the collective', 1790, 896, 895, 1194],
    ['member representatives', 57, 29, 29, 38],
  ])('%s of %i: more than half is %i, at least half %i, at least two thirds %i', (_, base, more, half, thirds) => {
    for (const [share, least] of [[moreThan(1, 2), more], [atLeast(1, 2), half], [atLeast(2, 3), thirds]] as const) {
      expect(needed(share, base)).toBe(least)
      expect(meets(share, least, base)).toBe(true)
      expect(meets(share, least - 1, base)).toBe(false)
    }
  })

  test('the least count that meets a share is the least for every base up to 700', () => {
    for (const share of [
      moreThan(1, 2),
      atLeast(1, 2),
      atLeast(2, 3),
      atLeast(3, 4),
      atLeast(4, 5),
      atLeast(1, 10),
    ]) {
      for (let base = 1; base <= 700; base += 1) {
        const least = needed(share, base)
        expect(meets(share, least, base)).toBe(true)
        expect(least === 1 || !meets(share, least - 1, base)).toBe(true)
      }
    }
  })

  test('22 of 44 is exactly half and not more than half', () =>
    expect(meets(moreThan(1, 2), 22, 44)).toBe(false))
  test('40 of 60 is exactly two thirds and is enough', () => expect(meets(atLeast(2, 3), 40, 60)).toBe(true))
  test('1,193 of 1,790 is just short of two thirds', () =>
    expect(meets(atLeast(2, 3), 1193, 1790)).toBe(false))
  test('of an empty base nothing is reached', () => expect(meets(atLeast(1, 2), 0, 0)).toBe(false))
  test('39 of 60 lacks one for two thirds', () => expect(missing(atLeast(2, 3), 39, 60)).toBe(1))
  test('half a person is no count', () => expect(() => meets(atLeast(1, 2), 1.5, 3)).toThrow(RangeError))
})

test('more than half is as strict as at least half, and not the other way round', () => {
  expect(isAsStrict(moreThan(1, 2), atLeast(1, 2))).toBe(true)
  expect(isAsStrict(atLeast(1, 2), moreThan(1, 2))).toBe(false)
  expect(isAsStrict(atLeast(2, 3), moreThan(1, 2))).toBe(true)
  expect(isAsStrict(atLeast(2, 3), atLeast(3, 4))).toBe(false)
})

test('a share speaks the words of the law', () => {
  expect(shareWords(moreThan(1, 2))).toEqual({ zh: '过半数', en: 'more than half' })
  expect(shareWords(atLeast(2, 3)).zh).toBe('三分之二以上')
  expect(shareWords(atLeast(3, 7)).zh).toBe('7分之3以上')
})
