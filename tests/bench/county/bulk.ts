/** Rows in bulk: COPY over the product's own driver, and the tables made ready for it. */
import { Client } from '@cunyi/server/base/database/client.ts'
import type pg from 'pg'

type Wire = {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sync(): void
}

/** One COPY; as many lines as the caller has at hand. */
class CopyIn {
  readonly #text: string
  readonly #chunk: Buffer
  readonly #done: (error?: Error) => void
  constructor(text: string, chunk: Buffer, done: (error?: Error) => void) {
    this.#text = text
    this.#chunk = chunk
    this.#done = done
  }
  submit(wire: Wire) {
    wire.query(this.#text)
  }
  handleCopyInResponse(wire: Wire) {
    wire.sendCopyFromChunk(this.#chunk)
    wire.endCopyFrom()
  }
  handleCommandComplete() {}
  handleReadyForQuery() {
    this.#done()
  }
  handleError(error: Error) {
    this.#done(error)
  }
}

export const copyIn = (client: pg.Client, table: string, columns: readonly string[], lines: string[]) =>
  new Promise<void>((resolve, reject) => {
    const text = `copy ${table} (${columns.map((one) => `"${one}"`).join(', ')}) from stdin`
    const chunk = Buffer.from(lines.join(''))
    client.query(
      new CopyIn(text, chunk, (error) => (error ? reject(error) : resolve())) as unknown as pg.Submittable,
    )
  })

const ESCAPED: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
/** A value as COPY reads it. */
export const cell = (value: string | null) =>
  value === null ? '\\N' : value.replace(/[\\\t\n\r]/g, (one) => ESCAPED[one] ?? one)

/**
 * Everything in one go, as the owner: the fence holds the owner too and COPY knows no fence, so it is lifted on the
 * tables filled and put back; keys between tables are taken off and made again, which looks at every row; notes of what
 * was touched are for acts. All or nothing.
 */
export async function inBulk(ownerUrl: string, fill: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  const many = async (sql: string) => (await client.query<{ one: string }>(sql)).rows.map(({ one }) => one)
  try {
    await client.query(`begin; set local timezone = 'UTC'; set local synchronous_commit = off`)
    const forced = await many(
      `select oid::regclass::text as one from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity`,
    )
    const keys = await client.query<{ of: string; name: string; says: string }>(
      `select conrelid::regclass::text as of, quote_ident(conname) as name, pg_get_constraintdef(oid) as says
         from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
    )
    const lookups = await client.query<{ name: string; says: string }>(
      `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as says
         from pg_index i join pg_class c on c.oid = i.indrelid
        where c.relnamespace = 'public'::regnamespace and not i.indisunique and not i.indisprimary`,
    )
    for (const one of forced) await client.query(`alter table ${one} no force row level security`)
    for (const one of forced) await client.query(`alter table ${one} disable trigger user`)
    for (const { of, name } of keys.rows) await client.query(`alter table ${of} drop constraint ${name}`)
    for (const { name } of lookups.rows) await client.query(`drop index ${name}`)
    await fill(client)
    for (const { says } of lookups.rows) await client.query(says)
    for (const { of, name, says } of keys.rows)
      await client.query(`alter table ${of} add constraint ${name} ${says}`)
    for (const one of forced) await client.query(`alter table ${one} enable trigger user`)
    for (const one of forced) await client.query(`alter table ${one} force row level security`)
    await client.query('commit')
    await client.query('analyze')
  } finally {
    await client.end()
  }
}
