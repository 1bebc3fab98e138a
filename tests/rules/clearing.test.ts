import { clearedAt, clearedBefore, SERVES_DAYS, type Serving } from '@cunyi/shared/law/clearing.ts'
import { describe, expect, test } from 'vitest'

describe('What serves for a while only', () => {
  test('is cleared at the first midnight of the village at which all of its days are over', () => {
    expect(clearedAt('preview', new Date('2026-03-01T01:00:00Z')).toISOString()).toBe(
      '2026-03-08T16:00:00.000Z',
    )
    expect(clearedAt('message', new Date('2026-03-01T01:00:00Z')).toISOString()).toBe(
      '2026-03-31T16:00:00.000Z',
    )
  })

  test('is found by the clearing that was set for it, and nothing younger is', () => {
    const made = new Date('2026-03-01T15:59:59.999Z')
    for (const kind of Object.keys(SERVES_DAYS) as Serving[]) {
      const at = clearedAt(kind, made)
      expect(clearedBefore(kind, at) >= made).toBe(true)
      expect(clearedBefore(kind, at).getTime()).toBe(new Date('2026-03-01T16:00:00Z').getTime())
    }
  })
})
