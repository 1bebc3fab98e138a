/** 数据库不在: gone, going, not yet back, or full. Nothing is wrong with what was asked; the same may be asked again. */

/** SQLSTATE by class and by code, and what the network says. */
const CLASSES = ['08', '53']
const CODES = new Set([
  // Cut by an administrator, crashed, starting up, dropped, idle too long.
  '57P01',
  '57P02',
  '57P03',
  '57P04',
  '57P05',
  '25P03',
  // This server reads only: another has taken over.
  '25006',
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])
/** Of pg and its pool, which give these no code. */
const WORDS =
  /^(Connection terminated|Connection ended|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|timeout expired|Query read timeout)/

const isAwayItself = (error: Error) => {
  const { code = '' } = error as Error & { code?: unknown }
  return (
    (typeof code === 'string' &&
      (CODES.has(code) || (code.length === 5 && CLASSES.includes(code.slice(0, 2))))) ||
    WORDS.test(error.message)
  )
}

export function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // Several addresses of one host name, each refused.
  if (error instanceof AggregateError && error.errors.some(isAway)) return true
  return isAwayItself(error) || isAway(error.cause)
}
