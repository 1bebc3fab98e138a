/** The database the server works on: the embedded one, or the one DATABASE_URL names. */
import { randomInt } from 'node:crypto'
import type { Config } from '#base/system/config.ts'
import { lockFolder } from '#base/system/folder-lock.ts'
import { databasePasswords } from '#base/system/keys.ts'
import { StartRefused } from '#base/system/refused.ts'
import { Client } from './client.ts'
import { connect, type Database, disconnect } from './connect.ts'
import { type Embedded, openEmbedded, runningUrls, type Stoppable } from './embedded.ts'
import { migrate } from './migrate.ts'

export interface OpenDatabase {
  db: Database
  /** weaker: one log-in both migrates and serves; whoever takes over the server could lift the fence. */
  fence: 'whole' | 'weaker'
  applied: string[]
  ownerUrl: string
  close(): Promise<void>
}

export async function openDatabase(
  config: Config,
  say: (line: string) => void,
  { patience, ...stop }: { patience?: number } & Stoppable = {},
): Promise<OpenDatabase> {
  if (config.databaseUrl) return openGiven(config.databaseUrl, config.appDatabaseUrl, patience)
  const embedded = await openEmbedded(config.home, databasePasswords(`${config.home}/keys.json`), say, stop)
  try {
    const applied = await migrate(embedded.ownerUrl)
    await embedded.letServe()
    return serve(embedded.appUrl, { ownerUrl: embedded.ownerUrl, applied, embedded, patience })
  } catch (error) {
    await embedded.stop()
    throw error
  }
}

async function openGiven(
  ownerUrl: string,
  appUrl: string | undefined,
  patience: number | undefined,
): Promise<OpenDatabase> {
  const applied = await migrate(ownerUrl).catch((error: unknown) => {
    throw error instanceof StartRefused ? error : new StartRefused(sentence('DATABASE_URL', ownerUrl, error))
  })
  if (appUrl) {
    await refuseMighty(appUrl)
    await refuseOther(ownerUrl, appUrl)
  }
  return appUrl
    ? serve(appUrl, { ownerUrl, applied, patience })
    : serve(ownerUrl, { ownerUrl, applied, patience, role: 'cunyi_app' })
}

interface Serving {
  ownerUrl: string
  applied: string[]
  role?: string
  embedded?: Embedded
  patience?: number | undefined
}

function serve(url: string, { ownerUrl, applied, role, embedded, patience }: Serving): OpenDatabase {
  const db = connect(url, { ...(role ? { role } : {}), ...(patience === undefined ? {} : { patience }) })
  return {
    db,
    fence: role ? 'weaker' : 'whole',
    applied,
    ownerUrl,
    close: async () => {
      await disconnect(db)
      await embedded?.stop()
    },
  }
}

/**
 * For a command: the database as it is, whether or not a server is at work on it. Whoever gave it watches it: there
 * is no end to how long it may take.
 */
export async function openBeside(config: Config, say: (line: string) => void): Promise<OpenDatabase> {
  if (config.databaseUrl) return openDatabase(config, say, { patience: 0 })
  let lock: ReturnType<typeof lockFolder>
  try {
    lock = lockFolder(config.home)
  } catch {
    const { ownerUrl, appUrl } = runningUrls(config.home, databasePasswords(`${config.home}/keys.json`))
    return serve(appUrl, { ownerUrl, applied: [], patience: 0 })
  }
  const opened = await openDatabase(config, say, { patience: 0 })
  return { ...opened, close: () => opened.close().finally(lock.release) }
}

/** The serving log-in must be a cunyi_app and nothing that reaches over the fence. */
async function refuseMighty(appUrl: string) {
  const client = new Client({ connectionString: appUrl, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ name: string; mighty: boolean; serves: boolean; reaches: boolean }>(
      `select current_user as name, rolsuper or rolbypassrls or rolcreaterole as mighty,
              pg_has_role(current_user, 'cunyi_app', 'usage') as serves,
              pg_has_role(current_user, 'cunyi_across', 'member') or pg_has_role(current_user, 'cunyi_keeper', 'member')
                or exists (select from pg_tables where schemaname = 'public' and pg_has_role(tableowner, 'member')) as reaches
         from pg_roles where rolname = current_user`,
    )
    const role = rows[0]
    if (!role?.serves)
      throw new StartRefused(
        `APP_DATABASE_URL: ${role?.name} is no cunyi_app; an administrator runs: grant cunyi_app to "${role?.name}"`,
      )
    if (role.mighty || role.reaches)
      throw new StartRefused(
        `APP_DATABASE_URL: ${role.name} may do more than serve; it must be a plain log-in that is only cunyi_app.`,
      )
  } catch (error) {
    throw error instanceof StartRefused
      ? error
      : new StartRefused(sentence('APP_DATABASE_URL', appUrl, error))
  } finally {
    await client.end().catch(() => {})
  }
}

/** Any fixed number. */
const SAME = 7_406_173
const nameOf = (url: string) => {
  const { host, pathname } = new URL(url)
  return `${decodeURIComponent(pathname.slice(1))} at ${host}`
}

/**
 * Both addresses lead to one database: what is locked through the one is found locked through the other. That holds
 * for a copy of it, a standby and a name that leads elsewhere, which all say the same of themselves.
 */
async function refuseOther(ownerUrl: string, appUrl: string) {
  const [owner, server] = [ownerUrl, appUrl].map(
    (connectionString) => new Client({ connectionString, connectionTimeoutMillis: 10_000 }),
  ) as [Client, Client]
  try {
    await owner.connect()
    await server.connect()
    const key = [SAME, randomInt(2 ** 31)]
    await owner.query('begin')
    await owner.query('select pg_advisory_xact_lock($1, $2)', key)
    const { rows } = await server.query<{ free: boolean }>(
      'select pg_try_advisory_xact_lock($1, $2) as free',
      key,
    )
    if (rows[0]?.free)
      throw new StartRefused(
        `APP_DATABASE_URL leads to another database (${nameOf(appUrl)}) than DATABASE_URL (${nameOf(ownerUrl)}): both must be the same one.`,
      )
  } finally {
    await Promise.all([owner, server].map((one) => one.end().catch(() => {})))
  }
}

const REASONS: Record<string, (at: URL) => string> = {
  ECONNREFUSED: (at) => `nothing listens at ${at.host || 'that address'}`,
  ENOTFOUND: (at) => `there is no host named ${at.hostname}`,
  EAI_AGAIN: (at) => `the host name ${at.hostname} cannot be looked up now`,
  ETIMEDOUT: (at) => `${at.host} does not answer`,
  EHOSTUNREACH: (at) => `${at.host} cannot be reached`,
  '28P01': (at) => `the password of ${decodeURIComponent(at.username)} is wrong`,
  '28000': (at) => `${decodeURIComponent(at.username) || 'this user'} may not log in there`,
  '3D000': (at) => `there is no database named ${at.pathname.slice(1)}`,
  '42501': (at) => `${decodeURIComponent(at.username)} lacks a right it needs`,
  '53300': () => 'the server has no connection left',
  '57P03': () => 'the server is starting up; try again in a moment',
}

/** One sentence, without the password that stands in the address. */
function sentence(setting: string, url: string, error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  // Several addresses of one host name, each refused: the first tells as much as all.
  const first = error instanceof AggregateError ? (error.errors[0] as { code?: string }) : undefined
  const reason = REASONS[code ?? first?.code ?? '']?.(new URL(url)) ?? message ?? String(error)
  return `${setting} does not lead to a usable database: ${reason}.`
}
