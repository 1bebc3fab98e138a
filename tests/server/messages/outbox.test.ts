import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'

const kept = async ({ db }: Village) =>
  (await db.execute<{ n: number }>(sql`select count(*)::int as n from outbox`)).rows[0]?.n

describe('发件箱', () => {
  test('a message is gone when thirty days are over, all of one day together', async () => {
    const village = await buildVillage({ villagers: 3 })
    const ask = (name: string) => village.must(null, 'requestCode', { body: { phone: village.phone(name) } })
    const set = (instant: string) => village.clock.set(new Date(instant))
    await ask('villager-1')
    await set('2026-11-02T15:59:00Z')
    await ask('villager-2')
    await set('2026-11-12T04:00:00Z')
    await ask('villager-3')
    await set('2026-12-02T15:59:59.999Z')
    expect(await kept(village)).toBe(3)
    await set('2026-12-02T16:00:00Z')
    expect(await kept(village)).toBe(1)
    await set('2026-12-12T16:00:00Z')
    expect(await kept(village)).toBe(0)
  })
})
