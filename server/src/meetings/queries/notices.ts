/** 通知 and its reading; messages go to the outbox, from which the sender takes them after the commit. */
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Tx } from '../../database/connect.ts'
import { meetingRoll, notices } from '../../database/schema/meetings.ts'

/** One message a person who has a phone; the number is copied sealed, nobody reads it here. */
export async function insertMessages(
  tx: Tx,
  message: { villageId: string; meetingId: string; kind: string; text: string; now: Date },
  personIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0) return
  const { villageId, meetingId, kind, text, now } = message
  await tx.execute(sql`
    insert into outbox (id, kind, channel, phone, text, division, person_id, meeting_id, created_at)
    select gen_random_uuid(), ${kind}, 'sms', phone, ${text}, village_id, id, ${meetingId}::uuid, ${now}::timestamptz
      from people
     where village_id = ${villageId} and phone is not null
       and id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(personIds)}::jsonb))`)
}

const noticeOf = (villageId: string, meetingId: string, personId: string) =>
  and(eq(notices.villageId, villageId), eq(notices.meetingId, meetingId), eq(notices.personId, personId))

/** The first reading counts. False: there is no notice, or it was read before. */
export async function markRead(tx: Tx, villageId: string, meetingId: string, personId: string, now: Date): Promise<boolean> {
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

export async function hasReadNotice(tx: Tx, villageId: string, meetingId: string, personId: string): Promise<boolean> {
  const [row] = await tx.select({ readAt: notices.readAt }).from(notices).where(noticeOf(villageId, meetingId, personId))
  return row?.readAt != null
}

/** Everyone on the roll who was not struck. */
export async function rollIds(tx: Tx, villageId: string, meetingId: string): Promise<string[]> {
  const rows = await tx
    .select({ personId: meetingRoll.personId })
    .from(meetingRoll)
    .where(and(eq(meetingRoll.villageId, villageId), eq(meetingRoll.meetingId, meetingId), isNull(meetingRoll.struckAt)))
  return rows.map((row) => row.personId)
}
