import type { FastifyInstance } from 'fastify'
import { databaseClock } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { mayJump } from '#base/system/config.ts'

/** A process whose clock is further from the database's must not judge what came in time. */
const LARGEST_DIFFERENCE = 1000
/** Making and reading a key costs two writes to disk; whoever asks more often gets the last answer. */
const KEYS_CHECK_EVERY = 5000

type Check = { ok: boolean; note?: string }

/** A database that says nothing for so long is not there. */
const PATIENCE = 3000

async function checkDatabase({ db, clock, config }: Parts): Promise<{ database: Check; clock: Check }> {
  try {
    const before = clock.now().getTime()
    const there = await inTime(databaseClock(db))
    const here = (before + clock.now().getTime()) / 2
    const difference = Math.round(there - here)
    if (mayJump(config)) return { database: { ok: true }, clock: { ok: true, note: 'settable' } }
    return {
      database: { ok: true },
      clock: { ok: Math.abs(difference) <= LARGEST_DIFFERENCE, note: `${difference} ms from the database's` },
    }
  } catch {
    return {
      database: { ok: false, note: 'not reachable' },
      clock: { ok: false, note: 'cannot be compared' },
    }
  }
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

function keysChecker({ pollKeys }: Parts): () => Promise<Check> {
  let at = 0
  let last: Promise<Check> | undefined
  return () => {
    if (last && performance.now() - at < KEYS_CHECK_EVERY) return last
    at = performance.now()
    last = pollKeys.check().then(
      () => ({ ok: true }),
      () => ({ ok: false, note: 'KEYS_DIR cannot be written and read back' }),
    )
    return last
  }
}

/** 演练: it answers, and must not be taken for the village's own server. */
const drillCheck = (since: Date): Check => ({
  ok: true,
  note: `a drill since ${since.toISOString()}: a copy that sends nothing and closes nothing; \`npm run takeover\` ends it`,
})

/** live: the process answers. ready: it may be sent people's requests. */
export function healthRoutes(app: FastifyInstance, parts: Parts) {
  const checkKeys = keysChecker(parts)
  app.get('/health/live', { schema: { hide: true } }, async () => ({ live: true }))
  app.get('/health/ready', { schema: { hide: true } }, async (_request, reply) => {
    const [{ database, clock }, keys] = await Promise.all([checkDatabase(parts), checkKeys()])
    const stopping = parts.stopping.aborted
    const ready = !stopping && database.ok && clock.ok && keys.ok
    const fence: Check =
      parts.fence === 'whole'
        ? { ok: true }
        : { ok: true, note: 'weaker: the server serves as the owner; set APP_DATABASE_URL' }
    const { id, drill } = parts.instance
    const checks = { database, clock, keys, fence, ...(drill ? { drill: drillCheck(drill.since) } : {}) }
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ready, mode: parts.config.mode, instance: id, ...(stopping ? { stopping } : {}), checks })
  })
}
