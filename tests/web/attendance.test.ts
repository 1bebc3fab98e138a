import { drawingOf, type Line } from '@cunyi/web/tasks/conduct/attendance.ts'
import { actsFor, type RollRow } from '@cunyi/web/tasks/conduct/roll.ts'
import { clockWords } from '@cunyi/web/tasks/conduct/timer.ts'
import { describe, expect, test } from 'vitest'

const at = (minute: number) => new Date(Date.UTC(2026, 10, 6, 1, minute)).toISOString()
const point = (minute: number, inHall: number, online = 0, represented = 0) => ({
  at: at(minute),
  inHall,
  online,
  represented,
  left: 0,
  recused: 0,
  excused: 0,
  present: inHall + online + represented,
  quorumMet: false,
  quorumMissing: 0,
})
const line = (points: Line['points'], tests: Line['tests'] = []): Line => ({
  entitled: 10,
  quorumBase: 10,
  quorumNeeded: 6,
  points,
  tests,
})

describe('The drawing of who was there', () => {
  test('before anybody came there is none', () => expect(drawingOf(line([]), at(9))).toBeNull())

  test('goes in steps: a count holds until the next coming or going, and the last until now', () => {
    const drawn = drawingOf(line([point(0, 4), point(5, 7), point(10, 2)]), at(20))
    expect(drawn?.areas.inHall).toBe('M0 100V60H250V30H500V80H1000V100Z')
    expect(drawn?.quorumAt).toBe(40)
    expect(drawn?.to).toBe(at(20))
  })

  test('those online stand on those in the hall, the represented on both', () => {
    const drawn = drawingOf(line([point(0, 2, 3, 1)]), at(1))
    expect(drawn?.areas).toEqual({
      inHall: 'M0 100V80H1000V100Z',
      online: 'M0 100V50H1000V100Z',
      represented: 'M0 100V40H1000V100Z',
    })
  })

  test('the quorum is marked where it was tested, also after the last coming', () => {
    const tested = { pollId: 'q', proposalId: 'p', at: at(10), present: 4, quorumNeeded: 6, quorumMet: false }
    expect(drawingOf(line([point(0, 4), point(5, 4)], [tested]), null)?.tests).toEqual([
      { x: 1000, met: false, pollId: 'q' },
    ])
  })

  test('more than the roll, of guests who cannot vote, still fit into the picture', () => {
    expect(drawingOf(line([point(0, 20)]), at(1))?.areas.inHall).toBe('M0 100V0H1000V100Z')
  })
})

describe('A row of the roll', () => {
  const row = (more: Partial<RollRow>): RollRow => ({
    person: { id: 'a', name: '宋柳麦' },
    votes: true,
    capacities: [],
    households: 0,
    villageGroup: null,
    phoneMasked: null,
    state: 'inHall',
    recused: false,
    voted: false,
    selfSignIn: false,
    reached: true,
    noticeRead: false,
    coming: false,
    slipOut: false,
    handsCalled: false,
    placeNo: null,
    ...more,
  })
  const may = ['signInPeople', 'recordCall', 'handOutSlips', 'leaveMeeting', 'recuse']

  test('offers a slip to one in the hall who has not voted by any way, in a secret poll that is open', () => {
    expect(actsFor(row({}), may, 'poll')).toContain('handOutSlips')
    expect(actsFor(row({}), may)).not.toContain('handOutSlips')
    for (const other of [
      { voted: true },
      { slipOut: true },
      { handsCalled: true },
      { recused: true },
      { votes: false },
      { state: 'online' as const },
    ])
      expect(actsFor(row(other), may, 'poll')).not.toContain('handOutSlips')
  })

  test('offers to sign in and to call who is away, and nothing that the reader may not do', () => {
    const away = row({ state: 'absent', reached: false })
    expect(actsFor(away, may)).toEqual(['signInPeople', 'recordCall', 'recuse'])
    expect(actsFor(away, [])).toEqual([])
  })
})

test('the speaking time counts down, and on past its end', () => {
  expect([180, 65, 0, -12].map(clockWords)).toEqual(['3:00', '1:05', '0:00', '-0:12'])
})
