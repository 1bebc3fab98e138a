/** The server under load, in a process of its own, with one more request: the same checks and nothing behind them. */
import { buildApp } from '@cunyi/server/app/wiring/app.ts'
import { reactions } from '@cunyi/server/app/wiring/reactions.ts'
import { connect } from '@cunyi/server/base/database/connect.ts'
import { realClock } from '@cunyi/server/base/system/clock.ts'
import { readConfig } from '@cunyi/server/base/system/config.ts'
import { readKeys } from '@cunyi/server/base/system/keys.ts'
import { makeLog } from '@cunyi/server/base/system/log.ts'
import { folderPollKeys } from '@cunyi/server/base/system/poll-keys.ts'
import { admit } from '@cunyi/server/door/http/admit.ts'
import { api } from '@cunyi/shared/api/index.ts'
import pg from 'pg'
import { BENCH_INSTANCE } from './sitting.ts'

const config = readConfig(process.env)
const instance = { id: BENCH_INSTANCE, drill: null, copyOf: null }
const parts = {
  config,
  db: connect(String(config.appDatabaseUrl)),
  clock: realClock(),
  keys: readKeys(config.keyFile),
  instance,
  // The rig's keys name no database.
  pollKeys: folderPollKeys(config.keysDir, { id: instance.id, isDrill: false }),
  reactions,
  log: makeLog('error'),
  fence: 'whole' as const,
  stopping: new AbortController().signal,
}
const app = await buildApp(parts)
const { params, body, reply } = api.castBallot
app.route({
  method: 'POST',
  url: '/bench/:village/:poll',
  schema: { hide: true, params, body, response: { 200: reply } },
  onRequest: async (request) => {
    request.caller = await admit(parts, 'castBallot', request, parts.clock.now())
  },
  handler: async () => ({ recorded: true, receipt: 'AAAAAAAAAAAAAAAA' }),
})
await app.listen({ host: '127.0.0.1', port: Number(process.env.BENCH_PORT ?? 0) })
process.send?.({ port: (app.server.address() as { port: number }).port })
let statements = 0
const { query } = pg.Client.prototype
pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
  statements += 1
  return (query as (...all: unknown[]) => unknown).apply(this, args)
} as typeof query
// How much of a processor it has used, which other programs on the machine do not change much.
process.on('message', (asked) => {
  const { user, system } = process.cpuUsage()
  if (asked === 'memory') globalThis.gc?.()
  process.send?.({ cpu: user + system, statements, rss: process.memoryUsage().rss })
})
