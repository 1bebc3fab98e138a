import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from './connect.ts'

/** The row that an insert or a look-up by key must have given. */
export function only<T>(rows: readonly T[]): T {
  const [row] = rows
  if (row === undefined) throw new Error('a row was expected')
  return row
}

/**
 * Many rows of one shape in one statement, a list a column: drizzle's `values` writes a placeholder for each value, which
 * costs more than the insert. Every row has the same keys. `behind`: an `on conflict` of it.
 */
export async function insertMany<T extends PgTable>(
  tx: Tx,
  table: T,
  rows: readonly T['$inferInsert'][],
  behind: SQL = sql``,
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => key in first)
  const lists = columns.map(([key, column]) => {
    const values = (rows as readonly Record<string, unknown>[]).map((row) => {
      const value = row[key]
      return value === null || value === undefined ? null : column.mapToDriverValue(value)
    })
    return sql`${sql.param(values)}::${sql.raw(column.getSQLType())}[]`
  })
  const names = columns.map(([, column]) => sql.identifier(toSnakeCase(column.name)))
  await tx.execute(
    sql`insert into ${table} (${sql.join(names, sql`, `)}) select * from unnest(${sql.join(lists, sql`, `)}) ${behind}`,
  )
}

/** In pieces that one statement takes. */
export const piecesOf = <T>(rows: readonly T[], size = 1000): T[][] =>
  Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => rows.slice(i * size, (i + 1) * size))
