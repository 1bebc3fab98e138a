import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { rollPage } from '#matters/meetings/queries/views.ts'
import { findPoll } from '#matters/polls/queries/polls.ts'
import { ruleOf } from '#matters/polls/verdict.ts'
import { loadMeeting } from '#matters/sittings/queries/meetings.ts'
import { namesOf } from '#village/people/queries/people.ts'
import { assistsOf, helpersOf } from './queries.ts'

const FOUND = 20

/** 代录名册: who was helped by whom; for the roll and the oversight committee. Nobody's choice stands here. */
export const listAssisted = (parts: Parts, { villageId, pollId }: { villageId: string; pollId: string }) =>
  inVillage(parts.db, villageId, async (tx) => {
    const poll = await findPoll(tx, villageId, pollId)
    if (!poll) throw new Refused('notFound')
    const rows = await assistsOf(tx, poll)
    const name = await namesOf(
      tx,
      rows.flatMap((row) => [row.personId, row.helperId, row.witnessId]),
    )
    const person = (id: string) => ({ id, name: name(id) })
    return {
      cap: ruleOf(poll).helperCap,
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
      })),
    }
  })

/** For a helper on the list: those of the roll with a vote whose name fits, and who of them needs no help any more. */
export const findToAssist = (
  parts: Parts,
  { villageId, pollId, helperId, q }: { villageId: string; pollId: string; helperId: string; q: string },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const poll = await findPoll(tx, villageId, pollId)
    if (!poll) throw new Refused('notFound')
    if (!(await helpersOf(tx, villageId)).some((row) => row.personId === helperId))
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
