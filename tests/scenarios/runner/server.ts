/** A server of its own for each file: a migrated database, a settable clock, a folder for its keys. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freshDatabase, type TestCluster } from '@cunyi/server/base/database/test-cluster.ts'
import { type ServerProcess, startServer } from '../../server/process.ts'
import type { Asked, Told } from './host.ts'

export interface ScenarioServer {
  address: string
  home: string
  /** As its owner would have to copy it. */
  database: string
  said(): string
  /** Its database and folder stay until `remove`. */
  end(): Promise<void>
  remove(): Promise<void>
  /** Both. */
  stop(): Promise<void>
}

/** What another server left behind when it ended: its database, and its folder with its keys and files. */
export type Left = Pick<ScenarioServer, 'database' | 'home'>

export async function serverFor(
  cluster: TestCluster,
  clock: Date,
  { host, like }: { host?: ServerHost; like?: Left | undefined } = {},
): Promise<ScenarioServer> {
  const database = await freshDatabase(like ? { ...cluster, template: like.database } : cluster)
  const home = mkdtempSync(join(tmpdir(), 'cunyi-scenario-'))
  if (like) cpSync(like.home, home, { recursive: true })
  const settings = {
    CUNYI_MODE: 'test',
    PORT: '0',
    DATABASE_URL: database.ownerUrl,
    APP_DATABASE_URL: database.appUrl,
    CUNYI_HOME: home,
    KEYS_DIR: join(home, 'poll-keys'),
    CUNYI_CLOCK: clock.toISOString(),
    LOG_LEVEL: 'error',
  }
  const server = host ? host.start(settings) : startServer(settings)
  const remove = async () => {
    await database.drop()
    rmSync(home, { recursive: true, force: true })
  }
  const stop = async () => {
    await server.stop()
    await remove()
  }
  try {
    const address = await server.address
    const end = async () => void (await server.stop())
    return { address, home, database: database.name, said: server.said, end, remove, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What a request makes is garbage when it is answered: with more room it is looked through less often. */
const YOUNG = '--max-semi-space-size=64'
const PROGRAM = fileURLToPath(new URL('./host.ts', import.meta.url))

/** One process for the servers of one lane, one after the other; started anew when a fault has ended it. */
export class ServerHost {
  #process: ServerProcess | undefined

  start(settings: Record<string, string>): Pick<ServerProcess, 'address' | 'said' | 'stop'> {
    const running = this.#running()
    const before = running.said().length
    const said = () => running.said().slice(before)
    const address = ask(running, { start: settings }).then((told) => {
      if ('address' in told) return told.address
      throw new Error(`The server could not be started: ${JSON.stringify(told)}`)
    })
    // Who stops it before it was there does not wait for it.
    address.catch(() => {})
    return { address, said, stop: () => this.#stop(running) }
  }

  async close(): Promise<void> {
    await this.#process?.stop()
  }

  #running(): ServerProcess {
    if (!this.#process || this.#process.child.exitCode !== null || !this.#process.child.connected)
      this.#process = startServer({ NODE_OPTIONS: YOUNG }, [], PROGRAM)
    return this.#process
  }

  async #stop(running: ServerProcess): Promise<number | null> {
    const told = await ask(running, { stop: true }).catch((error: Error) => ({ failed: error.message }))
    if ('stopped' in told) return 0
    // What could not be stopped in order must not stand in the way of the next.
    return running.stop('SIGKILL')
  }
}

/** One question at a time. */
function ask({ child, ended, said }: ServerProcess, asked: Asked): Promise<Told> {
  return new Promise((resolve, reject) => {
    child.once('message', (told) => resolve(told as Told))
    void ended.then((code) => reject(new Error(`The server ended with ${code}: ${said()}`)))
    child.send(asked, (error) => error && reject(error))
  })
}
