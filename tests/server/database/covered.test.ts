/** What the database notes for the evidence is what a package holds: a table or a column that one forgets is named. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MIGRATIONS } from '@cunyi/server/base/database/migrate.ts'
import { RECORDS, type RecordName, recordNames } from '@cunyi/server/base/evidence/queries/records.ts'
import { COVERED, type Covering } from '@cunyi/shared/papers/covered.ts'
import { getTableColumns, getTableName } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import { expect, test } from 'vitest'

const coveringOf = (name: RecordName): Covering => COVERED[name]
const noted = [
  ...readFileSync(join(MIGRATIONS, '9002_covered.sql'), 'utf8').matchAll(/^ {4}'(\w+:.+)'/gm),
].map(([, row]) => row)

test('every record of a package is noted when it is written, by the key that covers it', () => {
  const due = recordNames
    .filter((name) => !coveringOf(name).set)
    .map((name) => {
      const key = coveringOf(name)
        .key.map((column) => toSnakeCase(column))
        .join(', ')
      return `${getTableName(RECORDS[name].table)}:${toSnakeCase(RECORDS[name].by)}:${key}`
    })
  expect([...noted].sort(), 'in migrations/9002_covered.sql').toEqual(due.sort())
  expect(Object.keys(COVERED).sort()).toEqual([...recordNames].sort())
})

test('a key tells two rows apart, and what is shown of a record is among its columns', () => {
  for (const name of recordNames) {
    const { key, shown = [], apart = [], set } = coveringOf(name)
    const columns = Object.keys(getTableColumns(RECORDS[name].table))
    expect([...columns, ...apart]).toEqual(expect.arrayContaining([...key, ...shown]))
    // Keys are joined by a space: none of their columns may hold one.
    if (!set)
      for (const column of key)
        expect(getTableColumns(RECORDS[name].table)[column as never]).toMatchObject({
          dataType: expect.stringMatching(
            column === 'seq' || column === 'version' || column === 'placeNo' || column === 'number'
              ? 'number'
              : 'string',
          ),
        })
  }
})
