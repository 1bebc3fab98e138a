import { randomBytes } from 'node:crypto'
import type { Problem } from '@cunyi/shared/api/contract.ts'
import { explain, type Params, Rejection, type RejectionCode } from '@cunyi/shared/words/rejection.ts'
import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { describeError } from '#base/system/log.ts'
import { MOST_REQUEST_MEGABYTES } from './limits.ts'

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
      (at as { statusCode?: number }).statusCode === 503 ||
      AWAY.has((at as { code?: string }).code ?? '') ||
      /timeout exceeded when trying to connect/.test(at.message)
    )
      return true
  return false
}

/**
 * What nobody foresaw is a fault of ours: it is logged, says nothing of its inside, and both sides have the number.
 * Only what is away for a moment is answered with the advice to come again at once.
 */
export function problemOfFault(
  error: unknown,
  log: Pick<FastifyBaseLogger, 'error'>,
  path: string | undefined,
): Problem {
  if (isAway(error)) {
    log.error({ err: describeError(error), path }, 'a request came while something was away')
    return problemOf('notReady')
  }
  const reference = randomBytes(4).toString('hex').toUpperCase()
  log.error({ err: describeError(error), path, reference }, 'a request failed')
  return problemOf('internal', { reference })
}

/** The one place where an error becomes an answer. */
function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof Rejection) return sendProblem(reply, problemOf(error.code, error.params))
  if (hasZodFastifySchemaValidationErrors(error)) {
    const at = error.validation.map(
      (issue) => `${error.validationContext ?? ''}${issue.instancePath}: ${issue.message ?? ''}`,
    )
    return sendProblem(reply, problemOf('malformed', { at: at.slice(0, 5).join('; ') }))
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return sendProblem(reply, problemOf('requestTooLarge', { megabytes: MOST_REQUEST_MEGABYTES }))
  const status = error.statusCode ?? 500
  if (status === 429) return sendProblem(reply, problemOf('rateLimited'))
  if (status >= 400 && status < 500) return sendProblem(reply, problemOf('malformed', {}, status))
  return sendProblem(reply, problemOfFault(error, request.log, request.routeOptions.url))
}

export function answerProblems(app: FastifyInstance) {
  app.setErrorHandler(answerError)
}
