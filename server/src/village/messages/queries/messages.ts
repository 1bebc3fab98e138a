import { and, asc, desc, eq, isNull, lte } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { outbox } from '#base/database/schema/people.ts'

export type OutboxRow = typeof outbox.$inferSelect

export async function insertMessages(tx: Tx, rows: (typeof outbox.$inferInsert)[]): Promise<void> {
  for (let i = 0; i < rows.length; i += 1000) await tx.insert(outbox).values(rows.slice(i, i + 1000))
}

/** Still to be sent: not sent, not failed. */
export const unsentMessages = (tx: Tx, channel: string, limit: number): Promise<OutboxRow[]> =>
  tx
    .select()
    .from(outbox)
    .where(and(eq(outbox.channel, channel), isNull(outbox.sentAt), isNull(outbox.failedAt)))
    .orderBy(outbox.createdAt)
    .limit(limit)

/** Taken by one process only: whoever comes second gets nothing. */
export async function lockUnsent(tx: Tx, id: string): Promise<OutboxRow | undefined> {
  const [row] = await tx
    .select()
    .from(outbox)
    .where(and(eq(outbox.id, id), isNull(outbox.sentAt), isNull(outbox.failedAt)))
    .for('update', { skipLocked: true })
  return row
}

export async function markMessage(
  tx: Tx,
  id: string,
  set: Partial<typeof outbox.$inferInsert>,
): Promise<void> {
  await tx.update(outbox).set(set).where(eq(outbox.id, id))
}

export const newestMessages = (tx: Tx, limit: number): Promise<OutboxRow[]> =>
  tx.select().from(outbox).orderBy(desc(outbox.createdAt), desc(outbox.id)).limit(limit)

export async function oldestMessage(tx: Tx): Promise<Date | undefined> {
  const [row] = await tx.select({ at: outbox.createdAt }).from(outbox).orderBy(asc(outbox.createdAt)).limit(1)
  return row?.at
}

export async function dropMessages(tx: Tx, until: Date): Promise<void> {
  await tx.delete(outbox).where(lte(outbox.createdAt, until))
}
