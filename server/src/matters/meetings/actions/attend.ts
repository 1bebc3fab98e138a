/** 签到、确认、离场、请假: where everyone is. Each is one transaction that locks the meeting's row first. */

import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Way } from '@cunyi/shared/words/vocabulary.ts'
import { toString as drawQr } from 'qrcode'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { placeOfTeller, placesIn } from '#matters/sittings/places.ts'
import {
  type AttendanceRow,
  arrivalOf,
  attendancesOf,
  departureOf,
  type EventRow,
  insertAttendances,
  insertEvents,
  isSeen,
  putExcuse,
  rollRow,
  rollRows,
  updateAttendances,
} from '#matters/sittings/queries/attend.ts'
import { loadMeeting, lockMeeting, type MeetingRow, pollsOf } from '#matters/sittings/queries/meetings.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { mustBeHisOwn } from '#village/people/his-own.ts'
import { changesAt, hallCode, stepOf } from '../hall-code.ts'
import { representedAmong } from '../queries/standing.ts'

export type Attending = { personId: string }
type At = { villageId: string; meetingId: string; who: Attending; now: Date }

/** The hall's doors open this long before the meeting; online one signs in when it opens. */
const DOORS_HOURS = 2
const doorsOpen = (meeting: MeetingRow) => new Date(meeting.opensAt.getTime() - DOORS_HOURS * 3_600_000)

export function mustBeOn(meeting: MeetingRow, way: Way, now: Date): void {
  const over = meeting.status === 'ended' || (meeting.windowEnd !== null && now >= meeting.windowEnd)
  if (over || (way === 'inHall' && meeting.hallEndedAt !== null)) throw new Refused('meetingOver')
  if (now < (way === 'inHall' ? doorsOpen(meeting) : meeting.opensAt)) throw new Refused('meetingNotOpen')
}

/** 签到人员的名单: any number at once; who is there already stays as he is, and nobody is signed in twice. */
export async function signInPeople(
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  personIds: readonly string[],
  asked?: number,
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await lockMeeting(tx, villageId, meetingId)
    mustBeOn(meeting, 'inHall', now)
    const ids = [...new Set(personIds)]
    const places = await placesIn(tx, meeting)
    // A teller of a further place signs in where he counts, unless he says otherwise.
    const placeNo = asked ?? placeOfTeller(places, who.personId)?.placeNo ?? 0
    if (!places.some((place) => place.placeNo === placeNo)) throw new Refused('notFound')
    const onRoll = new Set((await rollRows(tx, villageId, meetingId, ids)).map((row) => row.personId))
    const before = new Map(
      (await attendancesOf(tx, villageId, meetingId, ids)).map((row) => [row.personId, row]),
    )
    const by = who.personId
    const represented = await representedAmong(tx, villageId, meetingId, ids)
    const welcome = ids.filter((id) => onRoll.has(id) && !represented.has(id))
    const fresh = welcome.filter((id) => !before.has(id))
    const moved = welcome.filter((id) => isElsewhere(before.get(id), placeNo))
    const seen = welcome.filter((id) => {
      const row = before.get(id)
      return !moved.includes(id) && row !== undefined && !isSeen(row)
    })
    const hall = { way: 'inHall' as const, means: 'clerk', signedInAt: now, by, seenBy: by, placeNo }
    await insertAttendances(
      tx,
      fresh.map((personId) => ({ villageId, meetingId, personId, ...hall })),
    )
    if (moved.length > 0) await updateAttendances(tx, villageId, meetingId, moved, { ...hall, leftAt: null })
    if (seen.length > 0) await updateAttendances(tx, villageId, meetingId, seen, { seenBy: by })
    const arrived = [...fresh, ...moved].map((personId) =>
      arrivalOf({ villageId, meetingId, personId, ...hall }, before.get(personId)),
    )
    await insertEvents(tx, [
      ...arrived,
      ...seen.map((personId) => seenEvent(villageId, meetingId, personId, by, now)),
    ])
    if (fresh.length + moved.length + seen.length > 0) {
      await tellScreens(tx, villageId, meetingId)
      await appendEvidence(tx, {
        villageId,
        at: now,
        act: 'signInPeople',
        by,
        office: null,
        meetingId,
        payload: {
          people: fresh,
          moved: moved.map((id) => ({ id, from: before.get(id)?.leftAt ? 'left' : before.get(id)?.way })),
          seen,
          placeNo,
        },
      })
    }
    const refused = ids
      .filter((id) => !welcome.includes(id))
      .map((personId) => ({
        personId,
        code: onRoll.has(personId) ? 'representedByProxy' : 'notOnMeetingRoll',
      }))
    return { signedIn: ids.length - refused.length, refused }
  })
}

const seenEvent = (
  villageId: string,
  meetingId: string,
  personId: string,
  by: string,
  at: Date,
): EventRow => ({
  villageId,
  meetingId,
  personId,
  kind: 'seen',
  way: 'inHall',
  by,
  at,
})

const isElsewhere = (row: AttendanceRow | undefined, placeNo: number): boolean =>
  row !== undefined && (row.leftAt !== null || row.way === 'online' || row.placeNo !== placeNo)

/** 自助签到 has been seen by the clerk. */
export async function confirmSignIns(
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  personIds: readonly string[],
) {
  return inVillage(parts.db, villageId, async (tx) => {
    await lockMeeting(tx, villageId, meetingId)
    const open = (await attendancesOf(tx, villageId, meetingId, personIds)).filter(
      (row) => row.way === 'inHall' && !isSeen(row),
    )
    if (open.length === 0) return { ok: true as const }
    const ids = open.map((row) => row.personId)
    await updateAttendances(tx, villageId, meetingId, ids, { seenBy: who.personId })
    await insertEvents(
      tx,
      ids.map((personId) => seenEvent(villageId, meetingId, personId, who.personId, now)),
    )
    await tellScreens(tx, villageId, meetingId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'confirmSignIns',
      by: who.personId,
      office: null,
      meetingId,
      payload: { people: ids },
    })
    return { ok: true as const }
  })
}

/** 离场: who leaves while a poll is open stays in its base, and is gone for those that open later. */
export async function leaveMeeting(parts: Parts, { villageId, meetingId, who, now }: At, personId: string) {
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await lockMeeting(tx, villageId, meetingId)
    if (meeting.status === 'ended') throw new Refused('meetingOver')
    const [row] = await attendancesOf(tx, villageId, meetingId, [personId])
    if (!row) throw new Refused('notSignedIn')
    if (row.leftAt) return { ok: true as const }
    const leftAt = await afterOpenPolls(tx, meeting, now)
    await updateAttendances(tx, villageId, meetingId, [personId], { leftAt })
    await insertEvents(tx, [departureOf(row, who.personId, leftAt)])
    await tellScreens(tx, villageId, meetingId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'leaveMeeting',
      by: who.personId,
      office: null,
      meetingId,
      payload: { person: personId },
    })
    return { ok: true as const }
  })
}

/** An instant after the opening of every poll that runs: a poll opened in this same millisecond was opened before. */
export async function afterOpenPolls(tx: Tx, meeting: MeetingRow, now: Date): Promise<Date> {
  const opened = (await pollsOf(tx, meeting.villageId, meeting.id)).map(
    (poll) => poll.openedAt?.getTime() ?? 0,
  )
  return new Date(Math.max(now.getTime(), ...opened.map((at) => at + 1)))
}

/** 请假: by oneself, or noted by the meeting's officers. */
export async function excuse(
  parts: Parts,
  { villageId, meetingId, who, now }: At,
  asked: { personId: string; reason: string },
) {
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await lockMeeting(tx, villageId, meetingId)
    if (meeting.status === 'ended') throw new Refused('meetingOver')
    mustBeSelfOrOfficer(meeting, who, asked.personId)
    if (!(await rollRow(tx, villageId, meetingId, asked.personId))) throw new Refused('notOnMeetingRoll')
    if (who.personId === asked.personId) await mustBeHisOwn(tx, { villageId, ...who }, now)
    await putExcuse(tx, { villageId, meetingId, ...asked, by: who.personId, at: now })
    const { personId } = asked
    await insertEvents(tx, [{ villageId, meetingId, personId, kind: 'excused', by: who.personId, at: now }])
    await tellScreens(tx, villageId, meetingId)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'excuse',
      by: who.personId,
      office: null,
      meetingId,
      payload: { person: asked.personId, after: asked.reason },
    })
    return { ok: true as const }
  })
}

export const officersOf = (meeting: MeetingRow): string[] => [
  meeting.chairId,
  meeting.recorderId,
  ...meeting.tellerIds,
]

export const isSelfOrOfficer = (meeting: MeetingRow, who: Attending, personId: string): boolean =>
  who.personId === personId || officersOf(meeting).includes(who.personId)
export function mustBeSelfOrOfficer(meeting: MeetingRow, who: Attending, personId: string): void {
  if (!isSelfOrOfficer(meeting, who, personId)) throw new Refused('forbidden')
}

/** What the hall's screen shows now. */
export async function getHallCode(parts: Parts, { villageId, meetingId, now }: At, placeNo = 0) {
  const [meeting, places] = await inVillage(parts.db, villageId, async (tx) => {
    const found = await loadMeeting(tx, villageId, meetingId)
    return [found, await placesIn(tx, found)] as const
  })
  mustBeOn(meeting, 'inHall', now)
  const place = places.find((one) => one.placeNo === placeNo)
  if (!place) throw new Refused('notFound')
  const code = hallCode(place.hallSecret, stepOf(now))
  const url = new URL(
    `/app/v/${villageId}/meetings/${meetingId}/sign-in?code=${code}`,
    parts.config.publicUrl,
  ).href
  const svg = await drawQr(url, { type: 'svg', margin: 4 })
  return { code, url, svg, changesAt: changesAt(now).toISOString() }
}
