/** 举手: the chair calls, and from then on who is in the hall without a ballot is counted, not recorded. */
import { whyNotCallHands, whyNotHands } from '@cunyi/shared/poll/hands.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { mustHaveTellers, placesIn } from '#matters/sittings/places.ts'
import { rollIds } from '#matters/sittings/queries/notices.ts'
import { type HandRow, handsOf, insertHands } from '../queries/hands.ts'
import type { PollRow } from '../queries/polls.ts'
import { ruleOf, whyNotTaken } from '../verdict.ts'
import { enterSheet, type SheetAnswer } from './count.ts'
import { type Asked, inPoll, leaveEvidence } from './in-poll.ts'
import { castFacts } from './named.ts'

/** 请举手: once a poll. Who comes later, or is online, uses his phone. */
export async function callHands(
  parts: Parts,
  asked: Asked,
): Promise<{ group: number; places: { placeNo: number; place: string; group: number }[] }> {
  return inPoll(parts, asked, async (tx, facts) => {
    const { poll, meeting } = facts
    mustHaveTellers(meeting)
    must(
      whyNotCallHands({
        votingMode: ruleOf(poll).votingMode,
        status: poll.status,
        live: meeting.windowHours === 0,
        called: (await handsOf(tx, poll)).length > 0,
      }),
    )
    const group = await whoseHands(tx, poll, asked.now)
    if (group.length === 0) throw new Refused('handsNobody')
    await insertHands(tx, group)
    await leaveEvidence(tx, asked, facts, 'callHands', { personIds: group.map((one) => one.personId).sort() })
    const places = (await placesIn(tx, meeting)).map(({ placeNo, name }) => ({
      placeNo,
      place: name,
      group: group.filter((one) => one.placeNo === placeNo).length,
    }))
    return { group: group.length, places: places.filter((place) => place.group > 0) }
  })
}

/** In the hall, free to vote and without a ballot; somebody represented raises his agent's hand. */
async function whoseHands(tx: Tx, poll: PollRow, now: Date): Promise<HandRow[]> {
  const ids = await rollIds(tx, poll.villageId, poll.meetingId)
  const facing = await castFacts(
    tx,
    poll,
    ids.map((personId) => ({ personId })),
  )
  return ids.flatMap((personId, i) => {
    const { line, castBy } = facing[i] as (typeof facing)[number]
    if (line.way !== 'inHall' || whyNotTaken(poll, line, { castBy, arrivedAt: now }, now)) return []
    return [{ villageId: poll.villageId, pollId: poll.id, personId, placeNo: line.placeNo ?? 0, castBy }]
  })
}

/** 清点举手: each teller of the place enters alone; nobody is named. */
export const enterHands = (
  parts: Parts,
  asked: Asked & { for: number; against: number; abstain: number },
): Promise<SheetAnswer> =>
  enterSheet(parts, asked, 'hands', async (_tx, { heap }) => {
    const { for: inFavour, against, abstain } = asked
    const sheet = { for: inFavour, against, abstain, invalid: 0, issued: heap.issued }
    return { sheet, refusal: whyNotHands(sheet, heap.issued) }
  })
