import { FILES, RECORDS, type RecordName } from '@cunyi/server/base/evidence/queries/records.ts'
import { expect, test } from 'vitest'

test('every column of a record that names a file is known, so that the file is covered with the row and lies in the package', () => {
  const named = (Object.keys(RECORDS) as RecordName[]).flatMap((record) =>
    Object.keys(RECORDS[record].table)
      .filter((column) => /(?:attachment|paper|photo|voice|file)Ids?$/i.test(column))
      .map((column) => `${record}.${column}`),
  )
  expect(named.length).toBeGreaterThan(10)
  expect(named.toSorted()).toEqual(
    Object.entries(FILES)
      .flatMap(([record, columns]) => columns.map((column) => `${record}.${column}`))
      .toSorted(),
  )
})
