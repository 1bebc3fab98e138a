import pg from 'pg'
import { StartRefused } from '#base/system/refused.ts'

type Constraint = {
  table: string
  name: string
  text: string
  /** Of a check; null: a key. */
  expression: string | null
  parent: string | null
  columns: string[]
  parentColumns: string[]
  primary: string[]
  forced: boolean
}

const names = (columns: string, of: string) => `(
  select array_agg(a.attname::text order by k.n) from unnest(${columns}) with ordinality as k(attnum, n)
    join pg_attribute a on a.attrelid = ${of} and a.attnum = k.attnum)`

const NOT_VALID = `
  select c.conrelid::regclass::text as "table", c.conname as name, pg_get_constraintdef(c.oid) as text,
         case when c.contype = 'c' then pg_get_expr(c.conbin, c.conrelid) end as expression,
         nullif(c.confrelid, 0)::regclass::text as parent,
         coalesce(${names('c.conkey', 'c.conrelid')}, '{}') as columns,
         coalesce(${names('c.confkey', 'c.confrelid')}, '{}') as "parentColumns",
         coalesce(${names('i.indkey::int2[]', 'c.conrelid')}, '{}') as "primary",
         exists (select from pg_class t where t.oid in (c.conrelid, c.confrelid) and t.relforcerowsecurity) as forced
    from pg_constraint c
    left join pg_index i on i.indrelid = c.conrelid and i.indisprimary
   where c.connamespace = 'public'::regnamespace and not c.convalidated
   order by 1, 2`

/**
 * Keys and checks come in `not valid`; here every row is looked at, and the first bad one is named. Inside the
 * migrations' transaction, while the fence is lifted: under FORCE the owner sees no row, and any key would be found good.
 */
export async function validate(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<Constraint>(NOT_VALID)
  for (const one of rows) {
    if (one.forced) throw new Error(`${one.name} cannot be validated: the fence of ${one.table} is up`)
    await client.query('savepoint validating')
    try {
      await client.query(`alter table ${one.table} validate constraint ${pg.escapeIdentifier(one.name)}`)
    } catch (error) {
      await client.query('rollback to savepoint validating')
      const { rows: bad } = await client.query<{ key: object }>(badRow(one))
      const key = Object.entries(bad[0]?.key ?? {}).map(([column, value]) => `${column} ${value}`)
      throw new StartRefused(
        `a row of ${one.table} (${key.join(', ')}) does not keep ${one.name}: ${one.text.replace(' NOT VALID', '')}`,
        { cause: error },
      )
    }
    await client.query('release savepoint validating')
  }
}

/** As PostgreSQL reckons: a key with an empty column is none, a check that is neither true nor false holds. */
function badRow({ table, expression, parent, columns, parentColumns, primary }: Constraint): string {
  const of = (name: string, column: string) => `${name}.${pg.escapeIdentifier(column)}`
  const key = primary.map((column) => `${pg.escapeLiteral(column)}, ${of('r', column)}`).join(', ')
  const filled = columns.map((column) => `${of('r', column)} is not null`)
  const same = parentColumns.map((column, i) => `${of('p', column)} = ${of('r', columns[i] as string)}`)
  const bad = parent
    ? `${filled.join(' and ')} and not exists (select from ${parent} p where ${same.join(' and ')})`
    : `not (${expression})`
  return `select jsonb_build_object(${key}) as key from ${table} r where ${bad} order by ${primary.map((c) => of('r', c)).join(', ')} limit 1`
}
