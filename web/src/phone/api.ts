import type { BodyOf, Contract, ParamsOf, Problem, ReplyOf } from '@cunyi/shared/api/contract.ts'

/** The server said no, and why. */
export class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.messageZh)
    this.name = 'Refused'
    this.problem = problem
  }
  get code() {
    return this.problem.code
  }
}
/** No answer came. Whether the request was done is not known. */
export class Unreached extends Error {
  readonly kind: 'offline' | 'timeout' | 'server'
  constructor(kind: 'offline' | 'timeout' | 'server') {
    super(kind)
    this.name = 'Unreached'
    this.kind = kind
  }
}

export type CallOptions = {
  /** Milliseconds until the person is told what to do instead of waiting. */
  timeout?: number
  signal?: AbortSignal
  /** In place of the access token: a ballot ticket. */
  bearer?: string
  /** Not to be asked again with a new access token: the request for one. */
  once?: boolean
}
type Any = Record<string, unknown>

/** The access token lives here and nowhere else: a reload asks for a new one by the cookie. */
let accessToken: string | null = null
let refreshing: Promise<boolean> | null = null
let refresher: () => Promise<string | null> = async () => null
let onSpoken: (reached: boolean, sentAt: number) => void = () => {}
let onTold: (seenAt: string | null) => void = () => {}
/** A session is expected though no token is at hand yet: the page was opened without a connection. */
let expected = false

export const setAccessToken = (token: string | null) => {
  accessToken = token
  expected = token !== null
}
export const expectSession = () => {
  expected = true
}
export const getAccessToken = () => accessToken
/** session.ts says how a new token is asked for. */
export const setRefresher = (ask: () => Promise<string | null>) => {
  refresher = ask
}
/** Hears of every answer whether it came from the server (null) or was seen earlier, and when. */
export const onSeen = (listener: (seenAt: string | null) => void) => {
  onTold = listener
}
/** The connection line listens: did the server answer the last time, and when was it asked? */
export const onReached = (listener: typeof onSpoken) => {
  onSpoken = listener
}

/**
 * Makes one request of a contract. Path and query fields are given together in `params`.
 * Throws Refused (the server's reason) or Unreached (no answer).
 */
export async function call<C extends Contract>(
  contract: C,
  params?: ParamsOf<C>,
  body?: BodyOf<C>,
  options: CallOptions = {},
): Promise<ReplyOf<C>> {
  let response = await send(contract, params as Any, body, options)
  const mayRenew = expected && !options.bearer && !options.once
  if (mayRenew && (await isTokenOver(response)) && (await refresh()))
    response = await send(contract, params as Any, body, options)
  return readReply(contract, response)
}

/** Only then is the same request sent a second time: a wrong PIN or code is a 401 too, and counts each time. */
const TOKEN_OVER = ['sessionEnded', 'notSignedInToAccount', 'factorNeeded']
async function isTokenOver(response: Response): Promise<boolean> {
  if (response.status !== 401 && response.status !== 403) return false
  const problem = await response
    .clone()
    .json()
    .catch(() => null)
  return TOKEN_OVER.includes(problem?.code)
}

async function send(contract: Contract, params: Any | undefined, body: unknown, options: CallOptions) {
  const timer = new AbortController()
  const clock = setTimeout(() => timer.abort(), options.timeout ?? 15_000)
  const stop = () => timer.abort()
  options.signal?.addEventListener('abort', stop)
  const sentAt = performance.now()
  try {
    const response = await fetch(addressOf(contract, params), {
      method: contract.method,
      credentials: 'same-origin',
      headers: headersOf(body, options.bearer),
      body: body === undefined ? undefined : body instanceof FormData ? body : JSON.stringify(body),
      signal: timer.signal,
    })
    const seen = response.headers.get('x-seen')
    onSpoken(seen === null, sentAt)
    onTold(seen)
    return response
  } catch (error) {
    if (options.signal?.aborted) throw error
    onSpoken(false, sentAt)
    throw new Unreached(timer.signal.aborted ? 'timeout' : 'offline')
  } finally {
    clearTimeout(clock)
    options.signal?.removeEventListener('abort', stop)
  }
}

function headersOf(body: unknown, bearer?: string) {
  const headers: Record<string, string> = { accept: 'application/json' }
  const token = bearer ?? accessToken
  if (token) headers.authorization = `Bearer ${token}`
  if (body !== undefined && !(body instanceof FormData)) headers['content-type'] = 'application/json'
  return headers
}

/** The path with its fields filled in; what is left over becomes the query. */
export function addressOf(contract: Pick<Contract, 'path'>, params: Any = {}) {
  const rest = { ...params }
  const path = contract.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(rest))
    if (value !== undefined && value !== null && value !== '') query.set(name, String(value))
  const tail = query.toString()
  return tail ? `${path}?${tail}` : path
}

async function readReply<C extends Contract>(contract: C, response: Response): Promise<ReplyOf<C>> {
  if (!response.ok) throw await refusalOf(response)
  if (contract.carries === 'binary') return (await response.blob()) as ReplyOf<C>
  const reply = await response.json()
  // The server's answers are checked against the contract while developing; a phone is spared the work.
  return (import.meta.env.DEV ? contract.reply.parse(reply) : reply) as ReplyOf<C>
}

async function refusalOf(response: Response): Promise<Error> {
  try {
    const problem = (await response.json()) as Problem
    if (problem && typeof problem.code === 'string') return new Refused(problem)
  } catch {
    // Not ours: a proxy's page, or nothing.
  }
  return new Unreached('server')
}

/** One refresh at a time, whoever asks. True when there is a new token. */
export function refresh(): Promise<boolean> {
  refreshing ??= refresher()
    .then((token) => {
      accessToken = token
      return token !== null
    })
    .finally(() => {
      refreshing = null
    })
  return refreshing
}

/** Sends a file with progress from 0 to 100. */
export function upload<C extends Contract>(
  contract: C,
  params: ParamsOf<C>,
  fields: Record<string, string>,
  file: File,
  onProgress: (percent: number) => void,
): Promise<ReplyOf<C>> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file)
  const attempt = () =>
    new Promise<Response>((resolve, reject) => {
      const request = new XMLHttpRequest()
      request.open(contract.method, addressOf(contract, params as Any))
      if (accessToken) request.setRequestHeader('authorization', `Bearer ${accessToken}`)
      request.timeout = 120_000
      request.upload.onprogress = (event) =>
        event.lengthComputable && onProgress(Math.floor((event.loaded * 100) / event.total))
      request.onload = () => resolve(new Response(request.responseText, { status: request.status }))
      request.onerror = () => reject(new Unreached('offline'))
      request.ontimeout = () => reject(new Unreached('timeout'))
      request.send(form)
    })
  return attempt().then(async (response) => {
    if ((await isTokenOver(response)) && (await refresh())) return readReply(contract, await attempt())
    return readReply(contract, response)
  })
}

/** Fetches a file with the right to it and hands it to the browser's own saving. */
export async function download<C extends Contract>(contract: C, params: ParamsOf<C>, fileName: string) {
  const blob = (await call(contract, params, undefined, { timeout: 60_000 })) as Blob
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
