/** Lock, database, keys, clock, requests, due work; and all of it back again when it is to stop. */
import { existsSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { toString as drawQr } from 'qrcode'
import { hasOwnClock, startOfClock } from '#app/demo/clock.ts'
import { loadDemo, tellDemoLogins } from '#app/demo/load.ts'
import { demoRoutes } from '#app/demo/routes.ts'
import { prepareTrial } from '#app/trial/actions.ts'
import { buildApp } from '#app/wiring/app.ts'
import { dueWorks, sendingWorks } from '#app/wiring/due-works.ts'
import { reactions } from '#app/wiring/reactions.ts'
import { endChildren } from '#base/children/pool.ts'
import { type Instance, knowInstance } from '#base/database/instance.ts'
import { type OpenDatabase, openDatabase } from '#base/database/open.ts'
import { jobsAtRest, startJobs } from '#base/jobs/runner.ts'
import type { Parts } from '#base/parts/parts.ts'
import { reachableHosts } from '#base/system/addresses.ts'
import { showAtWork } from '#base/system/at-work.ts'
import { realClock, runningClock, settableClock } from '#base/system/clock.ts'
import { type Config, mayJump } from '#base/system/config.ts'
import { lockFolder } from '#base/system/folder-lock.ts'
import { makeKeyFile, readKeys } from '#base/system/keys.ts'
import { makeLog } from '#base/system/log.ts'
import { folderPollKeys } from '#base/system/poll-keys.ts'
import { FAULT, REFRESH, StartRefused } from '#base/system/refused.ts'
import { watchTurns } from '#base/system/turns.ts'
import { adoptKeys } from '#matters/polls/held.ts'
import { coverEarlier } from '#views/archive/earlier.ts'
import { refuseTakenOver, refuseUnfit, takenSentence } from './fit.ts'

/** A stop that takes longer than this is no stop. */
const PATIENCE = 25_000
/** Of the embedded one, which stands on somebody's desk: he sees it end within two seconds. */
const SHORT_PATIENCE = 700
const say = (line: string) => console.log(line)
const AGAIN = '演示重新做一份 … The demo is made anew …'

/** `listens: false` only brings the database and what the first start fills it with. */
export async function serve(config: Config, { listens }: { listens: boolean }) {
  const log = makeLog(config.logLevel)
  const stopping = new AbortController()
  const { closers, lastResorts, stop, isStopping } = makeStop(stopping, {
    // The embedded database forgets nothing that it has acknowledged, however it ends.
    patience: config.databaseUrl ? PATIENCE : SHORT_PATIENCE,
    onError: (err) => isStopping() || log.error({ err }, 'a part did not stop in order'),
  })
  // What is in hand then is people's, and nobody waits at a keyboard.
  endOnFault(log, (reason, code) => stop(reason, code, PATIENCE))
  // What breaks of the embedded one because it was told to stop is nothing to be told.
  if (!config.databaseUrl)
    stopping.signal.addEventListener('abort', () => {
      log.level = 'fatal'
    })
  try {
    const lock = config.databaseUrl ? undefined : lockFolder(config.home)
    if (lock) closers.push(lock.release)
    const { address, isDrill } = await bringUp(config, {
      log,
      stopping: stopping.signal,
      closers,
      lastResorts,
      listens,
      endReading: endChildren,
      onTaken: (sentence) => void stop(sentence, 1),
      // Alone it would only end.
      ...(process.connected ? { onRefresh: () => void stop(AGAIN, REFRESH) } : {}),
    })
    // Nobody waits at a keyboard: the database ends in good order, however long that takes.
    if (!listens) return await stop('', 0, PATIENCE)
    lock?.told(address)
    closers.push(watchTurns(log))
    await greet(config, address)
    if (config.mode === 'demo') tellDemoLogins(say)
    if (isDrill) say(DRILL)
    // Asked to stop while it was starting: what was opened meanwhile is closed as well.
    if (isStopping()) await stop('', 0)
  } catch (error) {
    const wasAsked = isStopping()
    await stop('', 1)
    // What breaks because it was told to stop is no fault.
    if (!wasAsked) throw error
  }
}

interface Host {
  log: Parts['log']
  stopping: AbortSignal
  /** Called by the host in the reverse order, also when this throws. */
  closers: Array<() => unknown>
  /** Called at once and not waited for, when stopping in good order takes too long. */
  lastResorts?: Array<() => void>
  /** Said otherwise: nothing listens, all is there. */
  listens?: boolean
  /** Ends what reads files for the process; a process that serves one after the other keeps it. */
  endReading: () => void
  onTaken: (sentence: string) => void
  /** Of a demo with a launcher that makes it anew. */
  onRefresh?: () => void
}

/** Everything of a server but its process: the scenarios bring up one after the other in the same. */
export async function bringUp(
  config: Config,
  { log, stopping, closers, lastResorts = [], listens = true, endReading, onTaken, onRefresh }: Host,
): Promise<{ address: string; isDrill: boolean }> {
  if (!existsSync(config.keyFile) && config.mode !== 'production') makeKeyFile(config.keyFile)
  const database = await openDatabase(config, say, { stopping, lastResorts })
  closers.push(database.close)
  stopping.throwIfAborted()
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
  closers.push(endReading)
  stopping.throwIfAborted()
  if (!instance.drill) {
    // What fills the demo is at work on the database: it is waited for before that is closed.
    const preparing = prepare(parts)
    closers.push(() => preparing.catch(() => {}))
    await preparing
  }
  if (!listens) return { address: '', isDrill: instance.drill !== null }
  stopping.throwIfAborted()
  const app = await buildApp(parts)
  // In no other mode is there a route of that kind.
  if (hasOwnClock(config) && !instance.drill) await app.register(demoRoutes(parts, onRefresh))
  closers.push(() => app.close())
  const address = await app.listen({ host: config.host, port: config.port }).catch((error: unknown) => {
    throw listenRefused(config, error)
  })
  // In a drill the clock does nothing, and nothing is sent.
  if (!instance.drill) {
    startJobs(parts, dueWorks)
    startSending(parts)
  }
  return { address, isDrill: instance.drill !== null }
}

/** Seen before by the launcher; here for whoever starts the server by himself. */
function listenRefused({ host, port }: Config, error: unknown): unknown {
  const { code } = error as { code?: string }
  const reason = {
    EADDRINUSE: 'another program listens there',
    EACCES: 'that port is for administrators',
    EADDRNOTAVAIL: 'this machine has no such address',
    ENOTFOUND: 'this machine has no such address',
  }[code ?? '']
  return reason ? new StartRefused(`The server cannot listen at ${host}:${port}: ${reason}.`) : error
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
  for (let hand = 1; hand < (mayJump(parts.config) ? 1 : HANDS); hand++) startJobs(parts, sendingWorks)
}

const makeParts = (
  config: Config,
  { db, fence }: OpenDatabase,
  rest: Pick<Parts, 'keys' | 'instance' | 'log' | 'stopping'>,
): Parts => ({
  // A drill knows no gateway: what it says stays in its own outbox.
  config: {
    ...config,
    ...(rest.instance.drill ? { sms: undefined, push: undefined } : {}),
    ...(hasOwnClock(config) ? { ownClock: true as const } : {}),
  },
  db,
  clock: hasOwnClock(config)
    ? runningClock(startOfClock(config), rest.stopping)
    : config.clock
      ? settableClock(config.clock)
      : realClock(),
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
function makeStop(
  stopping: AbortController,
  { patience, onError }: { patience: number; onError: (error: unknown) => void },
) {
  const closers: Array<() => unknown> = []
  const lastResorts: Array<() => void> = []
  const closeAll = async () => {
    for (let close = closers.pop(); close; close = closers.pop())
      await Promise.resolve().then(close).catch(onError)
  }
  const stop = async (reason: string, code: number, most = patience) => {
    if (!stopping.signal.aborted) {
      if (reason) say(reason)
      stopping.abort()
      process.exitCode = code
    }
    // Each word to stop has its patience: who is asked again at a keyboard waits for the shorter.
    setTimeout(() => {
      for (const end of lastResorts) end()
      process.exit()
    }, most).unref()
    await closeAll()
    if (process.connected) process.disconnect?.()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const)
    process.on(signal, () => stop('正在停止 Stopping …', 0))
  // The launcher is gone without a word; nobody would stop us later.
  process.on('disconnect', () => stop('', 0))
  return { closers, lastResorts, stop, isStopping: () => stopping.signal.aborted }
}

/** Whatever slipped through: told with its place, and the process ends when what it has in hand is done. */
function endOnFault(log: Parts['log'], stop: (reason: string, code: number) => Promise<void>) {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (err: unknown) => {
      log.fatal({ err: err instanceof Error ? err : new Error(String(err)) }, 'a fault nobody expected')
      void stop('A fault of its own ends the server; what it has in hand is finished first.', FAULT)
    })
}

async function greet(config: Config, address: string) {
  const { mode, host, publicUrl, isDemoOpen } = config
  say(`\n村议 is ready: ${address}   (${mode})`)
  const port = new URL(address).port
  const hosts = reachableHosts(host, networkInterfaces())
  for (const one of hosts) say(`  手机和别的电脑 Phones and others in the network: http://${one}:${port}`)
  if (mode === 'demo' && hosts.length > 0) {
    say(`\n${await drawQr(publicUrl, { type: 'utf8' })}`)
    say(
      '局域网里谁都能打开它，用演示号码登录，改里面的内容。\n' +
        'Everybody in this network can reach it, log in with the demo numbers and change what is there.',
    )
    if (isDemoOpen)
      say(
        '--demo-open：局域网里谁都能不用密码以任何一个演示的人进入，也能拨动演示的钟。\n' +
          '--demo-open: everybody in this network enters as any person of the demo without a code, and moves its clock.',
      )
  }
  say('Ctrl-C 停止 stops it.\n')
}
