import { readApart } from '@cunyi/server/base/children/pool.ts'
import { createBulkhead } from '@cunyi/server/base/database/bulkhead.ts'
import { across, inVillage } from '@cunyi/server/base/database/connect.ts'
import { isWithin, mustBeOutside } from '@cunyi/server/base/database/within.ts'
import { readContent } from '@cunyi/server/base/files/store.ts'
import { drawPaper } from '@cunyi/server/views/papers/draw.ts'
import { hashFactor } from '@cunyi/server/village/accounts/factor.ts'
import { sendPush } from '@cunyi/server/village/messages/channels/push.ts'
import { smsChannel } from '@cunyi/server/village/messages/channels/sms.ts'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage()
})
afterAll(() => village.close())

const OTHER = '411329990202'
const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('舱壁: a village whose rows are locked keeps nobody else waiting', () => {
  test('thirty requests wait for a lock of one village; the other, the clock and a ballot have their connections', async () => {
    const { db, villageId } = village
    let free = () => {}
    const held = new Promise<void>((resolve) => {
      free = resolve
    })
    let isHeld = () => {}
    const begun = new Promise<void>((resolve) => {
      isHeld = resolve
    })
    const holding = across(db, async (tx) => {
      await tx.execute(sql`select pg_advisory_xact_lock(7, 7)`)
      isHeld()
      await held
    })
    await begun
    const stuck = Array.from({ length: 30 }, () =>
      inVillage(db, villageId, (tx) => tx.execute(sql`select pg_advisory_xact_lock_shared(7, 7)`)),
    )
    await rest(100)
    const soon = (what: Promise<unknown>) => Promise.race([what.then(() => 'answered'), rest(3000)])
    expect(await soon(inVillage(db, OTHER, (tx) => tx.execute(sql`select 1`)))).toBe('answered')
    expect(await soon(inVillage(db.due, villageId, (tx) => tx.execute(sql`select 1`)))).toBe('answered')
    expect(await soon(db.inTrips(villageId, async () => {}))).toBe('answered')
    expect(await soon(db.lookUp(villageId, async () => {}))).toBe('answered')
    free()
    await Promise.all([holding, ...stuck])
    expect(db.bulkhead.waiting(villageId)).toBe(0)
  })

  test('who is within a transaction begins another of the same village without waiting for a place', async () => {
    const { db, villageId } = village
    const nested = () => inVillage(db, villageId, async (tx) => void (await tx.execute(sql`select 1`)))
    const all = Array.from({ length: 6 }, () => inVillage(db, villageId, nested))
    await expect(Promise.all(all)).resolves.toHaveLength(6)
  })

  test('places go to who came first; a full queue and a long wait are told to come again', async () => {
    const { enter, waiting } = createBulkhead({ most: 1, queued: 2, patience: 50 })
    const leave = await enter('a')
    await (await enter('b'))()
    const [second, third] = [enter('a'), enter('a')]
    third.catch(() => {})
    expect(waiting('a')).toBe(2)
    await expect(enter('a')).rejects.toMatchObject({ code: 'notReady' })
    leave()
    const leaveSecond = await second
    await expect(third).rejects.toMatchObject({ code: 'notReady' })
    leaveSecond()
    await (await enter('a'))()
    expect(waiting('a')).toBe(0)
  })
})

describe('事务之内 nothing outside the database is waited for', () => {
  const paper = {} as Parameters<typeof drawPaper>[0]
  const errand = {} as Parameters<typeof readApart>[0]
  const outside: Record<string, () => Promise<unknown>> = {
    'an SMS gateway': () =>
      smsChannel({ url: 'http://127.0.0.1:9' } as Parameters<typeof smsChannel>[0]).send({
        phone: '1',
        text: 't',
        key: 'k',
      } as never),
    'a push service': () =>
      sendPush({ services: [] } as never, { endpoint: 'https://x' } as never, {} as never, ''),
    'the store of files': () => readContent({ files: '/nowhere' } as never, 'x'),
    scrypt: () => hashFactor('135790'),
    'the drawing of a paper': async () => drawPaper(paper, 'pdf'),
    'a child that reads files': () => readApart(errand),
  }
  for (const [what, wait] of Object.entries(outside))
    test(what, async () => {
      const { db, villageId } = village
      const waiting = inVillage(db, villageId, () => wait())
      await expect(waiting).rejects.toThrow(`Inside a transaction nothing waits for ${what}.`)
    })

  test('what a transaction began is outside once it is over', async () => {
    const later = await inVillage(village.db, village.villageId, async () => {
      expect(isWithin()).toBe(true)
      return { over: rest(20).then(() => isWithin()) }
    })
    expect(await later.over).toBe(false)
    expect(() => mustBeOutside('anything')).not.toThrow()
  })
})
