/** 通知, its reading and the calls. */

import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { notices } from '#base/database/schema/meetings.ts'
import { people } from '#base/database/schema/people.ts'
import { rollNow } from '#base/database/schema/views.ts'

/** The sealed numbers of those who have one. */
export async function phonesOf(
  tx: Tx,
  villageId: string,
  personIds: readonly string[],
): Promise<{ id: string; phone: Buffer | null }[]> {
  const wanted = new Set(personIds)
  const rows = await tx
    .select({ id: people.id, phone: people.phone })
    .from(people)
    .where(and(eq(people.villageId, villageId), isNotNull(people.phone)))
  return rows.filter((row) => wanted.has(row.id))
}

const noticeOf = (villageId: string, meetingId: string, personId: string) =>
  and(eq(notices.villageId, villageId), eq(notices.meetingId, meetingId), eq(notices.personId, personId))

/** The first reading counts. False: there is no notice, or it was read before. */
export async function markRead(
  tx: Tx,
  villageId: string,
  meetingId: string,
  personId: string,
  now: Date,
): Promise<boolean> {
  const rows = await tx
    .update(notices)
    .set({ readAt: now })
    .where(and(noticeOf(villageId, meetingId, personId), isNull(notices.readAt)))
    .returning({ personId: notices.personId })
  return rows.length > 0
}

export async function markCalled(
  tx: Tx,
  called: { villageId: string; meetingId: string; personId: string; by: string; now: Date },
): Promise<boolean> {
  const rows = await tx
    .update(notices)
    .set({ calledAt: called.now, calledBy: called.by })
    .where(noticeOf(called.villageId, called.meetingId, called.personId))
    .returning({ personId: notices.personId })
  return rows.length > 0
}

/** Who of them has read his. */
export async function haveReadNotice(
  tx: Tx,
  villageId: string,
  meetingId: string,
  personIds: readonly string[],
): Promise<Set<string>> {
  const rows = await tx
    .select({ personId: notices.personId })
    .from(notices)
    .where(
      and(
        eq(notices.villageId, villageId),
        eq(notices.meetingId, meetingId),
        inArray(notices.personId, [...personIds]),
        isNotNull(notices.readAt),
      ),
    )
  return new Set(rows.map((row) => row.personId))
}

/** Everyone on the roll who was not struck. */
export async function rollIds(tx: Tx, villageId: string, meetingId: string): Promise<string[]> {
  const rows = await tx
    .select({ personId: rollNow.personId })
    .from(rollNow)
    .where(and(eq(rollNow.villageId, villageId), eq(rollNow.meetingId, meetingId)))
  return rows.map((row) => row.personId)
}
