import { must, Refused, refuse } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { signTicket } from '#door/session/tokens.ts'
import { mustBeHisOwn } from '#village/people/his-own.ts'
import { refuseHeld } from '../held.ts'
import { findMeetingOf, findPoll, isOnRoll, proxyOf } from '../queries/polls.ts'

const TEN_MINUTES = 10 * 60_000
/** A live poll has no end in its notice: a sitting's length. */
const SITTING = 12 * 60 * 60_000

/** 投票凭证: for one person and one poll; an agent asks for his principal's. Valid until ten minutes after the end. */
export async function getTicket(
  parts: Parts,
  asked: { villageId: string; pollId: string; principal: string | undefined; caller: Caller; now: Date },
): Promise<{ ticket: string; expiresAt: string }> {
  const { villageId, pollId, principal, caller, now } = asked
  const until = await inVillage(parts.db, villageId, async (tx) => {
    const poll = await findPoll(tx, villageId, pollId)
    if (!poll) throw new Refused('notFound')
    if (poll.status === 'void') throw new Refused('pollVoid')
    await refuseHeld(parts, poll)
    const castFor = principal ?? caller.personId
    if (!(await isOnRoll(tx, poll, castFor))) throw new Refused('notOnRoll')
    if (principal) {
      const proxy = await proxyOf(tx, poll, principal, caller.personId)
      must(!proxy ? refuse('proxyNotWritten') : proxy.revoked ? refuse('proxyRevoked') : null)
    }
    await mustBeHisOwn(tx, { villageId, personId: caller.personId }, now)
    const meeting = await findMeetingOf(tx, poll)
    const end = poll.endsAt ?? meeting.windowEnd
    return new Date(end ? end.getTime() + TEN_MINUTES : now.getTime() + SITTING)
  })
  const claims = {
    village: villageId,
    pollId,
    personId: principal ?? caller.personId,
    castBy: principal ? caller.personId : null,
    sessionId: caller.sessionId,
  }
  return { ticket: signTicket(parts, claims, now, until), expiresAt: until.toISOString() }
}
