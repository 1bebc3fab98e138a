import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { buildVillage, type Village } from './village.ts'

const DAY = 24 * 3_600_000

const kept = async ({ db }: Village) =>
  (await db.execute<{ n: number }>(sql`select count(*)::int as n from outbox`)).rows[0]?.n

describe('发件箱', () => {
  test('a message is kept thirty days and is then gone, whoever it was for', async () => {
    const village = await buildVillage({ villagers: 2 })
    const phones = [village.phone('villager-1'), village.phone('villager-2')]
    const start = village.clock.now().getTime()
    await village.must(null, 'requestCode', { body: { phone: phones[0] } })
    await village.clock.set(new Date(start + 10 * DAY))
    await village.must(null, 'requestCode', { body: { phone: phones[1] } })
    await village.clock.set(new Date(start + 30 * DAY - 1))
    expect(await kept(village)).toBe(2)
    await village.clock.set(new Date(start + 30 * DAY))
    expect(await kept(village)).toBe(1)
    await village.clock.set(new Date(start + 40 * DAY))
    expect(await kept(village)).toBe(0)
  })
})
