/** 推选、抽签: the tellers of the notice are proposed; the meeting chooses them at its opening, or the lot does before. */

import { createHash, randomBytes } from 'node:crypto'
import { whyNotOfficers } from '@cunyi/shared/law/acts.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { tellOf } from '#matters/sittings/notice.ts'
import { agendaOf, figuresFor, type MeetingRow } from '#matters/sittings/queries/meetings.ts'
import { rollIds } from '#matters/sittings/queries/notices.ts'
import { type PlaceRow, placesOf, updatePlaceTellers } from '#matters/sittings/queries/places.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { findPeople, namesOf } from '#village/people/queries/people.ts'
import { interestedIn } from '../queries/agenda.ts'
import { updateMeeting } from '../queries/standing.ts'
import { isOver, lockMeetingAndPolls } from './standing.ts'

type At = { villageId: string; meetingId: string; who: Pick<Acting, 'personId'>; now: Date }
type Elected = { by: 'meeting'; tellerIds: string[]; placeTellers?: string[][] | undefined; agreed: number }
type Drawn = { by: 'lot'; candidateIds: string[] }
/** Two a place. */
const A_PLACE = 2
/** A lot among exactly as many as are needed is none. (平台默认) */
const TIMES_AS_MANY = 2

export const chooseTellers = (parts: Parts, { villageId, meetingId, who, now }: At, asked: Elected | Drawn) =>
  inVillage(parts.db, villageId, async (tx) => {
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    if (polls.every(isOver)) throw new Refused('pollClosed')
    // Two tellers' sheets belong together: nobody is replaced in the middle of a count.
    if (polls.some((poll) => poll.status === 'counting')) throw new Refused('pollRunning')
    const further = await placesOf(tx, meeting)
    const chosen =
      asked.by === 'meeting'
        ? await elected(tx, meeting, further, asked, now)
        : drawn(further, asked, randomBytes(16).toString('hex'))
    const [own = [], ...elsewhere] = chosen.places
    const tellers = chosen.places.flat()
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
      office: 'recorder',
      meetingId,
      payload: {
        how: asked.by,
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

/** 推选: more than half of those in the hall agree, or, where nobody is, of those present. */
async function elected(
  tx: Tx,
  meeting: MeetingRow,
  further: readonly PlaceRow[],
  { tellerIds, placeTellers = [], agreed }: Elected,
  now: Date,
) {
  if (now < meeting.opensAt) throw new Refused('meetingNotOpen')
  if (further.length !== placeTellers.length) throw new Refused('placesDiffer', { places: further.length })
  const { presentInHall, presentOnline } = await figuresFor(tx, meeting, null)
  const present = presentInHall || presentOnline
  if (agreed > present) throw new Refused('countInconsistent')
  if (2 * agreed <= present) throw new Refused('tellersNotAgreed')
  return { places: [tellerIds, ...placeTellers], candidates: [], seed: null, present }
}

/** 抽签: in the order of SHA-256(seed, id); anybody can draw it again. */
function drawn(further: readonly PlaceRow[], { candidateIds }: Drawn, seed: string) {
  const candidates = [...new Set(candidateIds)].sort()
  const places = further.length + 1
  const needed = places * A_PLACE * TIMES_AS_MANY
  if (candidates.length < needed) throw new Refused('lotTooSmall', { needed })
  const lot = (id: string) => createHash('sha256').update(`${seed}${id}`).digest('hex')
  const order = candidates.map((id) => ({ id, lot: lot(id) })).sort((a, b) => (a.lot < b.lot ? -1 : 1))
  const pick = (at: number) => order.slice(at * A_PLACE, (at + 1) * A_PLACE).map((one) => one.id)
  return { places: Array.from({ length: places }, (_, at) => pick(at)), candidates, seed, present: null }
}
