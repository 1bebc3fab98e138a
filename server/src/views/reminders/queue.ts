/**
 * 发送: kept jobs on PostgreSQL. Whose is what: pg-boss holds each message until its turn, hands it to one process,
 * times the tries after a failure, takes it back from a process that died and gives up; sendDelivery decides whether
 * it is still needed, sends it and notes what became of it. Under a clock that is set there is no queue: due.ts runs
 * the same sendDelivery at the instants nextTryAt names, so that a test meets them exactly.
 */
import { type Job, PgBoss } from 'pg-boss'
import { across, type Database, type Tx } from '#base/database/connect.ts'
import { GIVE_UP, SCHEMA, SEND } from '#base/database/queues.ts'
import type { Parts, Queue, Waiting } from '#base/parts/parts.ts'
import { describeError } from '#base/system/log.ts'
import { deliveriesDue, inTransaction } from './queries.ts'
import { giveUp, sendDelivery } from './send.ts'

type Named = { village: string; delivery: string }

/** Taken at once by a process, and sent one after the other. */
const BATCH = 5
const EVERY_WAITING = 1_000_000
const PATIENCE = 15_000

export interface SendingQueue extends Queue {
  /** Begins to send. */
  work(parts: Parts): Promise<void>
  stop(): Promise<void>
}

export async function openQueue(db: Database, log: Parts['log']): Promise<SendingQueue> {
  const boss = new PgBoss({
    schema: SCHEMA,
    db: { executeSql: (text, values) => db.$client.query(text, values as unknown[]) },
    // The owner's, in migrate.
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
    schedule: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
  })
  boss.on('error', (error) => log.error({ err: describeError(error) }, 'the queue of messages met an error'))
  await boss.start()

  const put = async (tx: Tx, waiting: readonly Waiting[]) => {
    const jobs = waiting.map(({ villageId, id, dueAt }) => ({
      id,
      data: { village: villageId, delivery: id } satisfies Named,
      startAfter: dueAt,
    }))
    if (jobs.length > 0) await boss.insert(SEND, jobs, { db: inTransaction(tx) })
  }

  return {
    put,
    work: async (parts) => {
      // After a restore, which brings the messages back and not the jobs; a job that is there stays as it is.
      await across(db, async (tx) => put(tx, await deliveriesDue(tx, EVERY_WAITING)))
      const options = { batchSize: BATCH, burstWhenBatchFull: true, pollingIntervalSeconds: 1 }
      await boss.work<Named>(SEND, { ...options, perJobResults: true as const }, async (jobs) => {
        const results = []
        for (const job of jobs) results.push({ id: job.id, status: await sendOne(parts, job) })
        return results
      })
      await boss.work<Named>(GIVE_UP, options, async (jobs) => {
        for (const { data } of jobs) await giveUp(parts, data.village, data.delivery, parts.clock.now())
      })
    },
    stop: () => boss.stop({ graceful: true, timeout: PATIENCE, close: false }),
  }
}

async function sendOne(parts: Parts, { data: { village, delivery } }: Job<Named>) {
  // What a process that stops has taken and not begun is tried again by another.
  if (parts.stopping.aborted) return 'failed' as const
  try {
    const isSettled = await sendDelivery(parts, village, delivery, parts.clock.now())
    return isSettled ? ('completed' as const) : ('failed' as const)
  } catch (error) {
    parts.log.error({ err: describeError(error), village }, 'a message could not be sent')
    return 'failed' as const
  }
}
