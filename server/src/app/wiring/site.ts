import { existsSync, readFileSync } from 'node:fs'
import { explain, Refused } from '@cunyi/shared/words/refusal.ts'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { isForPeople, sendNo } from '#views/public/no.ts'
import { SITE } from '#views/public/renderer.ts'

const YEAR_SECONDS = 365 * 24 * 3600
/** No inline script and no foreign address: the pages' files are their own. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ')

/** 网站: the built pages on the same port. Under /app every address is the one page; elsewhere nothing is invented. */
export async function siteRoutes(app: FastifyInstance, parts: Parts) {
  const { mode, publicUrl } = parts.config
  const drill = parts.instance.drill ? '\n    <meta name="cunyi-drill" content="yes" />' : ''
  app.addHook('onSend', async (request, reply) => {
    reply
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'same-origin')
      .header('cross-origin-opener-policy', 'same-origin')
      .header('permissions-policy', 'geolocation=(), microphone=(self), camera=(self)')
    // Only the strip may stand within another site's page.
    if (!request.routeOptions.config.framed) reply.header('x-frame-options', 'DENY')
    if (publicUrl.startsWith('https:')) reply.header('strict-transport-security', 'max-age=31536000')
  })
  const index = `${SITE}/index.html`
  if (!existsSync(index)) {
    app.setNotFoundHandler(() => {
      throw new Refused('notFound')
    })
    return
  }
  await app.register(fastifyStatic, {
    root: SITE,
    wildcard: false,
    index: false,
    maxAge: 0,
    preCompressed: true,
    setHeaders: (reply, path) => {
      // The worker is asked for anew each time, so that a mended one reaches every phone.
      if (/\/(sw|push|board-sw)\.js$/.test(path)) reply.header('cache-control', 'no-cache')
      if (path.includes('/assets/'))
        reply.header('cache-control', `public, max-age=${YEAR_SECONDS}, immutable`)
    },
  })
  const page = readFileSync(index, 'utf8').replace(
    '<title>',
    `<meta name="cunyi-mode" content="${mode}" />${drill}\n    <title>`,
  )
  app.setNotFoundHandler((request, reply) => {
    if (!isForPeople(request)) throw new Refused('notFound')
    if (/^\/app(\/|\?|$)/.test(request.url))
      return reply
        .type('text/html; charset=utf-8')
        .header('content-security-policy', POLICY)
        .header('cache-control', 'no-cache')
        .send(page)
    return sendNo(parts, request, reply, explain('notFound'))
  })
}
