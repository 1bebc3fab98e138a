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
const BEGIN_READING = { name: 'begin_reading', text: 'begin read only' }
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

export function tripsOver(options: pg.PoolConfig): {
  inTrips: InTrips
  lookUp: InTrips
  end(): Promise<void>
} {
  let pool: pg.Pool | null = null
  const open = () => {
    const made = new pg.Pool({
      ...options,
      Client: TogetherClient,
      max: CONNECTIONS,
      pipeline: true,
      // Each of these statements is looked up by key: a plan made once serves them all, also when a table has grown.
      options: `${options.options ?? ''} -c plan_cache_mode=force_generic_plan -c enable_seqscan=off`.trim(),
    } as pg.PoolConfig)
    // The pool has thrown it away already.
    made.on('error', () => {})
    return made
  }
  const take = async () => {
    pool ??= open()
    return new Transaction((await pool.connect()) as pg.PoolClient & TogetherClient)
  }
  return {
    inTrips: async (villageId, work) => (await take()).run(BEGIN, villageId, work, true),
    lookUp: async (villageId, work) => (await take()).run(BEGIN_READING, villageId, work, false),
    end: async () => pool?.end(),
  }
}

/** What this connection has prepared fits no longer, or never came to be: another line makes it anew. */
const isStale = (error: unknown) => {
  const { code } = (error ?? {}) as { code?: unknown }
  return code === undefined || code === '0A000' || code === '26000'
}

class Transaction {
  readonly #client: pg.PoolClient & TogetherClient
  readonly #sent: Promise<unknown>[] = []
  /** The first that failed, also where only this side knows of it. */
  #failure: { error: unknown } | null = null

  constructor(client: pg.PoolClient & TogetherClient) {
    this.#client = client
  }

  /** Whoever does not wait for its answer is told at the end. */
  #send<A>(query: pg.QueryConfig, read: (answer: pg.QueryResult) => A): Promise<A> {
    this.#client.together()
    const asked = this.#client.query(query)
    asked.catch((error) => {
      this.#failure ??= { error }
    })
    const answer = asked.then(read)
    answer.catch(() => {})
    this.#sent.push(answer)
    return answer
  }

  /** Committed, or an error: never anything between. Of one that only reads nobody waits for the end. */
  async run<T>(
    begin: pg.QueryConfig,
    villageId: string,
    work: (line: Line) => Promise<T>,
    isWaitedFor: boolean,
  ): Promise<T> {
    try {
      void this.#send(begin, nothing)
      void this.#send({ ...FENCE, values: [villageId] }, nothing)
      const done = await work({
        ask: <R, V extends object>({ name, text, valuesOf }: Prepared<V>, values: V) =>
          this.#send({ name, text, values: valuesOf(values) }, ({ rows }) => rows as R[]),
      })
      const committed = this.#commit()
      if (isWaitedFor) await committed
      else committed.catch((error) => this.#cause(error))
      return done
    } catch (error) {
      throw await this.#cause(error)
    }
  }

  async #commit(): Promise<void> {
    // A value that could not be sent at all: the database knows nothing of it, and would commit the rest.
    if (this.#failure) throw this.#failure.error
    const command = await this.#send(COMMIT, (answer) => answer.command)
    await Promise.all(this.#sent)
    // A transaction of which a statement failed answers a commit with a rollback.
    if (command !== 'COMMIT') throw new Error('The transaction was not committed.')
    this.#client.release(this.#client.getTransactionStatus() !== 'I')
  }

  /** Taken back; what failed first is the cause, what was refused after it says only that something had failed. */
  async #cause(error: unknown): Promise<unknown> {
    if (!isAway(error)) await Promise.allSettled(this.#sent)
    const reason = isAway(error) ? error : (this.#failure?.error ?? error)
    if (!isAway(reason)) await this.#client.query('rollback').catch(() => {})
    const isSpent = isAway(reason) || (this.#failure !== null && isStale(reason))
    this.#client.release(isSpent || this.#client.getTransactionStatus() !== 'I')
    return reason
  }
}
