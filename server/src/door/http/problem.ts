import { randomBytes } from 'node:crypto'
import type { Problem } from '@cunyi/shared/api/contract.ts'
import { explain, type Params, Refused } from '@cunyi/shared/words/refusal.ts'
import type { RefusalCode } from '@cunyi/shared/words/refusals.ts'
import type { FastifyBaseLogger, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { isAway } from '#base/database/away.ts'
import { describeError } from '#base/system/log.ts'
import { MOST_REQUEST_MEGABYTES } from './limits.ts'

/** RFC 9457: the same object for every "no". */
export function problemOf(code: RefusalCode, params: Params = {}, status?: number): Problem {
  const { messageZh, messageEn, rule, source, status: usual } = explain(code, params)
  const type = `/api/docs/rejections#${code}`
  return { type, title: messageEn, status: status ?? usual, code, messageZh, messageEn, rule, source, params }
}

/** With 503: when to ask the same again. */
export const COME_BACK_SECONDS = '3'

export function sendProblem(reply: FastifyReply, problem: Problem) {
  if (problem.status === 503) reply.header('retry-after', COME_BACK_SECONDS)
  reply.header('cache-control', 'no-store')
  return reply.code(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem)
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
  if (isAway(error) || (error as { statusCode?: number }).statusCode === 503) {
    log.error({ err: describeError(error), path }, 'a request came while something was away')
    return problemOf('notReady')
  }
  const reference = randomBytes(4).toString('hex').toUpperCase()
  log.error({ err: describeError(error), path, reference }, 'a request failed')
  return problemOf('internal', { reference })
}

/** The one place where an error becomes an answer. */
export function refusalOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof Refused) return problemOf(error.code, error.params)
  if (hasZodFastifySchemaValidationErrors(error)) {
    const at = error.validation.map(
      (issue) => `${error.validationContext ?? ''}${issue.instancePath}: ${issue.message ?? ''}`,
    )
    return problemOf('malformed', { at: at.slice(0, 5).join('; ') })
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return problemOf('requestTooLarge', { megabytes: MOST_REQUEST_MEGABYTES })
  const status = error.statusCode ?? 500
  if (status === 429) return problemOf('rateLimited')
  if (status >= 400 && status < 500) return problemOf('malformed', {}, status)
  return problemOfFault(error, request.log, request.routeOptions.url)
}

export function answerProblems(app: FastifyInstance) {
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(reply, refusalOf(error, request)))
}
