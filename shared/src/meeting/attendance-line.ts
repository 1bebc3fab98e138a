/**
 * 到会曲线: from comings and goings to counts over time. Whether a poll has its quorum is tested once, at its end;
 * the line only shows how it stood.
 */
import type { MeetingRule } from '../law/meeting-rules.ts'
import { type Attendance, quorumLine } from '../poll/tally.ts'
import type { AttendanceKind, Way } from '../words/vocabulary.ts'

export type AttendanceEvent = {
  personId: string
  kind: AttendanceKind
  at: Date
  way: Way | null
  /** A sign-in in the hall by one's own phone waits for the clerk where online presence does not count. */
  seen: boolean
  agentId: string | null
}
export type OnRoll = {
  personId: string
  votes: boolean
  member: boolean
  isWoman: boolean
  households: number
}
export type LinePoint = {
  at: Date
  inHall: number
  online: number
  represented: number
  left: number
  recused: number
  excused: number
  present: number
  quorumMet: boolean
  quorumMissing: number
}
/** How one person stands after his events so far. */
export type Standing = {
  way: Way | null
  seen: boolean
  left: boolean
  recused: boolean
  excused: boolean
  agentId: string | null
}
const NOWHERE: Standing = {
  way: null,
  seen: false,
  left: false,
  recused: false,
  excused: false,
  agentId: null,
}

/** One event further. Who comes back is there again, wherever he comes back to; an excuse ends with coming. */
export function afterEvent(before: Standing | undefined, event: AttendanceEvent): Standing {
  const now = before ?? NOWHERE
  switch (event.kind) {
    case 'inHall':
    case 'online':
    case 'returned':
      return { ...now, way: event.way, seen: event.seen, left: false }
    case 'seen':
      return { ...now, seen: true }
    case 'left':
      return { ...now, way: null, left: true }
    case 'represented':
      return { ...now, agentId: event.agentId }
    case 'unrepresented':
      return { ...now, agentId: null }
    case 'recused':
      return { ...now, recused: true }
    // What somebody says he will do is no presence.
    case 'coming':
      return now
    case 'excused':
      return { ...now, excused: true }
    // 撤销误记: as if it had never been entered; who never came has not left.
    case 'neverCame':
      return { ...now, way: null, seen: false, left: false }
    case 'stillHere':
      return { ...now, way: event.way, seen: event.seen, left: false }
    case 'notExcused':
      return { ...now, excused: false }
    case 'notRecused':
      return { ...now, recused: false }
  }
}

type Sitting = { onlineCounts: boolean; householdsAll: number }

/** The sums of one instant, as `quorumLine` asks for them. */
export function attendanceOf(
  standings: ReadonlyMap<string, Standing>,
  roll: readonly OnRoll[],
  { onlineCounts, householdsAll }: Sitting,
): Attendance & { left: number; excused: number; recused: number } {
  const wayOf = (personId: string): Way | null => {
    const one = standings.get(personId)
    return one?.way && (onlineCounts || one.way === 'online' || one.seen) ? one.way : null
  }
  const isThere = (personId: string) => {
    const way = wayOf(personId)
    return way === 'inHall' || (way === 'online' && onlineCounts)
  }
  const sums = {
    presentInHall: 0,
    presentOnline: 0,
    represented: 0,
    presentWithoutVote: 0,
    recusedPresent: 0,
  }
  const more = { left: 0, excused: 0, recused: 0 }
  const women = { entitled: 0, present: 0 }
  let [entitled, allMembers, households] = [0, 0, 0]
  for (const row of roll) {
    const one = standings.get(row.personId) ?? NOWHERE
    const way = wayOf(row.personId)
    const represented = way === null && one.agentId !== null && isThere(one.agentId)
    const present = isThere(row.personId) || represented
    if (row.member) allMembers += 1
    if (!row.votes) {
      if (row.member && present) sums.presentWithoutVote += 1
      continue
    }
    entitled += 1
    if (way === 'inHall') sums.presentInHall += 1
    if (way === 'online') sums.presentOnline += 1
    if (represented) sums.represented += 1
    if (present && one.recused) sums.recusedPresent += 1
    if (present) households += row.households
    if (row.isWoman) women.entitled += 1
    if (row.isWoman && present) women.present += 1
    if (one.left && !present) more.left += 1
    if (one.excused && !present) more.excused += 1
    if (one.recused) more.recused += 1
  }
  const stoodFor = { all: householdsAll, present: households, for: 0 }
  return { entitled, allMembers, ...sums, women, households: stoodFor, ...more }
}

const MINUTE = 60_000
/** So many points at most, however long the sitting: a picture needs no more, and a request costs no more. */
const MOST_POINTS = 240

/** 曲线: the state at the end of each minute in which something happened; of a long sitting, of each longer step. */
export function attendanceLine(
  events: readonly AttendanceEvent[],
  roll: readonly OnRoll[],
  rule: MeetingRule,
  sitting: Sitting,
): LinePoint[] {
  const [first, last] = [events[0], events.at(-1)]
  if (!first || !last) return []
  const minutes = new Set(events.map(({ at }) => Math.floor(at.getTime() / MINUTE))).size
  const span = last.at.getTime() - first.at.getTime()
  const step = minutes > MOST_POINTS ? MINUTE * Math.ceil(span / MINUTE / MOST_POINTS) : MINUTE
  const stepOf = (event: AttendanceEvent) => Math.floor(event.at.getTime() / step)
  const standings = new Map<string, Standing>()
  const points: LinePoint[] = []
  events.forEach((event, i) => {
    standings.set(event.personId, afterEvent(standings.get(event.personId), event))
    const next = events[i + 1]
    if (next === undefined || stepOf(next) !== stepOf(event))
      points.push(pointAt(event.at, attendanceOf(standings, roll, sitting), rule))
  })
  return points
}

function pointAt(at: Date, sums: ReturnType<typeof attendanceOf>, rule: MeetingRule): LinePoint {
  const line = quorumLine(sums, rule)
  const { left, excused, recused } = sums
  return {
    at,
    inHall: line.presentInHall,
    online: line.presentOnline,
    represented: line.represented,
    left,
    recused,
    excused,
    present: line.present,
    quorumMet: line.quorumMet,
    quorumMissing: line.quorumMissing,
  }
}
