/** 现场: a meeting's whole state as counts. No name and no person's id: the same for every screen. */
import type { MeetingNow } from '@cunyi/shared/api/meetings/shapes.ts'
import { type AyesNeeded, ayesNeeded } from '@cunyi/shared/poll/closing.ts'
import { invalidTold, quorumLine, type Tally } from '@cunyi/shared/poll/tally.ts'
import type { Tx } from '#base/database/connect.ts'
import { figuresFor, loadMeeting, pollsOf } from '#matters/sittings/queries/meetings.ts'
import { turnoutOf } from './queries/turnout.ts'

/** One view of the database: call it in a transaction of its own. */
export async function meetingNowOf(
  tx: Tx,
  villageId: string,
  meetingId: string,
  now: Date,
): Promise<MeetingNow> {
  const meeting = await loadMeeting(tx, villageId, meetingId)
  const polls = await pollsOf(tx, villageId, meetingId)
  const turnout = await turnoutOf(tx, villageId, meetingId)
  // The poll that people look at: the one that runs, else the next, else the last.
  const shown =
    polls.find((poll) => poll.status === 'open' || poll.status === 'counting') ??
    polls.find((poll) => poll.status === 'waiting') ??
    polls.at(-1)
  const times =
    shown?.status === 'waiting' || !shown ? {} : { openedAt: shown.openedAt, endsAt: shown.endsAt }
  const figures = await figuresFor(tx, meeting, shown?.proposalId ?? null, times)
  const line = shown ? quorumLine(figures, shown.rule) : null
  // Only the chair of a live poll ends it, and is told what that means.
  const ayes = new Map<string, AyesNeeded>()
  for (const poll of polls.filter((one) => one.status === 'open' && meeting.windowHours === 0)) {
    const own =
      poll === shown ? figures : await figuresFor(tx, meeting, poll.proposalId, { openedAt: poll.openedAt })
    ayes.set(poll.id, ayesNeeded(own, poll.rule))
  }
  return {
    meetingId,
    revision: meeting.revision,
    structure: meeting.structure,
    status: meeting.status,
    asOf: now.toISOString(),
    entitled: figures.entitled,
    present: line?.present ?? figures.presentInHall + figures.presentOnline,
    inHall: figures.presentInHall,
    online: figures.presentOnline,
    represented: figures.represented ?? 0,
    recused: figures.recusedPresent ?? 0,
    excused: figures.excused,
    quorumNeeded: line?.quorumNeeded ?? 0,
    quorumMissing: line?.quorumMissing ?? 0,
    quorumMet: line?.quorumMet ?? false,
    bothQuorums: line?.bothQuorums ?? null,
    notReached: figures.notReached,
    hallEnded: meeting.hallEndedAt !== null,
    windowEnd: meeting.windowEnd?.toISOString() ?? null,
    polls: polls.map((poll) => ({
      id: poll.id,
      proposalId: poll.proposalId,
      seq: poll.seq,
      status: poll.status,
      voted: turnout.get(poll.id)?.voted ?? 0,
      slipsOut: turnout.get(poll.id)?.slipsOut ?? 0,
      handsCalled: turnout.get(poll.id)?.handsCalled ?? 0,
      endsAt: poll.endsAt?.toISOString() ?? null,
      outcome: poll.outcome,
      ayes: ayes.get(poll.id) ?? null,
      counts: poll.status === 'closed' && poll.outcome !== 'noQuorum' ? countsOf(poll.figures) : null,
      voidReason: poll.voidReason,
    })),
  }
}

function countsOf(figures: Tally | null): MeetingNow['polls'][number]['counts'] {
  if (!figures) return null
  const tally = figures
  const { abstain, against, notCast, majorityBase: base, majorityNeeded: needed } = tally
  return { for: tally.for, against, abstain, invalid: invalidTold(tally), notCast, base, needed }
}
