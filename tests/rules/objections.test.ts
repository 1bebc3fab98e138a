import {
  hasHeldBefore,
  holdsTheMatter,
  isSameGround,
  type ObjectionState,
  objectionDates,
  objectionNeeds,
  standsBefore,
  villageMayAnswer,
  wayOnward,
  whenOverdue,
  whyNotObject,
  whyNotTakeFurther,
  whyNotVerdict,
} from '@cunyi/shared/disclosure/objections.ts'
import { similar } from '@cunyi/shared/words/similar.ts'
import { describe, expect, test } from 'vitest'
import { at, profile } from './village.ts'

const raised = at('2026-12-01 10:00')
const later = at('2026-12-03 10:00')
const open: ObjectionState = {
  class: 'b',
  holds: true,
  verdict: null,
  answeredAt: null,
  escalatedAt: null,
  takenAt: null,
  townshipVerdict: null,
  townshipAnsweredAt: null,
  countyDueAt: null,
  countyVerdict: null,
  countyAnsweredAt: null,
  movedOnAt: null,
}
const nothing = { recounted: false, noticeCorrected: false }
const answered = (verdict: string, kind: ObjectionState['class'] = 'b'): ObjectionState => ({
  ...open,
  class: kind,
  verdict,
  answeredAt: later,
})

test('who may object: registered, a member, a representative, or whom it concerns', () => {
  const stranger = { registered: false, collectiveMember: false, representative: false, concerned: null }
  expect(whyNotObject(stranger)?.code).toBe('mayNotObject')
  expect(whyNotObject({ ...stranger, concerned: '  ' })?.code).toBe('mayNotObject')
  for (const one of [
    { registered: true },
    { collectiveMember: true },
    { representative: true },
    { concerned: '占了我租的地' },
  ])
    expect(whyNotObject({ ...stranger, ...one })).toBeNull()
})

describe('what holds the end of the days', () => {
  test('(a) to (c) until answered, (d) never, one left open as the strictest', () => {
    for (const kind of ['a', 'b', 'c', null] as const)
      expect(holdsTheMatter({ ...open, class: kind }, nothing)).toBe(true)
    expect(holdsTheMatter({ ...open, class: 'd' }, nothing)).toBe(false)
  })
  test('(b) upheld until its recount, whoever upheld it', () => {
    expect(objectionNeeds(answered('upheld'), nothing)).toBe('recount')
    expect(objectionNeeds(answered('upheld'), { ...nothing, recounted: true })).toBeNull()
    const above = { ...answered('dismissed'), takenAt: later, townshipAnsweredAt: later }
    expect(objectionNeeds({ ...above, townshipVerdict: 'upheld' }, nothing)).toBe('recount')
    expect(objectionNeeds({ ...above, townshipVerdict: 'dismissed' }, nothing)).toBeNull()
  })
  test('(a) upheld or said to be corrected until the notice is another', () => {
    for (const verdict of ['upheld', 'corrected'])
      expect(objectionNeeds(answered(verdict, 'a'), nothing)).toBe('correctedNotice')
    expect(objectionNeeds(answered('corrected', 'a'), { ...nothing, noticeCorrected: true })).toBeNull()
  })
  test('(c) upheld until the township orders it, and nobody else answers it', () => {
    const unlawful = { ...open, class: 'c' as const, escalatedAt: raised }
    expect(standsBefore(unlawful)).toBe('township')
    expect(villageMayAnswer(unlawful)).toBe(false)
    const said = { ...unlawful, townshipAnsweredAt: later }
    expect(objectionNeeds({ ...said, townshipVerdict: 'upheld' }, nothing)).toBe('order')
    expect(objectionNeeds({ ...said, townshipVerdict: 'corrected' }, nothing)).toBeNull()
  })
  test('the same ground holds once; what is only noted is no answer to (a) to (c)', () => {
    expect(holdsTheMatter({ ...open, holds: false }, nothing)).toBe(false)
    for (const kind of ['a', 'b', 'c'] as const) {
      expect(whyNotVerdict(kind, 'recorded')?.code).toBe('verdictUnfit')
      expect(whyNotVerdict(kind, 'dismissed')).toBeNull()
    }
    expect(whyNotVerdict('d', 'recorded')).toBeNull()
  })
})

describe('where it goes', () => {
  test('in days: the village three, the township ten, of unlawfulness at once', () => {
    expect(objectionDates('a', raised, profile())).toEqual({
      dueAt: at('2026-12-05 00:00'),
      townshipDueAt: null,
    })
    expect(objectionDates('c', raised, profile())).toEqual({
      dueAt: at('2026-12-12 00:00'),
      townshipDueAt: at('2026-12-12 00:00'),
    })
  })
  test('overdue: village → township → county → the matter moves on, and holds nothing any more', () => {
    expect(whenOverdue(open)).toBe('township')
    const above = { ...open, escalatedAt: later }
    expect(whenOverdue(above)).toBe('county')
    const highest = { ...above, countyDueAt: later }
    expect(whenOverdue(highest)).toBe('movesOn')
    const over = { ...highest, movedOnAt: later }
    expect([standsBefore(over), whenOverdue(over), holdsTheMatter(over, nothing)]).toEqual([
      null,
      null,
      false,
    ])
  })
  test('late, the village may still answer until the township has', () => {
    const late = { ...open, escalatedAt: later }
    expect(villageMayAnswer(late)).toBe(true)
    expect(villageMayAnswer({ ...late, townshipAnsweredAt: later })).toBe(false)
    expect(villageMayAnswer({ ...late, countyDueAt: later })).toBe(false)
    expect(villageMayAnswer({ ...late, takenAt: later })).toBe(false)
  })
  test('after the village’s answer to the township, in ten days and once; after that the court', () => {
    const said = answered('dismissed')
    const until = at('2026-12-14 00:00')
    expect(wayOnward(open, profile(), later)).toBeNull()
    expect(wayOnward(said, profile(), later)).toEqual({ to: 'township', until })
    expect(wayOnward(said, profile(), until)).toEqual({ to: 'court', until: null })
    expect(whyNotTakeFurther(open, profile(), later)?.code).toBe('objectionNotAnswered')
    expect(whyNotTakeFurther(said, profile(), until)?.code).toBe('escalationOver')
    expect(whyNotTakeFurther(said, profile(), later)).toBeNull()
    const taken = { ...said, takenAt: later, escalatedAt: later }
    expect(standsBefore(taken)).toBe('township')
    expect(holdsTheMatter(taken, nothing)).toBe(true)
    expect(whyNotTakeFurther(taken, profile(), later)?.code).toBe('alreadyDone')
    const told = { ...taken, townshipAnsweredAt: later, townshipVerdict: 'dismissed' }
    expect(wayOnward(told, profile(), later)).toEqual({ to: 'court', until: null })
  })
})

test('like texts: the same words in another dress, not other words', () => {
  expect(similar('有人冒签。', '有人冒签')).toBe(100)
  expect(similar('', '有人冒签')).toBe(0)
  expect(similar('村西道路硬化一期', '村西道路硬化二期')).toBeGreaterThanOrEqual(50)
  expect(similar('村西道路硬化', '老年食堂维修')).toBeLessThan(30)
  const one = { class: 'b' as const, text: '有代表当天不在' }
  expect(isSameGround(one, { class: 'b', text: '有代表当天不在！' }, 50)).toBe(true)
  expect(isSameGround(one, { class: 'a', text: '有代表当天不在' }, 50)).toBe(false)
  expect(isSameGround(one, { class: 'b', text: '票数算错了' }, 50)).toBe(false)
})

test('the same ground holds once: of one posting, unless it was found right or another decision is posted', () => {
  const ground = { class: 'b' as const, text: '有代表当天不在', disclosureId: 'first' }
  const first = (verdict: string) => ({ ...answered(verdict), ...ground })
  expect(hasHeldBefore({ ...open, ...ground }, ground, 50)).toBe(true)
  expect(hasHeldBefore(first('dismissed'), ground, 50)).toBe(true)
  expect(hasHeldBefore(first('upheld'), ground, 50)).toBe(false)
  expect(hasHeldBefore(first('dismissed'), { ...ground, disclosureId: 'second' }, 50)).toBe(false)
  expect(hasHeldBefore(first('dismissed'), { ...ground, text: '票数算错了' }, 50)).toBe(false)
})
