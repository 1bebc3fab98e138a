import { getTableName, type SQL, sql } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import {
  type AnyPgColumn,
  check,
  customType,
  type ForeignKeyBuilder,
  foreignKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'

/** The division a row belongs to; first in every key, so that policies and partitions are a setting. */
export const villageId = () => text().notNull()
export const id = () => uuid().notNull().defaultRandom()
/** An instant, always from the clock object; no column has a database default for time. */
export const instant = () => timestamp({ withTimezone: true, precision: 3, mode: 'date' })
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

const named = (column: AnyPgColumn, ending: string) =>
  `${getTableName(column.table)}_${toSnakeCase(column.name)}_${ending}`

/** 归属: what this column names stands in the same division, and stays as long as this row does. */
export const belongsTo = (
  row: { villageId: AnyPgColumn },
  column: AnyPgColumn,
  owner: { villageId: AnyPgColumn; id: AnyPgColumn },
): ForeignKeyBuilder =>
  foreignKey({
    name: named(column, 'fk'),
    columns: [row.villageId, column],
    foreignColumns: [owner.villageId, owner.id],
  }).onDelete('restrict')

/** The same for what belongs to no division. */
export const refersTo = (column: AnyPgColumn, target: AnyPgColumn): ForeignKeyBuilder =>
  foreignKey({ name: named(column, 'fk'), columns: [column], foreignColumns: [target] }).onDelete('restrict')

/** 用词: the column holds one of these words, or nothing. */
export function oneOf(column: AnyPgColumn, words: readonly string[] | Record<string, unknown>) {
  const list = Array.isArray(words) ? words : Object.keys(words)
  return check(
    named(column, 'word'),
    sql`${column} in (${sql.raw(list.map((word) => `'${word}'`).join(', '))})`,
  )
}

/** Money, counts: nothing below nought. */
export const notNegative = (...columns: AnyPgColumn[]) =>
  columns.map((column) => check(named(column, 'not_negative'), sql`${column} >= 0`))

/** A sentence about one row, under the name a refusal tells. */
export const holds = (name: string, condition: SQL) => check(name, condition)
