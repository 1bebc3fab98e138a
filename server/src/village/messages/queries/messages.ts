import type { SendingChannel } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, desc, eq, isNull, lte, ne, or, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { outbox } from '#base/database/schema/people.ts'

export type OutboxRow = typeof outbox.$inferSelect
type Changes = Partial<typeof outbox.$inferInsert>

export async function insertMessages(tx: Tx, rows: (typeof outbox.$inferInsert)[]): Promise<void> {
  for (let i = 0; i < rows.length; i += 1000) await tx.insert(outbox).values(rows.slice(i, i + 1000))
}

export type Waiting = { channel: SendingChannel; nextAt: Date; lastAt: Date | null }

/** Of each channel that has something waiting: when the first is to be tried, and when the last of all was. */
export async function waitingByChannel(tx: Tx, channels: readonly SendingChannel[]): Promise<Waiting[]> {
  const { rows } = await tx.execute<{ channel: SendingChannel; nextAt: string; lastAt: string | null }>(sql`
    select * from (
      select c.channel, (select min(o.next_at) from outbox o where o.channel = c.channel) as "nextAt",
             (select max(o.tried_at) from outbox o where o.channel = c.channel) as "lastAt"
        from unnest(${sql.param([...channels])}::text[]) c (channel)) w
     where w."nextAt" is not null`)
  return rows.map(({ channel, nextAt, lastAt }) => ({
    channel,
    nextAt: new Date(nextAt),
    lastAt: lastAt === null ? null : new Date(lastAt),
  }))
}

/** Any fixed number, and the channel. */
const TURN = 7_406_172

/** 轮到谁: one process at a time asks who is next on a channel. */
export async function lockChannel(tx: Tx, channel: SendingChannel): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${TURN}, hashtext(${channel}))`)
}

/** Codes first, then whoever has waited longest. Null: nothing is due. */
export async function firstWaiting(tx: Tx, channel: SendingChannel, now: Date): Promise<OutboxRow | null> {
  const [row] = await tx
    .select()
    .from(outbox)
    .where(and(eq(outbox.channel, channel), lte(outbox.nextAt, now)))
    .orderBy(asc(outbox.rank), asc(outbox.nextAt), asc(outbox.id))
    .limit(1)
    .for('update', { skipLocked: true })
  return row ?? null
}

export async function updateMessage(tx: Tx, id: string, set: Changes): Promise<void> {
  await tx.update(outbox).set(set).where(eq(outbox.id, id))
}

/** Locked, by the name under which the gateway or the office knows it. */
export async function lockMessage(tx: Tx, division: string, key: string): Promise<OutboxRow | undefined> {
  const [row] = await tx
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.division, division),
        or(eq(outbox.key, key), and(eq(outbox.id, key), isNull(outbox.key))),
      ),
    )
    .for('update')
  return row
}

export async function lockById(tx: Tx, id: string): Promise<OutboxRow | undefined> {
  const [row] = await tx.select().from(outbox).where(eq(outbox.id, id)).for('update')
  return row
}

/** Those with something to read: neither codes to nobody nor what is looked up when it leaves. */
export const newestMessages = (tx: Tx, limit: number): Promise<OutboxRow[]> =>
  tx
    .select()
    .from(outbox)
    .where(ne(outbox.text, ''))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(limit)

export async function oldestMessage(tx: Tx): Promise<Date | undefined> {
  const [row] = await tx.select({ at: outbox.createdAt }).from(outbox).orderBy(asc(outbox.createdAt)).limit(1)
  return row?.at
}

export async function dropMessages(tx: Tx, until: Date): Promise<void> {
  await tx.delete(outbox).where(lte(outbox.createdAt, until))
}
