import {
  followers,
  handedOverBy,
  heldUntil,
  lastDays,
  type Seat,
  TERM_BODIES,
} from '@cunyi/shared/law/offices.ts'
import { keysOf, type Office } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'

const OLD = { from: '2021-10-21', to: '2026-10-20' }
const NEW = { from: '2026-11-01', to: '2031-10-31' }
const seat = (
  office: Office,
  personId: string,
  term: { from: string; to: string },
  more: Partial<Seat> = {},
): Seat => ({
  office,
  personId,
  villageGroup: null,
  households: [],
  ...term,
  ...more,
})

describe('届满未换届: an office runs until its successor is recorded', () => {
  test('who was elected holds it on; who was appointed, or stands in for so many days, ends with his term', () => {
    for (const body of keysOf(TERM_BODIES))
      for (const office of TERM_BODIES[body].offices)
        expect([office, heldUntil({ office, to: OLD.to })]).toEqual([
          office,
          office === 'branchDeputy' ? OLD.to : null,
        ])
    expect(heldUntil({ office: 'groupHead', to: OLD.to })).toBeNull()
    for (const office of ['clerk', 'accountant', 'firstSecretary', 'townshipStaff', 'countyStaff'] as const)
      expect(heldUntil({ office, to: OLD.to })).toBe(OLD.to)
  })

  test('one who is alone in his office is followed by the next; as long as his term runs by nobody', () => {
    const old = seat('villageDirector', 'old', OLD)
    expect(followers([old])(old)).toBeNull()
    expect(followers([old, seat('villageDirector', 'new', NEW)])(old)).toBe(NEW.from)
    expect(followers([old, seat('villageCommittee', 'new', NEW)])(old)).toBeNull()
    const early = { from: '2026-10-20', to: NEW.to }
    expect(followers([old, seat('villageDirector', 'new', early)])(old)).toBeNull()
  })

  test('one of several recorded alone takes the place of himself, or of whoever stood for his households: he does not become the whole body', () => {
    const old = ['a', 'b', 'c'].map((who) =>
      seat('representative', who, OLD, { households: [`${who}1`, `${who}2`] }),
    )
    const next = seat('representative', 'new', NEW, { households: ['b2', 'x'] })
    expect(old.map((one) => followers([...old, next])(one))).toEqual([null, NEW.from, null])
    const again = seat('representative', 'a', NEW, { households: ['y'] })
    expect(old.map((one) => followers([...old, again])(one))).toEqual([NEW.from, null, null])
    const heads = ['1组', '2组'].map((villageGroup) => seat('groupHead', villageGroup, OLD, { villageGroup }))
    const head = seat('groupHead', 'new', NEW, { villageGroup: '2组' })
    expect(heads.map((one) => followers([...heads, head])(one))).toEqual([null, NEW.from])
  })

  test('once as many are recorded as ended with them, nobody is left over from before', () => {
    const old = ['a', 'b'].map((who) => seat('villageCommittee', who, OLD))
    const one = seat('villageCommittee', 'c', NEW)
    const other = seat('villageCommittee', 'd', { from: '2026-11-05', to: NEW.to })
    expect(old.map((it) => followers([...old, one])(it))).toEqual([null, null])
    expect(old.map((it) => followers([...old, one, other])(it))).toEqual(['2026-11-05', '2026-11-05'])
    const first = { ...(old[0] as Seat), heldUntil: null }
    expect(lastDays([...old, one, other])(first)).toBe('2026-11-04')
    expect(lastDays([...old, one, other])({ ...first, heldUntil: '2026-10-25' })).toBe('2026-10-25')
  })

  test('the oversight committee is handed over by an act of its own, posted and told to its electors', () => {
    expect(handedOverBy('oversight')).toBe('handOverOversight')
    expect(handedOverBy('board')).toBe('handOver')
  })
})
