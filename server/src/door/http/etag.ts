import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** One of the tags the caller has (RFC 9110, 13.1.2). A proxy that compresses makes a strong tag a weak one. */
export function hasAlready(request: FastifyRequest, tag: string): boolean {
  const bare = (one: string) => one.trim().replace(/^W\//, '')
  const known = request.headers['if-none-match']?.split(',').map(bare) ?? []
  return known.includes(bare(tag))
}

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
    if (!hasAlready(request, String(tag))) return payload
    reply.code(304).removeHeader('content-length')
    return ''
  })
}
