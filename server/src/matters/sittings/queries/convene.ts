/** SQL of a convening: the meeting, its agenda, its frozen roll, its polls, its notices. */
import type { RollEntry } from '@cunyi/shared/people/rolls.ts'
import { sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { agendaItems, meetings } from '#base/database/schema/meetings.ts'
import { polls } from '#base/database/schema/polls.ts'

export async function insertMeeting(
  tx: Tx,
  meeting: typeof meetings.$inferInsert & { id: string },
  proposalIds: readonly string[],
  pollRows: (typeof polls.$inferInsert)[],
): Promise<void> {
  const { villageId, id: meetingId } = meeting
  await tx.insert(meetings).values(meeting)
  await tx
    .insert(agendaItems)
    .values(proposalIds.map((proposalId, seq) => ({ villageId, meetingId, proposalId, seq })))
  await insertPolls(tx, pollRows)
}

export const insertPolls = (tx: Tx, rows: (typeof polls.$inferInsert)[]) => tx.insert(polls).values(rows)

/** The roll as shared's `rollFor` answered it, person by person, in one statement whatever its size. */
export async function insertRoll(
  tx: Tx,
  { villageId, meetingId }: { villageId: string; meetingId: string },
  entries: readonly RollEntry[],
  householdOf: (personId: string) => string | null,
): Promise<void> {
  const rows = entries.map((entry) => ({
    person: entry.personId,
    votes: entry.votes,
    member: entry.member,
    capacities: entry.capacity,
    woman: entry.woman,
    households: entry.households.length,
    household: householdOf(entry.personId),
  }))
  await tx.execute(sql`
    insert into meeting_roll (village_id, meeting_id, person_id, votes, member, capacities, is_woman, households, household_id)
    select ${villageId}, ${meetingId}::uuid, person, votes, member, capacities, woman, households, household
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(person uuid, votes boolean, member boolean, capacities jsonb, woman boolean, households int, household uuid)`)
}

/**
 * 通知: posted in-app for everyone on the roll; given to those who can be reached by phone. The rest stand on the
 * clerk's list until they read it or are called. Again for the same person: it begins anew.
 */
export async function insertNotices(
  tx: Tx,
  { villageId, meetingId }: { villageId: string; meetingId: string },
  personIds: readonly string[],
  now: Date,
): Promise<void> {
  await tx.execute(sql`
    insert into notices (village_id, meeting_id, person_id, channel, given_at)
    select village_id, ${meetingId}::uuid, id, case when phone_index is null then 'inApp' else 'phone' end,
           case when phone_index is not null then ${now.toISOString()}::timestamptz end
      from people
     where village_id = ${villageId}
       and id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(personIds)}::jsonb))
    on conflict (village_id, meeting_id, person_id) do update
       set channel = excluded.channel, given_at = excluded.given_at, read_at = null, called_at = null, called_by = null`)
}
