import { randomBytes } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Problem } from '@cunyi/shared/api/contract.ts'
import { explain, type Params, Refused } from '@cunyi/shared/words/refusal.ts'
import type { RefusalCode } from '@cunyi/shared/words/refusals.ts'
import type {
  ConnectionError,
  FastifyBaseLogger,
  FastifyError,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
} from 'fastify'
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

/** What a contract says of a text that must be one line and is not. */
const UNFIT = 'textUnfit' satisfies RefusalCode
const fieldOf = (path: string) => path.split('/').findLast((key) => !/^\d*$/.test(key)) ?? '?'

/** The one place where an error becomes an answer. */
export function refusalOf(error: FastifyError, request: FastifyRequest): Problem {
  if (error instanceof Refused) return problemOf(error.code, error.params)
  if (hasZodFastifySchemaValidationErrors(error)) {
    const unfit = error.validation.find((issue) => issue.message === UNFIT)
    if (unfit) return problemOf(UNFIT, { field: fieldOf(unfit.instancePath) })
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

/** What is no HTTP, comes too slowly, or has a head without end: refused before there is a request. */
const ON_THE_LINE: Record<string, number> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 }
export function refuseOnTheLine(error: ConnectionError, socket: Socket) {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const problem = problemOf('malformed', {}, ON_THE_LINE[error.code] ?? 400)
  const body = JSON.stringify(problem)
  if (socket.writable)
    socket.write(
      [
        `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
        'Content-Type: application/problem+json',
        `Content-Length: ${Buffer.byteLength(body)}`,
        'Connection: close',
        '',
        body,
      ].join('\r\n'),
    )
  socket.destroy(error)
}

export function answerProblems(app: FastifyInstance) {
  app.setErrorHandler((error: FastifyError, request, reply) => sendProblem(reply, refusalOf(error, request)))
}
