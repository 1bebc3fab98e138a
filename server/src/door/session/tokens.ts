/**
 * 令牌: an access token says who logged in and as whom he acts, for ten minutes; never what he may do. Times are
 * always those of the clock object, so that a clock that is set takes the tokens along.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import jwt from 'jsonwebtoken'
import type { Keys } from '#base/system/keys.ts'

export const ACCESS_SECONDS = 600
const ALGORITHM = 'HS256'
const seconds = (at: Date) => Math.floor(at.getTime() / 1000)

export type AccessClaims = {
  accountId: string
  sessionId: string
  /** The capacity chosen; null before. */
  village: string | null
  personId: string | null
}
/** 投票凭证: one person, one poll, for the one request that casts a ballot. */
export type TicketClaims = { village: string; pollId: string; personId: string; castBy: string | null }

export function signAccess({ token }: Pick<Keys, 'token'>, claims: AccessClaims, now: Date): string {
  const at = seconds(now)
  return jwt.sign(
    { sid: claims.sessionId, v: claims.village, p: claims.personId, iat: at, exp: at + ACCESS_SECONDS },
    token,
    { algorithm: ALGORITHM, subject: claims.accountId, audience: 'access' },
  )
}

export function signTicket(
  { token }: Pick<Keys, 'token'>,
  claims: TicketClaims,
  now: Date,
  until: Date,
): string {
  return jwt.sign(
    { v: claims.village, poll: claims.pollId, by: claims.castBy, iat: seconds(now), exp: seconds(until) },
    token,
    { algorithm: ALGORITHM, subject: claims.personId, audience: 'ticket' },
  )
}

function read({ token }: Pick<Keys, 'token'>, text: string, audience: string, now: Date) {
  try {
    const claims = jwt.verify(text, token, {
      algorithms: [ALGORITHM],
      audience,
      clockTimestamp: seconds(now),
    })
    return typeof claims === 'string' ? null : claims
  } catch {
    return null
  }
}

/** Null: forged, too old or no access token at all. */
export function readAccess(keys: Pick<Keys, 'token'>, text: string, now: Date): AccessClaims | null {
  const claims = read(keys, text, 'access', now)
  if (!claims?.sub) return null
  return {
    accountId: claims.sub,
    sessionId: claims.sid,
    village: claims.v ?? null,
    personId: claims.p ?? null,
  }
}

export function readTicket(keys: Pick<Keys, 'token'>, text: string, now: Date): TicketClaims | null {
  const claims = read(keys, text, 'ticket', now)
  if (!claims?.sub) return null
  return { village: claims.v, pollId: claims.poll, personId: claims.sub, castBy: claims.by ?? null }
}

/** What a ticket says whose signature was checked at the door, for the same request: not checked twice. */
export function ticketIn(text: string): TicketClaims | null {
  const claims = jwt.decode(text, { json: true })
  if (claims?.aud !== 'ticket' || !claims.sub) return null
  return { village: claims.v, pollId: claims.poll, personId: claims.sub, castBy: claims.by ?? null }
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
