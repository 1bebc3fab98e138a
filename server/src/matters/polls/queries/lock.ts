import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { prepared } from '#base/database/prepared.ts'
import type { Line } from '#base/database/trips.ts'

/**
 * 表决锁: batches of ballots hold a poll's lock shared; whatever changes who may vote, or how, holds it exclusively
 * (hand-out and return of slips, set-aside, recusal, roll correction, revocation of a proxy, closing, void).
 * A batch that does not get it at once comes again (base/parts/lanes.ts); it gets none while somebody waits for it
 * exclusively, so a stream of voters cannot starve the closing. Held until the transaction ends.
 *
 * Order in every transaction that takes several: the proposal's row, then polls by id, then the meeting's row
 * (tellScreens), and the evidence chain last.
 */
const keyOf = (poll: SQL) => sql`hashtextextended(${poll}::uuid::text, 0)`

export async function lockPoll(tx: Tx, pollId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${keyOf(sql`${pollId}`)})`)
}

/** Several polls, always in the same order, so that two who lock the same ones cannot block each other. */
export async function lockPolls(tx: Tx, pollIds: Iterable<string>): Promise<void> {
  for (const id of [...new Set(pollIds)].sort()) await lockPoll(tx, id)
}

const SHARED = prepared<{ poll: string }>(
  'share_poll',
  (of) => sql`select pg_try_advisory_xact_lock_shared(${keyOf(of('poll'))}) as shared`,
)
/** For a batch of ballots; false: somebody holds the poll, or waits to. Nobody waits for it with a connection in hand. */
export function sharePoll(line: Line, poll: string): Promise<boolean> {
  const shared = line
    .ask<{ shared: boolean }, { poll: string }>(SHARED, { poll })
    .then(([row]) => row?.shared === true)
  // Told by whoever waits for it; nobody may by then.
  shared.catch(() => {})
  return shared
}
