/** 手机通知: which browsers want the reminders of whom. */
import { and, eq, gt, isNull, notExists, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { sessions } from '#base/database/schema/people.ts'
import { pushSubscriptions } from '#base/database/schema/reminders.ts'
import type { DueItem } from '#base/jobs/due.ts'

export type Device = { village: string; personId: string; sessionId: string }

const ofDevice = ({ village, personId, sessionId }: Device) =>
  and(
    eq(pushSubscriptions.villageId, village),
    eq(pushSubscriptions.personId, personId),
    eq(pushSubscriptions.sessionId, sessionId),
  )
const isLoggedIn = (now: Date) =>
  and(eq(sessions.id, pushSubscriptions.sessionId), isNull(sessions.endedAt), gt(sessions.expiresAt, now))

export const isSubscribed = async (tx: Tx, device: Device): Promise<boolean> =>
  (await tx.$count(pushSubscriptions, ofDevice(device))) > 0

export async function keepSubscription(tx: Tx, device: Device, sealed: Buffer, now: Date): Promise<void> {
  const { village: villageId, personId, sessionId } = device
  await tx
    .insert(pushSubscriptions)
    .values({ villageId, personId, sessionId, sealed, createdAt: now })
    .onConflictDoUpdate({
      target: [pushSubscriptions.villageId, pushSubscriptions.personId, pushSubscriptions.sessionId],
      set: { sealed, createdAt: now },
    })
}

export async function dropDevice(tx: Tx, device: Device): Promise<void> {
  await tx.delete(pushSubscriptions).where(ofDevice(device))
}

export async function dropSubscription(tx: Tx, villageId: string, id: string): Promise<void> {
  await tx
    .delete(pushSubscriptions)
    .where(and(eq(pushSubscriptions.villageId, villageId), eq(pushSubscriptions.id, id)))
}

/** Only browsers that are still logged in: a log-out counts from that moment on. */
export const subscriptionsOf = (
  tx: Tx,
  villageId: string,
  now: Date,
  personId?: string,
): Promise<{ id: string; personId: string; sealed: Buffer }[]> =>
  tx
    .select({
      id: pushSubscriptions.id,
      personId: pushSubscriptions.personId,
      sealed: pushSubscriptions.sealed,
    })
    .from(pushSubscriptions)
    .innerJoin(sessions, isLoggedIn(now))
    .where(
      and(
        eq(pushSubscriptions.villageId, villageId),
        personId ? eq(pushSubscriptions.personId, personId) : undefined,
      ),
    )

export async function endedSubscriptions(tx: Tx): Promise<DueItem[]> {
  const { rows } = await tx.execute<{ villageId: string; id: string; dueAt: Date }>(
    sql`select village_id as "villageId", id, due_at as "dueAt" from across_push_ended()`,
  )
  return rows.map((row) => ({ ...row, dueAt: new Date(row.dueAt) }))
}

export async function dropEnded(tx: Tx, villageId: string, id: string, now: Date): Promise<void> {
  await tx
    .delete(pushSubscriptions)
    .where(
      and(
        eq(pushSubscriptions.villageId, villageId),
        eq(pushSubscriptions.id, id),
        notExists(tx.select({ id: sessions.id }).from(sessions).where(isLoggedIn(now))),
      ),
    )
}
