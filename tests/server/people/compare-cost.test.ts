/** 比对的代价: a workbook of as many rows as may come, made so that each row looks like all the others. */
import { compareWorkbook } from '@cunyi/server/village/people/workbook/compare.ts'
import type { State } from '@cunyi/server/village/people/workbook/state.ts'
import { noRows, type WorkbookRows } from '@cunyi/shared/people/workbook.ts'
import { addDays } from '@cunyi/shared/words/days.ts'
import { expect, test } from 'vitest'

const ROWS = 20_000
const EMPTY: State = { households: [], people: [], offices: [] }
/** Who looks like another one is said to be somebody else: all rows are taken. */
const decided = new Proxy<Record<string, boolean>>({}, { get: () => false })
const options = {
  today: '2026-11-02',
  idIndex: (text: string) => text,
  phoneIndex: (text: string) => text,
  decided,
}
const list = <T>(row: (i: number) => T) => Array.from({ length: ROWS }, (_, i) => row(i))

function cost(rows: Partial<WorkbookRows>) {
  const begun = process.threadCpuUsage()
  const compared = compareWorkbook(EMPTY, { ...noRows(), ...rows } as WorkbookRows, options)
  const { user, system } = process.threadCpuUsage(begun)
  return { ms: (user + system) / 1000, compared }
}
const person = (i: number, more: object = {}) => ({
  row: i + 2,
  name: '王强',
  sex: 'male',
  birthDate: '1990-01-01',
  household: '1',
  ...more,
})
const household = { row: 2, number: '1', villageGroup: '一组' }

test('a whole village of one name costs no more than one of many names', () => {
  const id = (i: number) => `99000019900101${String(i).padStart(5, '0')}`
  const many = cost({
    households: [household],
    people: list((i) => person(i, { name: `人${i}`, idNumber: id(i) })),
  } as never)
  const one = cost({
    households: [household],
    people: list((i) => person(i, { idNumber: id(i) })),
    members: list((i) => ({ row: i + 2, name: '王强', household: '1' })),
  } as never)
  console.log(`${ROWS} rows: many names ${many.ms.toFixed(0)} ms, one name ${one.ms.toFixed(0)} ms`)
  expect(one.compared.people).toHaveLength(ROWS)
  expect(one.compared.faults.filter(({ code }) => code === 'personAmbiguous')).toHaveLength(ROWS)
  expect(one.ms).toBeLessThan(4 * many.ms + 200)
})

test('twenty thousand terms of one person, each after the other, and then all of them once more across', () => {
  const term = (i: number, length: number) => ({
    row: i + 2,
    name: '王强',
    household: '1',
    office: 'villageDirector',
    from: addDays('1950-01-01', i * 2),
    to: addDays('1950-01-01', i * 2 + length),
  })
  const people = [person(0)]
  const [apart, across] = [1, 2].map((length) =>
    cost({ households: [household], people, offices: list((i) => term(i, length)) } as never),
  )
  console.log(`${ROWS} terms: apart ${apart?.ms.toFixed(0)} ms, across ${across?.ms.toFixed(0)} ms`)
  expect(apart?.compared.offices).toHaveLength(ROWS)
  // Each second one overlaps the one before it and is left out.
  expect(across?.compared.offices).toHaveLength(ROWS / 2)
  expect(apart?.ms).toBeLessThan(4000)
})
