/** 签到、离场、请假: who is where. Whoever writes here has locked the meeting's row. */

import { and, eq, getTableColumns, inArray, isNull, sql } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import type { Tx } from '#base/database/connect.ts'
import { insertMany } from '#base/database/rows.ts'
import { attendanceEvents } from '#base/database/schema/attendance.ts'
import { attendances, excuses, type meetingRoll } from '#base/database/schema/meetings.ts'
import { rollNow } from '#base/database/schema/views.ts'

export type AttendanceRow = typeof attendances.$inferSelect
export type RollRow = typeof meetingRoll.$inferSelect

/** On the roll and not struck. */
export const rollRows = (
  tx: Tx,
  villageId: string,
  meetingId: string,
  personIds: readonly string[],
): Promise<RollRow[]> =>
  tx
    .select()
    .from(rollNow)
    .where(
      and(
        eq(rollNow.villageId, villageId),
        eq(rollNow.meetingId, meetingId),
        inArray(rollNow.personId, [...personIds]),
      ),
    )

export async function rollRow(
  tx: Tx,
  villageId: string,
  meetingId: string,
  personId: string,
): Promise<RollRow | undefined> {
  return (await rollRows(tx, villageId, meetingId, [personId]))[0]
}

export const attendancesOf = (
  tx: Tx,
  villageId: string,
  meetingId: string,
  personIds: readonly string[],
): Promise<AttendanceRow[]> =>
  tx
    .select()
    .from(attendances)
    .where(
      and(
        eq(attendances.villageId, villageId),
        eq(attendances.meetingId, meetingId),
        inArray(attendances.personId, [...personIds]),
      ),
    )

export type EventRow = Omit<typeof attendanceEvents.$inferInsert, 'seq'>

/** 经过: whoever changes an attendance says so here, in the same transaction. */
export async function insertEvents(tx: Tx, rows: EventRow[]): Promise<void> {
  if (rows.length > 0) await tx.insert(attendanceEvents).values(rows)
}

/** Seen by the clerk. */
export const isSeen = ({ means, seenBy }: Pick<AttendanceRow, 'means' | 'seenBy'>) =>
  means === 'clerk' || seenBy !== null

export type NewAttendance = typeof attendances.$inferInsert

/** One attendance a person; the newest way stands. Each person once. */
export async function putAttendances(
  tx: Tx,
  arrivals: readonly { row: NewAttendance; before: AttendanceRow | undefined }[],
): Promise<void> {
  await insertMany(
    tx,
    attendanceEvents,
    arrivals.map(({ row, before }) => arrivalOf(row, before)),
  )
  const { villageId, meetingId, personId, ...changing } = getTableColumns(attendances)
  const changes = Object.values(changing).map(({ name }) => {
    const column = sql.identifier(toSnakeCase(name))
    return sql`${column} = excluded.${column}`
  })
  await insertMany(
    tx,
    attendances,
    arrivals.map(({ row, before }) => ({
      ...row,
      hallStep: row.hallStep === undefined ? (before?.hallStep ?? null) : row.hallStep,
      seenBy: row.seenBy ?? null,
      leftAt: row.leftAt ?? null,
      placeNo: row.placeNo ?? before?.placeNo ?? 0,
    })),
    sql`on conflict (village_id, meeting_id, person_id) do update set ${sql.join(changes, sql`, `)}`,
  )
}

/** 返回: who had left is back; anybody else comes, or changes from online to the hall. */
export const arrivalOf = (
  row: typeof attendances.$inferInsert,
  before: AttendanceRow | undefined,
): EventRow => ({
  villageId: row.villageId,
  meetingId: row.meetingId,
  personId: row.personId,
  kind: before?.leftAt ? 'returned' : row.way,
  way: row.way,
  seen: row.means === 'clerk',
  by: row.by,
  at: row.signedInAt,
})

/** 离场 of one who is there. */
export const departureOf = (row: AttendanceRow, by: string | null, at: Date): EventRow => ({
  villageId: row.villageId,
  meetingId: row.meetingId,
  personId: row.personId,
  kind: 'left',
  way: row.way,
  seen: row.means === 'clerk' || row.seenBy !== null,
  by,
  at,
})

export async function insertAttendances(tx: Tx, rows: (typeof attendances.$inferInsert)[]): Promise<void> {
  if (rows.length > 0) await tx.insert(attendances).values(rows)
}

const these = (villageId: string, meetingId: string, personIds: readonly string[]) =>
  and(
    eq(attendances.villageId, villageId),
    eq(attendances.meetingId, meetingId),
    inArray(attendances.personId, [...personIds]),
  )

export const updateAttendances = (
  tx: Tx,
  villageId: string,
  meetingId: string,
  personIds: readonly string[],
  changes: Partial<typeof attendances.$inferInsert>,
) =>
  tx
    .update(attendances)
    .set(changes)
    .where(these(villageId, meetingId, personIds))
    .returning({ personId: attendances.personId })

/** Everybody leaves: an adjourned meeting is signed into anew. */
export async function leaveAll(
  tx: Tx,
  {
    villageId,
    meetingId,
    by,
    leftAt,
  }: { villageId: string; meetingId: string; by: string | null; leftAt: Date },
): Promise<void> {
  const gone = await tx
    .update(attendances)
    .set({ leftAt })
    .where(
      and(
        eq(attendances.villageId, villageId),
        eq(attendances.meetingId, meetingId),
        isNull(attendances.leftAt),
      ),
    )
    .returning()
  await insertEvents(
    tx,
    gone.map((row) => departureOf(row, by, leftAt)),
  )
}

/** 误签到: the row goes, what led to it stays in the events. */
export const deleteAttendance = (tx: Tx, villageId: string, meetingId: string, personId: string) =>
  tx.delete(attendances).where(these(villageId, meetingId, [personId]))

/** By his own phone, whenever and however he came. */
export async function hasSignedInHimself(
  tx: Tx,
  villageId: string,
  meetingId: string,
  personId: string,
): Promise<boolean> {
  const [row] = await tx
    .select({ seq: attendanceEvents.seq })
    .from(attendanceEvents)
    .where(
      and(
        eq(attendanceEvents.villageId, villageId),
        eq(attendanceEvents.meetingId, meetingId),
        eq(attendanceEvents.personId, personId),
        eq(attendanceEvents.by, personId),
        inArray(attendanceEvents.kind, ['inHall', 'online', 'returned']),
      ),
    )
    .limit(1)
  return row !== undefined
}

export const deleteExcuse = (tx: Tx, villageId: string, meetingId: string, personId: string) =>
  tx
    .delete(excuses)
    .where(
      and(eq(excuses.villageId, villageId), eq(excuses.meetingId, meetingId), eq(excuses.personId, personId)),
    )

export async function putExcuse(tx: Tx, row: typeof excuses.$inferInsert): Promise<void> {
  await tx
    .insert(excuses)
    .values(row)
    .onConflictDoUpdate({
      target: [excuses.villageId, excuses.meetingId, excuses.personId],
      set: { reason: row.reason, by: row.by, at: row.at },
    })
}

/** 我会参加: who of them said so, and nothing after it. */
export async function haveSaidComing(
  tx: Tx,
  villageId: string,
  meetingId: string,
  personIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select distinct v.person_id as id from attendance_events v
     where v.village_id = ${villageId} and v.meeting_id = ${meetingId} and v.person_id = any(${sql.param([...personIds])}::uuid[])
       and v.kind = 'coming'
       and not exists (select from excuses e where e.village_id = v.village_id and e.meeting_id = v.meeting_id
                          and e.person_id = v.person_id)`)
  return new Set(rows.map((row) => row.id))
}

export const excusesOf = (tx: Tx, villageId: string, meetingId: string) =>
  tx
    .select()
    .from(excuses)
    .where(and(eq(excuses.villageId, villageId), eq(excuses.meetingId, meetingId)))
