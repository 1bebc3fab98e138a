/**
 * For tests: one throw-away PostgreSQL a run (or the one TEST_DATABASE_URL names), a migrated template in it, and
 * a fresh database in a tenth of a second. The owner is no superuser, as in real life.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBinaries, newFolder, whoRuns } from './binaries.ts'
import { Client } from './client.ts'
import { ADMIN, initCluster, startCluster, urlOf } from './cluster.ts'
import { migrate } from './migrate.ts'

const OWNER = 'cunyi_test_owner'
const SERVER = 'cunyi_test_server'
const PASSWORD = 'test'

export interface TestCluster {
  /** May make databases and roles. */
  adminUrl: string
  template: string
  stop(): Promise<void>
}

export interface FreshDatabase {
  name: string
  /** Migrates; no superuser, the policies bind it. */
  ownerUrl: string
  /** Serves: nothing but a cunyi_app. */
  appUrl: string
  /** Sees everything: for tests that look at what is really kept. */
  adminUrl: string
  drop(): Promise<void>
}

export async function startTestCluster({
  fsync = false,
  given = process.env.TEST_DATABASE_URL,
}: {
  fsync?: boolean
  /** A PostgreSQL that runs already, as its administrator. */
  given?: string | undefined
} = {}): Promise<TestCluster> {
  const { adminUrl, stop } = given ? { adminUrl: given, stop: async () => {} } : await startThrowAway(fsync)
  const template = `cunyi_template_${randomBytes(4).toString('hex')}`
  try {
    await run(
      adminUrl,
      `select pg_advisory_lock(7406172)`,
      ...logins(),
      `create database ${template} owner ${OWNER}`,
    )
    await migrate(as(adminUrl, OWNER, template))
    await run(adminUrl, `grant cunyi_app to ${SERVER}`)
  } catch (error) {
    await stop()
    throw error
  }
  return {
    adminUrl,
    template,
    stop: async () => {
      if (given) await run(adminUrl, `drop database if exists ${template} with (force)`)
      await stop()
    },
  }
}

async function startThrowAway(fsync: boolean) {
  const runner = whoRuns('')
  const folder = newFolder([tmpdir(), '/var/tmp', '/tmp', '/var/lib'], runner)
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const native = findBinaries(runner, folder)
    const data = join(folder, 'data')
    const settings: Record<string, string> = fsync ? {} : { fsync: 'off', full_page_writes: 'off' }
    await initCluster(native, runner, data, PASSWORD)
    const log = join(folder, 'postgres.log')
    const cluster = await startCluster({ native, runner, data, log, password: PASSWORD, settings })
    endWithUs(cluster.pid, folder)
    return {
      adminUrl: urlOf(ADMIN, PASSWORD, cluster.port, 'postgres'),
      stop: async () => {
        await cluster.stop()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

/** A run that is killed must not leave its database behind, which would go on holding memory and disk. */
function endWithUs(pid: number, folder: string) {
  const wait = 'while kill -0 "$1" 2>/dev/null; do sleep 1; done; [ -d "$3" ] || exit 0'
  const script = `${wait}; kill -QUIT "$2" 2>/dev/null; sleep 1; rm -rf "$3"`
  const args = ['-c', script, 'sh', String(process.pid), String(pid), folder]
  spawn('/bin/sh', args, { detached: true, stdio: 'ignore', cwd: '/' }).unref()
}

const logins = () =>
  [
    [OWNER, 'createrole'],
    [SERVER, 'nocreaterole'],
  ].flatMap(([name, rights]) => [
    `do $$ begin create role ${name} login nosuperuser; exception when duplicate_object then null; end $$`,
    `alter role ${name} ${rights} password '${PASSWORD}'`,
  ])

/** The same server, as somebody else, in another database. */
export function as(adminUrl: string, user: string, database: string): string {
  const url = new URL(adminUrl)
  url.username = user
  url.password = PASSWORD
  url.pathname = `/${database}`
  return url.href
}

async function run(url: string, ...statements: string[]) {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    for (const statement of statements) await client.query(statement)
  } finally {
    await client.end()
  }
}

export async function freshDatabase({
  adminUrl,
  template,
}: Pick<TestCluster, 'adminUrl' | 'template'>): Promise<FreshDatabase> {
  const name = `cunyi_${randomBytes(6).toString('hex')}`
  // Its files as they are: the other way writes each page into the log, which takes three times as long.
  await run(adminUrl, `create database ${name} template ${template} owner ${OWNER} strategy file_copy`)
  const admin = new URL(adminUrl)
  admin.pathname = `/${name}`
  return {
    name,
    ownerUrl: as(adminUrl, OWNER, name),
    appUrl: as(adminUrl, SERVER, name),
    adminUrl: admin.href,
    drop: () => run(adminUrl, `drop database if exists ${name} with (force)`),
  }
}

/** An empty database, nothing migrated: for tests of the migrations themselves. */
export async function emptyDatabase(cluster: Pick<TestCluster, 'adminUrl'>): Promise<FreshDatabase> {
  return freshDatabase({ adminUrl: cluster.adminUrl, template: 'template1' })
}
