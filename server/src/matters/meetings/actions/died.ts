/**
 * 去世: who is recorded dead between the notice and the meeting is struck by itself, as a correction of the two persons
 * who recorded it. Everybody on the roll is told, and no proxy of his or to him stands. A ballot he gave stands.
 */
import { randomUUID } from 'node:crypto'
import { CORRECTION_GROUNDS } from '@cunyi/shared/meeting/corrections.ts'
import type { PeopleDied } from '#matters/acts/died.ts'
import { tellOf } from '#matters/sittings/notice.ts'
import { rollRow } from '#matters/sittings/queries/attend.ts'
import { rollIds } from '#matters/sittings/queries/notices.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { insertConfirmation, insertCorrection, meetingsWith, updateRollRow } from '../queries/standing.ts'
import { endProxiesOf } from './corrections.ts'
import { hasBallot, isOver, lockMeetingAndPolls } from './standing.ts'

export const strikeTheDead: PeopleDied = async (tx, parts, died) => {
  const { villageId, by, since, second, now } = died
  const struck: { meetingId: string; person: string; correction: string }[] = []
  for (const { meetingId, personId } of await meetingsWith(tx, villageId, died.people)) {
    const { meeting, polls } = await lockMeetingAndPolls(tx, villageId, meetingId)
    const at = { villageId, meetingId, personId }
    if (polls.every(isOver) || !(await rollRow(tx, villageId, meetingId, personId))) continue
    if (await hasBallot(tx, polls, personId)) continue
    const correction = randomUUID()
    await insertCorrection(tx, {
      ...at,
      id: correction,
      kind: 'strike',
      ground: 'died',
      paperId: null,
      reason: CORRECTION_GROUNDS.died.zh,
      proposedBy: by,
      proposedAt: since,
    })
    await insertConfirmation(tx, {
      villageId,
      correctionId: correction,
      confirmedBy: second,
      confirmedAt: now,
    })
    await updateRollRow(tx, at, { struckAt: now })
    await endProxiesOf(tx, meeting, personId, second, now)
    await tellOf(tx, parts, meeting, await rollIds(tx, villageId, meetingId), now, 'corrected')
    await tellScreens(tx, villageId, meetingId)
    struck.push({ meetingId, person: personId, correction })
  }
  return struck
}
