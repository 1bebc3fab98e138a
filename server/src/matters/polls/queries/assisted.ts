import { sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import type { PollRow } from './polls.ts'

export type Helped = {
  /** Ballots of helpers that stand. */
  assisted: number
  /** Of these, whose voter was not reached, or says that it was not his choice. */
  unreached: number
  /** Of these again, whom only the helper signed in. */
  unreachedSignedIn: number
}

/** 代录: how many stand, and whose voters the oversight committee has reached. Never what was chosen. */
export async function helpedIn(tx: Tx, { villageId, id, meetingId }: PollRow): Promise<Helped> {
  const { rows } = await tx.execute<Helped>(sql`
    with helped as (
      select (select c.result from assist_calls c
               where c.village_id = e.village_id and c.poll_id = e.poll_id and c.person_id = e.person_id and c.version = e.version
               order by c.seq desc limit 1) is not distinct from 'reached' as reached, t.means = 'assisted' as signed
        from standing_envelopes e
        left join attendances t on t.village_id = e.village_id and t.meeting_id = ${meetingId}::uuid and t.person_id = e.person_id
       where e.village_id = ${villageId} and e.poll_id = ${id}::uuid and e.channel = 'assisted')
    select count(*)::int as assisted, count(*) filter (where not reached)::int as unreached,
           count(*) filter (where not reached and signed)::int as "unreachedSignedIn"
      from helped`)
  return rows[0] ?? { assisted: 0, unreached: 0, unreachedSignedIn: 0 }
}

/** 回避有争议: how many have cast a ballot whose recusal is contested and not judged. */
export async function contestedIn(
  tx: Tx,
  { villageId, id, meetingId, proposalId }: PollRow,
): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from recusals c
     where c.village_id = ${villageId} and c.meeting_id = ${meetingId}::uuid and c.proposal_id = ${proposalId}::uuid
       and c.withdrawn_at is null and c.contested_at is not null and c.upheld is null and c.mode <> 'disclose_only'
       and (exists (select from standing_envelopes e where e.village_id = c.village_id and e.poll_id = ${id}::uuid and e.person_id = c.person_id)
            or exists (select from slips_out s where s.village_id = c.village_id and s.poll_id = ${id}::uuid and s.person_id = c.person_id)
            or exists (select from hands_group h where h.village_id = c.village_id and h.poll_id = ${id}::uuid and h.person_id = c.person_id))`)
  return rows[0]?.n ?? 0
}
