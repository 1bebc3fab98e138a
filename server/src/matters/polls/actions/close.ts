import { closesItself, whyNotClose } from '@cunyi/shared/poll/poll.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { Outcome, PollStatus } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { mayJump } from '#base/system/config.ts'
import type { Caller } from '#door/session/caller.ts'
import { lockProposal } from '#matters/proposals/queries/proposals.ts'
import { lockMeeting, type MeetingRow, presenceFor } from '#matters/sittings/queries/meetings.ts'
import { destroyKey } from '../destroy.ts'
import { refuseHeld } from '../held.ts'
import { beat, extendIfInterrupted } from '../outage.ts'
import { handsOf } from '../queries/hands.ts'
import { lockPoll } from '../queries/lock.ts'
import { findPoll, type PollRow } from '../queries/polls.ts'
import { votedBy } from '../queries/results.ts'
import { slipsOut } from '../queries/slips.ts'
import { type Ending, endVoting, openBox } from '../settle.ts'
import { agreedOf, heapsOf, sheetPairs } from '../sheets.ts'
import { ruleOf } from '../verdict.ts'

export type Closed = { status: PollStatus; outcome: Outcome | null }
const closedOf = (poll: PollRow): Closed => ({ status: poll.status, outcome: poll.outcome })

/**
 * 结束表决 by the chair: live polls only. Voting ends at this instant; the box is opened two seconds later on the
 * clock, when what was read in time has been settled. Everybody who closes the same poll is told the same.
 */
export async function closePoll(
  parts: Parts,
  asked: { villageId: string; meetingId: string; pollId: string; caller: Caller; now: Date },
): Promise<Closed> {
  const { villageId, meetingId, pollId, caller, now } = asked
  const ended = await ending(parts, villageId, pollId, async (tx, { poll, meeting, proposal }) => {
    if (poll.meetingId !== meetingId) throw new Refused('notFound')
    if (poll.status === 'counting' || poll.status === 'closed') return poll
    const { openedAt } = poll
    must(
      whyNotClose({
        isChair: meeting.chairId === caller.personId,
        status: poll.status,
        windowHours: meeting.windowHours,
        windowEnd: poll.endsAt,
        openedAt,
        now,
        rule: ruleOf(poll),
        toVote: poll.status === 'open' ? await stillToVote(tx, poll, meeting, now) : 0,
      }),
    )
    return endVoting(tx, parts, { poll, meeting, proposal, at: now, by: caller.personId, now })
  })
  if (!ended) throw new Refused('notFound')
  if (ended.status !== 'counting' || !ended.boxAt) return closedOf(ended)
  // A clock that stands still is put forward by whoever tests; the due work opens the box then.
  if (parts.config.clock) return closedOf(ended)
  await parts.clock.sleepUntil(ended.boxAt, parts.stopping)
  return (await openBoxOf(parts, villageId, pollId)) ?? closedOf(ended)
}

/** Who are there and may vote, and have neither ballot nor slip nor been called to raise their hands. */
async function stillToVote(tx: Tx, poll: PollRow, meeting: MeetingRow, now: Date): Promise<number> {
  const { openedAt, proposalId } = poll
  const taken = new Set([
    ...(await votedBy(tx, poll)).keys(),
    ...[...(await slipsOut(tx, poll)), ...(await handsOf(tx, poll))].map((one) => one.personId),
  ])
  const there = await presenceFor(tx, meeting, { openedAt, endsAt: now, proposalId })
  return there.filter((one) => one.votes && one.present && !one.recused && !taken.has(one.personId)).length
}

/** The end of a window, by the clock. Not yet there, or ended already: nothing happens. */
export async function endByClock(parts: Parts, villageId: string, pollId: string, now: Date): Promise<void> {
  // A gap that has just ended is noted before the window is.
  if (!mayJump(parts.config)) await beat(parts, now)
  await ending(parts, villageId, pollId, async (tx, { poll, meeting, proposal }) => {
    if (poll.status !== 'open' || !poll.endsAt || now < poll.endsAt) return null
    if (await extendIfInterrupted(tx, parts, meeting, now)) return null
    return endVoting(tx, parts, { poll, meeting, proposal, at: poll.endsAt, by: null, now })
  })
}

/**
 * 开箱: one transaction under the poll's exclusive lock. Whoever comes second finds it closed and is told the
 * result. Null: it is not time yet, or the tellers' counts are still awaited.
 */
export async function openBoxOf(parts: Parts, villageId: string, pollId: string): Promise<Closed | null> {
  const closed = await ending(parts, villageId, pollId, async (tx, { poll, meeting, proposal }) => {
    if (poll.status === 'closed' || poll.status === 'void') return poll
    if (poll.status !== 'counting' || !poll.endsAt) return null
    const now = parts.clock.now()
    const heaps = await heapsOf(tx, poll)
    const sums = agreedOf(heaps)
    const step = closesItself({
      now,
      end: poll.endsAt,
      live: meeting.windowHours === 0,
      quorumMet: true,
      heaps: heaps.map((heap) => ({ issued: heap.issued, sheets: sheetPairs(heap) })),
    })
    if (step !== 'close' || !sums) return null
    return openBox(tx, parts, { poll, meeting, proposal, heaps: sums, now })
  })
  if (!closed) return null
  // The result stands, whatever becomes of the key here; the due work tries until it is gone.
  await destroyKey(parts, villageId, pollId, parts.clock.now()).catch((err) =>
    parts.log.error({ err }, 'a poll key could not be destroyed yet'),
  )
  return closedOf(closed)
}

/** Loads and locks what an ending touches, always in this order: matter, poll, meeting. */
export async function ending<T>(
  parts: Parts,
  villageId: string,
  pollId: string,
  fn: (tx: Tx, facts: Ending) => Promise<T>,
): Promise<T | null> {
  return inVillage(parts.db, villageId, async (tx) => {
    const first = await findPoll(tx, villageId, pollId)
    if (!first) return null
    const proposal = await lockProposal(tx, villageId, first.proposalId)
    await lockPoll(tx, pollId)
    const poll = (await findPoll(tx, villageId, pollId)) as PollRow
    await refuseHeld(parts, poll)
    const meeting = await lockMeeting(tx, villageId, poll.meetingId)
    return fn(tx, { poll, meeting, proposal })
  })
}
