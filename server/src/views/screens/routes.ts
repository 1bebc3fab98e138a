import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { createHub } from './hub.ts'
import { liveSocket } from './socket.ts'

/** Longer than this a proxy may cut the line. */
const LONG_POLL_MS = 25_000

export const liveRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  const hub = createHub(parts)
  app.addHook('onReady', async () => void hub.start())
  // Before the server waits for its requests: nobody is kept waiting for news that will not come.
  const closing = new AbortController()
  app.addHook('preClose', async () => {
    closing.abort()
    hub.stop()
  })

  answer(app, parts, 'getMeetingNow', async ({ params, query, reply }) => {
    const { village, meeting } = params
    const gone = new AbortController()
    reply.raw.once('close', () => gone.abort())
    const signal = AbortSignal.any([gone.signal, closing.signal])
    const now =
      query.since === undefined
        ? await hub.look(village, meeting)
        : await hub.newer(village, meeting, query.since, LONG_POLL_MS, signal)
    reply.header('etag', `W/"${now.revision}"`)
    return now
  })
  app.get(
    '/api/villages/:village/meetings/:meeting/live',
    { websocket: true, schema: { hide: true } },
    liveSocket(parts, hub),
  )
}
