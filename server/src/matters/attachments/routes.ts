import type { FastifyInstance } from 'fastify'
import { openIntake } from '#base/files/intake.ts'
import { MOST_MEGABYTES } from '#base/files/kinds.ts'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { hasAlready } from '#door/http/etag.ts'
import { takeFile } from '#door/http/limits.ts'
import { partOf } from '#door/http/range.ts'
import { bringFile, getFile, uploadFile } from './actions.ts'
import * as voice from './voice.ts'

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
      .header('accept-ranges', 'bytes')
      .header('x-content-type-options', 'nosniff')
      .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(row.name)}`)
    if (hasAlready(request, tag)) return reply.code(304).send()
    const part = partOf(request, tag, row.size)
    if (part === 'beyond')
      return reply.code(416).header('content-range', `bytes */${row.size}`).type(row.mime).send()
    const content = await read()
    if (!part) return reply.type(row.mime).send(content)
    const { from, to } = part
    return reply
      .code(206)
      .header('content-range', `bytes ${from}-${to}/${row.size}`)
      .type(row.mime)
      .send(content.subarray(from, to + 1))
  })
  answer(app, parts, 'keepVoiceNote', ({ caller, params, body, now }) => {
    const of = { villageId: params.village, proposalId: params.proposal }
    return voice.keepVoiceNote(parts, of, body, caller, now)
  })
  answer(app, parts, 'takeDownVoiceNote', ({ caller, params, body, now }) => {
    const of = { villageId: params.village, proposalId: params.proposal }
    return voice.takeDownVoiceNote(parts, of, body.reason, caller, now)
  })
}
