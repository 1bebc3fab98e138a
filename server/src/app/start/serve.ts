/** Lock, database, keys, clock, requests, due work; and all of it back again when it is to stop. */
import { existsSync } from 'node:fs'
import { loadDemo, tellDemoLogins } from '#app/demo/load.ts'
import { prepareTrial } from '#app/trial/actions.ts'
import { buildApp } from '#app/wiring/app.ts'
import { dueWorks, sendingWorks } from '#app/wiring/due-works.ts'
import { reactions } from '#app/wiring/reactions.ts'
import { endChildren } from '#base/children/pool.ts'
import { type Instance, knowInstance } from '#base/database/instance.ts'
import { type OpenDatabase, openDatabase } from '#base/database/open.ts'
import { jobsAtRest, startJobs } from '#base/jobs/runner.ts'
import type { Parts } from '#base/parts/parts.ts'
import { showAtWork } from '#base/system/at-work.ts'
import { realClock, settableClock } from '#base/system/clock.ts'
import type { Config } from '#base/system/config.ts'
import { lockFolder } from '#base/system/folder-lock.ts'
import { makeKeyFile, readKeys } from '#base/system/keys.ts'
import { makeLog } from '#base/system/log.ts'
import { folderPollKeys } from '#base/system/poll-keys.ts'
import { FAULT } from '#base/system/refused.ts'
import { watchTurns } from '#base/system/turns.ts'
import { adoptKeys } from '#matters/polls/held.ts'
import { coverEarlier } from '#views/archive/earlier.ts'
import { refuseTakenOver, refuseUnfit, takenSentence } from './fit.ts'

/** A stop that takes longer than this is no stop. */
const PATIENCE = 25_000
const say = (line: string) => console.log(line)

export async function serve(config: Config) {
  const log = makeLog(config.logLevel)
  const stopping = new AbortController()
  const { closers, stop, isStopping } = makeStop(stopping, (err) =>
    log.error({ err }, 'a part did not stop in order'),
  )
  endOnFault(log, stop)
  try {
    const lock = config.databaseUrl ? undefined : lockFolder(config.home)
    if (lock) closers.push(lock.release)
    const { address, isDrill } = await bringUp(config, {
      log,
      stopping: stopping.signal,
      closers,
      endReading: endChildren,
      onTaken: (sentence) => void stop(sentence, 1),
    })
    lock?.told(address)
    closers.push(watchTurns(log))
    greet(config, address)
    if (config.mode === 'demo') tellDemoLogins(say)
    if (isDrill) say(DRILL)
    // Asked to stop while it was starting: what was opened meanwhile is closed as well.
    if (isStopping()) await stop('', 0)
  } catch (error) {
    await stop('', 1)
    throw error
  }
}

interface Host {
  log: Parts['log']
  stopping: AbortSignal
  /** Called by the host in the reverse order, also when this throws. */
  closers: Array<() => unknown>
  /** Ends what reads files for the process; a process that serves one after the other keeps it. */
  endReading: () => void
  onTaken: (sentence: string) => void
}

/** Everything of a server but its process: the scenarios bring up one after the other in the same. */
export async function bringUp(
  config: Config,
  { log, stopping, closers, endReading, onTaken }: Host,
): Promise<{ address: string; isDrill: boolean }> {
  if (!existsSync(config.keyFile) && config.mode !== 'production') makeKeyFile(config.keyFile)
  const database = await openDatabase(config, say)
  closers.push(database.close)
  if (database.fence === 'weaker')
    log.warn('the fence between villages is weaker: the server serves as the owner; set APP_DATABASE_URL')
  const keys = readKeys(config.keyFile)
  const instance = await knowInstance(database.ownerUrl, { ...config, keys, now: new Date() })
  const parts = makeParts(config, database, { keys, instance, log, stopping })
  await refuseUnfit(config, parts.pollKeys)
  closers.push(
    await showAtWork(config.keysDir, instance.id, {
      onError: (err) => log.error({ err }, 'it could not be said that this server is at work'),
      onTaken: (taken) => onTaken(takenSentence(taken)),
    }),
  )
  // In this order: a takeover leaves its mark first, then looks whether anybody is at work.
  await refuseTakenOver(config, instance.id)
  closers.push(() => jobsAtRest(parts))
  if (!instance.drill) await prepare(parts)
  closers.push(endReading)
  const app = await buildApp(parts)
  closers.push(() => app.close())
  const address = await app.listen({ host: config.host, port: config.port })
  // In a drill the clock does nothing, and nothing is sent.
  if (!instance.drill) {
    startJobs(parts, dueWorks)
    startSending(parts)
  }
  return { address, isDrill: instance.drill !== null }
}

const DRILL =
  '演练：这是一份副本，不发短信，不结束原有的表决；正式接管用 npm run takeover。\n' +
  'A drill: this is a copy. It sends nothing and closes no poll that was open; `npm run takeover` makes it the real one.\n'

const ownerOf = ({ id, drill }: Instance) => ({ id, isDrill: drill !== null })

/**
 * Several hands, so that a message the gateway lets wait holds up no other. The first looks often, the rest help. A clock
 * that is set asks them one after the other: there one does the same.
 */
const HANDS = 10
const LOOK = 1000
function startSending(parts: Parts) {
  startJobs(parts, sendingWorks, LOOK)
  for (let hand = 1; hand < (parts.config.clock ? 1 : HANDS); hand++) startJobs(parts, sendingWorks)
}

const makeParts = (
  config: Config,
  { db, fence }: OpenDatabase,
  rest: Pick<Parts, 'keys' | 'instance' | 'log' | 'stopping'>,
): Parts => ({
  // A drill knows no gateway: what it says stays in its own outbox.
  config: rest.instance.drill ? { ...config, sms: undefined, push: undefined } : config,
  db,
  clock: config.clock ? settableClock(config.clock) : realClock(),
  pollKeys: folderPollKeys(config.keysDir, ownerOf(rest.instance)),
  reactions,
  fence,
  ...rest,
})

/** What a village's own server does before it answers, and a drill does not. */
async function prepare(parts: Parts) {
  const adopted = await adoptKeys(parts)
  if (adopted > 0) parts.log.info({ adopted }, 'poll keys of an earlier release say now whose they are')
  const covered = await coverEarlier(parts, parts.clock.now())
  if (covered > 0) parts.log.info({ covered }, 'records of an earlier release are covered from today')
  await prepareTrial(parts)
  if (parts.config.mode === 'demo') await loadDemo(parts, say)
}

/** In the reverse order of the start; each part gets its turn even when one before it fails. */
function makeStop(stopping: AbortController, onError: (error: unknown) => void) {
  const closers: Array<() => unknown> = []
  const closeAll = async () => {
    for (let close = closers.pop(); close; close = closers.pop())
      await Promise.resolve().then(close).catch(onError)
  }
  const stop = async (reason: string, code: number) => {
    if (!stopping.signal.aborted) {
      if (reason) say(reason)
      stopping.abort()
      process.exitCode = code
      setTimeout(() => process.exit(code || 1), PATIENCE).unref()
    }
    await closeAll()
    if (process.connected) process.disconnect?.()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => stop('Stopping …', 0))
  // The launcher is gone without a word; nobody would stop us later.
  process.on('disconnect', () => stop('', 0))
  return { closers, stop, isStopping: () => stopping.signal.aborted }
}

/** Whatever slipped through: told with its place, and the process ends when what it has in hand is done. */
function endOnFault(log: Parts['log'], stop: (reason: string, code: number) => Promise<void>) {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (err: unknown) => {
      log.fatal({ err: err instanceof Error ? err : new Error(String(err)) }, 'a fault nobody expected')
      void stop('A fault of its own ends the server; what it has in hand is finished first.', FAULT)
    })
}

function greet(config: Config, address: string) {
  say(`\n村议 is ready: ${address}   (${config.mode})`)
  if (config.host !== '127.0.0.1' && config.mode === 'demo')
    say('Everybody in this network can reach it, log in with the demo numbers and change what is there.')
  say('Ctrl-C stops it.\n')
}
