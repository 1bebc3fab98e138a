import { missingPhoto } from '@cunyi/web/parts/disclosure.ts'
import { correctionKinds, correctionsOf, type Listed, paperOf } from '@cunyi/web/tasks/disclose/recount.ts'
import { badMoney, filledRows, moneyText, parseRows, rowsReady } from '@cunyi/web/tasks/disclose/rows.ts'
import { lineOf, sumOf } from '@cunyi/web/tasks/oversee/overview.ts'
import { isWhole, nobody, trimmed } from '@cunyi/web/tasks/settings/person.ts'
import { changesOf, groupOf, type Version } from '@cunyi/web/tasks/settings/profile.ts'
import { isTerm, standingOf } from '@cunyi/web/tasks/settings/term.ts'
import { describe, expect, test } from 'vitest'

const listed = (more: Partial<Listed>): Listed => ({
  personId: 'p1',
  name: '宋柳麦',
  entitled: true,
  way: 'inHall',
  representedBy: null,
  recused: false,
  voted: true,
  channel: 'phone',
  choice: null,
  ...more,
})

describe('A recount', () => {
  test('of somebody listed as present asks whether he was there, and whether his ballot was rightful', () => {
    expect(correctionKinds(listed({}))).toEqual(['notPresent', 'wrongful'])
    expect(correctionKinds(listed({ way: null, voted: false }))).toEqual(['present'])
    expect(correctionKinds(listed({ entitled: false, voted: false }))).toEqual([])
  })

  test('sends only the lists in which somebody stands', () => {
    const row = listed({})
    expect(correctionsOf([{ row, kind: 'wrongful' }])).toEqual({ wrongfulBallots: ['p1'] })
    expect(correctionsOf([])).toEqual({})
  })

  test('takes five whole numbers or none, and never more slips than were issued', () => {
    const sheet = { for: '26', against: '9', abstain: '5', invalid: '0', issued: '40' }
    expect(paperOf({ for: '', against: '', abstain: '', invalid: '', issued: '' })).toBeNull()
    expect(paperOf(sheet)).toEqual({ for: 26, against: 9, abstain: 5, invalid: 0, issued: 40 })
    expect(paperOf({ ...sheet, issued: '39' })).toBe('bad')
    expect(paperOf({ ...sheet, invalid: '' })).toBe('bad')
  })
})

describe('A list of persons', () => {
  test('pasted from a table becomes a row a person', () => {
    expect(parseRows('贺夏藤\t第三组\t二类\t1200\n\n邱广河，第四组，一类，2400')).toEqual([
      { name: '贺夏藤', group: '第三组', about: '二类', amount: '1200' },
      { name: '邱广河', group: '第四组', about: '一类', amount: '2400' },
    ])
  })

  test('is ready when every row that was begun is whole; empty rows do not count', () => {
    const whole = { name: '贺夏藤', group: '第三组', about: '二类', amount: '1200' }
    const empty = { name: '', group: '', about: '', amount: ' ' }
    expect(filledRows([whole, empty])).toEqual([whole])
    expect(rowsReady([whole, empty])).toBe(true)
    expect(rowsReady([{ ...whole, amount: '一千' }])).toBe(false)
    expect(badMoney('一千')).toBe(true)
    expect([moneyText(120_000), moneyText(120_050)]).toEqual(['1200', '1200.50'])
  })
})

describe('The photo of the board', () => {
  const start = { moment: 'start', at: '2026-11-01T02:00:00.000Z' }
  const photos = (...list: unknown[]) => list as Parameters<typeof missingPhoto>[0]['photos']

  test('is missing at the start until the paper hangs, and at the end once the days are over', () => {
    expect(missingPhoto({ status: 'reviewed', photos: [], postedAt: null })).toBe('start')
    expect(missingPhoto({ status: 'posted', photos: photos(start), postedAt: start.at })).toBeNull()
    expect(missingPhoto({ status: 'ended', photos: photos(start), postedAt: start.at })).toBe('end')
  })

  test('taken before a paper was torn down does not serve for the next posting', () => {
    const postedAt = '2026-11-01T03:00:00.000Z'
    expect(missingPhoto({ status: 'interrupted', photos: photos(start), postedAt })).toBe('start')
    const again = { moment: 'start', at: '2026-11-05T02:00:00.000Z' }
    expect(missingPhoto({ status: 'interrupted', photos: photos(start, again), postedAt })).toBeNull()
  })
})

describe('The list of a township', () => {
  const village = {
    village: '411329990201',
    name: '桐花村',
    township: '演示镇',
    opened: true,
    byStage: {
      drafting: 4,
      villagerResolution: 2,
      awaitingApproval: 1,
      implementation: 3,
      archived: 5,
      opinionSent: 1,
      shelved: 1,
    },
    overdue: [],
  }

  test('counts a matter at the step it is worked on, and what is over apart', () => {
    const line = lineOf(village)
    expect([line.step1, line.step4, line.step5, line.step6, line.done]).toEqual([0, 3, 0, 3, 6])
    expect(sumOf([line, lineOf({ ...village, opened: false, byStage: {} })])).toEqual({
      step1: 0,
      step2: 0,
      step3: 0,
      step4: 3,
      step5: 0,
      step6: 3,
      villages: 2,
      opened: 1,
      underWay: 6,
      done: 6,
      late: 0,
    })
  })
})

describe('A proposed change of rules', () => {
  const version = (more: Partial<Version>): Version => ({
    version: 1,
    values: {},
    basis: null,
    proposedBy: { id: 'a', name: '甲' },
    proposedAt: '2026-11-01T00:00:00.000Z',
    confirmedBy: null,
    confirmedAt: null,
    refusedAt: null,
    ...more,
  })

  test('shows only what differs from the values confirmed before; what falls away goes back to the level above', () => {
    const before = version({
      values: { 'disclosure.days': 20, overrun_pct: 5 },
      confirmedAt: '2026-11-02T00:00:00.000Z',
    })
    const pending = version({ version: 2, values: { 'disclosure.days': 20, cooling_days: 60 } })
    expect(changesOf(pending, [pending, before])).toEqual([
      ['overrun_pct', null],
      ['cooling_days', 60],
    ])
  })

  test('stands in the group where a reader looks for it', () => {
    expect(
      ['urgent.notice_days.vra', 's4.vra.notice_days', 's4.vra.quorum', 'overrun_pct'].map(groupOf),
    ).toEqual(['urgent', 'notice', 'majority', 'disclosure'])
  })
})

describe('What is recorded for a time', () => {
  test('holds from its first day to its last, and no longer than until it was ended', () => {
    const row = { from: '2026-03-01', to: '2026-03-31', endedAt: null }
    expect(
      ['2026-02-28', '2026-03-01', '2026-03-31', '2026-04-01'].map((day) => standingOf(row, day)),
    ).toEqual(['notNow', 'holds', 'holds', 'notNow'])
    expect(standingOf({ ...row, to: null }, '2036-01-01')).toBe('holds')
    expect(standingOf({ ...row, endedAt: '2026-03-05T00:00:00Z' }, '2026-03-10')).toBe('over')
  })

  test('has an end that is not before its beginning; only what may run on has none', () => {
    const [first, last] = ['2026-03-01', '2026-03-31']
    expect(isTerm({ from: first, to: first }, false)).toBe(true)
    expect(isTerm({ from: last, to: first }, true)).toBe(false)
    expect(isTerm({ from: first, to: '' }, true)).toBe(true)
    expect(isTerm({ from: first, to: '' }, false)).toBe(false)
    expect(isTerm({ from: '', to: last }, true)).toBe(false)
  })
})

describe('A person put into an office', () => {
  test('is named by name, phone and ID number, none of them blank', () => {
    const whole = { name: ' 宋柳麦 ', phone: '10012345678', idNumber: '411329199001011234 ' }
    expect(trimmed(whole)).toEqual({ name: '宋柳麦', phone: '10012345678', idNumber: '411329199001011234' })
    expect([whole, nobody(), { ...whole, phone: ' ' }].map(isWhole)).toEqual([true, false, false])
  })
})
