import type { FastifyInstance } from 'fastify'
import { openIntake } from '#base/files/intake.ts'
import { MOST_MEGABYTES } from '#base/files/kinds.ts'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { hasAlready } from '#door/http/etag.ts'
import { takeFile } from '#door/http/limits.ts'
import { bringFile, getFile, uploadFile } from './actions.ts'

/** 附件 */
export const fileRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'uploadFile', ({ caller, params, query, request, now }) => {
    const about = { villageId: params.village, subjectId: query.subjectId ?? null, now }
    return bringFile(parts, caller, about, async () => {
      const intake = openIntake(caller.accountId)
      try {
        const { name, content } = await takeFile(request, MOST_MEGABYTES, intake.read)
        return await uploadFile(parts, caller, { ...about, purpose: query.purpose, name, content })
      } finally {
        intake.end()
      }
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
