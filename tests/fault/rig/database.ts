/** A PostgreSQL as an office runs it: Debian's where it is installed, stopped, killed and started again by its own tools. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBinaries, newFolder, type Runner, whoRuns } from '@cunyi/server/base/database/binaries.ts'
import { ADMIN, freePort, urlOf } from '@cunyi/server/base/database/cluster.ts'
import pg from 'pg'

export const PASSWORD = 'test'
const DEBIAN = '/usr/lib/postgresql'

export interface OwnDatabase {
  version: string
  port: number
  /** Of the database `postgres`, as the administrator. */
  adminUrl: string
  /** What it wrote about itself. */
  log(): string
  start(): Promise<void>
  /** The way an administrator stops it; `immediate` is a crash. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>
  /** kill -9 of every process it has. */
  kill(): void
  /** Its processes stand still and answer nothing, and go on. */
  freeze(): void
  thaw(): void
  /** Cuts every connection of the server there is now, one by one; how many there were. */
  cut(): Promise<number>
  /** Resolves when it takes connections. */
  answers(): Promise<void>
  remove(): Promise<void>
}

export interface Place {
  bin: string
  runner: Runner
  folder: string
}

export function findPlace(): Place {
  const runner = whoRuns('')
  const folder = newFolder([tmpdir(), '/var/tmp', '/tmp', '/var/lib'], runner)
  const newest = existsSync(DEBIAN)
    ? readdirSync(DEBIAN)
        .filter((name) => existsSync(join(DEBIAN, name, 'bin', 'pg_ctl')))
        .sort((a, b) => Number(a) - Number(b))
        .pop()
    : undefined
  const bin = newest ? join(DEBIAN, newest, 'bin') : join(findBinaries(runner, folder), 'bin')
  return { bin, runner, folder }
}

/** Not waited for in this thread: the phones go on meanwhile. What pg_ctl starts would hold a pipe open. */
export const run = (place: Place, program: string, args: string[]) =>
  runAny(place, join(place.bin, program), args, program === 'pg_ctl' ? 'ignore' : 'pipe')

export async function runAny(
  { runner }: Place,
  program: string,
  args: string[],
  out: 'ignore' | 'pipe' = 'pipe',
) {
  const env = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }
  const child = spawn(program, args, { ...runner, cwd: '/', env, stdio: ['ignore', out, out] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      said += chunk
    })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${said}`)
  return said
}

export function ownFolder({ folder, runner }: Place, name: string): string {
  const path = join(folder, name)
  mkdirSync(path, { mode: 0o700 })
  if (runner.uid !== undefined) chownSync(path, runner.uid, runner.gid ?? runner.uid)
  return path
}

export async function initialise(place: Place, data: string) {
  const secret = join(place.folder, 'pw')
  writeFileSync(secret, PASSWORD)
  // biome-ignore format: one setting, one line
  await run(place, 'initdb', ['-D', data, '-U', ADMIN, '--auth=scram-sha-256', `--pwfile=${secret}`, '--encoding=UTF8', '--locale=C'])
}

export async function ownDatabase(): Promise<OwnDatabase> {
  const place = findPlace()
  const data = ownFolder(place, 'data')
  await initialise(place, data)
  const database = await running(place, data)
  return { ...database, remove: () => clear(place, [database]) }
}

export async function clear({ folder }: Place, databases: ReadonlyArray<Pick<OwnDatabase, 'kill'>>) {
  for (const database of databases) database.kill()
  await sleep(200)
  rmSync(folder, { recursive: true, force: true })
}

export async function running(place: Place, data: string): Promise<Omit<OwnDatabase, 'remove'>> {
  const port = await freePort()
  const logFolder = ownFolder(place, `log-${randomBytes(3).toString('hex')}`)
  const log = join(logFolder, 'postgres.log')
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    // As on a real machine: what was acknowledged is on disk.
    fsync: 'on',
  }
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`)
  const adminUrl = urlOf(ADMIN, PASSWORD, port, 'postgres')
  const start = async () => {
    await run(place, 'pg_ctl', ['start', '-D', data, '-w', '-t', '60', '-l', log, '-o', options.join(' ')])
  }
  await start()
  return {
    version: (await run(place, 'postgres', ['--version'])).trim(),
    port,
    adminUrl,
    log: () => readFileSync(log, 'utf8'),
    start,
    stop: async (mode = 'fast') => {
      await run(place, 'pg_ctl', ['stop', '-D', data, '-w', '-m', mode])
    },
    kill: () => signal(data, 'SIGKILL'),
    freeze: () => signal(data, 'SIGSTOP'),
    thaw: () => signal(data, 'SIGCONT'),
    cut: () => cutAll(adminUrl),
    answers: () => untilAnswers(adminUrl),
  }
}

/** As Linux tells of them. */
export const childrenOf = (parent: number): number[] =>
  readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      // "pid (name) state parent …"; a name may hold spaces and brackets.
      const found = Number(readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').pop()?.split(' ')[1])
      return found === parent ? [Number(name)] : []
    } catch {
      return []
    }
  })

/** The postmaster and its children. A number left in the file may be anybody's by now: its owner must stand in the folder. */
function processesOf(data: string): number[] {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return []
  const main = Number(readFileSync(file, 'utf8').split('\n')[0])
  try {
    if (realpathSync(`/proc/${main}/cwd`) !== realpathSync(data)) return []
  } catch {
    return []
  }
  return [main, ...childrenOf(main)]
}

/** The postmaster first, so that it starts nothing in between. */
export function signal(data: string, name: NodeJS.Signals) {
  for (const pid of processesOf(data))
    try {
      process.kill(pid, name)
    } catch {
      // It ended while we looked.
    }
}

export async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const cutAll = (url: string) =>
  asAdmin(url, async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity where application_name like 'cunyi%' and pid <> pg_backend_pid()`,
    )
    for (const { pid } of rows) {
      await client.query('select pg_terminate_backend($1)', [pid])
      await sleep(20)
    }
    return rows.length
  })

export async function untilAnswers(url: string) {
  for (const end = performance.now() + 60_000; performance.now() < end; await sleep(25)) {
    // A standby answers too, and takes nothing.
    const isThere = await asAdmin(url, (client) =>
      client.query('select pg_is_in_recovery() as standby'),
    ).then(
      ({ rows }) => !rows[0].standby,
      () => false,
    )
    if (isThere) return
  }
  throw new Error('The database did not come back within a minute.')
}
