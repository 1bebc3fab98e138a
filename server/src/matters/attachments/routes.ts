import type { FastifyInstance } from 'fastify'
import { MOST_MEGABYTES } from '#base/files/kinds.ts'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { hasAlready } from '#door/http/etag.ts'
import { takeFile } from '#door/http/limits.ts'
import { getFile, uploadFile } from './actions.ts'

/** 附件 */
export const fileRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'uploadFile', async ({ caller, params, query, request, now }) => {
    const { name, content } = await takeFile(request, MOST_MEGABYTES)
    return uploadFile(parts, caller, {
      villageId: params.village,
      purpose: query.purpose,
      subjectId: query.subjectId ?? null,
      name,
      content,
      now,
    })
  })
  answer(app, parts, 'getFile', async ({ caller, params, request, reply }) => {
    const { row, read } = await getFile(parts, caller, params.village, params.id)
    const tag = `"${row.digest}"`
    reply
      .header('etag', tag)
      .header('cache-control', row.isPublic ? 'public, max-age=300' : 'private, max-age=300')
      .header('x-content-type-options', 'nosniff')
      .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(row.name)}`)
    if (hasAlready(request, tag)) return reply.code(304).send()
    return reply.type(row.mime).send(await read())
  })
}
