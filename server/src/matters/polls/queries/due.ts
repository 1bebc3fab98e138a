import { sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import type { MeetingRow } from '#matters/sittings/queries/meetings.ts'

export async function namesInUse(tx: Tx): Promise<Set<string>> {
  const { rows } = await tx.execute<{ name: string }>(
    sql`select key_name as name from across_poll_key_names()`,
  )
  return new Set(rows.map((row) => row.name))
}

/** The last instant at which a server was known to serve; the row stays locked until the transaction ends. */
export async function lastAlive(tx: Tx): Promise<Date | null> {
  const { rows } = await tx.execute<{ at: Date }>(sql`select at from alive where id = 1 for update`)
  return rows[0] ? new Date(rows[0].at) : null
}

export async function setAlive(tx: Tx, at: Date): Promise<void> {
  const instant = at.toISOString()
  await tx.execute(sql`
    insert into alive (id, at) values (1, ${instant}::timestamptz)
    on conflict (id) do update set at = greatest(alive.at, excluded.at)`)
}

/** In the transaction that moves the beat: an outage is noted in every village where a window was open. */
export async function insertOutage(tx: Tx, villageId: string, from: Date, to: Date): Promise<void> {
  await tx.execute(sql`select set_config('app.village', ${villageId}, true)`)
  await tx.execute(sql`
    insert into outages (village_id, "from", "to")
    values (${villageId}, ${from.toISOString()}::timestamptz, ${to.toISOString()}::timestamptz)`)
}

/** Outages that touch a span, cut to it. */
export async function outagesWithin(
  tx: Tx,
  villageId: string,
  from: Date,
  to: Date,
): Promise<Array<{ from: Date; to: Date }>> {
  const { rows } = await tx.execute<{ from: Date; to: Date }>(sql`
    select "from", "to" from outages
     where village_id = ${villageId} and "to" > ${from.toISOString()}::timestamptz and "from" < ${to.toISOString()}::timestamptz
     order by "from"`)
  return rows.map((row) => ({ from: new Date(row.from), to: new Date(row.to) }))
}

/** Moves the window's end, and that of the polls still open in it, once. */
export async function extendWindow(
  tx: Tx,
  meeting: MeetingRow,
  { windowEnd, remindAt }: { windowEnd: Date; remindAt: Date | null },
  seconds: number,
): Promise<void> {
  const end = windowEnd.toISOString()
  await tx.execute(sql`
    update meetings set window_end = ${end}::timestamptz, remind_at = ${remindAt?.toISOString() ?? null}::timestamptz, extended_by = ${seconds}
     where village_id = ${meeting.villageId} and id = ${meeting.id}`)
  await tx.execute(sql`
    update polls set ends_at = ${end}::timestamptz
     where village_id = ${meeting.villageId} and meeting_id = ${meeting.id} and status = 'open'`)
}
