import { and, asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { countSheets, setAsides } from '#base/database/schema/index.ts'
import type { PollRow } from './polls.ts'

export type SheetRow = typeof countSheets.$inferSelect

export type SlipOut = { personId: string; placeNo: number }
type OfPoll = Pick<PollRow, 'villageId' | 'id'>

/** 领票未退: persons whose newest line says handed out, and where. */
export async function slipsOut(tx: Tx, poll: OfPoll): Promise<SlipOut[]> {
  const { rows } = await tx.execute<SlipOut>(sql`
    select person_id as "personId", place_no as "placeNo" from slips_out
     where village_id = ${poll.villageId} and poll_id = ${poll.id}`)
  return rows
}

export async function insertSlips(
  tx: Tx,
  poll: PollRow,
  event: 'handedOut' | 'returned',
  list: readonly SlipOut[],
  { by, by2, at }: { by: string; by2: string | null; at: Date },
): Promise<void> {
  if (list.length === 0) return
  const column = <K extends keyof SlipOut>(name: K) => sql.param(list.map((one) => one[name]))
  await tx.execute(sql`
    insert into slips (village_id, poll_id, person_id, seq, event, place_no, by, by2, at)
    select ${poll.villageId}, ${poll.id}::uuid, p.id,
           coalesce((select max(s.seq) from slips s
                      where s.village_id = ${poll.villageId} and s.poll_id = ${poll.id} and s.person_id = p.id), 0) + 1,
           ${event}, p.place_no, ${by}::uuid, ${by2}::uuid, ${at.toISOString()}::timestamptz
      from unnest(${column('personId')}::uuid[], ${column('placeNo')}::int[]) as p(id, place_no)`)
}

export const sheetsOf = (tx: Tx, poll: OfPoll): Promise<SheetRow[]> =>
  tx
    .select()
    .from(countSheets)
    .where(and(eq(countSheets.villageId, poll.villageId), eq(countSheets.pollId, poll.id)))
    .orderBy(asc(countSheets.seq), asc(countSheets.at))

export async function insertSheet(tx: Tx, row: typeof countSheets.$inferInsert): Promise<void> {
  await tx.insert(countSheets).values(row)
}

export async function insertSetAside(tx: Tx, row: typeof setAsides.$inferInsert): Promise<void> {
  await tx.insert(setAsides).values(row)
}

/** Every ballot of a person that is not set aside yet, the newest first. */
export async function versionsNotAside(tx: Tx, poll: OfPoll, personId: string): Promise<number[]> {
  const { rows } = await tx.execute<{ version: number }>(sql`
    select e.version from envelopes e
     where e.village_id = ${poll.villageId} and e.poll_id = ${poll.id} and e.person_id = ${personId}
       and not exists (select from set_asides z where z.village_id = e.village_id and z.poll_id = e.poll_id
                        and z.person_id = e.person_id and z.version = e.version)
     order by e.version desc`)
  return rows.map((row) => row.version)
}
