import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { hasAlready } from '#door/http/etag.ts'
import { refusalOf } from '#door/http/problem.ts'
import { drawCard, tagOf } from './card.ts'
import { sendPage } from './document.ts'
import { sendNo } from './no.ts'
import {
  boardFeed,
  boardPage,
  checkpointsPage,
  helpPage,
  matterCard,
  matterPage,
  petitionCard,
  petitionPage,
  stripPage,
  villagesPage,
} from './pages.ts'
import { hasPages, type Page } from './renderer.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** May stand within another site's page. */
    framed?: boolean
    /** A page that people read: an error is a page too. */
    isPage?: boolean
  }
}

type Asked = { params: Record<string, string>; query: Record<string, unknown>; now: Date }

/** 公开页面: what everybody may see without log-in and without script. */
export const publicRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  const page = (path: string, make: (asked: Asked) => Promise<Page>, framed = false) =>
    app.get(
      path,
      { schema: { hide: true }, config: { framed, isPage: true } },
      async (request: FastifyRequest, reply: FastifyReply) => {
        const now = parts.clock.now()
        const { params, query } = request as unknown as Asked
        return sendPage(parts, request, reply, await make({ params, query, now }), { now })
      },
    )

  // People read these: also that something cannot be shown now is said in words. Without a build there are no pages.
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    if (!request.routeOptions.config.isPage || !hasPages()) throw error
    return sendNo(parts, request, reply, refusalOf(error, request))
  })

  page('/', ({ query, now }) => villagesPage(parts, query, true, now))
  page('/villages', ({ query, now }) => villagesPage(parts, query, false, now))
  page('/v/:village', ({ params, query, now }) => boardPage(parts, params.village ?? '', query, now))
  page('/v/:village/m/:proposal', ({ params, now }) =>
    matterPage(parts, params.village ?? '', params.proposal ?? '', now),
  )
  page('/v/:village/p/:petition', ({ params, now }) =>
    petitionPage(parts, params.village ?? '', params.petition ?? '', now),
  )
  page('/checkpoints/:county', ({ params }) => checkpointsPage(parts, params.county ?? ''))
  page('/v/:village/help', ({ params }) => helpPage(parts, params.village ?? ''))
  page('/v/:village/strip', ({ params, now }) => stripPage(parts, params.village ?? '', now), true)

  for (const kind of ['atom', 'rss'] as const)
    app.get(`/v/:village/feed.${kind}`, { schema: { hide: true } }, async (request, reply) => {
      const { village } = request.params as { village: string }
      const feed = await boardFeed(parts, village, kind, parts.clock.now())
      return reply
        .type(`application/${kind}+xml; charset=utf-8`)
        .header('cache-control', 'public, max-age=300')
        .send(feed)
    })

  const picture = (path: string, make: typeof matterCard) =>
    app.get(`${path}/card.png`, { schema: { hide: true } }, async (request, reply) => {
      const { village, id } = request.params as { village: string; id: string }
      const card = await make(parts, village, id, parts.clock.now())
      const tag = tagOf(card)
      reply.header('etag', tag).header('cache-control', 'public, no-cache')
      if (hasAlready(request, tag)) return reply.code(304).send()
      return reply.type('image/png').send(await drawCard(card))
    })
  picture('/v/:village/m/:id', matterCard)
  picture('/v/:village/p/:id', petitionCard)
}
