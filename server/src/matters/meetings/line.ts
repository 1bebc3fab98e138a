/** 到会曲线 for screens and minutes: counts only, and where each poll's quorum was tested. */
import { attendanceLine, attendanceOf } from '@cunyi/shared/meeting/attendance-line.ts'
import { quorumLine } from '@cunyi/shared/poll/tally.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { ruleOf } from '#matters/polls/verdict.ts'
import { loadMeeting, type PollRow, pollsOf } from '#matters/sittings/queries/meetings.ts'
import { eventsOf, rollOf } from './queries/line.ts'

export const getAttendanceLine = (parts: Parts, villageId: string, meetingId: string) =>
  inVillage(parts.db, villageId, (tx) => lineOf(tx, villageId, meetingId))

/** The quorum is the first matter's: all matters of a meeting are before the same body. */
export async function lineOf(tx: Tx, villageId: string, meetingId: string) {
  const meeting = await loadMeeting(tx, villageId, meetingId)
  const polls = await pollsOf(tx, villageId, meetingId)
  const [first] = polls
  if (!first) throw new Refused('notFound')
  const roll = await rollOf(tx, meeting)
  const events = await eventsOf(tx, meeting)
  const rule = ruleOf(first)
  const empty = quorumLine(attendanceOf(new Map(), roll, meeting), rule)
  return {
    entitled: empty.entitled,
    quorumBase: empty.quorumBase,
    quorumNeeded: empty.quorumNeeded,
    points: attendanceLine(events, roll, rule, meeting).map(({ at, ...counts }) => ({
      at: at.toISOString(),
      ...counts,
    })),
    tests: polls.flatMap(testOf),
  }
}

function testOf({ id, proposalId, status, endsAt, closedAt, figures }: PollRow) {
  const at = endsAt ?? closedAt
  if (status !== 'closed' || !at || !figures) return []
  const { present, quorumNeeded, quorumMet } = figures
  return [{ pollId: id, proposalId, at: at.toISOString(), present, quorumNeeded, quorumMet }]
}
