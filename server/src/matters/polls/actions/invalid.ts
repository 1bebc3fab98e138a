/**
 * 计票无效: proposed by the chair, or once the count is late by the oversight committee, and said by each teller of the
 * heap from his own session. Where one of them says no, or they do not come in time, two new tellers count it
 * (`newCount`); where these differ after a day there is no result. Nobody's silence makes a poll void.
 */
import { isCountLate, mayDeclareInvalid } from '@cunyi/shared/poll/poll.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Parts } from '#base/parts/parts.ts'
import { type CarryOut, proposeAct } from '#matters/acts/actions.ts'
import { takeOfEach } from '#matters/acts/each.ts'
import { pollClosed } from '#matters/proposals/decided.ts'
import { type Place, placesIn } from '#matters/sittings/places.ts'
import type { InvalidAsked } from '../queries/new-counts.ts'
import { type Ending, voidNow } from '../settle.ts'
import { type Heap, heapsOf } from '../sheets.ts'
import { voidPoll } from '../void.ts'
import { ending } from './close.ts'
import { type Asked, inPoll, leaveEvidence } from './in-poll.ts'

/** After three unequal pairs, or more than were handed out; of several, the heap counted most often. */
export const declareCountInvalid = (
  parts: Parts,
  asked: Asked & { reason: string; placeNo?: number | undefined },
) =>
  inPoll(parts, asked, async (tx, facts) => {
    mustBeCounting(facts)
    const { poll, meeting, proposal } = facts
    const late = isCountLate(poll, asked.now)
    if (meeting.chairId !== asked.caller.personId && !late) throw new Refused('forbidden')
    const heaps = (await heapsOf(tx, poll)).filter(
      (heap) => asked.placeNo === undefined || heap.placeNo === asked.placeNo,
    )
    const [spoilt] = heaps
      .filter((heap) => isSpoilt(heap, late) && !heap.newCount)
      .sort((a, b) => b.count.unequalPairs - a.count.unequalPairs)
    const place = (await placesIn(tx, meeting)).find((one) => one.placeNo === spoilt?.placeNo)
    if (!spoilt || !place)
      throw new Refused(heaps.some((heap) => heap.newCount) ? 'newTellersNeeded' : 'sheetsDiffer')
    const { placeNo, channel } = spoilt
    return proposeAct(tx, {
      what: 'invalidCount',
      villageId: asked.villageId,
      proposalId: proposal.id,
      meetingId: meeting.id,
      pollId: poll.id,
      reason: asked.reason,
      asked: {
        key: `${placeNo} ${channel}`,
        placeNo,
        channel,
        of: tellersOf(spoilt, place),
        agreed: [],
      } satisfies InvalidAsked,
      caller: asked.caller,
      now: asked.now,
    })
  })

/** The last yes makes the poll void. */
export const carryOutInvalid: CarryOut = (parts, act, second, now) => {
  const { villageId, pollId, by, reason } = act
  if (!pollId) throw new Refused('notFound')
  const { placeNo, channel } = act.asked as InvalidAsked
  return inPoll(parts, { villageId, pollId, caller: second, now }, async (tx, facts) => {
    mustBeCounting(facts)
    const { poll, meeting, proposal } = facts
    const heap = (await heapsOf(tx, poll)).find((one) => one.placeNo === placeNo && one.channel === channel)
    // They have agreed on it meanwhile, or a slip has gone back: there is nothing to declare invalid.
    if (!heap || !isSpoilt(heap, isCountLate(poll, now))) throw new Refused('alreadyDone')
    const { agreed, isTaken } = await takeOfEach(tx, act, second, now)
    const about = { placeNo, channel, actId: act.id }
    if (!isTaken) {
      await leaveEvidence(tx, { caller: second, now }, facts, 'agreeInvalidCount', about)
      return null
    }
    await voidPoll(tx, { villageId, pollId, reason: 'countInvalid', now })
    const { stage, moved } = await pollClosed(tx, parts, { poll, meeting, proposal, now })
    await leaveEvidence(tx, { caller: { personId: by }, now }, facts, 'declareCountInvalid', {
      ...about,
      reason,
      tellers: agreed.sort(),
      unequalPairs: heap.count.unequalPairs,
      stage,
      moved,
    })
    return null
  })
}

/** 到期: two new tellers were to agree by now, and differ. */
export async function endNewCount(parts: Parts, villageId: string, pollId: string, now: Date): Promise<void> {
  await ending(parts, villageId, pollId, async (tx, facts) => {
    if (facts.poll.status !== 'counting') return null
    const differ = (await heapsOf(tx, facts.poll)).some(
      ({ newCount, count }) =>
        newCount !== null && !count.agreed && count.unequalPairs > 0 && now >= newCount.until,
    )
    return differ ? voidNow(tx, parts, { ...facts, now }, 'countInvalid') : null
  })
}

function mustBeCounting({ poll }: Ending): void {
  if (poll.status === 'void') throw new Refused('pollVoid')
  if (poll.status !== 'counting') throw new Refused(poll.status === 'closed' ? 'pollClosed' : 'notCounting')
}

const isSpoilt = ({ rows, issued, count: { agreed, unequalPairs } }: Heap, late: boolean): boolean =>
  !agreed && mayDeclareInvalid({ sheets: rows, slipsIssued: issued, unequalPairs, isLate: late })

/** Who counted it; where only one has, the place's others as well. */
function tellersOf({ rows }: Heap, place: Place): string[] {
  const counted = new Set(rows.map((row) => row.teller))
  return [...(counted.size < 2 ? new Set([...counted, ...place.tellerIds]) : counted)].sort()
}
