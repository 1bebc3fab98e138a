import { fillPlaceholders, type SQL, sql } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'

/** A statement whose text is made once, and which each connection of the database plans once, under its name. */
export type Prepared<V extends object> = { name: string; text: string; valuesOf(values: V): unknown[] }

const dialect = new PgDialect({ casing: 'snake_case' })

/** `build` is given, for each name of its values, what stands for it in the text. */
export function prepared<V extends object>(
  name: string,
  build: (value: (name: keyof V & string) => SQL) => SQL,
): Prepared<V> {
  const { sql: text, params } = dialect.sqlToQuery(build((one) => sql`${sql.placeholder(one)}`))
  return { name, text, valuesOf: (values) => fillPlaceholders(params, values as Record<string, unknown>) }
}
