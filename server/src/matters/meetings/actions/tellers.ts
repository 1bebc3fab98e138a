/**
 * 推选、抽签: the tellers of the notice are proposed; the meeting chooses them at its opening, or the lot does before. Two
 * new ones of a place are chosen in the same way where its heap is counted anew.
 */

import { createHash, randomBytes } from 'node:crypto'
import { whyNotOfficers } from '@cunyi/shared/law/acts.ts'
import { isCountLate } from '@cunyi/shared/poll/poll.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { type Heap, heapsOf } from '#matters/polls/sheets.ts'
import { interestedIn } from '#matters/proposals/queries/recused.ts'
import { tellOf } from '#matters/sittings/notice.ts'
import { placesIn } from '#matters/sittings/places.ts'
import { agendaOf, figuresFor, type MeetingRow, type PollRow } from '#matters/sittings/queries/meetings.ts'
import { rollIds } from '#matters/sittings/queries/notices.ts'
import { placesOf, updatePlaceTellers } from '#matters/sittings/queries/places.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { findPeople, namesOf } from '#village/people/queries/people.ts'
import { updateMeeting } from '../queries/standing.ts'
import { isOver, lockMeetingAndPolls } from './standing.ts'

type At = { villageId: string; meetingId: string; who: Pick<Acting, 'personId'>; now: Date }
type Elected = { by: 'meeting'; tellerIds: string[]; placeTellers?: string[][] | undefined; agreed: number }
type Drawn = { by: 'lot'; candidateIds: string[] }
/** Of one place only: its heap is counted anew. */
type OfPlace = { placeNo?: number | undefined }
/** Two a place. */
const A_PLACE = 2
/** A lot among exactly as many as are needed is none. (平台默认) */
const TIMES_AS_MANY = 2

export const chooseTellers = (
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  asked: (Elected | Drawn) & OfPlace,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    if (polls.every(isOver)) throw new Refused('pollClosed')
    // The oversight committee helps a late count along: by lot, and only where a heap is counted anew.
    const helps =
      asked.by === 'lot' && asked.placeNo !== undefined && polls.some((poll) => isCountLate(poll, now))
    if (who.personId !== meeting.recorderId && !helps) throw new Refused('forbidden')
    const further = await placesOf(tx, meeting)
    const { placeNo } = asked
    const before = placeNo === undefined ? mustCountNothing(polls) : await countedBy(tx, polls, placeNo)
    const sought = placeNo === undefined ? further.length + 1 : 1
    const chosen =
      asked.by === 'meeting'
        ? await elected(tx, meeting, sought, asked, now)
        : drawn(sought, asked, randomBytes(16).toString('hex'))
    if ([...chosen.places.flat(), ...chosen.candidates].some((one) => before.includes(one)))
      throw new Refused('newTellersNeeded')
    const [own = [], ...elsewhere] =
      placeNo === undefined
        ? chosen.places
        : (await placesIn(tx, meeting)).map((place) =>
            place.placeNo === placeNo ? (chosen.places[0] ?? []) : place.tellerIds,
          )
    const tellers = [own, ...elsewhere].flat()
    const people = [...tellers, ...chosen.candidates]
    if ((await findPeople(tx, people)).length < new Set(people).size) throw new Refused('notFound')
    const ids = (await agendaOf(tx, villageId, meetingId)).map((row) => row.proposalId)
    const interested = await interestedIn(tx, villageId, ids)
    const { chairId: chair, recorderId: recorder } = meeting
    must(whyNotOfficers({ chair, recorder, tellers: own, elsewhere, interested }))
    if (chosen.candidates.some((one) => one === chair || interested.includes(one)))
      throw new Refused('tellerInterested')
    await updateMeeting(tx, meeting, {
      tellerIds: tellers,
      tellersBy: asked.by,
      tellersAt: now,
      tellersSeed: chosen.seed,
    })
    for (const [i, place] of further.entries()) await updatePlaceTellers(tx, place, elsewhere[i] ?? [])
    if (asked.by === 'lot')
      await tellOf(tx, parts, meeting, await rollIds(tx, villageId, meetingId), now, 'tellers')
    await tellScreens(tx, villageId, meetingId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'chooseTellers',
      by: who.personId,
      office: who.personId === meeting.recorderId ? 'recorder' : 'oversight',
      meetingId,
      payload: {
        how: asked.by,
        ...(placeNo === undefined ? {} : { placeNo }),
        proposed: meeting.tellerIds,
        tellers,
        ...(asked.by === 'meeting'
          ? { agreed: asked.agreed, present: chosen.present }
          : { candidates: chosen.candidates, seed: chosen.seed }),
      },
    })
    const name = await namesOf(tx, tellers)
    return { tellers: tellers.map((id) => ({ id, name: name(id) })), seed: chosen.seed }
  })

/** Two tellers' sheets belong together: nobody is replaced in the middle of a count. */
function mustCountNothing(polls: readonly PollRow[]): string[] {
  if (polls.some((poll) => poll.status === 'counting')) throw new Refused('pollRunning')
  return []
}

/** 换人清点: who has counted a heap of this place that two others are to count. */
async function countedBy(tx: Tx, polls: readonly PollRow[], placeNo: number): Promise<string[]> {
  const heaps: Heap[] = []
  for (const poll of polls)
    if (poll.status === 'counting')
      heaps.push(...(await heapsOf(tx, poll)).filter((heap) => heap.placeNo === placeNo))
  // Also of another poll at this place: its two are not parted.
  if (heaps.some((heap) => heap.rows.length > 0 && !heap.count.agreed)) throw new Refused('pollRunning')
  const before = heaps.flatMap((heap) => heap.newCount?.before ?? [])
  if (before.length === 0) throw new Refused('notCounting')
  return before
}

/** 推选: more than half of those in the hall agree, or, where nobody is, of those present. */
async function elected(
  tx: Tx,
  meeting: MeetingRow,
  places: number,
  { tellerIds, placeTellers = [], agreed }: Elected,
  now: Date,
) {
  if (now < meeting.opensAt) throw new Refused('meetingNotOpen')
  if (placeTellers.length !== places - 1) throw new Refused('placesDiffer', { places: places - 1 })
  const { presentInHall, presentOnline } = await figuresFor(tx, meeting, null)
  const present = presentInHall || presentOnline
  if (agreed > present) throw new Refused('countInconsistent')
  if (2 * agreed <= present) throw new Refused('tellersNotAgreed')
  return { places: [tellerIds, ...placeTellers], candidates: [], seed: null, present }
}

/** 抽签: in the order of SHA-256(seed, id); anybody can draw it again. */
function drawn(places: number, { candidateIds }: Drawn, seed: string) {
  const candidates = [...new Set(candidateIds)].sort()
  const needed = places * A_PLACE * TIMES_AS_MANY
  if (candidates.length < needed) throw new Refused('lotTooSmall', { needed })
  const lot = (id: string) => createHash('sha256').update(`${seed}${id}`).digest('hex')
  const order = candidates.map((id) => ({ id, lot: lot(id) })).sort((a, b) => (a.lot < b.lot ? -1 : 1))
  const pick = (at: number) => order.slice(at * A_PLACE, (at + 1) * A_PLACE).map((one) => one.id)
  return { places: Array.from({ length: places }, (_, at) => pick(at)), candidates, seed, present: null }
}
