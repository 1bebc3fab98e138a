import { drawnOf } from '@cunyi/server/matters/disclosures/recounters.ts'
import { describe, expect, test } from 'vitest'

const there = Array.from({ length: 20 }, (_, i) => `person-${i}`)
const POLL = 'poll-1'

describe('复核清点: who counts the paper again', () => {
  test('two of those who were there, the same of one poll in whatever order they are asked for', () => {
    const two = drawnOf(POLL, there, [])
    expect(new Set(two).size).toBe(2)
    expect(drawnOf(POLL, there.toReversed(), [])).toEqual(two)
    expect(drawnOf(POLL, there, [there.find((one) => !two.includes(one)) ?? ''])).toEqual(two)
  })

  test('naming those who are drawn, as absent or present, leads to no others: nobody takes their place', () => {
    const [first = '', second = ''] = drawnOf(POLL, there, [])
    expect(drawnOf(POLL, there, [first])).toEqual([second])
    expect(drawnOf(POLL, there, [first, second])).toEqual([])
    const friends = there.filter((one) => one !== first && one !== second).slice(0, 2)
    expect(
      drawnOf(
        POLL,
        there,
        there.filter((one) => !friends.includes(one)),
      ),
    ).toEqual([])
  })
})
