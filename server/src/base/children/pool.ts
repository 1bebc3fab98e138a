/**
 * 另室: what people bring is read in children that may be ended: two at most, one for an account, the others wait
 * their turn. Nothing that waits holds a transaction.
 */
import { type ChildProcess, fork } from 'node:child_process'
import type { Params } from '@cunyi/shared/words/refusal.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { RefusalCode } from '@cunyi/shared/words/refusals.ts'
import { mustBeOutside } from '#base/database/within.ts'
import { type Asked, LONGEST_MS, MOST_OWN_MS, type Said } from './protocol.ts'

const MOST_CHILDREN = 2
/** Node and a codec begin within a second; on a machine that is busy with everything, not. */
const LONGEST_START_MS = 60_000

/** It took more time or memory than any input may. */
export class TooCostly extends Error {
  readonly of: 'time' | 'memory'
  constructor(of: 'time' | 'memory') {
    super(`Reading took too much ${of}.`)
    this.of = of
  }
}

export type Errand = {
  /** A module with a function `read`. */
  module: URL
  input: unknown
  /** Whose it is: one at a time. */
  account: string
  onSaid?: (said: unknown) => void
}
type Waiting = Errand & { id: number; resolve: (done: unknown) => void; reject: (error: Error) => void }
type Child = { process: ChildProcess; ready: Promise<void>; at: Waiting | null }

const children = new Set<Child>()
/** By account, in the order in which each gets its turn. */
const queues = new Map<string, Waiting[]>()
const busy = new Set<string>()
let last = 0

/** Reads in a child. Rejects with the Refused the module threw, or TooCostly. */
export async function readApart<Out>(errand: Errand): Promise<Out> {
  mustBeOutside('a child that reads files')
  last += 1
  const id = last
  return new Promise<unknown>((resolve, reject) => {
    const queue = queues.get(errand.account) ?? []
    queue.push({ ...errand, id, resolve, reject })
    queues.set(errand.account, queue)
    sendNext()
  }) as Promise<Out>
}

/** Accounts take turns: whoever brings many waits longer, and nobody waits for all of them. */
function sendNext() {
  for (const [account, queue] of queues) {
    if (busy.has(account)) continue
    const child = freeChild()
    if (!child) return
    const next = queue.shift()
    queues.delete(account)
    if (!next) continue
    if (queue.length > 0) queues.set(account, queue)
    busy.add(account)
    child.at = next
    void run(child, next).finally(() => {
      busy.delete(account)
      sendNext()
    })
  }
}

function freeChild(): Child | undefined {
  for (const child of children) if (child.at === null) return child
  return children.size < MOST_CHILDREN ? startChild() : undefined
}

async function run(child: Child, waiting: Waiting): Promise<void> {
  hold(child)
  try {
    await within(child, LONGEST_START_MS, child.ready)
    waiting.resolve(await within(child, LONGEST_MS, ask(child, waiting)))
  } catch (error) {
    waiting.reject(error as Error)
  } finally {
    child.at = null
    release(child)
  }
}

/** What is not done in time is ended with its child. */
async function within<T>(child: Child, ms: number, doing: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      end(child)
      reject(new TooCostly('time'))
    }, ms)
  })
  try {
    return await Promise.race([doing, late])
  } finally {
    clearTimeout(timer)
  }
}

function ask(child: Child, { id, module, input, onSaid }: Waiting): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    // A child that ends by itself was at one of its limits, and tells no more which.
    const onExit = () =>
      settle(() => reject(new TooCostly(performance.now() - begun < MOST_OWN_MS ? 'memory' : 'time')))
    const onMessage = (told: Said) => {
      if (!('id' in told) || told.id !== id) return
      if ('said' in told) return onSaid?.(told.said)
      if ('done' in told) {
        // What it took it does not give back: the next is read by a fresh one.
        if (told.grown) end(child)
        settle(() => resolve(told.done))
      } else if ('refused' in told)
        settle(() => reject(new Refused(told.refused.code as RefusalCode, told.refused.params as Params)))
      else settle(() => reject(new Error(told.failed)))
    }
    const settle = (how: () => void) => {
      child.process.off('exit', onExit)
      child.process.off('message', onMessage)
      how()
    }
    child.process.on('exit', onExit)
    child.process.on('message', onMessage)
    const asked: Asked = { id, module: module.href, input }
    child.process.send(asked, (error) => error && onExit())
  })
}

/** Of our environment a child gets what a program needs to run, and no secret. */
const KEPT = ['PATH', 'NODE_COMPILE_CACHE', 'LANG', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'windir']

function startChild(): Child {
  const forked = fork(new URL('./child.ts', import.meta.url), {
    env: Object.fromEntries(KEPT.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []))),
    execArgv: ['--disable-warning=ExperimentalWarning', '--max-old-space-size=384'],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const ready = new Promise<void>((resolve, reject) => {
    forked.once('message', () => resolve())
    forked.once('error', reject)
    forked.once('exit', () => reject(new Error('A child that reads files could not be started.')))
  })
  ready.catch(() => {})
  const child: Child = { process: forked, ready, at: null }
  forked.on('error', () => end(child))
  forked.on('exit', () => children.delete(child))
  children.add(child)
  return child
}

function end(child: Child) {
  children.delete(child)
  child.process.kill('SIGKILL')
}

/** A child with nothing to do keeps no process alive. */
function hold({ process: forked }: Child) {
  forked.ref()
  forked.channel?.ref()
}
function release({ process: forked }: Child) {
  forked.unref()
  forked.channel?.unref()
}

/** Ends all of them; what they were at is told as too costly. A child that is left alone ends with the server as well. */
export function endChildren(): void {
  for (const child of children) end(child)
}
