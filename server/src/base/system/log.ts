import { type Bindings, type ChildLoggerOptions, type DestinationStream, type Logger, pino } from 'pino'

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

/** What the database says in these classes names no value: connections, resources, an operator's act. */
const SPEAKABLE = /^(08|53|57|58)/

/** Its kind and its first table; never its text, where a value might stand. */
const statementName = (query: unknown) => {
  const text = String(query)
  const [verb = 'statement'] = /\w+/.exec(text) ?? []
  const table = /\b(?:from|into|update|join)\s+"?(\w+)/i.exec(text)?.[1]
  return `${verb.toLowerCase()}${table ? ` ${table}` : ''}`
}

/** Also a copy of an error's fields, as some libraries hand on; but not what describeError made of one. */
const isError = (value: unknown): value is Error =>
  value instanceof Error ||
  (value !== null &&
    typeof value === 'object' &&
    'message' in value &&
    'stack' in value &&
    !('type' in value))
const isOfDatabase = (error: Error) => 'severity' in error && 'routine' in error

/**
 * People's data stand in what a failed statement says of itself: the parameters in drizzle's message, a value in the
 * database's own. Only its name, the code and what it ran into (a constraint, a column) stay.
 */
export function describeError(error: unknown): Record<string, unknown> {
  // Described before it came here.
  if (!isError(error))
    return error !== null && typeof error === 'object' ? { ...error } : { message: String(error) }
  const { cause, code, constraint, table, column } = error as Error & Record<string, unknown>
  const stack = error.stack
    ?.split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
  return {
    type: error.name,
    message: messageOf(error),
    // Not `code`: that word is a one-time code's, and struck out.
    ...(code ? { errorCode: code } : {}),
    ...(isOfDatabase(error) ? { constraint, table, column } : {}),
    ...(cause ? { cause: describeError(cause) } : {}),
    stack,
  }
}

/** The message of an error, fit for a log or for a note beside a row. */
export function messageOf(error: unknown): string {
  if (!isError(error)) return String(error)
  const { query, code } = error as Error & { query?: unknown; code?: string }
  if ('query' in error && 'params' in error) return `statement failed: ${statementName(query)}`
  if (isOfDatabase(error) && !SPEAKABLE.test(code ?? '')) return `SQLSTATE ${code}`
  return error.message
}

/** Wherever an error stands in what is to be logged: whoever logs need not think of it. */
function withoutPeople(value: unknown, depth = 0): unknown {
  if (isError(value)) return describeError(value)
  if (value === null || typeof value !== 'object' || depth > 3) return value
  if (Array.isArray(value)) return value.map((one) => withoutPeople(one, depth + 1))
  if (Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withoutPeople(one, depth + 1)]))
}

/** Fastify repeats an error's message as the line's own. */
function withoutMessages(words: unknown[], first: unknown): unknown[] {
  const errors = isError(first) ? [first] : Object.values(first ?? {}).filter(isError)
  return words.map((word) => {
    const repeated = errors.find((error) => error.message === word)
    return repeated ? messageOf(repeated) : withoutPeople(word)
  })
}

/** One line of JSON an event, on standard error, so that what `npm start` says stays readable. */
export const makeLog = (level: string, destination: DestinationStream = standardError()): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET, censor: '…' },
      hooks: {
        logMethod([first, ...words], method) {
          const object = isError(first) ? { err: describeError(first) } : withoutPeople(first)
          method.apply(this, [object, ...withoutMessages(words, first)] as Parameters<typeof method>)
        },
      },
      serializers: {
        err: describeError,
        // The path only: a query may hold a search for a name, a header holds the token.
        req: (request: { method?: string; url?: string }) => ({
          method: request.method,
          path: request.url?.split('?')[0]?.replace(LINK, '$1…'),
        }),
        res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
      },
    },
    destination,
  )

const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

/** A request's own log, with its number; made when it first says something, for most say nothing. */
export function logOfRequest(log: Logger, bindings: Bindings, options: ChildLoggerOptions): Logger {
  let made: Logger | null = null
  const own = () => {
    made ??= log.child(bindings, options)
    return made
  }
  const quiet = options.level ? log.levels.values[options.level] : log.levelVal
  const lazy: Record<string, unknown> = { level: options.level ?? log.level, silent: () => {} }
  for (const level of LEVELS) {
    const isHeard = (log.levels.values[level] as number) >= (quiet as number)
    lazy[level] = isHeard ? (...said: Parameters<Logger['info']>) => own()[level](...said) : lazy.silent
  }
  lazy.child = (...of: Parameters<Logger['child']>) => own().child(...of)
  return lazy as unknown as Logger
}

/** 专属链接: its code is as good as a code from a message, and stands in the path. */
const LINK = /(\/m\/|\/login\/link\/)[^/]+/

const standardError = () => pino.destination({ dest: 2, sync: false })
