/**
 * `npm run backup -- FOLDER`: the whole database at one instant, and the kept files, while the server works on.
 * It reads as the serving role, village by village, so it needs no right beyond the fence. Never in it: the key
 * file (keep that apart; a restore needs it), the poll keys (a poll that is open must not be opened from it) and which
 * database this is: a copy is another.
 */
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  cpSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { knowInstance } from '#base/database/instance.ts'
import { openBeside } from '#base/database/open.ts'
import type { Config } from '#base/system/config.ts'
import { keyMark, readKeys } from '#base/system/keys.ts'
import { StartRefused } from '#base/system/refused.ts'

export const FORMAT = 1
const PIECE = 2000

export interface Manifest {
  format: number
  madeAt: string
  /** Names and digests of the migrations: a restore needs the same tables. */
  migrations: Record<string, string>
  /** Tells whether a key file is the one that sealed this; opens nothing. */
  keyMark: string
  /** The database it was made of; 0.1.0 did not say. */
  instance?: string
  sha256: string
  rows: number
  sequences: Record<string, string>
}

/** One line of database.jsonl.gz, before its rows: one line each. */
export interface Section {
  table: string
  village: string | null
  rows: number
}

export async function tablesOf(client: pg.ClientBase): Promise<Array<{ name: string; fenced: boolean }>> {
  const { rows } = await client.query<{ name: string; fenced: boolean }>(
    `select c.relname as name, exists (select from pg_attribute a where a.attrelid = c.oid
            and a.attname = 'village_id' and not a.attisdropped) as fenced
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'migrations'
      order by 2, 1`,
  )
  return rows
}

export const enter = (client: pg.ClientBase, village: string | null) =>
  client.query(`select set_config('app.village', $1, true)`, [village ?? ''])

export async function migrationsOf(client: pg.ClientBase): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; sha256: string }>(
    `select name, sha256 from migrations where name < '9000' order by name`,
  )
  return Object.fromEntries(rows.map((row) => [row.name, row.sha256]))
}

/** What holds rows, division by division, so that empty ones cost one question each. */
async function sectionsOf(client: pg.ClientBase): Promise<Section[]> {
  const tables = (await tablesOf(client)).filter(({ name }) => name !== 'instance')
  const counted = async (village: string | null) => {
    const names = tables.filter(({ fenced }) => fenced === (village !== null)).map(({ name }) => name)
    if (names.length === 0) return []
    await enter(client, village)
    const count = (name: string) =>
      `select '${name}' as name, count(*)::int as rows from ${pg.escapeIdentifier(name)}`
    const { rows } = await client.query<{ name: string; rows: number }>(names.map(count).join(' union all '))
    return rows.filter(({ rows: n }) => n > 0).map(({ name, rows: n }) => ({ table: name, village, rows: n }))
  }
  const sections = await counted(null)
  const { rows } = await client.query<{ code: string }>('select code from divisions order by code')
  for (const { code } of rows) sections.push(...(await counted(code)))
  return sections
}

async function writeDump(client: pg.ClientBase, file: string): Promise<number> {
  const zip = createGzip({ level: 6 })
  const written = pipeline(zip, createWriteStream(file, { mode: 0o600 }))
  const put = async (line: string) => {
    if (!zip.write(`${line}\n`)) await once(zip, 'drain')
  }
  let total = 0
  for (const section of await sectionsOf(client)) {
    await put(JSON.stringify(section))
    await enter(client, section.village)
    await client.query(
      `declare piece no scroll cursor for select row_to_json(t)::text as line from ${pg.escapeIdentifier(section.table)} t`,
    )
    for (;;) {
      const { rows } = await client.query<{ line: string }>(`fetch ${PIECE} from piece`)
      for (const { line } of rows) await put(line)
      total += rows.length
      if (rows.length < PIECE) break
    }
    await client.query('close piece')
  }
  zip.end()
  await written
  return total
}

export async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer)
  return hash.digest('hex')
}

export async function backup(config: Config, target: string, say: (line: string) => void) {
  const folder = resolve(target)
  if (existsSync(folder))
    throw new StartRefused(`${folder} is there already; a backup is never written over another.`)
  const keys = readKeys(config.keyFile)
  const half = `${folder}.new`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { recursive: true, mode: 0o700 })
  const { db, ownerUrl, close } = await openBeside(config, say)
  try {
    const { id, drill, copyOf } = await knowInstance(ownerUrl, { ...config, keys, now: new Date() })
    const client = await db.$client.connect()
    try {
      await client.query('begin isolation level repeatable read read only; set local statement_timeout = 0')
      const file = join(half, 'database.jsonl.gz')
      const migrations = await migrationsOf(client)
      const sequences = await client.query<{ name: string; value: string }>(
        `select sequencename as name, last_value as value from pg_sequences where schemaname = 'public' and last_value is not null`,
      )
      const rows = await writeDump(client, file)
      await client.query('commit')
      const manifest: Manifest = {
        format: FORMAT,
        madeAt: new Date().toISOString(),
        migrations,
        keyMark: keyMark(keys),
        // Of a drill's backup the original is still the village's own database.
        instance: (drill && copyOf) ?? id,
        sha256: await digestOf(file),
        rows,
        sequences: Object.fromEntries(sequences.rows.map(({ name, value }) => [name, value])),
      }
      // After the database: a file is there before the row that speaks of it.
      if (config.s3)
        say(`The attachments stand in the bucket ${config.s3.bucket} and are not in this backup.`)
      else if (existsSync(config.files)) cpSync(config.files, join(half, 'files'), { recursive: true })
      writeFileSync(join(half, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`)
      renameSync(half, folder)
      say(`${folder}: ${rows} rows.`)
      say(
        `Keep ${config.keyFile} apart from it: a restore needs both, and whoever has both reads everything.`,
      )
    } finally {
      client.release()
    }
  } finally {
    await close()
  }
}
