/**
 * 令牌: an access token says who logged in and as whom he acts, for ten minutes; never what he may do. Times are
 * always those of the clock object, so that a clock that is set takes the tokens along. Each names the database it was given
 * out by: a drill with the same KEY_FILE opens no door of the original.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import jwt from 'jsonwebtoken'
import type { Instance } from '#base/database/instance.ts'
import type { Keys } from '#base/system/keys.ts'

export const ACCESS_SECONDS = 600
const ALGORITHM = 'HS256'
/** Whoever gives tokens out and reads them. */
export type Signer = { keys: Pick<Keys, 'token'>; instance: Pick<Instance, 'id'> }
export type Reader = { keys: Pick<Keys, 'token'>; instance: Pick<Instance, 'id' | 'copyOf'> }
const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

export type AccessClaims = {
  accountId: string
  sessionId: string
  /** The capacity chosen; null before. */
  village: string | null
  personId: string | null
}
/** 投票凭证: one person, one poll, for the one request that casts a ballot. It ends with the log-in that asked for it. */
export type TicketClaims = {
  village: string
  pollId: string
  personId: string
  castBy: string | null
  /** Missing: of 0.1.0. */
  sessionId?: string | undefined
}

export function signAccess({ keys, instance }: Signer, claims: AccessClaims, now: Date): string {
  const at = seconds(now)
  return jwt.sign(
    { sid: claims.sessionId, v: claims.village, p: claims.personId, iat: at, exp: at + ACCESS_SECONDS },
    keys.token,
    { algorithm: ALGORITHM, subject: claims.accountId, audience: 'access', issuer: instance.id },
  )
}

export function signTicket({ keys, instance }: Signer, claims: TicketClaims, now: Date, until: Date): string {
  return jwt.sign(
    {
      v: claims.village,
      poll: claims.pollId,
      by: claims.castBy,
      sid: claims.sessionId,
      iat: seconds(now),
      exp: seconds(until),
    },
    keys.token,
    { algorithm: ALGORITHM, subject: claims.personId, audience: 'ticket', issuer: instance.id },
  )
}

/** `{"alg":"HS256","typ":"JWT"}`: every token of ours begins so. */
const HEAD = `${Buffer.from(JSON.stringify({ alg: ALGORITHM, typ: 'JWT' })).toString('base64url')}.`
const MAC_LENGTH = 43

/**
 * What a token of ours says, in a quarter of the time: at a burst each ballot brings one. `unread`: its head is another's,
 * its signature does not fit, or it says something unusual; then jsonwebtoken is asked, which says why not.
 */
function readPlain(
  { keys }: Reader,
  text: string,
  audience: string,
  now: Date,
): jwt.JwtPayload | null | 'unread' {
  const dot = text.length - MAC_LENGTH - 1
  if (!text.startsWith(HEAD) || text.indexOf('.', HEAD.length) !== dot) return 'unread'
  const mac = createHmac('sha256', keys.token).update(text.slice(0, dot)).digest('base64url')
  if (!timingSafeEqual(Buffer.from(mac), Buffer.from(text.slice(dot + 1)))) return 'unread'
  const claims = JSON.parse(Buffer.from(text.slice(HEAD.length, dot), 'base64url').toString())
  const { aud, exp, nbf } = claims
  if (nbf !== undefined || !Number.isInteger(exp) || typeof aud !== 'string') return 'unread'
  return aud === audience && seconds(now) < exp ? claims : null
}

function read(by: Reader, text: string, audience: string, now: Date): jwt.JwtPayload | null {
  try {
    const plain = readPlain(by, text, audience, now)
    if (plain !== 'unread') return plain
    const claims = jwt.verify(text, by.keys.token, {
      algorithms: [ALGORITHM],
      audience,
      clockTimestamp: seconds(now),
    })
    return typeof claims === 'string' ? null : claims
  } catch {
    return null
  }
}

/** Its own, and those of the one it was copied of; never those of a copy. */
const isOurs = ({ id, copyOf }: Reader['instance'], issuer: string | undefined) =>
  issuer !== undefined && (issuer === id || issuer === copyOf)

/** Null: forged, too old, of another database or no access token at all. One of 0.1.0 is renewed by its cookie. */
export function readAccess(by: Reader, text: string, now: Date): AccessClaims | null {
  const claims = read(by, text, 'access', now)
  if (!claims?.sub || !isOurs(by.instance, claims.iss)) return null
  return {
    accountId: claims.sub,
    sessionId: claims.sid,
    village: claims.v ?? null,
    personId: claims.p ?? null,
  }
}

/**
 * Those of 0.1.0 name no database and are good until their poll's end: a phone may keep a ballot with one, and erases
 * it when it is refused. No drill of this release gives one out.
 */
export function readTicket(by: Reader, text: string, now: Date): TicketClaims | null {
  const claims = read(by, text, 'ticket', now)
  if (!claims?.sub || (claims.iss !== undefined && !isOurs(by.instance, claims.iss))) return null
  return {
    village: claims.v,
    pollId: claims.poll,
    personId: claims.sub,
    castBy: claims.by ?? null,
    sessionId: claims.sid,
  }
}

/** A refresh token is the session's id and 32 random bytes; the database keeps a digest. */
export const newSecret = (): string => randomBytes(32).toString('base64url')
export const nextSecret = (
  { token }: Pick<Keys, 'token'>,
  { sessionId, secret }: { sessionId: string; secret: string },
): string => createHmac('sha256', token).update(`refresh:${sessionId}:${secret}`).digest('base64url')
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
export const refreshToken = (sessionId: string, secret: string): string => `${sessionId}.${secret}`
export function readRefresh(token: string | undefined): { sessionId: string; secret: string } | null {
  const match = token?.match(/^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/)
  return match?.[1] && match[2] ? { sessionId: match[1], secret: match[2] } : null
}
