import type { SendingChannel } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, desc, eq, gt, isNull, lte, ne, or, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { piecesOf } from '#base/database/rows.ts'
import { outbox } from '#base/database/schema/people.ts'

export type OutboxRow = typeof outbox.$inferSelect
type Changes = Partial<typeof outbox.$inferInsert>

export async function insertMessages(tx: Tx, rows: (typeof outbox.$inferInsert)[]): Promise<void> {
  for (const piece of piecesOf(rows)) await tx.insert(outbox).values(piece)
}

export type Waiting = { channel: SendingChannel; nextAt: Date; lastAt: Date | null }
type Asked = { channel: SendingChannel; notAfter: Date }

/**
 * Of each channel that has something waiting: when the first is to be tried, and when the last of all was. What says that
 * it was later than can be was written by a clock that was wrong.
 */
export async function waitingByChannel(tx: Tx, asked: readonly Asked[]): Promise<Waiting[]> {
  const { rows } = await tx.execute<{ channel: SendingChannel; nextAt: string; lastAt: string | null }>(sql`
    select * from (
      select c.channel, (select min(o.next_at) from outbox o where o.channel = c.channel) as "nextAt",
             (select max(o.tried_at) from outbox o
               where o.channel = c.channel and o.tried_at <= c.not_after) as "lastAt"
        from unnest(${sql.param(asked.map((one) => one.channel))}::text[],
                    ${sql.param(asked.map((one) => one.notAfter.toISOString()))}::timestamptz[]) c (channel, not_after)) w
     where w."nextAt" is not null`)
  return rows.map(({ channel, nextAt, lastAt }) => ({
    channel,
    nextAt: new Date(nextAt),
    lastAt: lastAt === null ? null : new Date(lastAt),
  }))
}

/** Any fixed number, and the channel. */
const TURN = 7_406_172

/** 轮到谁: one hand at a time asks who is next on a channel. False: another does. */
export async function lockChannel(tx: Tx, channel: SendingChannel): Promise<boolean> {
  const { rows } = await tx.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(${TURN}, hashtext(${channel})) as mine`,
  )
  return rows[0]?.mine === true
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

/** Whether a newer one of its kind to the same person about the same meeting stands here. */
export async function isFollowed(tx: Tx, message: OutboxRow): Promise<boolean> {
  const { division, personId, meetingId, kind, channel, createdAt } = message
  if (division === null || personId === null || meetingId === null) return false
  const [row] = await tx
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        gt(outbox.createdAt, createdAt),
        eq(outbox.division, division),
        eq(outbox.personId, personId),
        eq(outbox.meetingId, meetingId),
        eq(outbox.kind, kind),
        eq(outbox.channel, channel),
      ),
    )
    .limit(1)
  return row !== undefined
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
