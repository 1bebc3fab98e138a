/** 签到 by one's own phone. A hall comes in the same minute: whoever comes together is signed in together. */
import { type NumberInUse, whyNotFromNumber } from '@cunyi/shared/law/numbers.ts'
import { must, type Refusal, Refused } from '@cunyi/shared/words/refusal.ts'
import type { Way } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { createLanes } from '#base/parts/lanes.ts'
import type { Parts } from '#base/parts/parts.ts'
import { placesIn } from '#matters/sittings/places.ts'
import {
  type AttendanceRow,
  attendancesOf,
  isSeen,
  type NewAttendance,
  putAttendances,
  rollRows,
} from '#matters/sittings/queries/attend.ts'
import { lockMeeting, type MeetingRow } from '#matters/sittings/queries/meetings.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { numbersOf } from '#village/people/queries/people.ts'
import { stepOfCode } from '../hall-code.ts'
import { representedAmong } from '../queries/standing.ts'
import { mustBeOn } from './attend.ts'

export type SigningIn = {
  villageId: string
  meetingId: string
  personId: string
  /** What the door says to whom is not on the roll. */
  refusal: Refusal
  /** What the hall shows; none: online. */
  code: string | undefined
  now: Date
}
export type SignedIn = { way: Way; counts: boolean; placeNo: number }

/** 计入到会: online where the notice says so; one's own phone in the hall also elsewhere, once the clerk has seen it. */
const countsFor = (meeting: MeetingRow, way: Way, seen: boolean) =>
  meeting.onlineCounts || (way === 'inHall' && seen)

export const signInLanes = (parts: Pick<Parts, 'db'>) =>
  createLanes<SigningIn, SignedIn>({
    laneOf: (asked) => asked.villageId,
    groupOf: (asked) => asked.meetingId,
    oneOf: (asked) => asked.personId,
    doTogether: (batch) => signInTogether(parts, batch),
  })

type Known = {
  meeting: MeetingRow
  onRoll: ReadonlySet<string>
  before: ReadonlyMap<string, AttendanceRow>
  represented: ReadonlySet<string>
  numberOf: (personId: string) => NumberInUse
  /** Which of the meeting's places shows this code at that time, and in which step. */
  showing: (code: string, now: Date) => { placeNo: number; step: number } | null
}

async function lookUp(tx: Tx, batch: readonly SigningIn[]): Promise<Known> {
  const { villageId, meetingId } = batch[0] as SigningIn
  const meeting = await lockMeeting(tx, villageId, meetingId)
  const ids = batch.map((one) => one.personId)
  const places = batch.some((one) => one.code !== undefined) ? await placesIn(tx, meeting) : []
  return {
    meeting,
    onRoll: new Set((await rollRows(tx, villageId, meetingId, ids)).map((row) => row.personId)),
    before: new Map((await attendancesOf(tx, villageId, meetingId, ids)).map((row) => [row.personId, row])),
    // Principal and agent are never both there for one vote.
    represented: await representedAmong(tx, villageId, meetingId, ids),
    numberOf: await numbersOf(tx, villageId, ids),
    showing: (code, now) => {
      for (const { placeNo, hallSecret } of places) {
        const step = stepOfCode(hallSecret, code, now)
        if (step !== null) return { placeNo, step }
      }
      return null
    },
  }
}

/** Null: he is there already. */
type Arrival = { row: NewAttendance; before: AttendanceRow | undefined } | null

function arrive(known: Known, asking: SigningIn): [SignedIn, Arrival] {
  const { meeting } = known
  const { villageId, meetingId, personId, code, now } = asking
  if (!known.onRoll.has(personId)) must(asking.refusal)
  const asked: Way = code === undefined ? 'online' : 'inHall'
  const before = known.before.get(personId)
  const there = before !== undefined && before.leftAt === null
  // Who is in the hall stays there when his ballot page signs him in; another place's code moves him.
  const shown = code === undefined ? null : known.showing(code, now)
  if (
    there &&
    (before.way === 'inHall' || asked === 'online') &&
    (shown?.placeNo ?? before.placeNo) === before.placeNo
  ) {
    const { way, placeNo } = before
    return [{ way, counts: countsFor(meeting, way, isSeen(before)), placeNo }, null]
  }
  mustBeOn(meeting, asked, now)
  // Whom the recorder signs in he has seen; this one comes by a number, which must be in use (his-own.ts).
  must(whyNotFromNumber(known.numberOf(personId), now))
  if (known.represented.has(personId)) throw new Refused('representedByProxy')
  if (code !== undefined && !shown) throw new Refused('qrExpired')
  if (shown && before?.hallStep === shown.step && before.placeNo === shown.placeNo)
    throw new Refused('qrUsed')
  const placeNo = shown?.placeNo ?? 0
  const means = code === undefined ? 'self' : 'hallCode'
  const row = {
    villageId,
    meetingId,
    personId,
    way: asked,
    means,
    signedInAt: now,
    by: personId,
    placeNo,
    hallStep: shown?.step ?? null,
  }
  return [
    { way: asked, counts: countsFor(meeting, asked, false), placeNo },
    { row, before },
  ]
}

/** One transaction for all of them; each is answered for himself. */
async function signInTogether(
  { db }: Pick<Parts, 'db'>,
  batch: readonly SigningIn[],
): Promise<(SignedIn | Refused)[]> {
  const { villageId, meetingId } = batch[0] as SigningIn
  return inVillage(db, villageId, async (tx) => {
    const known = await lookUp(tx, batch)
    const arrivals: Exclude<Arrival, null>[] = []
    const answers = batch.map((asked) => {
      try {
        const [answer, arrival] = arrive(known, asked)
        if (arrival) arrivals.push(arrival)
        return answer
      } catch (error) {
        if (error instanceof Refused) return error
        throw error
      }
    })
    if (arrivals.length > 0) {
      await putAttendances(tx, arrivals)
      await tellScreens(tx, villageId, meetingId, 'turnout')
      await appendEvidence(tx, { villageId, office: null, meetingId, ...happened(arrivals) })
    }
    return answers
  })
}

/** One entry: of who came alone by his name, of several one that names each. */
function happened(arrivals: readonly Exclude<Arrival, null>[]) {
  const people = arrivals.map(({ row: { personId, way, means, placeNo, signedInAt }, before }) => ({
    personId,
    at: signedInAt,
    way,
    means,
    placeNo,
    from: before && before.leftAt === null ? before.way : null,
    again: before !== undefined && before.leftAt !== null,
  }))
  const [first, ...others] = people
  if (first && others.length === 0) {
    const { personId, at, ...payload } = first
    return { at, act: 'signIn', by: personId, payload }
  }
  const at = new Date(Math.max(...people.map((one) => one.at.getTime())))
  return { at, act: 'signIns', by: null, payload: { people } }
}
