/** 作废: the poll ends without a result. Its envelopes stay sealed for ever, its key is destroyed unopened. */

import { meetingOverAt } from '@cunyi/shared/meeting/times.ts'
import type { VoidReason } from '@cunyi/shared/poll/void-reasons.ts'
import type { Stage } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import { setOverAt } from '#matters/sittings/queries/meetings.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { settle } from '#village/duties/actions.ts'
import { lockPoll, lockPolls } from './queries/lock.ts'
import { findMeetingOf, findPoll, type PollRow, runningPollsOf, updatePoll } from './queries/polls.ts'

/**
 * Makes one poll void, under its exclusive lock. False: it was closed or void already, and nothing changes.
 * It tells the screens; evidence is the caller's. The key is destroyed by the polls' due work after the commit.
 */
export async function voidPoll(
  tx: Tx,
  {
    villageId,
    pollId,
    reason,
    now,
  }: { villageId: string; pollId: string; reason: VoidReason | string; now: Date },
): Promise<boolean> {
  await lockPoll(tx, pollId)
  const poll = await findPoll(tx, villageId, pollId)
  if (!poll || poll.status === 'closed' || poll.status === 'void') return false
  await updatePoll(tx, poll, { status: 'void', outcome: 'void', voidReason: reason, closedAt: now })
  const meeting = await findMeetingOf(tx, poll)
  await settle(tx, villageId, 'agreeCount', pollId, now)
  await setOverAt(tx, meeting, meetingOverAt(now, meeting.windowHours))
  await tellScreens(tx, villageId, poll.meetingId)
  return true
}

/** Every running poll of a proposal (its withdrawal, a substantive amendment). Answers which were made void. */
export async function voidPollsOf(
  tx: Tx,
  {
    villageId,
    proposalId,
    reason,
    now,
    exceptAt,
  }: {
    villageId: string
    proposalId: string
    reason: VoidReason | string
    now: Date
    /** Those of meetings at this stage go on. */
    exceptAt?: Stage
  },
): Promise<PollRow[]> {
  const running = await runningPollsOf(tx, villageId, proposalId, exceptAt)
  await lockPolls(
    tx,
    running.map((poll) => poll.id),
  )
  const made: PollRow[] = []
  for (const poll of running)
    if (await voidPoll(tx, { villageId, pollId: poll.id, reason, now })) made.push(poll)
  return made
}
