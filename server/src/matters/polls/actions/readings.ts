/** 唱票: a teller reads numbered slips one by one; his readings make his sheet. */
import { countMarks, whyNotRead } from '@cunyi/shared/poll/slips.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { SlipMark } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { placesIn } from '#matters/sittings/places.ts'
import { findMeetingOf, findPoll, type PollRow } from '../queries/polls.ts'
import { findSlip, insertReading, printedOf, readingsOf } from '../queries/slip-numbers.ts'
import { heapsOf, nextSeq } from '../sheets.ts'
import { checked, enterSheet, mustCount, type SheetAnswer } from './count.ts'
import { type Asked, inPoll, placeOf } from './in-poll.ts'

type Slip = { code?: string | undefined; number?: number | undefined }

/** A scanner gives the whole address of the QR code, a person the code alone; another poll's slip is unknown here. */
function askedSlip(poll: PollRow, { code, number }: Slip): { code: string } | { number: number } | null {
  if (number !== undefined) return { number }
  const text = (code ?? '').trim()
  if (!text.includes('/')) return { code: text.toUpperCase() }
  const [, pollId, found] = /\/polls\/([0-9a-f-]{36})\/slip\?code=([A-Z2-7]+)$/.exec(text) ?? []
  return found && pollId === poll.id ? { code: found } : null
}

/** 读票: by code or number, once in a count; a slip read wrongly is read again, and the newest reading stands. */
export async function readSlip(
  parts: Parts,
  asked: Asked & Slip & { mark: SlipMark; again?: boolean | undefined },
): Promise<{ number: number; round: number; read: number; issued: number }> {
  const { villageId, pollId, caller, mark } = asked
  return inPoll(parts, asked, async (tx, facts) => {
    const { poll, meeting, place, heap, seq: round } = await mustCount(tx, facts, asked, 'paper')
    const printed = await printedOf(tx, poll)
    const wanted = askedSlip(poll, asked)
    const slip = wanted && (await findSlip(tx, poll, wanted))
    const before = await readingsOf(tx, { villageId, id: pollId, teller: caller.personId, round })
    const earlier = before.find((one) => one.number === slip?.number)
    const places = await placesIn(tx, meeting)
    must(
      whyNotRead({
        numbered: printed.total > 0,
        slip: slip && {
          number: slip.number,
          placeNo: slip.placeNo,
          placeName: places.find((one) => one.placeNo === slip.placeNo)?.name ?? '',
        },
        placeNo: place.placeNo,
        alreadyRead: earlier !== undefined,
        again: asked.again ?? false,
      }),
    )
    const { number } = slip as { number: number }
    await insertReading(tx, {
      villageId,
      pollId,
      teller: caller.personId,
      round,
      number,
      seq: (earlier?.seq ?? 0) + 1,
      mark,
    })
    return { number, round, read: before.length + (earlier ? 0 : 1), issued: heap.issued }
  })
}

/** 读完: his readings are his sheet; the two tellers' sheets are then laid side by side as any others. */
export const finishReading = (
  parts: Parts,
  asked: Asked & { photoId?: string | undefined },
): Promise<SheetAnswer> =>
  enterSheet(parts, asked, 'paper', async (tx, { poll, heap, seq }) => {
    if ((await printedOf(tx, poll)).total === 0) throw new Refused('slipsNotNumbered')
    const { villageId, pollId, caller, photoId } = asked
    const marks = await readingsOf(tx, { villageId, id: pollId, teller: caller.personId, round: seq })
    const counts = countMarks(marks.map((one) => one.mark))
    return checked({ ...counts, issued: heap.issued, photoId }, asked, heap)
  })

/** A teller's own progress; the other's figures are not shown to him. */
export async function getReadings(parts: Parts, asked: Asked) {
  const { villageId, pollId, caller } = asked
  return inVillage(parts.db, villageId, async (tx) => {
    const poll = await findPoll(tx, villageId, pollId)
    if (!poll) throw new Refused('notFound')
    const meeting = await findMeetingOf(tx, poll)
    const place = await placeOf(tx, { poll, meeting }, caller.personId)
    const heap = (await heapsOf(tx, poll)).find(
      (one) => one.placeNo === place.placeNo && one.channel === 'paper',
    )
    const round = heap ? nextSeq(heap, caller.personId) : 1
    const marks = await readingsOf(tx, { villageId, id: pollId, teller: caller.personId, round })
    return {
      placeNo: place.placeNo,
      place: place.name,
      round,
      read: marks.length,
      issued: heap?.issued ?? 0,
      counts: countMarks(marks.map((one) => one.mark)),
    }
  })
}
