/**
 * 账本外的账: what really changed, read as the database's administrator. A trigger on every table writes down each row
 * before and after with its transaction; nothing of the product's code stands between.
 */
import pg from 'pg'

export type Row = Record<string, unknown>
export type Change = {
  seq: number
  tx: string
  table: string
  op: 'INSERT' | 'UPDATE' | 'DELETE'
  before: Row | null
  after: Row | null
}

/** Of the machine, not of the village: who is at work, what waits for a gateway, what the jobs library keeps. */
const UNWATCHED = ['model_changes', 'alive', 'outages']

export type Feed = {
  /** All changes since it was asked last, in their order. */
  read(): Promise<Change[]>
  /** Every row of a table as it is now. */
  rows(table: string): Promise<Row[]>
  /** Past every rule: as a broken product would. */
  run(sql: string): Promise<void>
  /** Table → the columns of its key. */
  keys: ReadonlyMap<string, readonly string[]>
  close(): Promise<void>
}

export async function openFeed(adminUrl: string): Promise<Feed> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  await client.query(`
    create table model_changes (seq bigserial primary key, tx text not null, tbl text not null, op text not null,
      before jsonb, after jsonb);
    create function model_note() returns trigger language plpgsql security definer set search_path = public as $$
    begin
      insert into model_changes (tx, tbl, op, before, after) values (pg_current_xact_id()::text, tg_table_name, tg_op,
        case when tg_op <> 'INSERT' then to_jsonb(old) end, case when tg_op <> 'DELETE' then to_jsonb(new) end);
      return null;
    end $$;`)
  const { rows: tables } = await client.query<{ name: string; key: string[] }>(
    `select c.relname as name, array(select a.attname::text from pg_index i, unnest(i.indkey) k
            join pg_attribute a on a.attnum = k where i.indrelid = c.oid and a.attrelid = c.oid and i.indisprimary) as key
       from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> all ($1) order by 1`,
    [UNWATCHED],
  )
  await client.query(
    tables
      .map(
        ({ name }) =>
          `create trigger model_note after insert or update or delete on "${name}" for each row execute function model_note();`,
      )
      .join('\n'),
  )
  return {
    keys: new Map(tables.map(({ name, key }) => [name, key])),
    read: async () => {
      const { rows } = await client.query(
        `with gone as (delete from model_changes returning *) select * from gone order by seq`,
      )
      return rows.map((row) => ({
        seq: Number(row.seq),
        tx: row.tx,
        table: row.tbl,
        op: row.op,
        before: row.before,
        after: row.after,
      }))
    },
    rows: async (table) =>
      (await client.query(`select to_jsonb(t) as row from "${table}" t`)).rows.map(({ row }) => row),
    run: async (sql) => void (await client.query(sql)),
    close: () => client.end(),
  }
}

/** 镜子: every row as it is now, kept from the changes alone. */
export class Mirror {
  private readonly tables = new Map<string, Map<string, Row>>()
  private readonly keys: Feed['keys']
  constructor(keys: Feed['keys']) {
    this.keys = keys
  }
  private of(table: string): Map<string, Row> {
    const known = this.tables.get(table) ?? new Map<string, Row>()
    this.tables.set(table, known)
    return known
  }
  private keyOf = (table: string, row: Row) =>
    (this.keys.get(table) ?? []).map((column) => String(row[column])).join(' ')
  put(table: string, row: Row) {
    this.of(table).set(this.keyOf(table, row), row)
  }
  apply({ table, before, after }: Change) {
    if (before && !after) this.of(table).delete(this.keyOf(table, before))
    if (after) this.put(table, after)
  }
  /** In the order in which they came. */
  all = (table: string): Row[] => [...this.of(table).values()]
  where = (table: string, fields: Row): Row[] =>
    this.all(table).filter((row) => Object.entries(fields).every(([key, value]) => row[key] === value))
  one = (table: string, fields: Row): Row | undefined => this.where(table, fields)[0]
}

/** With the log-ins that the model itself begins. */
const RECORD_OF_A_REFUSAL = ['evidence', 'chain_heads', 'sessions', 'accounts', 'refusals']
/** A request that was refused may leave a record that it was refused, and nothing else. */
export const leftByARefusal = (changes: readonly Change[]): Change[] =>
  changes.filter(({ table }) => !RECORD_OF_A_REFUSAL.includes(table))

/** The names of the fields that differ. */
export const changedFields = ({ before, after }: Pick<Change, 'before' | 'after'>): string[] =>
  before && after
    ? Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]))
    : []
