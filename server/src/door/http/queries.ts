import { sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'

/** What a request's path names. */
export type Named = Partial<
  Record<'meeting' | 'poll' | 'proposal' | 'disclosure' | 'objection', string | undefined>
>
export type About = { meetingId: string | null; proposalId: string | null }

/** The meeting and the matter that these belong to, where this village has them. */
export async function findSubject(tx: Tx, villageId: string, named: Named): Promise<About | undefined> {
  const { meeting, poll, proposal, disclosure, objection } = named
  const of = (id: string) => sql`village_id = ${villageId} and id = ${id}::uuid`
  const asked = poll
    ? sql`select meeting_id as "meetingId", proposal_id as "proposalId" from polls where ${of(poll)}`
    : meeting
      ? sql`select id as "meetingId", null as "proposalId" from meetings where ${of(meeting)}`
      : proposal
        ? sql`select null as "meetingId", id as "proposalId" from proposals where ${of(proposal)}`
        : disclosure
          ? sql`select null as "meetingId", proposal_id as "proposalId" from disclosures where ${of(disclosure)}`
          : objection
            ? sql`select null as "meetingId", proposal_id as "proposalId" from objections where ${of(objection)}`
            : null
  if (!asked) return undefined
  const { rows } = await tx.execute<About>(asked)
  return rows[0]
}
