/**
 * 复核清点: paper is counted again by two others than those who counted it, each from his own session. Nobody names
 * them: they are drawn from those who were there, always the same two of one poll, so that asking again draws no friends.
 */
import { createHash } from 'node:crypto'
import type { disclosureApi } from '@cunyi/shared/api/disclosures.ts'
import { type Party, partiesOfOffices } from '@cunyi/shared/law/acts-of-two.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { OFFICE_KEYS, type Office } from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import type { Tx } from '#base/database/connect.ts'
import type { Caller } from '#door/session/caller.ts'
import { lastOf } from '#matters/acts/queries.ts'
import { heapsOf } from '#matters/polls/sheets.ts'
import { placesIn } from '#matters/sittings/places.ts'
import { loadMeeting } from '#matters/sittings/queries/meetings.ts'
import { officersOn } from '#village/people/queries/officers.ts'
import { type Counted, recountersAmong } from './queries/recounts.ts'

type Body = z.output<(typeof disclosureApi)['recountPoll']['body']>
const TWO = 2

/** The two who are asked; or whose turn it is from the start, where no two are left or those drawn have said no. */
export async function askedToCount(
  tx: Tx,
  poll: Counted,
  body: Body,
  caller: Caller,
  now: Date,
): Promise<{ of: string[]; turn: Party | null }> {
  const { villageId, id: pollId, proposalId, meetingId } = poll
  const last = await lastOf(tx, { villageId, what: 'recountPaper', proposalId, meetingId, pollId })
  const meeting = await loadMeeting(tx, villageId, meetingId)
  const not = new Set([
    caller.personId,
    meeting.chairId,
    meeting.recorderId,
    ...(await placesIn(tx, meeting)).flatMap((place) => place.tellerIds),
    ...(await heapsOf(tx, poll)).flatMap((heap) => [
      ...heap.rows.map((row) => row.teller),
      ...(heap.newCount?.before ?? []),
    ]),
    ...(await inBodies(tx, villageId, now)),
  ])
  const there = (await recountersAmong(tx, poll)).filter((id) => !not.has(id))
  const named = [body.notPresent, body.present, body.wrongfulBallots].flatMap((ids) => ids ?? [])
  const of = drawnOf(pollId, there, named)
  return { of, turn: of.length < TWO || last?.state === 'refused' ? 'township' : null }
}

/**
 * The first two of the poll's own order, without whoever is named beside the paper: he does not count, and nobody takes
 * his place, so that naming somebody draws no friend either.
 */
export function drawnOf(pollId: string, there: readonly string[], named: readonly string[]): string[] {
  const lot = (id: string) => createHash('sha256').update(`${pollId}${id}`).digest('hex')
  return there
    .toSorted((a, b) => (lot(a) < lot(b) ? -1 : 1))
    .slice(0, TWO)
    .filter((id) => !named.includes(id))
}

/** Whoever speaks for a body that proposes, confirms or answers: none of them is drawn. */
async function inBodies(tx: Tx, villageId: string, now: Date): Promise<string[]> {
  const speaks = (office: Office) =>
    partiesOfOffices('A', [office]).some((party) => party !== 'representative')
  const held = await officersOn(tx, villageId, shanghaiDate(now), OFFICE_KEYS.filter(speaks))
  return held.map((one) => one.personId)
}
