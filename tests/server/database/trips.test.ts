import type { Database } from '@cunyi/server/base/database/connect.ts'
import { prepared } from '@cunyi/server/base/database/prepared.ts'
import type { Line } from '@cunyi/server/base/database/trips.ts'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'

let village: Village
let db: Database
beforeAll(async () => {
  village = await buildVillage()
  db = village.db
})
afterAll(() => village.close())

type Row = { id: number }
const fence = prepared<object>('t_fence', () => sql`select current_setting('app.village') as fence`)
const bump = prepared<{ by: number; villageId: string }>(
  't_bump',
  (of) =>
    sql`insert into outages (village_id, "from", "to") select ${of('villageId')}, to_timestamp(${of('by')}::int), to_timestamp(${of('by')}::int)`,
)
const bad = prepared<{ text: string }>('t_bad', (of) => sql`select ${of('text')}::uuid`)
const kept = async () => {
  const all = prepared<object>(
    't_all',
    () => sql`select extract(epoch from "from")::int as id from outages order by 1`,
  )
  return (await db.inTrips(village.villageId, (line) => line.ask<Row, object>(all, {}))).map((row) => row.id)
}
const insert = (line: Line, by: number) => line.ask(bump, { by, villageId: village.villageId })

describe('几趟: a transaction whose questions travel together', () => {
  test('it stands in its village’s fence, and what it wrote is there afterwards', async () => {
    const told = await db.inTrips(village.villageId, async (line) => {
      const [[row]] = await Promise.all([line.ask<{ fence: string }, object>(fence, {}), insert(line, 1)])
      return row?.fence
    })
    expect(told).toBe(village.villageId)
    expect(await kept()).toEqual([1])
    await expect(db.inTrips('411329990202', (line) => insert(line, 9))).rejects.toThrow(/row-level security/)
    expect(await kept()).toEqual([1])
  })

  test('a statement that nobody waited for and that failed is told, and nothing of the rest is kept', async () => {
    const cast = db.inTrips(village.villageId, async (line) => {
      await insert(line, 2)
      void line.ask(bad, { text: 'no uuid' })
      return 'recorded'
    })
    await expect(cast).rejects.toMatchObject({ code: '22P02' })
    expect(await kept()).toEqual([1])
  })

  test('what failed first is the cause, not what was refused after it', async () => {
    const cast = db.inTrips(village.villageId, async (line) => {
      const first = line.ask(bad, { text: 'no uuid' })
      const second = insert(line, 3)
      await second
      await first
    })
    await expect(cast).rejects.toMatchObject({ code: '22P02' })
  })

  test('an error of its own work takes everything back, and the line serves the next', async () => {
    for (let i = 0; i < 12; i += 1)
      await expect(
        db.inTrips(village.villageId, async (line) => {
          await insert(line, 4)
          throw new Error('on second thoughts')
        }),
      ).rejects.toThrow('on second thoughts')
    expect(await kept()).toEqual([1])
  })

  test('a line that is cut in between: an error, and the next transaction has a new line', async () => {
    const pid = prepared<object>('t_pid', () => sql`select pg_backend_pid() as pid`)
    const cut = db.inTrips(village.villageId, async (line) => {
      const [row] = await line.ask<{ pid: number }, object>(pid, {})
      const client = new pg.Client({ connectionString: village.adminUrl })
      await client.connect()
      await client.query('select pg_terminate_backend($1)', [row?.pid])
      await client.end()
      await insert(line, 5)
    })
    await expect(cut).rejects.toThrow()
    expect(await kept()).toEqual([1])
  })
})
