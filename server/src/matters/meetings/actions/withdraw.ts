/** 撤销误记: what the clerk entered by mistake is taken back by two; both entries stay, and the figures follow. */

import type { Entry } from '@cunyi/shared/words/kinds.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { AttendanceKind } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, takeAct } from '#matters/acts/actions.ts'
import { ballotFacts } from '#matters/polls/queries/ballots.ts'
import { tellOf } from '#matters/sittings/notice.ts'
import {
  attendancesOf,
  deleteAttendance,
  deleteExcuse,
  excusesOf,
  hasSignedInHimself,
  insertEvents,
  updateAttendances,
} from '#matters/sittings/queries/attend.ts'
import type { MeetingRow, PollRow } from '#matters/sittings/queries/meetings.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { proxiesOf, recusalsOf, withdrawRecusal } from '../queries/standing.ts'
import { isOver, lockMeetingAndPolls } from './standing.ts'

type At = { villageId: string; meetingId: string; who: Caller; now: Date }
type Asked = { entry: Entry; proposalId?: string | undefined }

export const withdrawEntry = (
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  { personId, reason, ...asked }: Asked & { personId: string; reason: string },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    await mustBeMistaken(tx, meeting, polls, personId, asked)
    return proposeAct(tx, {
      what: 'withdrawEntry',
      villageId,
      proposalId: asked.proposalId ?? polls[0]?.proposalId ?? null,
      meetingId,
      personId,
      reason,
      asked,
      caller: who,
      now,
    })
  })

/** The entry as it stands, made by somebody else than the person himself; his own word and his ballot stay. */
async function mustBeMistaken(
  tx: Tx,
  meeting: MeetingRow,
  polls: readonly PollRow[],
  personId: string,
  { entry, proposalId }: Asked,
): Promise<void> {
  const { villageId, id: meetingId } = meeting
  if (polls.some((poll) => poll.status === 'counting')) throw new Refused('pollRunning')
  const [row] = await attendancesOf(tx, villageId, meetingId, [personId])
  if (entry === 'signIn') {
    if (!row) throw new Refused('entryNotThere')
    const own = row.means !== 'clerk' || (await hasSignedInHimself(tx, villageId, meetingId, personId))
    if (own || (await hasActed(tx, meeting, polls, personId))) throw new Refused('entryIsHisOwn')
    return
  }
  if (entry === 'leave') {
    // All leave when a meeting is adjourned: that is no slip.
    if (!row?.leftAt || row.leftAt < meeting.opensAt) throw new Refused('entryNotThere')
    return
  }
  const found =
    entry === 'excuse'
      ? (await excusesOf(tx, villageId, meetingId)).find((one) => one.personId === personId)
      : await recusalOf(tx, meeting, personId, proposalId)
  if (!found || found.by === personId) throw new Refused('entryNotThere')
  if (entry === 'recusal' && polls.filter((poll) => poll.proposalId === proposalId).every(isOver))
    throw new Refused('pollClosed')
}

const recusalOf = async (tx: Tx, { villageId, id }: MeetingRow, personId: string, proposalId?: string) =>
  (await recusalsOf(tx, villageId, id)).find(
    (one) => one.personId === personId && one.proposalId === proposalId && one.withdrawnAt === null,
  )

/** A ballot, a slip or a hand, of his own or of somebody he stands for, in any poll of the meeting. */
async function hasActed(tx: Tx, { villageId, id }: MeetingRow, polls: readonly PollRow[], personId: string) {
  const stands = (await proxiesOf(tx, villageId, id, [personId])).filter((one) => one.agentId === personId)
  const people = [personId, ...stands.map((one) => one.principalId)]
  for (const poll of polls.filter((one) => one.openedAt !== null)) {
    const facts = await ballotFacts(
      tx,
      poll,
      people.map((one) => ({ personId: one, castBy: null })),
    )
    if (facts.some((one) => one.envelope !== null || one.slip === 'handedOut' || one.handsCalled)) return true
  }
  return false
}

const KINDS: Record<Entry, AttendanceKind> = {
  signIn: 'neverCame',
  leave: 'stillHere',
  excuse: 'notExcused',
  recusal: 'notRecused',
}

/** Taken back; the person is told, and may sign in again. */
export const carryOutWithdrawal: CarryOut = (parts, act, second, now) => {
  const { villageId, meetingId, personId, by } = act
  if (!meetingId || !personId) throw new Refused('notFound')
  const { entry, proposalId } = act.asked as Asked
  return inVillage(parts.db, villageId, async (tx) => {
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    await takeAct(tx, act, second, now)
    await mustBeMistaken(tx, meeting, polls, personId, { entry, proposalId })
    const [row] = await attendancesOf(tx, villageId, meetingId, [personId])
    if (entry === 'signIn') await deleteAttendance(tx, villageId, meetingId, personId)
    if (entry === 'leave') await updateAttendances(tx, villageId, meetingId, [personId], { leftAt: null })
    if (entry === 'excuse') await deleteExcuse(tx, villageId, meetingId, personId)
    if (entry === 'recusal' && proposalId)
      await withdrawRecusal(tx, { villageId, meetingId, proposalId, personId }, now)
    await insertEvents(tx, [
      {
        villageId,
        meetingId,
        personId,
        kind: KINDS[entry],
        way: entry === 'leave' || entry === 'signIn' ? (row?.way ?? null) : null,
        proposalId: proposalId ?? null,
        by: second.personId,
        at: now,
      },
    ])
    await tellOf(tx, parts, meeting, [personId], now, 'takenBack')
    await tellScreens(tx, villageId, meetingId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'withdrawEntry',
      by,
      office: act.as,
      meetingId,
      ...(proposalId ? { proposalId } : {}),
      payload: { person: personId, entry, second: second.personId, actId: act.id, after: act.reason },
    })
    return null
  })
}
