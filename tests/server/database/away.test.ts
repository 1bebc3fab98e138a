import { isAway } from '@cunyi/server/base/database/away.ts'
import { across, connect, type Database, disconnect } from '@cunyi/server/base/database/connect.ts'
import { sql } from 'drizzle-orm'
import type pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { withClient } from '../../bench/sitting.ts'
import { freshDatabaseForTest } from '../fresh.ts'

/** A pool of one: a connection that is lost for ever is missed at once. */
async function open(max = 1): Promise<{ db: Database; cut(): Promise<void> }> {
  const database = await freshDatabaseForTest()
  const db = connect(database.appUrl, { max })
  onTestFinished(() => disconnect(db))
  const cut = () =>
    withClient(database.adminUrl, async (client) => {
      await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      )
      // Until its connections are really gone.
      const left = `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
      while ((await client.query(left)).rows.length > 0);
    })
  return { db, cut }
}
/** The one connection there is, also while it is in use. */
const lineOf = (db: Database) => (db.$client as unknown as { _clients: pg.Client[] })._clients[0] as pg.Client
const works = (db: Database) => across(db, (tx) => tx.execute(sql`select 1 as one`)).then(({ rows }) => rows)
const fails = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => {
      throw new Error('It did not fail.')
    },
    (error) => error,
  )

describe('A connection that is cut', () => {
  test('inside a transaction, while nothing is asked: that one fails, the next is served', async () => {
    const { db, cut } = await open()
    let listeners = 0
    const error = await fails(
      across(db, async (tx) => {
        await tx.execute(sql`select 1`)
        // Without one the cut would end the process.
        listeners = lineOf(db).listenerCount('error')
        await cut()
        await new Promise((resolve) => setTimeout(resolve, 50))
        await tx.execute(sql`select 2`)
      }),
    )
    expect(listeners).toBeGreaterThan(0)
    expect(isAway(error)).toBe(true)
    expect(await works(db)).toEqual([{ one: 1 }])
  })

  test('while it lies in the pool: nobody meets it', async () => {
    const { db, cut } = await open()
    for (let i = 0; i < 5; i += 1) {
      await works(db)
      await cut()
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(await works(db)).toEqual([{ one: 1 }])
  })

  test('before the first word of a transaction: it is not kept, so that the pool does not run dry', async () => {
    const { db } = await open()
    const break_ = (client: pg.PoolClient) =>
      (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
    db.$client.once('acquire', break_)
    expect(isAway(await fails(works(db)))).toBe(true)
    expect(await works(db)).toEqual([{ one: 1 }])
  })

  test('a transaction tells the reason why it failed, not that its rollback failed as well', async () => {
    const { db, cut } = await open()
    const error = await fails(
      across(db, async () => {
        await cut()
        throw new Error('the reason')
      }),
    )
    expect(error.message).toBe('the reason')
    expect(await works(db)).toEqual([{ one: 1 }])
  })
})

describe('A transaction', () => {
  test('of which a statement failed in silence is no success', async () => {
    const { db } = await open()
    const done = across(db, async (tx) => {
      await tx.execute(sql`select 1 / 0`).catch(() => {})
      return 'recorded'
    })
    await expect(done).rejects.toThrow('cannot be committed')
    expect(await works(db)).toEqual([{ one: 1 }])
  })

  test('on a database that says nothing any more is given up in time', async () => {
    const database = await freshDatabaseForTest()
    const db = connect(database.appUrl, { max: 1, patience: 300 })
    onTestFinished(() => disconnect(db))
    const began = performance.now()
    expect(isAway(await fails(across(db, (tx) => tx.execute(sql`select pg_sleep(20)`))))).toBe(true)
    expect(performance.now() - began).toBeLessThan(5000)
    expect(await works(db)).toEqual([{ one: 1 }])
  })

  test('on a server that reads only, as after a change of servers, leaves it', async () => {
    const { db } = await open()
    const pid = () => across(db, (tx) => tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`))
    const before = (await pid()).rows[0]?.pid
    const error = await fails(
      across(db, async (tx) => {
        await tx.execute(sql`set transaction read only`)
        await tx.execute(sql`update divisions set name = name`)
      }),
    )
    expect(isAway(error)).toBe(true)
    expect((await pid()).rows[0]?.pid).not.toBe(before)
  })
})

test('the database is away: what says so, and what does not', () => {
  const coded = (code: string) => Object.assign(new Error('x'), { code })
  const away = ['57P01', '57P03', '08006', '53300', '25006', 'ECONNREFUSED', 'EAI_AGAIN'].map(coded)
  const here = ['23505', '40P01', '22P02', '42P01', 'ENOENT'].map(coded)
  expect(away.every(isAway)).toBe(true)
  expect(here.some(isAway)).toBe(false)
  expect(isAway(new Error('outer', { cause: coded('57P01') }))).toBe(true)
  expect(isAway(new AggregateError([coded('ECONNREFUSED')]))).toBe(true)
  expect(isAway(new Error('Connection terminated unexpectedly'))).toBe(true)
  expect(isAway('57P01')).toBe(false)
})
