import { type AttendanceEvent, attendanceLine, type OnRoll } from '@cunyi/shared/meeting/attendance-line.ts'
import type { AttendanceKind, Way } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'
import { rule } from './village.ts'

const ROLL: OnRoll[] = Array.from({ length: 9 }, (_, i) => ({
  personId: `p${i + 1}`,
  votes: true,
  member: true,
  isWoman: i < 3,
  households: 10,
}))
const EVERYWHERE = { onlineCounts: true, householdsAll: 90 }
const happened = (
  minute: number,
  kind: AttendanceKind,
  person: number,
  more: Partial<AttendanceEvent> = {},
): AttendanceEvent => ({
  personId: `p${person}`,
  kind,
  at: new Date(Date.UTC(2026, 10, 6, 1, minute)),
  way: kind === 'inHall' || kind === 'online' ? (kind as Way) : null,
  seen: true,
  agentId: null,
  ...more,
})
const came = (minute: number, from: number, to: number, kind: 'inHall' | 'online' = 'inHall') =>
  Array.from({ length: to - from + 1 }, (_, i) => happened(minute, kind, from + i))
const line = (events: AttendanceEvent[], sitting = EVERYWHERE) =>
  attendanceLine(events, ROLL, rule('representatives'), sitting)

describe('到会曲线: who was there, minute by minute', () => {
  test('an empty sitting has no line', () => expect(line([])).toEqual([]))

  test('the quorum of nine is met by the sixth who comes, lost when he leaves, and met again when he returns', () => {
    const points = line([
      ...came(0, 1, 4),
      happened(5, 'online', 5),
      happened(6, 'inHall', 6),
      happened(20, 'left', 6, { way: 'inHall' }),
      happened(30, 'returned', 6, { way: 'online' }),
    ])
    expect(
      points.map((one) => [one.inHall, one.online, one.left, one.present, one.quorumMissing, one.quorumMet]),
    ).toEqual([
      [4, 0, 0, 4, 2, false],
      [4, 1, 0, 5, 1, false],
      [5, 1, 0, 6, 0, true],
      [4, 1, 1, 5, 1, false],
      [4, 2, 0, 6, 0, true],
    ])
  })

  test('what happens within one minute is one point, as it stood at its end', () => {
    const points = line([
      ...came(0, 1, 3),
      happened(0, 'left', 1, { way: 'inHall' }),
      happened(1, 'inHall', 4),
    ])
    expect(points.map((one) => one.inHall)).toEqual([2, 3])
  })

  test('who goes from online to the hall is one person, and an excuse ends with coming', () => {
    const points = line([
      happened(0, 'excused', 1),
      happened(1, 'online', 1),
      happened(2, 'inHall', 1),
      happened(3, 'recused', 1),
    ])
    expect(points.map((one) => [one.excused, one.online, one.inHall, one.present, one.recused])).toEqual([
      [1, 0, 0, 0, 0],
      [0, 1, 0, 1, 0],
      [0, 0, 1, 1, 0],
      [0, 0, 1, 1, 1],
    ])
  })

  test('where online presence does not count, guests are no part of those present, nor a phone in the hall unseen', () => {
    const points = line(
      [
        happened(0, 'online', 1),
        happened(1, 'inHall', 2, { seen: false }),
        happened(2, 'seen', 2, { way: 'inHall' }),
      ],
      { ...EVERYWHERE, onlineCounts: false },
    )
    expect(points.map((one) => [one.online, one.inHall])).toEqual([
      [1, 0],
      [1, 0],
      [1, 1],
    ])
  })

  test('the represented are there while their agent is, and not beside him when they come themselves', () => {
    const proxies = { ...rule('representatives'), proxy: 'sameHousehold' as const }
    const points = attendanceLine(
      [
        happened(0, 'represented', 1, { agentId: 'p2' }),
        happened(1, 'inHall', 2),
        happened(2, 'left', 2, { way: 'inHall' }),
        happened(3, 'returned', 2, { way: 'inHall' }),
        happened(4, 'unrepresented', 1),
        happened(5, 'inHall', 1),
      ],
      ROLL,
      proxies,
      EVERYWHERE,
    )
    expect(points.map((one) => [one.inHall, one.represented, one.present])).toEqual([
      [0, 0, 0],
      [1, 1, 2],
      [0, 0, 0],
      [1, 1, 2],
      [1, 0, 1],
      [2, 0, 2],
    ])
  })

  test('a line of days stays small enough for a phone', () => {
    const events = Array.from({ length: 2880 }, (_, i) =>
      happened(i, i % 2 === 0 ? 'inHall' : 'left', (i % 9) + 1, { way: 'inHall' }),
    )
    const points = line(events)
    expect(points.length).toBeLessThanOrEqual(241)
    expect(points.at(-1)?.at).toEqual(events.at(-1)?.at)
  })
})
