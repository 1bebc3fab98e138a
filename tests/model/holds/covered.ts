/** 覆盖: whatever a transaction wrote of the records of a matter has its line in the evidence of that transaction. */
import { RECORDS, recordNames, type Spec } from '@cunyi/server/base/evidence/queries/records.ts'
import { COVERED, type Covering } from '@cunyi/shared/papers/covered.ts'
import { getTableName } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import { type Change, changedFields } from '../feed.ts'
import type { Moment } from '../rule.ts'

/** Table → its record, the columns of its key, and those that are no part of the record. */
const PACKED = new Map(
  recordNames.flatMap((record) => {
    const { key, set }: Covering = COVERED[record]
    const { table, not = [] }: Spec = RECORDS[record]
    if (set) return []
    return [[getTableName(table), { record, key: key.map(toSnakeCase), not: not.map(toSnakeCase) }] as const]
  }),
)

export function rowsAreCovered({ txs }: Moment): string[] {
  const said = new Set<string>()
  for (const tx of txs.values()) {
    const lines = new Set(
      tx.flatMap(({ table, after }) =>
        table === 'evidence_covers' ? [`${after?.record} ${after?.key}`] : [],
      ),
    )
    for (const change of tx) {
      const key = keyOf(change)
      if (key && !lines.has(key)) said.add(`${change.op} ${change.table} (${key}) is covered by no entry`)
    }
  }
  return [...said]
}

function keyOf(change: Change): string | undefined {
  const packed = PACKED.get(change.table)
  const row = change.after ?? change.before
  if (!packed || !row) return
  // A file that belongs to nothing is no record yet.
  if (change.table === 'attachments' && row.subject_id === null) return
  if (change.op === 'UPDATE' && changedFields(change).every((column) => packed.not.includes(column))) return
  return `${packed.record} ${packed.key.map((column) => row[column]).join(' ')}`
}
