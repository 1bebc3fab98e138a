import { sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'

export type Turnout = { pollId: string; voted: number; slipsOut: number; handsCalled: number }

/** How many have voted in each poll of a meeting, and how many slips are out or hands called: never what. */
export async function turnoutOf(tx: Tx, villageId: string, meetingId: string): Promise<Map<string, Turnout>> {
  const { rows } = await tx.execute<Turnout>(sql`
    select p.id as "pollId",
           (select count(*) from standing_envelopes e where e.village_id = p.village_id and e.poll_id = p.id)::int as voted,
           (select count(*) from slips_out s where s.village_id = p.village_id and s.poll_id = p.id)::int as "slipsOut",
           (select count(*) from hands_group h where h.village_id = p.village_id and h.poll_id = p.id)::int as "handsCalled"
      from polls p
     where p.village_id = ${villageId} and p.meeting_id = ${meetingId}`)
  return new Map(rows.map((row) => [row.pollId, row]))
}
