import type { Problem } from '@cunyi/shared/api/contract.ts'
import { explain, type Params, Rejection, type RejectionCode } from '@cunyi/shared/words/rejection.ts'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { describeError } from '#base/system/log.ts'

/** RFC 9457: the same object for every "no". */
export function problemOf(code: RejectionCode, params: Params = {}, status?: number): Problem {
  const { messageZh, messageEn, rule, source, status: usual } = explain(code, params)
  const type = `/api/docs/rejections#${code}`
  return { type, title: messageEn, status: status ?? usual, code, messageZh, messageEn, rule, source, params }
}

export function sendProblem(reply: FastifyReply, problem: Problem) {
  if (problem.status === 503) reply.header('retry-after', '3')
  reply.header('cache-control', 'no-store')
  return reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem)
}

/** The database is away or full: try again, nothing is wrong with the request. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08006',
  '08001',
])

function isAway(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if (
      AWAY.has((at as { code?: string }).code ?? '') ||
      /timeout exceeded when trying to connect/.test(at.message)
    )
      return true
  return false
}

/** The one place where an error becomes an answer. What is unknown is logged and says nothing of its inside. */
function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof Rejection) return sendProblem(reply, problemOf(error.code, error.params))
  if (hasZodFastifySchemaValidationErrors(error)) {
    const at = error.validation.map(
      (issue) => `${error.validationContext ?? ''}${issue.instancePath}: ${issue.message ?? ''}`,
    )
    return sendProblem(reply, problemOf('malformed', { at: at.slice(0, 5).join('; ') }))
  }
  const status = error.statusCode ?? 500
  if (status === 413) return sendProblem(reply, problemOf('attachmentTooLarge', { megabytes: 20 }))
  if (status === 429) return sendProblem(reply, problemOf('rateLimited'))
  if (status >= 400 && status < 500) return sendProblem(reply, problemOf('malformed', {}, status))
  request.log.error({ err: describeError(error), path: request.routeOptions.url }, 'a request failed')
  return sendProblem(reply, problemOf('notReady', {}, isAway(error) || status === 503 ? 503 : 500))
}

export function answerProblems(app: FastifyInstance) {
  app.setErrorHandler(answerError)
}
