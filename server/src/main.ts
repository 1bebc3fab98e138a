/** The process: settings, lock, database, clock, keys, requests; and all of it back again when it is to stop. */
import { existsSync } from 'node:fs'
import { buildApp } from './app.ts'
import { realClock, settableClock } from './clock.ts'
import { type Config, ConfigRefused, readConfig } from './config.ts'
import { MigrationRefused } from './database/migrate.ts'
import { DatabaseRefused, openDatabase } from './database/open.ts'
import { KeysRefused, makeKeyFile, readKeys } from './keys.ts'
import { AlreadyRunning, FolderClosed, lockFolder } from './lock.ts'
import { makeLog } from './log.ts'
import type { Parts } from './parts.ts'
import { folderPollKeys } from './poll-keys.ts'

/** A stop that takes longer than this is no stop. */
const PATIENCE = 25_000
const say = (line: string) => console.log(line)

async function start(config: Config) {
  const log = makeLog(config.logLevel)
  const closers: Array<() => unknown> = []
  const stopping = new AbortController()
  let stopped: Promise<void> | undefined

  const closeAll = async () => {
    for (let close = closers.pop(); close; close = closers.pop())
      await Promise.resolve()
        .then(close)
        .catch((err: unknown) => log.error({ err }, 'a part did not stop in order'))
  }
  /** In the reverse order of the start; each part gets its turn even when one before it fails. */
  const stop = (reason: string, code: number) => {
    stopped ??= (async () => {
      if (reason) say(reason)
      stopping.abort()
      setTimeout(() => process.exit(code || 1), PATIENCE).unref()
      await closeAll()
      process.exitCode = code
      process.disconnect?.()
    })()
    return stopped
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stop('Stopping …', 0))
  // The launcher is gone without a word; nobody would stop us later.
  process.on('disconnect', () => stop('', 0))

  try {
    const lock = config.databaseUrl ? undefined : lockFolder(config.home)
    if (lock) closers.push(lock.release)
    if (!existsSync(config.keyFile) && config.mode !== 'production') makeKeyFile(config.keyFile)
    const keys = readKeys(config.keyFile)
    const pollKeys = folderPollKeys(config.keysDir)
    const database = await openDatabase(config, say)
    closers.push(database.close)
    void database.ended.then(() =>
      stop(stopped ? '' : 'The database has stopped, and so does the server.', 1),
    )
    if (database.fence === 'weaker')
      log.warn('the fence between villages is weaker: the server serves as the owner; set APP_DATABASE_URL')
    const clock = config.clock ? settableClock(config.clock) : realClock()
    const parts: Parts = {
      config,
      db: database.db,
      clock,
      keys,
      pollKeys,
      log,
      fence: database.fence,
      stopping: stopping.signal,
    }
    const app = await buildApp(parts)
    closers.push(() => app.close())
    const address = await app.listen({ host: config.host, port: config.port })
    lock?.told(address)
    greet(config, address)
    // Asked to stop while it was starting: what was opened meanwhile is closed as well.
    if (stopped) await closeAll()
  } catch (error) {
    await stop('', 1)
    throw error
  }
}

function greet(config: Config, address: string) {
  say(`\n村议 is ready: ${address}   (${config.mode})`)
  if (config.host !== '127.0.0.1' && config.mode === 'demo')
    say('Everybody in this network can reach it, log in with the demo numbers and change what is there.')
  say('Ctrl-C stops it.\n')
}

const EXPECTED = [ConfigRefused, AlreadyRunning, FolderClosed, KeysRefused, DatabaseRefused, MigrationRefused]

try {
  await start(readConfig(process.env, process.argv.slice(2)))
} catch (error) {
  const isExpected =
    EXPECTED.some((kind) => error instanceof kind) || (error as { code?: string }).code === 'EADDRINUSE'
  console.error(isExpected ? (error as Error).message : error)
  process.exitCode = 1
  process.disconnect?.()
}
