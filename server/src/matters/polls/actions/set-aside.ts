import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { tellOf } from '#matters/sittings/notice.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { ballotFacts } from '../queries/ballots.ts'
import { lockPoll } from '../queries/lock.ts'
import { findMeetingOf, findPoll, holdsOffice } from '../queries/polls.ts'
import { insertSetAside } from '../queries/slips.ts'

type Asked = {
  villageId: string
  pollId: string
  personId: string
  secondId: string
  reason: string
  caller: Caller
  now: Date
}

/**
 * 剔除: a wrongful envelope is set aside unopened before closing, by two: the chair and the oversight committee, or
 * two of that committee. The voter is told, and his next version is open to him.
 */
export async function setAsideEnvelope(parts: Parts, asked: Asked): Promise<{ ok: true }> {
  const { villageId, pollId, personId, secondId, reason, caller, now } = asked
  return inVillage(parts.db, villageId, async (tx) => {
    await lockPoll(tx, pollId, 'exclusive')
    const poll = await findPoll(tx, villageId, pollId)
    if (!poll) throw new Refused('notFound')
    if (poll.status === 'void') throw new Refused('pollVoid')
    if (poll.status === 'closed') throw new Refused('setAsideTooLate')
    const meeting = await findMeetingOf(tx, poll)
    if (secondId === caller.personId) throw new Refused('samePersonTwice')
    // Nobody sets his own ballot, or the other's, aside.
    if (personId === caller.personId || personId === secondId) throw new Refused('secondPersonNeeded')
    const oversees = await holdsOffice(tx, villageId, secondId, ['oversightChair', 'oversightCommittee'], now)
    if (!oversees && secondId !== meeting.chairId) throw new Refused('secondPersonNeeded')
    const [facts] = await ballotFacts(tx, poll, [{ personId, castBy: null }])
    if (!facts?.envelope || facts.envelope.setAside) throw new Refused('notFound')
    const { version } = facts.envelope
    await insertSetAside(tx, {
      villageId,
      pollId,
      personId,
      version,
      by: caller.personId,
      by2: secondId,
      reason,
      at: now,
    })
    await tellOf(tx, parts, meeting, [personId], now, 'setAside')
    await tellScreens(tx, villageId, meeting.id)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'setAsideEnvelope',
      by: caller.personId,
      office: meeting.chairId === caller.personId ? 'chair' : 'oversightCommittee',
      proposalId: poll.proposalId,
      meetingId: meeting.id,
      payload: { pollId, personId, version, second: secondId, reason },
    })
    return { ok: true } as const
  })
}
