import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { hasAlready } from '#door/http/etag.ts'
import { getPackage, listPackages, makePackage } from './actions.ts'
import { liftHold, listRetention, setHold } from './retention.ts'

/** 档案包、保管期限 */
export const archiveRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'listPackages', ({ params, caller }) =>
    listPackages(parts, params.village, params.proposal, caller),
  )
  answer(app, parts, 'getPackage', async ({ params, caller, request, reply }) => {
    const { row, read } = await getPackage(parts, params.village, params.proposal, params.package, caller)
    const tag = `"${row.digest}"`
    reply
      .header('etag', tag)
      .header('cache-control', 'private, max-age=300')
      .header('x-content-type-options', 'nosniff')
      .header(
        'content-disposition',
        `attachment; filename="cunyi-${row.kind}-${row.proposalId}-${row.edition}.zip"`,
      )
    if (hasAlready(request, tag)) return reply.code(304).send()
    return reply.type('application/zip').send(await read())
  })
  answer(app, parts, 'makePackage', ({ params, caller, now }) =>
    makePackage(parts, params.village, params.proposal, caller, now),
  )
  answer(app, parts, 'listRetention', ({ params, caller, now }) =>
    listRetention(parts, params.village, caller, now),
  )
  answer(app, parts, 'setHold', ({ params, body, caller, now }) =>
    setHold(parts, {
      villageId: params.village,
      proposalId: params.proposal,
      reason: body.reason,
      caller,
      now,
    }),
  )
  answer(app, parts, 'liftHold', ({ params, body, caller, now }) =>
    liftHold(parts, {
      villageId: params.village,
      proposalId: params.proposal,
      reason: body.reason,
      caller,
      now,
    }),
  )
}
