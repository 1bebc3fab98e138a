import { sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import type { PollRow } from './polls.ts'

/** The entry with which the poll opened: its chain begins there. */
export async function openingOf(
  tx: Tx,
  { villageId, meetingId, id }: PollRow,
): Promise<{ seq: number; prevLink: string } | null> {
  const { rows } = await tx.execute<{ seq: number; prevLink: string }>(sql`
    select seq, prev_link as "prevLink" from evidence
     where village_id = ${villageId} and meeting_id = ${meetingId} and act = 'openPoll' and payload->>'pollId' = ${id}
     order by seq desc limit 1`)
  return rows[0] ?? null
}
