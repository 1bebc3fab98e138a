import { fillPlaceholders, type SQL, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'

/** What stands for each value in a statement's text. */
export type Of<V extends object> = (name: keyof V & string) => SQL
/** A statement whose text is made once, and which each connection of the database plans once, under its name. */
export type Prepared<V extends object> = {
  name: string
  text: string
  valuesOf(values: V): unknown[]
  /** The same as drizzle asks it, within a transaction of its own. */
  with(values: V): SQL
}

const dialect = new PgDialect({ casing: 'snake_case' })

export function prepared<V extends object>(name: string, build: (of: Of<V>) => SQL): Prepared<V> {
  const { sql: text, params } = dialect.sqlToQuery(build((one) => sql`${sql.placeholder(one)}`))
  return {
    name,
    text,
    valuesOf: (values) => fillPlaceholders(params, values as Record<string, unknown>),
    with: (values) => build((one) => sql`${sql.param(values[one])}`),
  }
}
