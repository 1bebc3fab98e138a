import { isRemindable, isReminded, type RemindTimes } from '@cunyi/shared/meeting/remind.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { type MeetingRow, pollsOf } from '#matters/sittings/queries/meetings.ts'
import { type Awaited, remindFacts, roundsOf } from './queries.ts'

export const meetingLink = (parts: Pick<Parts, 'config'>, villageId: string, meetingId: string): string =>
  `${parts.config.publicUrl}/app/v/${villageId}/meetings/${meetingId}`

export async function timesOf(tx: Tx, meeting: MeetingRow): Promise<RemindTimes> {
  const polls = await pollsOf(tx, meeting.villageId, meeting.id)
  return { ...meeting, pending: polls.some(({ status }) => status === 'waiting' || status === 'open') }
}

export async function roundFacts(tx: Tx, meeting: MeetingRow) {
  const rounds = await roundsOf(tx, { villageId: meeting.villageId, meetingId: meeting.id })
  return { rounds, rounded: { rounds: rounds.length, lastAt: rounds.at(-1)?.at ?? null } }
}

export async function awaitedOf(tx: Tx, meeting: MeetingRow): Promise<Awaited[]> {
  const facts = await remindFacts(tx, { villageId: meeting.villageId, meetingId: meeting.id })
  return facts.filter(isReminded)
}

/** Asked again at the moment of sending: who has come or voted meanwhile gets nothing. */
export async function isStillAwaited(tx: Tx, meeting: MeetingRow, personId: string, now: Date) {
  if (!isRemindable(await timesOf(tx, meeting), now)) return null
  const [one] = await remindFacts(tx, { villageId: meeting.villageId, meetingId: meeting.id }, personId)
  return one && isReminded(one) ? one : null
}
