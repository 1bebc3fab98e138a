import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { admitClaims } from '#door/http/admit.ts'
import { answer } from '#door/http/answer.ts'
import { claimsOf } from '#door/session/caller.ts'
import { createHub } from './hub.ts'
import { createLines } from './lines.ts'
import { createHeartbeat, liveSocket } from './socket.ts'

/** Longer than this a proxy may cut the line. */
const LONG_POLL_MS = 25_000

export const liveRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  const lines = createLines()
  const hub = createHub(parts, lines)
  const heartbeat = createHeartbeat()
  app.addHook('onReady', async () => void hub.start())
  // Before the server waits for its requests: nobody is kept waiting for news that will not come.
  const closing = new AbortController()
  app.addHook('preClose', async () => {
    closing.abort()
    hub.stop()
    heartbeat.stop()
  })

  answer(app, parts, 'getMeetingNow', async ({ params, query, request, reply, now: at }) => {
    const { village, meeting } = params
    const gone = new AbortController()
    reply.raw.once('close', () => gone.abort())
    const asked = new AbortController()
    const claims = claimsOf(parts, request, at)
    const leave = lines.add(claims, () => asked.abort())
    const signal = AbortSignal.any([gone.signal, closing.signal, asked.signal])
    const now = await (query.since === undefined
      ? hub.look(village, meeting)
      : hub.newer(village, meeting, query.since, LONG_POLL_MS, signal)
    ).finally(leave)
    if (asked.signal.aborted) await admitClaims(parts, 'getMeetingNow', claims, params, parts.clock.now())
    reply.header('etag', `W/"${now.revision}"`)
    return now
  })
  app.get(
    '/api/villages/:village/meetings/:meeting/live',
    { websocket: true, schema: { hide: true } },
    liveSocket(parts, hub, lines, heartbeat),
  )
}
