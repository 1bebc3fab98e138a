/** 以什么身份: what somebody is to an act. */
import { partiesOfOffices, type Side, secondsOf } from '@cunyi/shared/law/acts-of-two.ts'
import type { Route } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Caller } from '#door/session/caller.ts'
import { placeOfTeller, placesIn } from '#matters/sittings/places.ts'
import { loadMeeting } from '#matters/sittings/queries/meetings.ts'
import { benchOf } from './bench.ts'
import { type ActRow, isListed } from './queries.ts'

/** All that somebody is to an act: by his offices of today, by the notice of the meeting, by the disclosed list of helpers. */
export async function partiesOf(
  tx: Tx,
  { villageId, meetingId, route }: { villageId: string; meetingId: string | null; route: Route },
  { personId, village, offices }: Caller,
): Promise<Side[]> {
  if (village !== villageId)
    return partiesOfOffices(route, offices).filter((party) => party === 'township' || party === 'county')
  const parties: Side[] = []
  if (meetingId) {
    const meeting = await loadMeeting(tx, villageId, meetingId)
    if (meeting.chairId === personId) parties.push('chair')
    if (meeting.recorderId === personId) parties.push('recorder')
    if (placeOfTeller(await placesIn(tx, meeting), personId)) parties.push('teller')
  }
  // Who chairs neither helps nor witnesses.
  if (!parties.includes('chair') && (await isListed(tx, villageId, personId, meetingId)))
    parties.push('helper', 'witness')
  return [...parties, ...partiesOfOffices(route, offices)]
}

/** 候补: of the oversight committee for this one act, in the place of a member who may not or is not there. */
export async function standingIn(tx: Tx, act: ActRow, caller: Caller, now: Date): Promise<Side[]> {
  const isOne = caller.village === act.villageId && caller.offices.includes('oversightStandIn')
  if (!isOne || act.state !== 'waiting' || !secondsOf(act).includes('oversight')) return []
  return (await benchOf(tx, act, now)).standIns.includes(caller.personId) ? ['oversight'] : []
}
