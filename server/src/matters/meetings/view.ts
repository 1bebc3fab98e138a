/** 所见: one meeting, the list, one's own place, the roll for its officers. Reads only. */
import { type TimeKey, timeCursor } from '@cunyi/shared/api/cursor.ts'
import { maskIfAny } from '@cunyi/shared/words/masking.ts'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone } from '#base/system/identity.ts'
import { loadMeeting, type MeetingRow, pollsOf } from '#matters/sittings/queries/meetings.ts'
import { EVERYBODY, noteLook, type Viewer } from '#village/people/access-log.ts'
import { isRunning } from './actions/standing.ts'
import { agendasOf, listMeetingRows, type RollFilter, rollPage } from './queries/views.ts'

const PAGE = 20
export const iso = (at: Date | null) => at?.toISOString() ?? null

export const rowOf = (
  meeting: MeetingRow,
  agenda: readonly { meetingId: string; id: string; title: string }[],
) => ({
  id: meeting.id,
  assembly: meeting.assembly,
  stage: meeting.stage,
  extraStep: meeting.extraStep,
  title: meeting.title,
  place: meeting.place,
  status: meeting.status,
  noticeAt: meeting.noticeAt.toISOString(),
  opensAt: meeting.opensAt.toISOString(),
  windowEnd: iso(meeting.windowEnd),
  reconvening: meeting.reconvening,
  proposals: agenda.filter((one) => one.meetingId === meeting.id).map(({ id, title }) => ({ id, title })),
})

export async function listMeetings(
  parts: Parts,
  villageId: string,
  query: { after?: TimeKey | undefined; limit?: number | undefined; open?: 'yes' | undefined },
) {
  const limit = query.limit ?? PAGE
  return inVillage(parts.db, villageId, async (tx) => {
    const found = await listMeetingRows(tx, villageId, {
      open: query.open === 'yes',
      after: query.after ?? null,
      limit: limit + 1,
    })
    const rows = found.slice(0, limit)
    const agenda = await agendasOf(
      tx,
      villageId,
      rows.map((row) => row.id),
    )
    const last = found.length > limit ? rows.at(-1) : undefined
    return {
      rows: rows.map((row) => rowOf(row, agenda)),
      next: last ? timeCursor({ at: last.noticeAt, id: last.id }) : null,
    }
  })
}

const ROLL_PAGE = 100

export async function getRoll(
  parts: Parts,
  villageId: string,
  meetingId: string,
  query: {
    after?: string | undefined
    limit?: number | undefined
    state?: RollFilter['state']
    q?: string | undefined
    since?: number | undefined
  },
  viewer: Viewer,
  now: Date,
) {
  const limit = query.limit ?? ROLL_PAGE
  return inVillage(parts.db, villageId, async (tx) => {
    const meeting = await loadMeeting(tx, villageId, meetingId)
    const { revision } = meeting
    // Nothing on any screen has changed since: nothing to send.
    if (query.since !== undefined && query.since >= revision) return { rows: [], next: null, revision }
    await noteLook(tx, villageId, { what: 'getRoll', subjects: EVERYBODY }, viewer, now)
    const polls = await pollsOf(tx, villageId, meetingId)
    const current = polls.find(isRunning) ?? polls.findLast((poll) => poll.status === 'closed') ?? null
    const { state, q } = query
    const found = await rollPage(tx, meeting, current?.id ?? null, {
      state,
      q,
      after: query.after ?? null,
      limit: limit + 1,
    })
    const lines = found.slice(0, limit)
    const last = found.length > limit ? lines.at(-1) : undefined
    return {
      rows: lines.map((line) => ({
        person: { id: line.personId, name: line.name },
        votes: line.votes,
        capacities: line.capacities,
        households: line.households,
        villageGroup: line.villageGroup,
        phoneMasked: maskIfAny('phone', openPhone(parts.keys, line.phone)),
        state: stateOf(line),
        recused: line.recused,
        voted: line.voted,
        selfSignIn: line.selfSignIn,
        reached: line.reached,
        noticeRead: line.noticeRead,
        coming: line.coming,
        slipOut: line.slipOut,
        handsCalled: line.handsCalled,
        placeNo: line.placeNo,
      })),
      next: last?.personId ?? null,
      revision,
    }
  })
}

type Placed = { way: 'inHall' | 'online' | null; represented: boolean; excused: boolean; left: boolean }
const stateOf = (one: Placed): 'inHall' | 'online' | 'represented' | 'left' | 'excused' | 'absent' =>
  one.way ?? (one.represented ? 'represented' : one.left ? 'left' : one.excused ? 'excused' : 'absent')
