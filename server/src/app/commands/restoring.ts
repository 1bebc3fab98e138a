/**
 * `npm run restore -- FOLDER`: puts a backup into an empty database, with the key file it was made with. The tables
 * are made anew as the backup's release had them, filled, and then brought forward by the migrations that came
 * later: all in one transaction. What comes of it is a copy and starts as a drill: it touches no poll that was open
 * and none of the original's keys until `npm run takeover`.
 */
import { cpSync, createReadStream, existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import pg from 'pg'
import { markDrill } from '#base/database/instance.ts'
import {
  applyMissing,
  asOwner,
  inOneGo,
  MIGRATIONS,
  type MigrationFile,
  readMigrations,
} from '#base/database/migrate.ts'
import { openBeside } from '#base/database/open.ts'
import type { Config } from '#base/system/config.ts'
import { keyMark, readKeys } from '#base/system/keys.ts'
import { StartRefused } from '#base/system/refused.ts'
import { digestOf, FORMAT, type Manifest, type Section, tablesOf } from './backing-up.ts'

const PIECE = 500
/** What a server that has nothing yet may have written all the same. */
const TRIFLES = ['alive', 'instance', 'login_codes', 'outbox']

async function readManifest(config: Config, folder: string): Promise<Manifest> {
  const file = join(folder, 'manifest.json')
  if (!existsSync(file)) throw new StartRefused(`${folder} holds no backup: manifest.json is missing.`)
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Manifest
  if (manifest.format !== FORMAT)
    throw new StartRefused(`This backup has the form ${manifest.format}; ${FORMAT} is read here.`)
  if (manifest.sha256 !== (await digestOf(join(folder, 'database.jsonl.gz'))))
    throw new StartRefused('This backup is damaged: database.jsonl.gz is not what manifest.json says.')
  if (manifest.keyMark !== keyMark(readKeys(config.keyFile)))
    throw new StartRefused(
      `${config.keyFile} is not the key file this backup was made with; without that one nothing sealed in it can be read.`,
    )
  return manifest
}

async function readDump(client: pg.ClientBase, file: string): Promise<number> {
  let section: Section | undefined
  let left = 0
  let total = 0
  let piece: string[] = []
  const flush = async () => {
    if (!section || piece.length === 0) return
    const table = pg.escapeIdentifier(section.table)
    await client.query(
      `insert into ${table} select * from json_populate_recordset(null::${table}, $1::json)`,
      [`[${piece.join(',')}]`],
    )
    total += piece.length
    piece = []
  }
  for await (const line of createInterface({
    input: createReadStream(file).pipe(createGunzip()),
    crlfDelay: Infinity,
  })) {
    if (left === 0) {
      await flush()
      section = JSON.parse(line) as Section
      left = section.rows
    } else {
      piece.push(line)
      left--
      if (piece.length === PIECE) await flush()
    }
  }
  await flush()
  return total
}

/** How many of our migrations the backup has behind it; refused unless they are the first ones, each the same. */
function countKnown(files: MigrationFile[], { migrations }: Manifest): number {
  const ours = files.filter(({ again }) => !again)
  const known = Object.keys(migrations).length
  const isOurs = (name: string, sha256: string) =>
    ours.slice(0, known).some((file) => file.name === name && file.sha256 === sha256)
  const strange = Object.entries(migrations).flatMap(([name, sha256]) => (isOurs(name, sha256) ? [] : name))
  if (known === 0 || strange.length > 0)
    throw new StartRefused(
      `This backup was made by a newer or another release, whose tables are not known here (${strange.join(', ') || 'none'}); restore it with that release.`,
    )
  return known
}

async function refuseFilled(client: pg.ClientBase) {
  const refusal = new StartRefused('This database is not empty; a backup is put into an empty one only.')
  if ((await client.query('select from divisions limit 1')).rows.length > 0) throw refusal
  for (const { name, fenced } of await tablesOf(client)) {
    if (TRIFLES.includes(name)) continue
    const table = pg.escapeIdentifier(name)
    // Else the owner would see none of its rows; the table goes in a moment, or this is taken back.
    if (fenced) await client.query(`alter table ${table} no force row level security`)
    if ((await client.query(`select from ${table} limit 1`)).rows.length > 0) throw refusal
  }
}

/** One that serves would go on as what the database was before. */
async function refuseServed(client: pg.ClientBase) {
  const { rows } = await client.query(
    `select from pg_stat_activity
      where datname = current_database() and application_name = 'cunyi' and pid <> pg_backend_pid()`,
  )
  if (rows.length > 0)
    throw new StartRefused('A server is at work on this database; stop it, then put the backup into it.')
}

/** The tables and functions of the owner; the roles and the schema stay. */
async function takeAway(client: pg.ClientBase) {
  const names = (await tablesOf(client)).map(({ name }) => pg.escapeIdentifier(name))
  if (names.length > 0) await client.query(`drop table ${names.join(', ')} cascade`)
  await client.query('delete from migrations')
  const { rows } = await client.query<{ made: string }>(
    `select oid::regprocedure::text as made from pg_proc
      where pronamespace = 'public'::regnamespace and pg_get_userbyid(proowner) = current_user`,
  )
  for (const { made } of rows) await client.query(`drop routine if exists ${made} cascade`)
}

/** Foreign keys off while rows come in, whatever their order; then on again, which looks at every row. */
async function withoutKeys<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  const { rows: keys } = await client.query<{ table: string; name: string; text: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as text
       from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace`,
  )
  for (const { table, name } of keys)
    await client.query(`alter table ${table} drop constraint ${pg.escapeIdentifier(name)}`)
  const done = await work()
  for (const { table, name, text } of keys)
    await client.query(`alter table ${table} add constraint ${pg.escapeIdentifier(name)} ${text}`)
  return done
}

/** Nothing of it stays unless all of it comes in; the fence is put up last. */
async function bringBack(
  client: pg.Client,
  manifest: Manifest,
  from: { file: string; migrations: MigrationFile[]; known: number },
) {
  await refuseServed(client)
  await refuseFilled(client)
  await takeAway(client)
  await applyMissing(client, from.migrations.filter(({ again }) => !again).slice(0, from.known))
  const rows = await withoutKeys(client, () => readDump(client, from.file))
  if (rows !== manifest.rows)
    throw new StartRefused(`This backup is damaged: ${rows} rows instead of ${manifest.rows}.`)
  for (const [name, value] of Object.entries(manifest.sequences))
    await client.query('select setval($1::regclass, $2)', [pg.escapeIdentifier(name), value])
  await applyMissing(client, from.migrations)
  const { keyMark: mark, instance: copyOf = null } = manifest
  await markDrill(client, { mark, copyOf, now: new Date() })
}

export async function restore(
  config: Config,
  target: string,
  say: (line: string) => void,
  migrationsFolder = MIGRATIONS,
) {
  const folder = resolve(target)
  const manifest = await readManifest(config, folder)
  const migrations = await readMigrations(migrationsFolder)
  const known = countKnown(migrations, manifest)
  const { ownerUrl, close } = await openBeside(config, say)
  try {
    await asOwner(ownerUrl, (client) =>
      inOneGo(client, async () => {
        await bringBack(client, manifest, { file: join(folder, 'database.jsonl.gz'), migrations, known })
        if (existsSync(join(folder, 'files')))
          cpSync(join(folder, 'files'), config.files, { recursive: true })
      }),
    )
    say(`${manifest.rows} rows of ${manifest.madeAt} are back.`)
    say('It is a drill: it sends nothing, closes no poll that was open and destroys none of their keys.')
    say('`npm run takeover` when it is to take the place of the original, whose servers are stopped by then.')
  } finally {
    await close()
  }
}
