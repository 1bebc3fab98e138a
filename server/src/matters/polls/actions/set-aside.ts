import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, takeAct } from '#matters/acts/actions.ts'
import { tellOf } from '#matters/sittings/notice.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { sealOf } from '../key-cache.ts'
import { lockPoll } from '../queries/lock.ts'
import { findMeetingOf, findPoll, type PollRow } from '../queries/polls.ts'
import { insertSetAside, versionsNotAside } from '../queries/slips.ts'

type Asked = {
  villageId: string
  pollId: string
  personId: string
  reason: string
  caller: Caller
  now: Date
}

/**
 * 剔除: a wrongful envelope is set aside unopened before closing, by two: the chair and somebody of the oversight
 * committee, whoever of them comes first. Until the other has said yes it stands.
 */
export const setAsideEnvelope = (parts: Parts, { villageId, pollId, personId, reason, caller, now }: Asked) =>
  inVillage(parts.db, villageId, async (tx) => {
    const { poll, meeting } = await openPoll(tx, villageId, pollId, now)
    // Nobody sets his own ballot aside.
    if (personId === caller.personId) throw new Refused('secondPersonNeeded')
    const [version] = await mustHave(tx, poll, personId)
    return proposeAct(tx, {
      what: 'setAsideEnvelope',
      villageId,
      proposalId: poll.proposalId,
      meetingId: meeting.id,
      pollId,
      personId,
      reason,
      asked: { version },
      caller,
      now,
    })
  })

/** The voter is told, and his next version is open to him. */
export const carryOutSetAside: CarryOut = (parts, act, second, now) => {
  const { villageId, pollId, personId, by, reason } = act
  if (!pollId || !personId || reason === null) throw new Refused('notFound')
  return inVillage(parts.db, villageId, async (tx) => {
    const { poll, meeting } = await openPoll(tx, villageId, pollId, now)
    await takeAct(tx, act, second, now)
    const standing = await mustHave(tx, poll, personId)
    const [version] = standing
    // He has voted himself meanwhile: that ballot is not the wrongful one.
    if (version !== act.asked.version) throw new Refused('actNotWaiting')
    const two = { by, by2: second.personId, reason, at: now }
    // An earlier one, which this had replaced, does not come back in its place.
    for (const each of standing)
      await insertSetAside(tx, { villageId, pollId, personId, version: each, ...two })
    await tellOf(tx, parts, meeting, [personId], now, 'setAside')
    await tellScreens(tx, villageId, meeting.id)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'setAsideEnvelope',
      by,
      office: act.as,
      proposalId: poll.proposalId,
      meetingId: meeting.id,
      payload: { pollId, personId, version, second: second.personId, reason, actId: act.id },
      seal: await sealOf(parts.pollKeys, poll),
    })
    return null
  })
}

async function openPoll(tx: Tx, villageId: string, pollId: string, now: Date) {
  await lockPoll(tx, pollId)
  const poll = await findPoll(tx, villageId, pollId)
  if (!poll) throw new Refused('notFound')
  if (poll.status === 'void') throw new Refused('pollVoid')
  // Between the end of voting and the count it is too late as well: who is set aside then can vote no more.
  if (poll.status !== 'open') throw new Refused(poll.status === 'waiting' ? 'pollNotOpen' : 'setAsideTooLate')
  // The clock ends it a moment later than its time.
  if (poll.endsAt && now >= poll.endsAt) throw new Refused('setAsideTooLate')
  return { poll, meeting: await findMeetingOf(tx, poll) }
}

/** Every ballot of his that is not set aside, the one that counts first. */
async function mustHave(tx: Tx, poll: PollRow, personId: string): Promise<number[]> {
  const versions = await versionsNotAside(tx, poll, personId)
  if (versions.length === 0) throw new Refused('notFound')
  return versions
}
