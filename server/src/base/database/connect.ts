import { sql } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'

export type Database = NodePgDatabase & { $client: pg.Pool }
/** Every query takes one: nothing is read or written outside a transaction. */
export type Tx = Parameters<Parameters<Database['transaction']>[0]>[0]

export interface ConnectOptions {
  /** Connections kept at most. */
  max?: number
  /** Taken at log-in, before the first statement (the owner serving as cunyi_app). */
  role?: string
  onIdleError?: (error: Error) => void
}

/** A pool and drizzle over it. Nothing is asked of the database before the first query. */
export function connect(url: string, { max = 20, role, onIdleError }: ConnectOptions = {}): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 60_000,
    idle_in_transaction_session_timeout: 60_000,
    application_name: 'cunyi',
    ...(role ? { options: `-c role=${role}` } : {}),
  })
  // A connection that breaks while nobody uses it must not end the process; the next query says what is wrong.
  pool.on('error', (error) => onIdleError?.(error))
  return drizzle({ client: pool, casing: 'snake_case' }) as Database
}

export const disconnect = (db: Database) => db.$client.end()

/**
 * One transaction inside one division's fence: the policies let it see and write rows of `villageId` only.
 * Nothing is tried again silently; whoever calls knows whether a second try is right.
 */
export const inVillage = <T>(db: Database, villageId: string, fn: (tx: Tx) => Promise<T>): Promise<T> =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.village', ${villageId}, true)`)
    return fn(tx)
  })

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
