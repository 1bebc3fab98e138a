/**
 * The database that comes along: a real PostgreSQL, its data in .cunyi/data of the checkout. Where the checkout
 * lies under a folder that only root may enter, and root starts it, data and a copy of the programs stand in
 * /var/lib/cunyi-…, and .cunyi/database-folder says where.
 */
import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Passwords } from '#base/system/passwords.ts'
import { canEnter, findBinaries, newFolder, type Runner, whoRuns } from './binaries.ts'
import { Client } from './client.ts'
import { ADMIN, type Cluster, initCluster, openFolder, startCluster, urlOf } from './cluster.ts'
import { keepRunning } from './keeper.ts'
import { endOrphan } from './orphan.ts'

const OWNER = 'cunyi_owner'
const SERVER = 'cunyi_server'
const DATABASE = 'cunyi'
const LOG_LIMIT = 20_000_000

/** Of whoever may be told to stop while the database comes up. */
export interface Stoppable {
  stopping?: AbortSignal
  /** Ends the database at once, for when the orderly end takes too long: what was acknowledged is on disk. */
  lastResorts?: Array<() => void>
}

export interface Embedded {
  ownerUrl: string
  appUrl: string
  adminUrl: string
  /** The server's log-in becomes a cunyi_app once the first migration has made that role. */
  letServe(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts it, made on the first start; what an earlier life left running is ended first. Until it is told to stop it
 * comes back by itself, whatever ended it.
 */
export async function openEmbedded(
  home: string,
  passwords: Passwords,
  say: (line: string) => void,
  { stopping, lastResorts }: Stoppable = {},
): Promise<Embedded> {
  openFolder(home)
  const runner = whoRuns(join(dataHome(home), 'data'))
  const folder = place(home, runner)
  const data = join(folder, 'data')
  const native = findBinaries(runner, folder)
  if (await endOrphan(data))
    say('The last server was killed; its database process has been ended in good order.')
  if (!existsSync(data)) {
    say('正在建立数据库 Making the database …')
    await initCluster(native, runner, data, passwords.admin, stopping)
  }
  const log = join(home, 'postgres.log')
  if (existsSync(log) && statSync(log).size > LOG_LIMIT) truncateSync(log)
  const port = keptPort(home)
  stopping?.throwIfAborted()
  const options = { native, runner, data, log, password: passwords.admin, lastResorts }
  const cluster = await startCluster({ ...options, port })
  if (cluster.port !== port) writeFileSync(join(home, 'database-port'), String(cluster.port))
  try {
    await makeLogins(cluster, passwords)
  } catch (error) {
    await cluster.stop()
    throw error
  }
  const adminUrl = urlOf(ADMIN, passwords.admin, cluster.port, DATABASE)
  const comeBack = async () => {
    // Children outlive a killed parent for a moment and hold its memory.
    await endOrphan(data)
    return startCluster({ ...options, port: cluster.port, isFixed: true })
  }
  const kept = keepRunning(cluster, comeBack, say)
  return {
    ownerUrl: urlOf(OWNER, passwords.owner, cluster.port, DATABASE),
    appUrl: urlOf(SERVER, passwords.server, cluster.port, DATABASE),
    adminUrl,
    letServe: () =>
      withClient(adminUrl, (client) => client.query(`grant cunyi_app to ${SERVER}`)).then(() => {}),
    stop: kept.stop,
  }
}

const pointer = (home: string) => join(home, 'database-folder')
const dataHome = (home: string) =>
  existsSync(pointer(home)) ? readFileSync(pointer(home), 'utf8').trim() : home

function place(home: string, runner: Runner): string {
  const known = dataHome(home)
  if (known !== home || canEnter(home, runner)) return known
  const folder = newFolder(['/var/lib', '/srv', '/opt'], runner)
  writeFileSync(pointer(home), `${folder}\n`)
  return folder
}

function keptPort(home: string): number | undefined {
  const file = join(home, 'database-port')
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) || undefined : undefined
}

/** The log-ins of an embedded database that a server of ours is running now. */
export function runningUrls(home: string, passwords: Passwords): { ownerUrl: string; appUrl: string } {
  const port = keptPort(home) ?? 0
  return {
    ownerUrl: urlOf(OWNER, passwords.owner, port, DATABASE),
    appUrl: urlOf(SERVER, passwords.server, port, DATABASE),
  }
}

/** Where the data stand; for the command that throws a demo away. */
export const dataFolder = (home: string) => join(dataHome(home), 'data')

async function withClient<T>(url: string, fn: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}

/** The owner migrates and is no superuser; the server's log-in is nothing but a cunyi_app. */
async function makeLogins(cluster: Cluster, passwords: Passwords) {
  await withClient(urlOf(ADMIN, passwords.admin, cluster.port, 'postgres'), async (client) => {
    const has = async (question: string, name: string) =>
      (await client.query(question, [name])).rows.length > 0
    for (const [name, password, rights] of [
      [OWNER, passwords.owner, 'createrole'],
      [SERVER, passwords.server, 'nocreaterole'],
    ] as const) {
      const known = await has('select 1 from pg_roles where rolname = $1', name)
      await client.query(
        `${known ? 'alter' : 'create'} role ${name} login nosuperuser nocreatedb ${rights} password '${password}'`,
      )
    }
    if (!(await has('select 1 from pg_database where datname = $1', DATABASE)))
      await client.query(`create database ${DATABASE} owner ${OWNER}`)
    await client.query(`revoke all on database ${DATABASE} from public`)
    await client.query(`grant connect on database ${DATABASE} to ${SERVER}`)
  })
}
