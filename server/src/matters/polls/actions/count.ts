/** 计票: each teller enters alone, without seeing the other's figures; the second equal sheet of the last heap closes the poll. */
import { isCountLate, whyNotSheet } from '@cunyi/shared/poll/poll.ts'
import { shownSheets } from '@cunyi/shared/poll/small-group.ts'
import { must, type Refusal, Refused } from '@cunyi/shared/words/refusal.ts'
import type { CountedChannel, PollStatus } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { findAttachment } from '#base/files/queries.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { type Place, placesIn } from '#matters/sittings/places.ts'
import { sharesPhone } from '#village/people/queries/numbers.ts'
import { namesOf } from '#village/people/queries/people.ts'
import { findMeetingOf, findPoll, updatePoll } from '../queries/polls.ts'
import { printedOf } from '../queries/slip-numbers.ts'
import { insertSheet } from '../queries/slips.ts'
import { boxTime, type Ending } from '../settle.ts'
import { agreedOf, type Heap, heapsOf, nextSeq } from '../sheets.ts'
import { ruleOf } from '../verdict.ts'
import { openBoxOf } from './close.ts'
import { type Asked, inPoll, leaveEvidence, placeOf } from './in-poll.ts'

export type Sheet = {
  for: number
  against: number
  abstain: number
  invalid: number
  issued: number
  photoId?: string | undefined
}
export type SheetAnswer = {
  agreed: boolean
  status: PollStatus
  waitingForSecond: boolean
  unequalPairs: number
}

/** The heap this teller counts now, and the how-manieth of his sheets comes next. */
export type Counting = Ending & { place: Place; heap: Heap; seq: number }

export async function mustCount(
  tx: Tx,
  facts: Ending,
  { caller }: Asked,
  channel: CountedChannel,
): Promise<Counting> {
  const { poll } = facts
  if (poll.status === 'void') throw new Refused('pollVoid')
  // Hands are counted while they are up; the box stays shut until the voting has ended.
  if (poll.status !== 'counting' && !(channel === 'hands' && poll.status === 'open'))
    throw new Refused(poll.status === 'closed' ? 'pollClosed' : 'notCounting')
  const place = await placeOf(tx, facts, caller.personId)
  const heaps = (await heapsOf(tx, poll)).filter((one) => one.channel === channel)
  const heap = heaps.find((one) => one.placeNo === place.placeNo)
  if (!heap) {
    if (heaps.length > 0) throw new Refused('notTellerHere')
    throw new Refused(channel === 'hands' ? 'handsNotCalled' : 'noSlipOut')
  }
  if (heap.count.agreed) throw new Refused('alreadyDone')
  if (heap.newCount?.before.includes(caller.personId)) throw new Refused('newTellersNeeded')
  const tellers = [...new Set(heap.rows.map((row) => row.teller))]
  if (tellers.length >= 2 && !tellers.includes(caller.personId)) throw new Refused('notTeller')
  if (await sharesPhone(tx, { villageId: poll.villageId, personId: caller.personId }, tellers))
    throw new Refused('samePersonTwice')
  const others = heap.rows.filter((row) => row.teller !== caller.personId).length
  // One ahead of the other at most: a pair is two counts of the same heap.
  if (heap.rows.length - others > others) throw new Refused('secondPersonNeeded')
  return { ...facts, place, heap, seq: nextSeq(heap, caller.personId) }
}

/**
 * One teller's sheet, made inside the poll's lock. More slips than were handed out is kept as entered, so that the
 * chair can declare the count invalid, and refused.
 */
export async function enterSheet(
  parts: Parts,
  asked: Asked,
  channel: CountedChannel,
  make: (tx: Tx, counting: Counting) => Promise<{ sheet: Sheet; refusal: Refusal | null }>,
): Promise<SheetAnswer> {
  const { villageId, pollId, caller, now } = asked
  const entered = await inPoll(parts, asked, async (tx, facts) => {
    const counting = await mustCount(tx, facts, asked, channel)
    const { poll, meeting, place, heap, seq } = counting
    const { sheet, refusal } = await make(tx, counting)
    if (sheet.photoId && !(await findAttachment(tx, villageId, sheet.photoId))) throw new Refused('notFound')
    const { placeNo } = place
    await insertSheet(tx, {
      villageId,
      pollId,
      placeNo,
      channel,
      teller: caller.personId,
      seq,
      ...sheet,
      photoId: sheet.photoId ?? null,
      at: now,
    })
    const heaps = await heapsOf(tx, poll)
    const own = heaps.find((one) => one.placeNo === placeNo && one.channel === channel) as Heap
    if (poll.status === 'counting' && poll.endsAt && agreedOf(heaps))
      await updatePoll(tx, poll, { boxAt: boxTime(poll.endsAt, meeting, now) })
    await leaveEvidence(tx, asked, facts, channel === 'hands' ? 'enterHands' : 'enterCountSheet', {
      placeNo,
      seq,
      issued: heap.issued,
      photo: sheet.photoId ?? null,
      agreed: own.count.agreed !== null,
    })
    return { count: own.count, refusal, status: poll.status }
  })
  if (entered.refusal) must(entered.refusal)
  const { agreed, unequalPairs, waitingForSecond } = entered.count
  const closed = agreed && entered.status === 'counting' ? await openBoxOf(parts, villageId, pollId) : null
  return { agreed: agreed !== null, status: closed?.status ?? entered.status, waitingForSecond, unequalPairs }
}

/** 计票单 of slips without numbers, or of numbered ones counted by hand. */
export const enterCountSheet = (parts: Parts, asked: Asked & { sheet: Sheet }): Promise<SheetAnswer> =>
  enterSheet(parts, asked, 'paper', async (_tx, { heap }) => checked(asked.sheet, asked, heap))

/** Figures that do not add up are no sheet; too many are one, and are refused. */
export function checked(sheet: Sheet, { caller }: Asked, { issued }: Heap) {
  const refusal = whyNotSheet({ teller: caller.personId, ...sheet }, issued)
  if (refusal?.code === 'countInconsistent') must(refusal)
  return { sheet, refusal }
}

/** 计票进度: who has entered how often. The sheets themselves only when the poll is closed, under the rule of small groups. */
export async function getCount(
  parts: Parts,
  { villageId, pollId, caller, now }: { villageId: string; pollId: string; caller: Caller; now: Date },
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const poll = await findPoll(tx, villageId, pollId)
    if (!poll) throw new Refused('notFound')
    const places = await placesIn(tx, await findMeetingOf(tx, poll))
    const heaps = await heapsOf(tx, poll)
    const printed = await printedOf(tx, poll)
    const name = await namesOf(
      tx,
      heaps.flatMap((heap) => heap.rows.map((row) => row.teller)),
    )
    const oversees = caller.offices.some(
      (office) => office === 'oversightChair' || office === 'oversightCommittee',
    )
    const agreed = heaps.flatMap(({ count }) => count.agreed ?? [])
    return {
      late: isCountLate(poll, now),
      heaps: heaps.map(({ placeNo, channel, issued, rows, count, newCount }) => ({
        placeNo,
        place: places.find((place) => place.placeNo === placeNo)?.name ?? '',
        channel,
        issued,
        printed: channel === 'paper' && printed.total > 0 ? (printed.byPlace.get(placeNo) ?? 0) : null,
        tellers: [...new Set(rows.map((row) => row.teller))].map((id) => ({
          person: { id, name: name(id) },
          sheets: rows.filter((row) => row.teller === id).length,
        })),
        agreed: count.agreed !== null,
        unequalPairs: count.unequalPairs,
        difference: count.difference,
        newCount: newCount && {
          until: newCount.until.toISOString(),
          awaitsTellers: places
            .filter((place) => place.placeNo === placeNo)
            .some((place) => place.tellerIds.some((id) => newCount.before.includes(id))),
        },
      })),
      sheets:
        poll.status === 'closed'
          ? (shownSheets(ruleOf(poll), poll.byChannel, agreed, oversees)?.map((sheet) => ({
              placeNo: sheet.placeNo,
              channel: sheet.channel,
              issued: sheet.issued,
              for: sheet.for,
              against: sheet.against,
              abstain: sheet.abstain,
              invalid: sheet.invalid,
              photoId: sheet.photoId,
            })) ?? null)
          : null,
    }
  })
}
