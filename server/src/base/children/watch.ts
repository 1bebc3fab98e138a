/**
 * Watches the child from a thread beside what it reads: a limit on a thread would hold neither Buffers nor what a
 * codec takes for itself, so the whole process is looked at, and ended. The same on every system.
 */
import { workerData } from 'node:worker_threads'
import { LONGEST_MS, MOST_OWN_MS, MOST_RESIDENT } from './protocol.ts'

const { reading, parent } = workerData as { reading: Int32Array; parent: number }
const LOOK_EVERY = 20
/** The server ends us at LONGEST_MS; here it counts only when the server no longer can. */
const PATIENCE = 5000

const ownMs = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
let seen = 0
let since = { clock: 0, own: 0 }

setInterval(() => {
  const now = reading[0] ?? 0
  if (now !== seen) since = { clock: performance.now(), own: ownMs() }
  seen = now
  const isLate =
    seen !== 0 &&
    (ownMs() - since.own > MOST_OWN_MS || performance.now() - since.clock > LONGEST_MS + PATIENCE)
  if (isLate || process.memoryUsage.rss() > MOST_RESIDENT || process.ppid !== parent)
    process.kill(process.pid, 'SIGKILL')
}, LOOK_EVERY)
