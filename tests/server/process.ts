import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync, chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url))
const FLAGS = [
  '--disable-warning=ExperimentalWarning',
  '--import',
  new URL('../../server/launch/quick.mjs', import.meta.url).href,
]

/** What the servers and their databases wrote, kept for tests/logs.ts. */
export const LOGS = fileURLToPath(new URL('../../artifacts/logs/', import.meta.url))

export interface ServerProcess {
  child: ChildProcess
  /** All it has said so far, on both channels. */
  said(): string
  /** Its address, as soon as it listens; rejects when it ends before that. */
  address: Promise<string>
  ended: Promise<number | null>
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

/** The real server in a process of its own, on any free port; or what else speaks as it does. */
export function startServer(
  env: Record<string, string>,
  args: string[] = [],
  program: string = MAIN,
): ServerProcess {
  const child = spawn(process.execPath, [...FLAGS, program, ...args], {
    env: {
      PATH: process.env.PATH ?? '',
      NODE_COMPILE_CACHE: join(tmpdir(), 'cunyi-compiled'),
      CUNYI_MODE: 'test',
      PORT: '0',
      LOG_LEVEL: 'warn',
      ...env,
    },
    // The fourth line tells it when this run is gone, however it went.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let text = ''
  mkdirSync(LOGS, { recursive: true })
  child.stderr?.on('data', (chunk: Buffer) => appendFileSync(join(LOGS, `server-${process.pid}.log`), chunk))
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const address = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        text += chunk
        const at = text.match(/is ready: (\S+)/)?.[1]
        if (at) resolve(at)
      })
    void ended.then((code) => reject(new Error(`The server ended with ${code}: ${text}`)))
  })
  // Not every test waits for it.
  address.catch(() => {})
  return {
    child,
    said: () => text,
    address,
    ended,
    stop: (signal = 'SIGTERM') => {
      child.kill(signal)
      return ended
    },
  }
}

/** A folder anyone may enter, as a checkout usually is. */
export function newHome(): { home: string; remove(): void } {
  const home = mkdtempSync(join(tmpdir(), 'cunyi-home-'))
  chmodSync(home, 0o755)
  const remove = () => {
    const log = join(home, 'postgres.log')
    if (existsSync(log)) copyFileSync(log, join(LOGS, `${basename(home)}.log`))
    rmSync(home, { recursive: true, force: true })
  }
  return { home, remove }
}
