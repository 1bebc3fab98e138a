import { capOf, mustRing } from '@cunyi/shared/meeting/assist.ts'
import type { CallResult } from '@cunyi/shared/words/kinds.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { turnoutOf } from '#matters/meetings/queries/turnout.ts'
import { rollPage } from '#matters/meetings/queries/views.ts'
import { helpedIn } from '#matters/polls/queries/assisted.ts'
import { lockPoll } from '#matters/polls/queries/lock.ts'
import { entitledOf, findPoll } from '#matters/polls/queries/polls.ts'
import { ruleOf } from '#matters/polls/verdict.ts'
import { loadMeeting } from '#matters/sittings/queries/meetings.ts'
import { namesOf } from '#village/people/queries/people.ts'
import { assistsOf, callKey, callsOf, helpersOf, insertAssistCall } from './queries.ts'

const FOUND = 20

/** 代录名册: who was helped by whom; for the roll and the oversight committee. Nobody's choice stands here. */
export const listAssisted = (parts: Parts, { villageId, pollId }: { villageId: string; pollId: string }) =>
  inVillage(parts.db, villageId, async (tx) => {
    const poll = await findPoll(tx, villageId, pollId)
    if (!poll) throw new Refused('notFound')
    const rows = await assistsOf(tx, poll)
    const calls = await callsOf(tx, poll)
    const voted = (await turnoutOf(tx, villageId, poll.meetingId)).get(poll.id)
    const { assisted } = await helpedIn(tx, poll)
    const ballots = (voted?.voted ?? 0) + (voted?.slipsOut ?? 0) + (voted?.handsCalled ?? 0)
    const name = await namesOf(
      tx,
      rows.flatMap((row) => [row.personId, row.helperId, row.witnessId]),
    )
    const person = (id: string) => ({ id, name: name(id) })
    return {
      cap: capOf(ruleOf(poll), await entitledOf(tx, poll)),
      ringAll: mustRing(ruleOf(poll), { assisted, ballots }),
      rows: rows.map((row) => ({
        person: person(row.personId),
        helper: person(row.helperId),
        witness: person(row.witnessId),
        where: row.place,
        reason: row.reason,
        photoId: row.photoId,
        voiceId: row.voiceId,
        overCap: row.overCap,
        at: row.at.toISOString(),
        state: row.setAside
          ? ('setAside' as const)
          : row.replaced
            ? ('replaced' as const)
            : ('stands' as const),
        call: calls.get(callKey(row)) ?? null,
      })),
    }
  })

/** 逐一核对: while he can still vote himself; never by whoever entered or witnessed the ballot. */
export const recordAssistCall = (
  parts: Parts,
  { villageId, pollId, caller, now }: { villageId: string; pollId: string; caller: Caller; now: Date },
  { personId, result }: { personId: string; result: CallResult },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    await lockPoll(tx, pollId)
    const poll = await findPoll(tx, villageId, pollId)
    if (!poll) throw new Refused('notFound')
    if (poll.status !== 'open' || (poll.endsAt && now >= poll.endsAt)) throw new Refused('pollClosed')
    const row = (await assistsOf(tx, poll)).find(
      (one) => one.personId === personId && !one.replaced && !one.setAside,
    )
    if (!row) throw new Refused('notFound')
    if ([row.helperId, row.witnessId, personId].includes(caller.personId)) throw new Refused('callOwnWitness')
    const { version } = row
    await insertAssistCall(tx, { villageId, pollId, personId, version, result, by: caller.personId, at: now })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'recordAssistCall',
      by: caller.personId,
      office: 'oversightCommittee',
      proposalId: poll.proposalId,
      meetingId: poll.meetingId,
      payload: { pollId, person: personId, version, result },
    })
    return { ok: true } as const
  })

/** For a helper on the list: those of the roll with a vote whose name fits, and who of them needs no help any more. */
export const findToAssist = (
  parts: Parts,
  {
    villageId,
    pollId,
    helperId,
    q,
    now,
  }: { villageId: string; pollId: string; helperId: string; q: string; now: Date },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const poll = await findPoll(tx, villageId, pollId)
    if (!poll) throw new Refused('notFound')
    if (!(await helpersOf(tx, villageId, poll.openedAt ?? now)).some((row) => row.personId === helperId))
      throw new Refused('helperNotListed')
    const meeting = await loadMeeting(tx, villageId, poll.meetingId)
    const lines = await rollPage(tx, meeting, pollId, { q, after: null, limit: FOUND })
    return {
      rows: lines
        .filter((line) => line.votes)
        .map(({ personId, name, villageGroup, voted, slipOut, handsCalled, way }) => ({
          person: { id: personId, name },
          villageGroup,
          voted: voted || slipOut || handsCalled,
          there: way === 'inHall',
        })),
    }
  })
