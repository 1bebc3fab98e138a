import type { AttendanceEvent, OnRoll } from '@cunyi/shared/meeting/attendance-line.ts'
import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { attendanceEvents } from '#base/database/schema/attendance.ts'
import { rollNow } from '#base/database/schema/views.ts'
import type { MeetingRow } from '#matters/sittings/queries/meetings.ts'

/** 经过 of one meeting, in the order in which it happened. */
export const eventsOf = (tx: Tx, { villageId, id }: MeetingRow): Promise<AttendanceEvent[]> =>
  tx
    .select({
      personId: attendanceEvents.personId,
      kind: attendanceEvents.kind,
      at: attendanceEvents.at,
      way: attendanceEvents.way,
      seen: attendanceEvents.seen,
      agentId: attendanceEvents.agentId,
    })
    .from(attendanceEvents)
    .where(and(eq(attendanceEvents.villageId, villageId), eq(attendanceEvents.meetingId, id)))
    .orderBy(asc(attendanceEvents.at), asc(attendanceEvents.seq))

export const rollOf = (tx: Tx, { villageId, id }: MeetingRow): Promise<OnRoll[]> =>
  tx
    .select({
      personId: rollNow.personId,
      votes: rollNow.votes,
      member: rollNow.member,
      isWoman: rollNow.isWoman,
      households: rollNow.households,
    })
    .from(rollNow)
    .where(and(eq(rollNow.villageId, villageId), eq(rollNow.meetingId, id)))
