import { type Logger, pino } from 'pino'

/** Never in a log: who somebody is, what lets him in, what he votes. */
const SECRET = [
  'phone',
  'idNumber',
  'code',
  'pin',
  'token',
  'accessToken',
  'password',
  'choice',
  'ref',
  'receipt',
  'sealed',
].flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/** A failed statement carries its parameters in its message: people's data. Only the database's own words stay. */
export function describeError(error: unknown): Record<string, unknown> {
  // Described before it came here.
  if (!(error instanceof Error))
    return error !== null && typeof error === 'object' ? { ...error } : { message: String(error) }
  const { cause, code } = error as Error & { cause?: unknown; code?: string }
  const isStatement = 'query' in error && 'params' in error
  const stack = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
  return {
    type: error.name,
    message: isStatement ? `statement failed: ${String(error.query).slice(0, 300)}` : error.message,
    // Not `code`: that word is a one-time code's, and struck out.
    ...(code ? { errorCode: code } : {}),
    ...(cause ? { cause: describeError(cause) } : {}),
    stack,
  }
}

/** One line of JSON an event, on standard error, so that what `npm start` says stays readable. */
export const makeLog = (level: string): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET, censor: '…' },
      serializers: {
        err: describeError,
        // The path only: a query may hold a search for a name, a header holds the token.
        req: (request: { method?: string; url?: string }) => ({
          method: request.method,
          path: request.url?.split('?')[0],
        }),
        res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
      },
    },
    pino.destination({ dest: 2, sync: false }),
  )
