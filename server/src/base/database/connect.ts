import { sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type { PgTransactionConfig } from 'drizzle-orm/pg-core'
import pg from 'pg'
import { isAway } from './away.ts'
import { type Bulkhead, createBulkhead } from './bulkhead.ts'
import { Client } from './client.ts'
import { type InTrips, tripsOver } from './trips.ts'
import { isWithin, within } from './within.ts'

export type Database = NodePgDatabase & {
  $client: pg.Pool
  inTrips: InTrips
  lookUp: InTrips
  /** What the clock does has connections of its own: no crowd of people keeps a poll from closing. */
  due: Database
  bulkhead: Bulkhead
  end(): Promise<void>
}
/** Every query takes one: nothing is read or written outside a transaction. */
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0]

export interface ConnectOptions {
  /** Connections kept at most. */
  max?: number
  /** Taken at log-in, before the first statement (the owner serving as cunyi_app). */
  role?: string
  /** How long an answer of the database is waited for; 0: without end. */
  patience?: number
}

/** Of its connections one village holds a third; behind them a whole assembly may wait, as long as for a connection. */
const A_VILLAGE = { share: 1 / 3, queued: 2500 }
const CONNECT_MS = 10_000
const DUE_CONNECTIONS = 4

/** The database ends a statement before this; a database that says nothing at all is taken for away. */
const PATIENCE = 65_000

/** A pool and drizzle over it. Nothing is asked of the database before the first query. */
export function connect(url: string, { max = 20, role, patience = PATIENCE }: ConnectOptions = {}): Database {
  const options: pg.PoolConfig = {
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: 60_000,
    query_timeout: patience,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'cunyi',
    ...(role ? { options: `-c role=${role}` } : {}),
  }
  const over = (most: number): { db: Database; pool: pg.Pool } => {
    const pool = new pg.Pool({ ...options, Client, max: most })
    // The pool has thrown it away already.
    pool.on('error', () => {})
    const db = drizzle({ client: pool, casing: 'snake_case' }) as Database
    db.transaction = (work, config) => transact(pool, work, config)
    db.bulkhead = createBulkhead({
      most: Math.max(1, Math.floor(most * A_VILLAGE.share)),
      queued: A_VILLAGE.queued,
      patience: CONNECT_MS,
    })
    return { db, pool }
  }
  const [{ db, pool }, { db: due, pool: duePool }] = [over(max), over(Math.min(max, DUE_CONNECTIONS))]
  const [ballots, door] = [tripsOver(options), tripsOver(options)]
  for (const one of [db, due]) {
    one.inTrips = ballots.inTrips
    one.lookUp = door.lookUp
    one.due = due
  }
  db.end = async () => void (await Promise.all([pool.end(), duePool.end(), ballots.end(), door.end()]))
  due.end = db.end
  return db
}

type Work<T> = (tx: Tx) => Promise<T>
const drizzles = new WeakMap<pg.PoolClient, NodePgDatabase>()
function drizzleOver(client: pg.PoolClient): NodePgDatabase {
  const known = drizzles.get(client) ?? drizzle({ client, casing: 'snake_case' })
  drizzles.set(client, known)
  return known
}

/**
 * Committed, or an error: never anything between. drizzle's own keeps a connection for ever that broke at `begin`,
 * hides the reason behind a rollback that failed as well, and takes a commit that was a rollback for a commit.
 */
async function transact<T>(pool: pg.Pool, work: Work<T>, config?: PgTransactionConfig): Promise<T> {
  const client = (await pool.connect()) as pg.PoolClient & Client
  client.sawFailure = false
  let reason: unknown
  let isBroken = false
  try {
    return await drizzleOver(client).transaction(async (tx) => {
      try {
        const done = await within(() => work(tx))
        // A failure is told before the state it leaves behind: asked for once more, the state is there.
        if (client.sawFailure) await client.query('')
        if (client.getTransactionStatus() === 'E')
          throw new Error(
            'A statement of this transaction failed, and nobody said so: it cannot be committed.',
          )
        return done
      } catch (error) {
        reason = error
        // Nothing more is waited for on a line that has gone silent, not even the rollback.
        if (isAway(error)) void client.end().catch(() => {})
        throw error
      }
    }, config)
  } catch (error) {
    isBroken = isAway(reason ?? error)
    throw reason ?? error
  } finally {
    client.release(isBroken || client.getTransactionStatus() !== 'I')
  }
}

export const disconnect = (db: Database) => db.end()

/**
 * One transaction inside one division's fence: the policies let it see and write rows of `villageId` only.
 * Nothing is tried again silently; whoever calls knows whether a second try is right.
 */
export const inVillage = async <T>(
  db: Database,
  villageId: string,
  fn: (tx: Tx) => Promise<T>,
  config?: PgTransactionConfig,
): Promise<T> => {
  // Who is within one already waits for nobody of his own village.
  const leave = isWithin() ? nothing : await db.bulkhead.enter(villageId)
  try {
    return await inVillageAhead(db, villageId, fn, config)
  } finally {
    leave()
  }
}
const nothing = () => {}

/** Behind nobody of its village: for what one reads on behalf of all who look on, one at a time for each meeting. */
export const inVillageAhead = <T>(
  db: Database,
  villageId: string,
  fn: (tx: Tx) => Promise<T>,
  config?: PgTransactionConfig,
): Promise<T> =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.village', ${villageId}, true)`)
    return fn(tx)
  }, config)

/** Reads only, and all of it as it was at its first statement, whatever others write meanwhile. */
export const atOneInstant = <T>(db: Database, villageId: string, fn: (tx: Tx) => Promise<T>): Promise<T> =>
  inVillage(db, villageId, fn, { isolationLevel: 'repeatable read', accessMode: 'read only' })

/** 并村: the same transaction, inside another village's fence from here on; what goes over is written whole or not at all. */
export const goOnIn = (tx: Tx, villageId: string) =>
  tx.execute(sql`select set_config('app.village', ${villageId}, true)`)

/**
 * A transaction outside every fence: tables without village_id, and the named look-ups of 9001_across.sql.
 * Rows of villages are invisible to it otherwise.
 */
export const across = <T>(db: Database, fn: (tx: Tx) => Promise<T>): Promise<T> => db.transaction(fn)

/** What the database's clock says, in milliseconds; only to compare it with ours. */
export async function databaseClock(db: Database): Promise<number> {
  const { rows } = await db.execute<{ ms: string }>(
    sql`select extract(epoch from clock_timestamp()) * 1000 as ms`,
  )
  return Number(rows[0]?.ms)
}
