/** 会场: the meeting's places; without rows the notice's own is the only one. */
import { and, asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { meetingPlaces } from '#base/database/schema/meetings.ts'
import type { MeetingRow } from './meetings.ts'

export type PlaceRow = typeof meetingPlaces.$inferSelect

export const placesOf = (tx: Tx, meeting: Pick<MeetingRow, 'villageId' | 'id'>): Promise<PlaceRow[]> =>
  tx
    .select()
    .from(meetingPlaces)
    .where(and(eq(meetingPlaces.villageId, meeting.villageId), eq(meetingPlaces.meetingId, meeting.id)))
    .orderBy(asc(meetingPlaces.placeNo))

export async function insertPlaces(tx: Tx, rows: (typeof meetingPlaces.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(meetingPlaces).values(rows)
}

export const updatePlaceTellers = (tx: Tx, place: PlaceRow, tellerIds: string[]) =>
  tx
    .update(meetingPlaces)
    .set({ tellerIds })
    .where(
      and(
        eq(meetingPlaces.villageId, place.villageId),
        eq(meetingPlaces.meetingId, place.meetingId),
        eq(meetingPlaces.placeNo, place.placeNo),
      ),
    )

/** With a vote and there, place by place. */
export async function presentByPlace(
  tx: Tx,
  meeting: Pick<MeetingRow, 'villageId' | 'id'>,
): Promise<Map<number, number>> {
  const { rows } = await tx.execute<{ placeNo: number; n: number }>(sql`
    select a.place_no as "placeNo", count(*)::int as n
      from attendances a join roll_now r on r.village_id = a.village_id and r.meeting_id = a.meeting_id
                                            and r.person_id = a.person_id
     where a.village_id = ${meeting.villageId} and a.meeting_id = ${meeting.id} and a.way = 'inHall'
       and a.left_at is null and r.votes
     group by 1`)
  return new Map(rows.map((row) => [row.placeNo, row.n]))
}
