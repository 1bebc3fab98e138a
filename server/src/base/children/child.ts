/** A child that reads for the server and holds nothing of it: no settings, no keys, no database. Started by pool.ts. */
import { writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { Worker } from 'node:worker_threads'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { type Asked, MOST_RESIDENT, type Read, type Said } from './protocol.ts'

/** Behind the requests, so that the slowest answer keeps under 100 ms; more, and on a busy machine nothing would be read at all. */
const BEHIND = 10

const say = (said: Said) => process.connected && process.send?.(said)

// The server ends us; a key pressed for the server is none of ours.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.on('disconnect', () => process.exit())
giveWay()

/** The number of what is read now; 0: nothing is. */
const reading = new Int32Array(new SharedArrayBuffer(4))
new Worker(new URL('./watch.ts', import.meta.url), {
  workerData: { reading, parent: process.ppid },
}).unref()

process.on('message', (asked: Asked) => void answer(asked))
say({ ready: true })

async function answer({ id, module, input }: Asked) {
  reading[0] = id
  try {
    const { read } = (await import(module)) as { read: Read<unknown, unknown> }
    const done = await read(input, (said) => say({ id, said }))
    say({ id, done, grown: process.memoryUsage.rss() > MOST_RESIDENT / 2 })
  } catch (error) {
    if (error instanceof Refused) say({ id, refused: { code: error.code, params: error.params } })
    else say({ id, failed: String(error) })
  } finally {
    reading[0] = 0
  }
}

/** Requests go before what is read here, and where memory is short we are the first to go. */
function giveWay() {
  try {
    setPriority(BEHIND)
    if (process.platform === 'linux') writeFileSync('/proc/self/oom_score_adj', '1000')
  } catch {
    // A system without these does without.
  }
}
