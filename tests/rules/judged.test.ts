import { JUDGED, judgedSoFar, standInsFor } from '@cunyi/shared/law/judged.ts'
import { expect, test } from 'vitest'

test('more than half of those able to act must say yes; half that say no end it', () => {
  expect(judgedSoFar([], 3)).toBeNull()
  expect(judgedSoFar([true], 3)).toBeNull()
  expect(judgedSoFar([true, true], 3)).toBe('yes')
  expect(judgedSoFar([true, false], 3)).toBeNull()
  expect(judgedSoFar([false, false], 3)).toBe('no')
  expect(judgedSoFar([true, false], 2)).toBe('no')
  expect(judgedSoFar([true], 1)).toBe('yes')
  expect(judgedSoFar([true, true], 4)).toBeNull()
})

test('a committee of nobody says neither yes nor no: its days decide', () => {
  expect(judgedSoFar([], 0)).toBeNull()
})

test('a stand-in takes the place of a member who is missing or not able to act, and no other', () => {
  const two = ['a', 'b']
  expect(standInsFor(3, 3, two)).toEqual([])
  expect(standInsFor(3, 2, two)).toEqual(['a'])
  expect(standInsFor(2, 2, two)).toEqual(['a'])
  expect(standInsFor(5, 1, two)).toEqual(two)
})

test('every question tells what comes of yes and of no, in both languages', () => {
  for (const row of Object.values(JUDGED))
    for (const { zh, en } of [row, row.yes, row.no]) {
      expect(zh).toMatch(/\p{Script=Han}/u)
      expect(en).toMatch(/[a-z]/)
    }
})
