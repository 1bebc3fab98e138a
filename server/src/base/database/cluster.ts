/** One PostgreSQL of our own: made, started, stopped. Listens on 127.0.0.1 only, by password only. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join, parse } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartRefused } from '#base/system/refused.ts'
import { databaseEnvironment, type Runner, stopCommand } from './binaries.ts'
import { Client } from './client.ts'
import { clusterName } from './orphan.ts'

export const ADMIN = 'postgres'
const ROOT_FOLDER = parse(process.cwd()).root

export interface Cluster {
  port: number
  pid: number
  /** Resolves when the database process has ended, asked for or not. */
  ended: Promise<void>
  stop(): Promise<void>
}

export const urlOf = (user: string, password: string, port: number, database: string) =>
  `postgres://${user}:${password}@127.0.0.1:${port}/${database}`

/** Makes the data folder in one step as seen from outside: an interrupted one is begun again. */
export async function initCluster(
  native: string,
  runner: Runner,
  data: string,
  password: string,
  stopping?: AbortSignal,
): Promise<void> {
  const half = `${data}.new`
  const secret = `${data}.pw-${randomBytes(4).toString('hex')}`
  rmSync(half, { recursive: true, force: true })
  mkdirSync(half, { mode: 0o700 })
  const file = openSync(secret, 'wx', 0o600)
  try {
    writeFileSync(file, password)
    if (runner.uid !== undefined)
      for (const path of [half, secret]) chownSync(path, runner.uid, runner.gid ?? runner.uid)
    const child = spawn(
      join(native, 'bin', 'initdb'),
      // biome-ignore format: one setting, one line
      [
        '-D', half, '-U', ADMIN, '--auth=scram-sha-256', `--pwfile=${secret}`, '--encoding=UTF8',
        '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8',
      ],
      {
        ...runner,
        cwd: ROOT_FOLDER,
        env: databaseEnvironment(),
        windowsHide: true,
        stdio: ['ignore', 'ignore', 'pipe'],
        ...(stopping ? { signal: stopping, killSignal: 'SIGINT' as const } : {}),
      },
    )
    // Told to stop it fails, and what it had made is begun again.
    child.on('error', () => {})
    let complaint = ''
    child.stderr.on('data', (chunk: Buffer) => {
      complaint += chunk
    })
    const [code] = (await once(child, 'close')) as [number | null]
    stopping?.throwIfAborted()
    if (/could not look up effective user/.test(complaint))
      throw new StartRefused(
        'PostgreSQL wants a user with a name, and this one has none in /etc/passwd; start as another or set DATABASE_URL.',
      )
    if (code !== 0)
      throw new StartRefused(`The database folder ${data} could not be made: ${complaint.trim()}`)
    renameSync(half, data)
  } finally {
    closeSync(file)
    rmSync(secret, { force: true })
  }
}

export interface StartOptions {
  native: string
  runner: Runner
  data: string
  log: string
  password: string
  /** The port it had last time; taken again when free. */
  port?: number
  /** That port or none: it is known already under it. */
  isFixed?: boolean
  settings?: Record<string, string>
  /** Gets what ends it at once. */
  lastResorts?: Array<() => void> | undefined
}

export async function startCluster(options: StartOptions): Promise<Cluster> {
  let failure: unknown
  for (let attempt = 0; attempt < 3; attempt++) {
    const isKept = options.port && (options.isFixed || (attempt === 0 && (await isFree(options.port))))
    const port = isKept && options.port ? options.port : await freePort()
    const started = await tryStart(options, port).catch((error: unknown) => {
      failure = error
    })
    if (started) return started
  }
  throw failure
}

async function tryStart(
  { native, runner, data, log, password, settings, lastResorts }: StartOptions,
  port: number,
): Promise<Cluster> {
  const all: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    cluster_name: clusterName(data),
    max_connections: '200',
    timezone: 'UTC',
    // Short statements only: compiling one takes longer than it saves.
    jit: 'off',
    // What people choose and who they are never goes into a log, not even with a failed statement.
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    log_error_verbosity: 'terse',
    // Nor the value that a failed statement could not take: whoever sent it is told.
    log_min_messages: 'log',
    ...settings,
  }
  mkdirSync(dirname(log), { recursive: true })
  const out = openSync(log, 'a', 0o600)
  const child = spawn(
    join(native, 'bin', 'postgres'),
    ['-D', data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    // A group of its own: Ctrl-C must reach us first, so that batches under way are finished.
    {
      ...runner,
      cwd: ROOT_FOLDER,
      env: databaseEnvironment(),
      detached: true,
      windowsHide: true,
      stdio: ['ignore', out, out],
    },
  )
  closeSync(out)
  lastResorts?.push(() => tell(child, native, data, 'immediate'))
  const ended = once(child, 'exit').then(() => {})
  await untilReady(child, urlOf(ADMIN, password, port, 'postgres'), { log, native, data })
  return { port, pid: child.pid as number, ended, stop: () => stop(child, ended, native, data) }
}

async function untilReady(
  child: ChildProcess,
  url: string,
  { log, native, data }: { log: string; native: string; data: string },
) {
  for (let waited = 0; waited < 60_000; waited += 40) {
    if (child.exitCode !== null || child.signalCode !== null) {
      const last = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').slice(-2).join(' ') : ''
      throw new StartRefused(`The embedded database did not start: ${last}`)
    }
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      const code = (error as { code?: string }).code
      if (code === '28P01') {
        tell(child, native, data, 'fast')
        throw new StartRefused(
          'The embedded database refuses its password: put .cunyi/keys.json back, or run `npm run demo:reset`.',
        )
      }
      // 57P03: it is starting up, after a crash it reads its log first. No code: on a busy machine it was too slow to answer.
      if (code !== undefined && !['ECONNREFUSED', 'ECONNRESET', '57P03'].includes(code)) {
        // What is not ended keeps the folder, and the next attempt finds it taken.
        await stop(
          child,
          once(child, 'exit').then(() => {}),
          native,
          data,
        )
        throw error
      }
    }
    await sleep(40)
  }
  tell(child, native, data, 'fast')
  throw new Error('The embedded database did not answer within a minute.')
}

async function stop(child: ChildProcess, ended: Promise<void>, native: string, data: string) {
  if (child.exitCode !== null || child.signalCode !== null) return
  tell(child, native, data, 'fast')
  const patience = setTimeout(() => tell(child, native, data, 'immediate'), 20_000)
  await ended
  clearTimeout(patience)
}

/** Its own signals; where there are none, the program that comes with it for that. */
function tell(child: ChildProcess, native: string, data: string, mode: 'fast' | 'immediate') {
  const command = stopCommand(native, data, mode)
  if (command) spawnSync(command.program, command.args, { stdio: 'ignore', windowsHide: true })
  else child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
}

const isFree = (port: number) =>
  new Promise<boolean>((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })

export const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

/** Root-made folders are entered by the database's user on the way to its data. */
export function openFolder(folder: string) {
  mkdirSync(folder, { recursive: true })
  try {
    chmodSync(folder, 0o755)
  } catch {
    // Somebody else's folder: the next step says what is wrong with it.
  }
}
