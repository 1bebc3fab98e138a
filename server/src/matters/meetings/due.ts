/** What the clock does to meetings. Each looks again under the locks whether it is still to be done. */

import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { DueWork } from '#base/jobs/due.ts'
import type { Parts } from '#base/parts/parts.ts'
import { voidPoll } from '#matters/polls/void.ts'
import { pollClosed } from '#matters/proposals/decided.ts'
import { lockProposal } from '#matters/proposals/queries/proposals.ts'
import { tellOf } from '#matters/sittings/notice.ts'
import { leaveAll } from '#matters/sittings/queries/attend.ts'
import { loadMeeting, lockMeeting, pollsOf } from '#matters/sittings/queries/meetings.ts'
import { rollIds } from '#matters/sittings/queries/notices.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { afterOpenPolls } from './actions/attend.ts'
import { markEnded } from './actions/ended.ts'
import { isOver, isRunning, lockMeetingAndPolls } from './actions/standing.ts'
import { updateMeeting } from './queries/standing.ts'

/** 时段过半: what was not opened is adjourned; the chair names the time within the days of an adjournment. */
async function adjournHalfOver(parts: Parts, villageId: string, id: string, now: Date): Promise<void> {
  await inVillage(parts.db, villageId, async (tx) => {
    const { meeting, polls } = await lockUnended(tx, villageId, id)
    if (!meeting?.halfAt || now < meeting.halfAt) return
    const isSuspended = meeting.status === 'adjourned' && meeting.adjournedTo === null
    if (isSuspended || polls.some(isRunning) || !polls.some((poll) => poll.status === 'waiting')) return
    await updateMeeting(tx, meeting, { status: 'adjourned', adjournedTo: null })
    const leftAt = await afterOpenPolls(tx, meeting, now)
    await leaveAll(tx, { villageId, meetingId: id, by: null, leftAt })
    const everyone = await rollIds(tx, villageId, id)
    await tellOf(tx, parts, meeting, everyone, now, 'suspended')
    await tellScreens(tx, villageId, id)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'adjournMeeting',
      by: null,
      office: null,
      meetingId: id,
      payload: { because: 'windowHalfOver', told: everyone.length },
    })
  })
}

/** 过期: no time was named in the days of an adjournment. The polls are void, the matter waits for a new notice. */
async function lapse(parts: Parts, villageId: string, id: string, now: Date): Promise<void> {
  await inVillage(parts.db, villageId, async (tx) => {
    const waiting = (await pollsOf(tx, villageId, id)).filter((poll) => poll.status === 'waiting')
    const matters = [...new Set(waiting.map((poll) => poll.proposalId))].sort()
    const proposals = []
    for (const proposal of matters) proposals.push(await lockProposal(tx, villageId, proposal))
    const { meeting, polls } = await lockUnended(tx, villageId, id)
    if (!meeting || now < meeting.lapsesAt) return
    const made = []
    for (const poll of polls.filter((one) => one.status === 'waiting'))
      if (await voidPoll(tx, { villageId, pollId: poll.id, reason: 'adjourned', now })) made.push(poll)
    for (const proposal of proposals) {
      const poll = made.findLast((one) => one.proposalId === proposal.id)
      if (poll) await pollClosed(tx, parts, { poll, meeting, proposal, now })
    }
    const isEnded = (await pollsOf(tx, villageId, id)).every(isOver)
    if (isEnded) await markEnded(tx, meeting, now)
    if (made.length === 0 && !isEnded) return
    await tellScreens(tx, villageId, id)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'lapseMeeting',
      by: null,
      office: null,
      meetingId: id,
      payload: { polls: made.map((poll) => poll.id), ended: isEnded },
    })
  })
}

/** 散会 by the clock: every poll has its end. */
async function endOver(parts: Parts, villageId: string, id: string, now: Date): Promise<void> {
  await inVillage(parts.db, villageId, async (tx) => {
    const meeting = await lockMeeting(tx, villageId, id)
    if (meeting.status === 'ended' || !(await pollsOf(tx, villageId, id)).every(isOver)) return
    await markEnded(tx, meeting, now)
    await tellScreens(tx, villageId, id)
    await appendEvidence(tx, { villageId, at: now, act: 'endMeeting', by: null, office: null, meetingId: id })
  })
}

async function lockUnended(tx: Tx, villageId: string, id: string) {
  const { status } = await loadMeeting(tx, villageId, id)
  return status === 'ended' ? { meeting: null, polls: [] } : lockMeetingAndPolls(tx, villageId, id)
}

export const due: DueWork[] = [
  { name: 'adjournHalfOver', run: adjournHalfOver },
  { name: 'lapseMeeting', run: lapse },
  { name: 'endMeeting', run: endOver },
]
