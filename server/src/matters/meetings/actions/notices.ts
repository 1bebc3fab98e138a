/** 通知: read by the person himself, or told by the clerk's call. */

import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { deleteExcuse, excusesOf, insertEvents } from '#matters/sittings/queries/attend.ts'
import { lockMeeting } from '#matters/sittings/queries/meetings.ts'
import { markCalled, markRead } from '#matters/sittings/queries/notices.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { mustBeHisOwn } from '#village/people/his-own.ts'

type At = { villageId: string; meetingId: string; who: Acting; now: Date }

export async function readNotice(parts: Parts, { villageId, meetingId, who, now }: At) {
  return inVillage(parts.db, villageId, async (tx) => {
    if (await markRead(tx, villageId, meetingId, who.personId, now)) {
      await tellScreens(tx, villageId, meetingId, 'turnout')
      await appendEvidence(tx, {
        villageId,
        at: now,
        act: 'readNotice',
        by: who.personId,
        office: null,
        meetingId,
      })
    }
    return { ok: true as const }
  })
}

/** 我会参加: said by oneself; an excuse is over with it. */
export async function willCome(parts: Parts, { villageId, meetingId, who, now }: At) {
  const { personId } = who
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await lockMeeting(tx, villageId, meetingId)
    if (meeting.status === 'ended') throw new Refused('meetingOver')
    await mustBeHisOwn(tx, { villageId, ...who }, now)
    await markRead(tx, villageId, meetingId, personId, now)
    const excused = (await excusesOf(tx, villageId, meetingId)).some((one) => one.personId === personId)
    if (excused) await deleteExcuse(tx, villageId, meetingId, personId)
    const said = { villageId, meetingId, personId, by: personId, at: now }
    await insertEvents(tx, [
      ...(excused ? [{ ...said, kind: 'notExcused' as const }] : []),
      { ...said, kind: 'coming' },
    ])
    await tellScreens(tx, villageId, meetingId, 'turnout')
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'willCome',
      by: personId,
      office: null,
      meetingId,
      payload: { person: personId },
    })
    return { ok: true as const }
  })
}

export async function recordCall(parts: Parts, { villageId, meetingId, who, now }: At, personId: string) {
  return inVillage(parts.db, villageId, async (tx) => {
    if (!(await markCalled(tx, { villageId, meetingId, personId, by: who.personId, now })))
      throw new Refused('notOnMeetingRoll')
    await tellScreens(tx, villageId, meetingId, 'turnout')
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'recordCall',
      by: who.personId,
      office: null,
      meetingId,
      payload: { person: personId },
    })
    return { ok: true as const }
  })
}
