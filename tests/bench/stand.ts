/**
 * What the bench fires at: a database with fsync on and a server in a process of its own. Copied into an older checkout
 * by `npm run bench:paired`, so it finds its modules where either has them.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const has = (path: string) => existsSync(new URL(`../../server/src/${path}`, import.meta.url))
/** Where it stands now, and where 0.1.0 had it. */
const from = (now: string, then: string) =>
  import(new URL(`../../server/src/${has(now) ? now : then}`, import.meta.url).href)
const { freshDatabase, startTestCluster } = await from(
  'base/database/test-cluster.ts',
  'database/test-cluster.ts',
)
const { makeKeyFile, readKeys } = await from('base/system/keys.ts', 'keys.ts')
const { folderPollKeys } = await from('base/system/poll-keys.ts', 'poll-keys.ts')
export const { signTicket } = await from('door/session/tokens.ts', 'session/tokens.ts')

export async function standUp() {
  const folder = mkdtempSync(join(tmpdir(), 'cunyi-bench-'))
  const keyFile = join(folder, 'keys.json')
  const keysDir = join(folder, 'poll-keys')
  makeKeyFile(keyFile)
  const cluster = await startTestCluster({ fsync: true })
  const database = await freshDatabase(cluster)
  const env = {
    ...process.env,
    CUNYI_MODE: 'production',
    CUNYI_HOME: folder,
    DATABASE_URL: database.ownerUrl,
    APP_DATABASE_URL: database.appUrl,
    KEY_FILE: keyFile,
    KEYS_DIR: keysDir,
    PUBLIC_URL: 'https://bench.invalid',
    SMS_URL: 'https://bench.invalid',
    LOG_LEVEL: 'error',
  }
  const start = async (port: number): Promise<{ server: ChildProcess; port: number }> => {
    const server = fork(new URL('./server.ts', import.meta.url), {
      env: { ...env, BENCH_PORT: String(port) },
      execArgv: ['--expose-gc'],
    })
    return await new Promise((resolve, reject) => {
      server.once('message', (message) => resolve({ server, ...(message as { port: number }) }))
      server.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)))
    })
  }
  const stand = {
    ...(await start(0)),
    keys: readKeys(keyFile),
    pollKeys: folderPollKeys(keysDir, null),
    adminUrl: database.adminUrl as string,
    /** A second process on the same database. */
    startBeside: () => start(0),
    /** Killed as by a failing machine, and started at the same address. */
    startAgain: async () => {
      const ended = new Promise((resolve) => stand.server.once('exit', resolve))
      stand.server.kill('SIGKILL')
      await ended
      Object.assign(stand, await start(stand.port))
    },
    end: async () => {
      stand.server.kill('SIGKILL')
      await database.drop()
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return stand
}
