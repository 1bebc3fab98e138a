/** What recusal, proxies and corrections have in common: the meeting's polls are locked, then looked at. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import { ballotFacts } from '#matters/polls/queries/ballots.ts'
import { lockPolls } from '#matters/polls/queries/lock.ts'
import { openVersion } from '#matters/polls/verdict.ts'
import { lockMeeting, type MeetingRow, type PollRow, pollsOf } from '#matters/sittings/queries/meetings.ts'

export const isRunning = (poll: PollRow): boolean => poll.status === 'open' || poll.status === 'counting'
export const isOver = (poll: PollRow): boolean => poll.status === 'closed' || poll.status === 'void'

/** Locks polls first and the meeting's row then: the order of every transaction that takes both. */
export async function lockMeetingAndPolls(
  tx: Tx,
  villageId: string,
  meetingId: string,
): Promise<{ meeting: MeetingRow; polls: PollRow[] }> {
  const ids = (await pollsOf(tx, villageId, meetingId)).filter((poll) => !isOver(poll)).map((poll) => poll.id)
  await lockPolls(tx, ids)
  const meeting = await lockMeeting(tx, villageId, meetingId)
  if (meeting.status === 'ended') throw new Refused('meetingOver')
  return { meeting, polls: await pollsOf(tx, villageId, meetingId) }
}

/** A recorded ballot, a slip that is out or a hand that was called, in a poll that runs. */
export async function hasBallot(tx: Tx, polls: readonly PollRow[], personId: string): Promise<boolean> {
  for (const poll of polls.filter(isRunning)) {
    const [facts] = await ballotFacts(tx, poll, [{ personId, castBy: null }])
    if (facts && (openVersion(facts) === null || facts.slip === 'handedOut' || facts.handsCalled)) return true
  }
  return false
}

export async function mustHaveNoBallot(tx: Tx, polls: readonly PollRow[], personId: string): Promise<void> {
  if (await hasBallot(tx, polls, personId)) throw new Refused('ballotStands')
}
