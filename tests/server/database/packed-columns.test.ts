/**
 * 已经覆盖的记录: the chain holds digests over whole rows, columns without a value left out. A later column that every old row
 * gets a value of, one that goes, or one that is written another way would break the packages of all that came before.
 * packed-columns.json is the form of release 0.2.0; `UPDATE_PACKED=1` adds what is new and may be added, and nothing else.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { columnsOf, RECORDS, type RecordName } from '@cunyi/server/base/evidence/queries/records.ts'
import { COVERED } from '@cunyi/shared/papers/covered.ts'
import { expect, test } from 'vitest'

type Form = { type: string; empty: boolean }
type Forms = Record<string, Record<string, Form>>
const KEPT = new URL('./packed-columns.json', import.meta.url)

const present: Forms = Object.fromEntries(
  (Object.keys(RECORDS) as RecordName[]).map((record) => [
    record,
    Object.fromEntries(
      Object.entries(columnsOf(record)).map(([name, column]) => [
        name,
        'dataType' in column
          ? { type: column.dataType, empty: !column.notNull && !column.hasDefault }
          : { type: 'sql', empty: false },
      ]),
    ),
  ]),
)

/** What would change the digest of a row that was covered before. */
function broken(before: Forms, now: Forms): string[] {
  return Object.entries(before).flatMap(([record, columns]) => {
    const has = now[record] ?? {}
    const gone = Object.entries(columns).flatMap(([name, form]) => {
      const found = has[name]
      if (!found) return [`${record}.${name} is gone`]
      if (found.type !== form.type) return [`${record}.${name} is written another way`]
      return form.empty && !found.empty ? [`${record}.${name} is never empty now`] : []
    })
    const added = Object.entries(has)
      .filter(([name, { empty }]) => !(name in columns) && !empty)
      .map(([name]) => `${record}.${name} is new, and no old row is without it`)
    return [...gone, ...added]
  })
}

const kept: Forms = JSON.parse(readFileSync(KEPT, 'utf8'))

test('no record that the chain covers has got a column by which older rows digest otherwise', () => {
  expect(
    broken(kept, present),
    'let the column be empty in older rows, or leave it out of the record (`not`) and cover it apart',
  ).toEqual([])
  if (process.env.UPDATE_PACKED) writeFileSync(KEPT, `${JSON.stringify(present, null, 1)}\n`)
})

test('every column of today is in the kept list', () => {
  expect(present, 'UPDATE_PACKED=1 writes it').toEqual(kept)
  expect(Object.keys(kept).sort()).toEqual(Object.keys(COVERED).sort())
})

test('the guard sees each of these', () => {
  const changedBy = (change: (forms: Forms) => void): string[] => {
    const forms = structuredClone(kept)
    change(forms)
    return broken(kept, forms)
  }
  const works = (forms: Forms) => forms.works as Record<string, Form>
  expect(
    changedBy((forms) => Object.assign(works(forms), { extra: { type: 'number', empty: false } })),
  ).toEqual(['works.extra is new, and no old row is without it'])
  expect(
    changedBy((forms) => Object.assign(works(forms), { extra: { type: 'number', empty: true } })),
  ).toEqual([])
  expect(changedBy((forms) => delete works(forms).executor)).toEqual(['works.executor is gone'])
  expect(changedBy((forms) => Object.assign(works(forms).executor ?? {}, { type: 'json' }))).toEqual([
    'works.executor is written another way',
  ])
  expect(changedBy((forms) => Object.assign(works(forms).completedOn ?? {}, { empty: false }))).toEqual([
    'works.completedOn is never empty now',
  ])
})
