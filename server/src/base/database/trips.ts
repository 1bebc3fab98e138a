/**
 * 几趟: one transaction in as few trips to the database as it has waits. What is asked in one turn travels together
 * and is answered together; the transaction's beginning travels with its first questions, its commit with the last.
 * The connections are its own: a burst of ballots never waits behind another village's pages, nor they behind it.
 */
import pg from 'pg'
import { isAway } from './away.ts'
import { Client } from './client.ts'
import type { Prepared } from './prepared.ts'

/** What a transaction of this kind may do: ask. It is committed once its work has returned. */
export type Line = {
  /** A statement that is not waited for still decides: where one failed, nothing is committed. */
  ask<R, V extends object>(statement: Prepared<V>, values: V): Promise<R[]>
}
export type InTrips = <T>(villageId: string, work: (line: Line) => Promise<T>) => Promise<T>

const CONNECTIONS = 4
const BEGIN = { name: 'begin', text: 'begin' }
const FENCE = { name: 'fence', text: `select set_config('app.village', $1, true)` }
const COMMIT = { name: 'commit', text: 'commit' }

const nothing = () => {}

/** All that is written in this turn leaves in one piece. */
class TogetherClient extends Client {
  #corked = false
  together(): void {
    if (this.#corked) return
    const { stream } = (this as unknown as { connection: { stream: { cork(): void; uncork(): void } } })
      .connection
    this.#corked = true
    stream.cork()
    process.nextTick(() => {
      this.#corked = false
      stream.uncork()
    })
  }
}

export function tripsOver(options: pg.PoolConfig): { inTrips: InTrips; end(): Promise<void> } {
  let pool: pg.Pool | null = null
  const open = () => {
    const made = new pg.Pool({
      ...options,
      Client: TogetherClient,
      max: CONNECTIONS,
      pipeline: true,
      // Each of these statements is looked up by key: a plan made once serves them all.
      options: `${options.options ?? ''} -c plan_cache_mode=force_generic_plan`.trim(),
    } as pg.PoolConfig)
    // The pool has thrown it away already.
    made.on('error', () => {})
    return made
  }
  return {
    inTrips: async (villageId, work) => {
      pool ??= open()
      return transact((await pool.connect()) as pg.PoolClient & TogetherClient, villageId, work)
    },
    end: async () => pool?.end(),
  }
}

/** Committed, or an error: never anything between. */
async function transact<T>(
  client: pg.PoolClient & TogetherClient,
  villageId: string,
  work: (line: Line) => Promise<T>,
): Promise<T> {
  const sent: Promise<unknown>[] = []
  /** Whoever does not wait for its answer is told at the end. */
  const send = <A>(query: pg.QueryConfig, read: (answer: pg.QueryResult) => A): Promise<A> => {
    client.together()
    const answer = client.query(query).then(read)
    answer.catch(() => {})
    sent.push(answer)
    return answer
  }
  let reason: unknown
  try {
    void send(BEGIN, nothing)
    void send({ ...FENCE, values: [villageId] }, nothing)
    const done = await work({
      ask: <R, V extends object>({ name, text, valuesOf }: Prepared<V>, values: V) =>
        send({ name, text, values: valuesOf(values) }, ({ rows }) => rows as R[]),
    })
    const command = await send(COMMIT, (answer) => answer.command)
    await Promise.all(sent)
    // A transaction of which a statement failed answers a commit with a rollback.
    if (command !== 'COMMIT') throw new Error('The transaction was not committed.')
    return done
  } catch (error) {
    reason = error
    const failed = (await Promise.allSettled(isAway(error) ? [] : sent)).find(
      (one) => one.status === 'rejected',
    )
    // What failed first is the cause; what was refused after it says only that something had failed.
    if (failed) reason = failed.reason
    throw reason
  } finally {
    if (reason !== undefined && !isAway(reason)) await client.query('rollback').catch(() => {})
    client.release(isAway(reason) || client.getTransactionStatus() !== 'I')
  }
}
