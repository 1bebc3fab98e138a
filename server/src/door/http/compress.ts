import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

/** Below it nothing is won. */
const SMALLEST = 1024
const PAGES = /^(text\/html|application\/(atom|rss)\+xml)\b/
/** A page is drawn for each who asks: more effort costs more than it saves. */
const EFFORT = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

/** Whether a coding is taken (RFC 9110, 12.5.3); what is given no weight is not. */
const takes = (header: string, coding: string) =>
  header.split(',').some((one) => {
    const [name, ...params] = one.split(';').map((part) => part.trim().toLowerCase())
    return name === coding && !params.some((param) => /^q=0(\.0*)?$/.test(param))
  })

/**
 * Pages and feeds travel over slow village networks. What programs read is left alone: beside what a stranger may ask
 * for stand tokens, and the length of what is squeezed together would tell of them (BREACH).
 */
export function compressPages(app: FastifyInstance) {
  // Without a promise: a ballot's answer goes through here as well.
  app.addHook('onSend', (request, reply, payload, done) => {
    if (typeof payload !== 'string' || payload.length < SMALLEST) return done(null, payload)
    if (!PAGES.test(String(reply.getHeader('content-type') ?? ''))) return done(null, payload)
    const vary = reply.getHeader('vary')
    reply.header('vary', vary ? `${vary}, Accept-Encoding` : 'Accept-Encoding')
    const header = request.headers['accept-encoding'] ?? ''
    const coding = (['br', 'gzip'] as const).find((one) => takes(String(header), one))
    if (!coding) return done(null, payload)
    reply.header('content-encoding', coding).removeHeader('content-length')
    if (coding === 'br') brotliCompress(payload, EFFORT, done)
    else gzip(payload, done)
  })
}
