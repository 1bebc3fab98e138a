/**
 * 中断: when ballots could not be taken for more than two minutes in the last hour of a window, the window is
 * extended by that time, once; recorded and shown.
 */

import { ownRoundAt } from '@cunyi/shared/meeting/remind.ts'
import { across, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { dueBy } from '#base/jobs/queries.ts'
import type { Parts } from '#base/parts/parts.ts'
import { rulesOf } from '#matters/proposals/rules-of.ts'
import { tellOf } from '#matters/sittings/notice.ts'
import type { MeetingRow } from '#matters/sittings/queries/meetings.ts'
import { rollIds } from '#matters/sittings/queries/notices.ts'
import { tellScreens } from '#matters/sittings/queries/tell.ts'
import { extendWindow, insertOutage, lastAlive, outagesWithin, setAlive } from './queries/due.ts'
import { type PollRow, pollsOfMeeting } from './queries/polls.ts'

const TWO_MINUTES = 2 * 60_000
const LAST_HOUR = 60 * 60_000
export const BEAT_MS = 20_000
/** Every poll that ends by the clock, however far off. */
const EVER = new Date('9999-12-31T00:00:00Z')

/**
 * Says that this process serves. The gap since the last beat of any process is time in which no ballot could be
 * taken: no process, or no database, was there.
 */
export async function beat({ db }: Pick<Parts, 'db'>, now: Date): Promise<void> {
  await across(db, async (tx) => {
    const last = await lastAlive(tx)
    if (last && now.getTime() - last.getTime() > TWO_MINUTES) {
      const open = (await dueBy(tx, ['endPoll'], EVER)).get('endPoll') ?? []
      const villages = new Set(open.map((item) => item.villageId))
      for (const villageId of [...villages].sort()) await insertOutage(tx, villageId, last, now)
    }
    await setAlive(tx, now)
  })
}

export type Span = { from: Date; to: Date }

/** How long of the last hour before `end` is covered by outages, in milliseconds; what overlaps counts once. */
export function lostBefore(end: Date, outages: readonly Span[]): number {
  let at = end.getTime() - LAST_HOUR
  let lost = 0
  for (const { from, to } of [...outages].sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const begin = Math.max(at, from.getTime())
    const stop = Math.min(end.getTime(), to.getTime())
    if (stop > begin) lost += stop - begin
    at = Math.max(at, stop)
  }
  return lost
}

/** The new end, or null where nothing is to be made good. An outage that outlasts the window does not eat the gain. */
export function extendedEnd(
  end: Date,
  extendedBefore: boolean,
  outages: readonly Span[],
): { end: Date; seconds: number } | null {
  const lost = lostBefore(end, outages)
  if (extendedBefore || lost <= TWO_MINUTES) return null
  const over = Math.max(
    end.getTime(),
    ...outages.filter((one) => one.from < end).map((one) => one.to.getTime()),
  )
  return { end: new Date(over + lost), seconds: Math.ceil(lost / 1000) }
}

/** Asked when a window is about to end. True: it goes on. */
export async function extendIfInterrupted(
  tx: Tx,
  parts: Parts,
  meeting: MeetingRow,
  now: Date,
): Promise<boolean> {
  const { windowEnd, villageId } = meeting
  if (!windowEnd) return false
  const outages = await outagesWithin(tx, villageId, new Date(windowEnd.getTime() - LAST_HOUR), windowEnd)
  const extension = extendedEnd(windowEnd, meeting.extendedBy > 0, outages)
  if (!extension) return false
  await lengthen(tx, parts, { meeting, ...extension, by: null, office: null, payload: { outages }, now })
  return true
}

/** The window goes on until then: everybody on the roll is told. The caller writes nothing to the chain after it. */
export async function lengthen(
  tx: Tx,
  parts: Parts,
  to: {
    meeting: MeetingRow
    end: Date
    seconds: number
    by: string | null
    office: string | null
    payload: Record<string, unknown>
    now: Date
  },
): Promise<void> {
  const { meeting, end, seconds, by, office, now } = to
  const { villageId, windowEnd } = meeting
  const longer = { ...meeting, windowEnd: end }
  const times = { windowEnd: end, remindAt: ownRoundAt(longer, await rulesOf(tx, meeting)) }
  await swearUntil(parts, await pollsOfMeeting(tx, villageId, meeting.id), end)
  await extendWindow(tx, meeting, times, seconds)
  await tellOf(tx, parts, longer, await rollIds(tx, villageId, meeting.id), now, 'extended')
  await tellScreens(tx, villageId, meeting.id)
  await appendEvidence(tx, {
    villageId,
    at: now,
    act: 'extendWindow',
    by,
    office,
    meetingId: meeting.id,
    payload: { from: windowEnd, to: end, seconds, ...to.payload },
  })
}

/** Before the commit: lost, the window was not extended, and the box is opened that much later all the same. */
async function swearUntil({ pollKeys }: Pick<Parts, 'pollKeys'>, polls: readonly PollRow[], end: Date) {
  for (const { status, keyName } of polls)
    if (status === 'open' && keyName && (await pollKeys.factsOf(keyName)))
      await pollKeys.swear(keyName, { line: 'until', at: end.toISOString() })
}
