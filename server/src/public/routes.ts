import { explain, Rejection } from '@cunyi/shared/rejection.ts'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Parts } from '../parts.ts'
import { sendPage } from './document.ts'
import { boardPage, checkpointsPage, helpPage, matterPage, villagesPage } from './pages.ts'
import type { Page } from './renderer.ts'

type Asked = { params: Record<string, string>; query: Record<string, unknown>; now: Date }

/** 公开页面: what everybody may see without log-in and without script. */
export const publicRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  const page = (path: string, make: (asked: Asked) => Promise<Page>) =>
    app.get(path, { schema: { hide: true } }, async (request: FastifyRequest, reply: FastifyReply) => {
      const now = parts.clock.now()
      const { params, query } = request as unknown as Asked
      try {
        return await sendPage(parts, request, reply, await make({ params, query, now }), { now })
      } catch (error) {
        if (!(error instanceof Rejection) || error.code === 'notReady') throw error
        const { status, messageZh, messageEn } = explain(error.code, error.params)
        const english = query.lang === 'en' || request.cookies.lang === 'en'
        const message = english ? messageEn : messageZh
        return sendPage(parts, request, reply, { kind: 'none', message }, { now, status })
      }
    })

  page('/', ({ query, now }) => villagesPage(parts, query, true, now))
  page('/villages', ({ query, now }) => villagesPage(parts, query, false, now))
  page('/v/:village', ({ params, query, now }) => boardPage(parts, params.village ?? '', query, now))
  page('/v/:village/m/:proposal', ({ params, now }) =>
    matterPage(parts, params.village ?? '', params.proposal ?? '', now),
  )
  page('/checkpoints/:county', ({ params }) => checkpointsPage(parts, params.county ?? ''))
  page('/v/:village/help', ({ params }) => helpPage(parts, params.village ?? ''))
}
