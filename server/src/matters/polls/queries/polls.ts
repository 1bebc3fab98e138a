import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { Office, Stage } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { prepared } from '#base/database/prepared.ts'
import { meetings, polls, proposals } from '#base/database/schema/index.ts'
import type { Line } from '#base/database/trips.ts'
import { officesOf } from '#village/people/queries/people.ts'

export type PollRow = typeof polls.$inferSelect
export type { ChannelCounts } from '@cunyi/shared/poll/small-group.ts'

export async function findPoll(tx: Tx, villageId: string, pollId: string): Promise<PollRow | null> {
  const rows = await tx
    .select()
    .from(polls)
    .where(and(eq(polls.villageId, villageId), eq(polls.id, pollId)))
  return rows[0] ?? null
}

type PollAsked = { village: string; poll: string }
const POLL = prepared<PollAsked>('poll', (of) => {
  const columns = Object.entries(getTableColumns(polls)).map(
    ([key, column]) => sql`${column} as ${sql.identifier(key)}`,
  )
  return sql`select ${sql.join(columns, sql`, `)} from ${polls}
              where ${polls.villageId} = ${of('village')} and ${polls.id} = ${of('poll')}`
})
/** The same for a batch of ballots. */
export const askPoll = async (line: Line, village: string, poll: string): Promise<PollRow | null> =>
  (await line.ask<PollRow, PollAsked>(POLL, { village, poll }))[0] ?? null

export const pollsOfMeeting = (tx: Tx, villageId: string, meetingId: string): Promise<PollRow[]> =>
  tx
    .select()
    .from(polls)
    .where(and(eq(polls.villageId, villageId), eq(polls.meetingId, meetingId)))
    .orderBy(asc(polls.seq), asc(polls.id))

export async function updatePoll(
  tx: Tx,
  poll: Pick<PollRow, 'villageId' | 'id'>,
  changes: Partial<typeof polls.$inferInsert>,
): Promise<void> {
  await tx
    .update(polls)
    .set(changes)
    .where(and(eq(polls.villageId, poll.villageId), eq(polls.id, poll.id)))
}

/** Polls of a proposal that still run or wait. */
export const runningPollsOf = (
  tx: Tx,
  villageId: string,
  proposalId: string,
  exceptAt?: Stage,
): Promise<PollRow[]> =>
  tx
    .select()
    .from(polls)
    .where(
      and(
        eq(polls.villageId, villageId),
        eq(polls.proposalId, proposalId),
        inArray(polls.status, ['waiting', 'open', 'counting']),
        exceptAt
          ? sql`not exists (select from meetings m where m.village_id = ${polls.villageId} and m.id = ${polls.meetingId} and m.stage = ${exceptAt})`
          : undefined,
      ),
    )
    .orderBy(asc(polls.id))

/** The proposal's row is locked before its polls; see lock.ts. */
export async function lockProposalOf(tx: Tx, villageId: string, pollId: string): Promise<void> {
  await tx.execute(sql`
    select 1 from ${proposals} p
     where p.village_id = ${villageId}
       and p.id = (select proposal_id from polls where village_id = ${villageId} and id = ${pollId})
       for no key update`)
}

export async function findMeetingOf(tx: Tx, poll: Pick<PollRow, 'villageId' | 'meetingId'>) {
  const rows = await tx
    .select()
    .from(meetings)
    .where(and(eq(meetings.villageId, poll.villageId), eq(meetings.id, poll.meetingId)))
  const meeting = rows[0]
  if (!meeting) throw new Error('A poll without its meeting.')
  return meeting
}

/** On the frozen roll with a vote. */
export async function entitledOf(tx: Tx, poll: Pick<PollRow, 'villageId' | 'meetingId'>): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n from roll_now
     where village_id = ${poll.villageId} and meeting_id = ${poll.meetingId} and votes`)
  return rows[0]?.n ?? 0
}

/** The first poll that opens begins the sitting. */
export async function startSession(tx: Tx, poll: Pick<PollRow, 'villageId' | 'meetingId'>): Promise<void> {
  await tx
    .update(meetings)
    .set({ status: 'inSession' })
    .where(
      and(
        eq(meetings.villageId, poll.villageId),
        eq(meetings.id, poll.meetingId),
        inArray(meetings.status, ['scheduled', 'adjourned']),
      ),
    )
}

/** Whose proxy this person may cast: the proxy's state, or null where there never was one. */
export async function proxyOf(
  tx: Tx,
  poll: PollRow,
  principalId: string,
  agentId: string,
): Promise<{ revoked: boolean } | null> {
  const { rows } = await tx.execute<{ revoked: boolean }>(sql`
    select revoked_at is not null as revoked from proxies
     where village_id = ${poll.villageId} and meeting_id = ${poll.meetingId}
       and principal_id = ${principalId}::uuid and agent_id = ${agentId}::uuid
     order by revoked_at nulls first limit 1`)
  return rows[0] ?? null
}

/** An interest in this poll's matter, whatever its mode; contested, until it is judged to be none. */
export async function hasInterest(tx: Tx, poll: PollRow, personId: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select 1 from recusals where village_id = ${poll.villageId} and meeting_id = ${poll.meetingId}
       and proposal_id = ${poll.proposalId} and person_id = ${personId}::uuid
       and withdrawn_at is null and upheld is distinct from false`)
  return rows.length > 0
}

export async function isOnRoll(tx: Tx, poll: PollRow, personId: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select 1 from roll_now where village_id = ${poll.villageId} and meeting_id = ${poll.meetingId}
       and person_id = ${personId}::uuid`)
  return rows.length > 0
}

/** Whether somebody holds one of these offices on the day of `at`. */
export async function holdsOffice(
  tx: Tx,
  villageId: string,
  personId: string,
  wanted: readonly Office[],
  at: Date,
): Promise<boolean> {
  const held = await officesOf(tx, villageId, personId, shanghaiDate(at))
  return held.some((office) => wanted.includes(office))
}
