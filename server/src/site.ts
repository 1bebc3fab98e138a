import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Rejection } from '@cunyi/shared/rejection.ts'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Built by vite; file names under assets/ carry a hash of their content. */
export const SITE = fileURLToPath(new URL('../../web/dist', import.meta.url))
const YEAR = 365 * 24 * 3600 * 1000

/** Inline scripts that the build itself wrote may run, and no others. */
function policy(page: string): string {
  const inline = [...page.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script]) =>
      `'sha256-${createHash('sha256')
        .update(script ?? '')
        .digest('base64')}'`,
  )
  return [
    "default-src 'self'",
    ["script-src 'self'", ...inline].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "connect-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'self'",
    "form-action 'self'",
  ].join('; ')
}

/** 网站: the built pages on the same port. Every address that is no file and no request shows the one page. */
export async function siteRoutes(app: FastifyInstance) {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'same-origin')
  })
  const index = `${SITE}/index.html`
  if (!existsSync(index)) {
    app.setNotFoundHandler(() => {
      throw new Rejection('notFound')
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
      if (path.includes('/assets/'))
        reply.header('cache-control', `public, max-age=${YEAR / 1000}, immutable`)
    },
  })
  const page = readFileSync(index, 'utf8')
  const csp = policy(page)
  app.setNotFoundHandler((request, reply) => {
    if (request.method !== 'GET' || /^\/(api|health)(\/|$)/.test(request.url)) throw new Rejection('notFound')
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', csp)
      .header('cache-control', 'no-cache')
      .send(page)
  })
}
