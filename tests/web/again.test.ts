import { waitAfter } from '@cunyi/web/phone/again.ts'
import { describe, expect, test } from 'vitest'

describe('重连: screens come back spread, and soon', () => {
  test('a server that is back within three seconds has everybody back within seven', () => {
    for (const chance of [0, 0.5, 0.999]) {
      let at = 0
      for (let failures = 1; at < 3000; failures += 1) at += waitAfter(failures, chance)
      expect(at).toBeLessThan(7000)
    }
  })
  test('each waits a while of his own, between a half and one and a half', () => {
    expect([waitAfter(1, 0), waitAfter(1, 1)]).toEqual([500, 1500])
    expect([waitAfter(4, 0), waitAfter(4, 1)]).toEqual([1000, 3000])
  })
  test('of a server that stays away less and less is asked, and no later than after 45 s', () => {
    const waits = [6, 8, 10, 30].map((failures) => waitAfter(failures, 0.5))
    expect(waits).toEqual([2000, 8000, 30_000, 30_000])
  })
})
