import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { StartRefused } from '#base/system/refused.ts'
import { Client } from './client.ts'
import { validate } from './validate.ts'

export const MIGRATIONS = fileURLToPath(new URL('../../../../migrations/', import.meta.url))
const OLDEST = 150000
/** Any fixed number. */
const LOCK = 7_406_171

export interface MigrationFile {
  name: string
  text: string
  sha256: string
  /** 9000 and up: roles, policies, look-ups. Run again whenever they or the tables changed. */
  again: boolean
}

export async function readMigrations(folder: string): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_.+\.sql$/.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(`${folder}/${name}`, 'utf8')
      return { name, text, sha256: createHash('sha256').update(text).digest('hex'), again: name >= '9000' }
    }),
  )
}

/**
 * Runs migrations/*.sql in the order of their names, in one transaction with their lines in the table `migrations`:
 * a database is never left between two of them, nor without its fence. An applied file that has changed since is
 * refused.
 */
export async function migrate(ownerUrl: string, folder = MIGRATIONS): Promise<string[]> {
  return asOwner(ownerUrl, async (client) => {
    await refuseOld(client)
    const files = await readMigrations(folder)
    return inOneGo(client, () => applyMissing(client, files))
  })
}

/** One at a time in a database, however many processes start at once. */
export async function asOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'cunyi migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    return await work(client)
  } finally {
    await client.end()
  }
}

export async function inOneGo<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query('begin')
  try {
    const done = await work()
    await client.query('commit')
    return done
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

async function refuseOld(client: pg.Client) {
  const { rows } = await client.query<{ number: string; text: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as text`,
  )
  if (Number(rows[0]?.number) < OLDEST)
    throw new StartRefused(`PostgreSQL 15 or newer is needed; this server is ${rows[0]?.text}.`)
}

/** Inside a transaction. */
export async function applyMissing(client: pg.Client, files: MigrationFile[]): Promise<string[]> {
  await client.query(
    'create table if not exists migrations (name text primary key, sha256 text not null, applied_at timestamptz not null)',
  )
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from migrations')
  const applied = new Map(rows.map((row) => [row.name, row.sha256]))
  const done: string[] = []
  const isNew = ({ name, again }: MigrationFile) => !again && !applied.has(name)
  if (files.some(isNew)) await liftFence(client)
  for (const file of files) {
    const before = applied.get(file.name)
    if (!file.again && before && before !== file.sha256)
      throw new StartRefused(
        `The migration ${file.name} was applied to this database in another form; ` +
          'a demo database can be made anew with `npm run demo:reset`, any other needs the release it was made with.',
      )
    if (before === file.sha256 && !(file.again && done.length > 0)) continue
    await applyOne(client, file)
    done.push(file.name)
  }
  return done
}

/**
 * Under FORCE even the owner sees no row of a village: a new key would be found good with bad rows, and a column
 * would be filled in nowhere. The fence, which runs after every new migration, sets it again.
 */
async function liftFence(client: pg.Client) {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relforcerowsecurity`,
  )
  for (const { name } of rows)
    await client.query(`alter table ${pg.escapeIdentifier(name)} no force row level security`)
}

async function applyOne(client: pg.Client, file: MigrationFile) {
  try {
    await client.query(file.text)
    await validate(client)
  } catch (error) {
    const { message, detail, position } = error as Error & { detail?: string; position?: string }
    const line = position ? ` in line ${file.text.slice(0, Number(position)).split('\n').length}` : ''
    const more = detail ? ` ${detail}` : ''
    throw new StartRefused(`The migration ${file.name} failed${line}: ${message}${more}`, { cause: error })
  }
  await client.query(
    `insert into migrations (name, sha256, applied_at) values ($1, $2, $3)
     on conflict (name) do update set sha256 = excluded.sha256, applied_at = excluded.applied_at`,
    [file.name, file.sha256, new Date()],
  )
}
