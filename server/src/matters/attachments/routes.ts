import { Rejection } from '@cunyi/shared/words/rejection.ts'
import type { FastifyInstance } from 'fastify'
import { MOST_MEGABYTES } from '#base/files/kinds.ts'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { getFile, uploadFile } from './actions.ts'

/** 附件 */
export const fileRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'uploadFile', async ({ caller, params, query, request, now }) => {
    const file = await request.file({
      limits: { fileSize: MOST_MEGABYTES * 1024 * 1024 },
      throwFileSizeLimit: false,
    })
    if (!file) throw new Rejection('malformed')
    const content = await file.toBuffer()
    if (file.file.truncated) throw new Rejection('attachmentTooLarge', { megabytes: MOST_MEGABYTES })
    return uploadFile(parts, caller, {
      villageId: params.village,
      purpose: query.purpose,
      subjectId: query.subjectId ?? null,
      name: file.filename,
      content,
      now,
    })
  })
  answer(app, parts, 'getFile', async ({ caller, params, request, reply }) => {
    const { row, content } = await getFile(parts, caller, params.village, params.id)
    const tag = `"${row.digest}"`
    reply
      .header('etag', tag)
      .header('cache-control', row.isPublic ? 'public, max-age=300' : 'private, max-age=300')
      .header('x-content-type-options', 'nosniff')
      .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(row.name)}`)
    if (request.headers['if-none-match'] === tag) return reply.code(304).send()
    return reply.type(row.mime).send(content)
  })
}
