/** SQL of a convening: the meeting, its agenda, its frozen roll, its polls, its notices. */
import type { RollEntry } from '@cunyi/shared/rolls.ts'
import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Tx } from '../../database/connect.ts'
import { agendaItems, meetingRoll, meetings, notices } from '../../database/schema/meetings.ts'
import { people } from '../../database/schema/people.ts'
import { polls } from '../../database/schema/polls.ts'

const PIECE = 1000

async function inPieces<T>(rows: readonly T[], write: (piece: T[]) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < rows.length; i += PIECE) await write(rows.slice(i, i + PIECE))
}

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
  await tx.insert(polls).values(pollRows)
}

/** The roll as shared's `rollFor` answered it, person by person. */
export async function insertRoll(
  tx: Tx,
  { villageId, meetingId }: { villageId: string; meetingId: string },
  entries: readonly RollEntry[],
  householdOf: (personId: string) => string | null,
): Promise<void> {
  const rows = entries.map((entry) => ({
    villageId,
    meetingId,
    personId: entry.personId,
    votes: entry.votes,
    member: entry.member,
    capacities: entry.capacity as string[],
    isWoman: entry.woman,
    households: entry.households.length,
    householdId: householdOf(entry.personId),
  }))
  await inPieces(rows, (piece) => tx.insert(meetingRoll).values(piece))
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
  const phones = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.villageId, villageId), isNotNull(people.phoneIndex)))
  const reachable = new Set(phones.map((row) => row.id))
  const rows = personIds.map((personId) => ({
    villageId,
    meetingId,
    personId,
    channel: reachable.has(personId) ? 'phone' : 'inApp',
    givenAt: reachable.has(personId) ? now : null,
    readAt: null,
    calledAt: null,
    calledBy: null,
  }))
  await inPieces(rows, (piece) =>
    tx
      .insert(notices)
      .values(piece)
      .onConflictDoUpdate({
        target: [notices.villageId, notices.meetingId, notices.personId],
        set: {
          channel: sql`excluded.channel`,
          givenAt: sql`excluded.given_at`,
          readAt: sql`excluded.read_at`,
          calledAt: sql`excluded.called_at`,
          calledBy: sql`excluded.called_by`,
        },
      }),
  )
}
