import {
  ageOn,
  dateToInstant,
  daysLeft,
  endOfDays,
  fullDaysBetween,
  lastDayOf,
  shanghaiDate,
  shanghaiTime,
} from '@cunyi/shared/words/days.ts'
import { expect, test } from 'vitest'
import { at } from './village.ts'

test.each(['00:00', '09:30', '23:59'])(
  'posted on the 1st at %s, fifteen days end at 24:00 of the 16th',
  (hour) => {
    expect(endOfDays(at(`2026-12-01 ${hour}`), 15)).toEqual(at('2026-12-17 00:00'))
    expect(lastDayOf(at(`2026-12-01 ${hour}`), 15)).toBe('2026-12-16')
  },
)

test('notice on the 1st with three days: the meeting from 00:00 of the 5th', () => {
  expect(endOfDays(at('2026-12-01 20:15'), 3)).toEqual(at('2026-12-05 00:00'))
})

test('no days: at once', () => {
  expect(endOfDays(at('2026-12-01 20:15'), 0)).toEqual(at('2026-12-01 20:15'))
})

test('days run over the end of the year and over 29 February', () => {
  expect(endOfDays(at('2027-12-30 12:00'), 3)).toEqual(at('2028-01-03 00:00'))
  expect(endOfDays(at('2028-02-28 12:00'), 1)).toEqual(at('2028-03-01 00:00'))
})

test('a day is the day in Shanghai, eight hours ahead', () => {
  expect(shanghaiDate(new Date('2026-11-30T15:59:59.999Z'))).toBe('2026-11-30')
  expect(shanghaiDate(new Date('2026-11-30T16:00:00.000Z'))).toBe('2026-12-01')
  expect(shanghaiTime(new Date('2026-11-30T16:05:00.000Z'))).toBe('2026-12-01 00:05')
})

test('a period that has just ended counts in full, a moment before it does not', () => {
  const posted = at('2026-12-01 09:00')
  const end = endOfDays(posted, 15)
  expect(fullDaysBetween(posted, end)).toBe(15)
  expect(fullDaysBetween(posted, new Date(end.getTime() - 1))).toBe(14)
  expect(daysLeft(posted, 15, end)).toBe(0)
  expect(daysLeft(posted, 15, new Date(end.getTime() - 1))).toBe(1)
})

test('eighteen is reached on the birthday', () => {
  expect(ageOn('2008-12-05', '2026-12-04')).toBe(17)
  expect(ageOn('2008-12-05', '2026-12-05')).toBe(18)
  expect(ageOn('2008-02-29', '2026-02-28')).toBe(17)
  expect(ageOn('2008-02-29', '2026-03-01')).toBe(18)
})

test('half a day and minus one day are no periods', () => {
  expect(() => endOfDays(at('2026-12-01 09:00'), 0.5)).toThrow(RangeError)
  expect(() => endOfDays(at('2026-12-01 09:00'), -1)).toThrow(RangeError)
})

test('31 November is no day', () => expect(() => dateToInstant('2026-11-31')).toThrow(RangeError))
