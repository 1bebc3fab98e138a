import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { hasAlready } from '#door/http/etag.ts'
import type { Caller } from '#door/session/caller.ts'
import * as view from './view.ts'

/** 材料 */
export const paperRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  const at = (asked: { caller: Caller; params: { village: string; proposal: string }; now: Date }) => ({
    villageId: asked.params.village,
    proposalId: asked.params.proposal,
    who: asked.caller,
    now: asked.now,
  })
  answer(app, parts, 'listPapers', (asked) => view.listPapers(parts, at(asked)))
  answer(app, parts, 'getPaper', async (asked) => {
    const { params, query, request, reply } = asked
    return send(request, reply, await view.getPaper(parts, at(asked), params.paper, query.format ?? 'pdf'))
  })
  answer(app, parts, 'getYearList', ({ caller, params, query, now }) =>
    view.getYearList(parts, { villageId: params.village, year: query.year, who: caller, now }),
  )
  answer(app, parts, 'getYearPaper', async ({ caller, params, query, now, request, reply }) => {
    const asked = { villageId: params.village, year: query.year, who: caller, now }
    return send(request, reply, await view.getYearPaper(parts, asked, query.format ?? 'pdf'))
  })
}

/** Drawn only when the caller has not got it already. */
async function send(request: FastifyRequest, reply: FastifyReply, file: view.PaperFile) {
  reply
    .header('etag', file.tag)
    .header('cache-control', 'private, no-cache')
    .header('x-content-type-options', 'nosniff')
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
  if (hasAlready(request, file.tag)) return reply.code(304).send()
  return reply.type(file.mime).send(await file.draw())
}
