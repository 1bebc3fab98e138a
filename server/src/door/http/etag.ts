import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'

/** What is polled is sent again only when it has changed. A route that sets its own etag keeps it. */
export function etags(app: FastifyInstance) {
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.method !== 'GET' || reply.statusCode !== 200 || typeof payload !== 'string') return payload
    let tag = reply.getHeader('etag')
    if (!tag) {
      tag = `W/"${createHash('sha1').update(payload).digest('base64url')}"`
      reply.header('etag', tag)
    }
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache')
    if (request.headers['if-none-match'] !== tag) return payload
    reply.code(304).removeHeader('content-length')
    return ''
  })
}
