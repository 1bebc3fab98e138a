/**
 * 会话: a chain of refresh tokens. Each is good once, and once more within a minute on the same device, where the
 * answer was lost; whoever brings an older one ends the chain for everybody.
 */
import { randomUUID, timingSafeEqual } from 'node:crypto'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { cut, legible } from '@cunyi/shared/words/texts.ts'
import { across, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import {
  endThem,
  forgetDevices,
  insertSession,
  lockSession,
  type SessionRow,
  tellStanding,
  updateSession,
  type Whose,
} from './queries/sessions.ts'
import { type AccessClaims, newSecret, nextSecret, readRefresh, refreshToken, secretHash } from './tokens.ts'

const DAY = 86_400_000
/** Not used for this long: log in again. */
const IDLE = 30 * DAY
const LONGEST = 180 * DAY
/** So long an answer may have been lost. */
const LOST_ANSWER = 60_000
const DEVICE_LENGTH = 200

export type Acting = { village: string; personId: string } | null
export type Session = {
  id: string
  accountId: string
  acting: Acting
  onlyAs: string | null
  isProven: boolean
}

const expiry = (createdAt: Date, now: Date) =>
  new Date(Math.min(now.getTime() + IDLE, createdAt.getTime() + LONGEST))
const actingOf = (row: SessionRow): Acting =>
  row.actsIn && row.actsAs ? { village: row.actsIn, personId: row.actsAs } : null
const deviceOf = (text: string) => cut(legible(text), DEVICE_LENGTH)

export async function startSession(
  tx: Tx,
  started: {
    accountId: string
    acting: Acting
    onlyAs?: string | null
    /** 本人密码 or his slip was given for him. */
    isProven: boolean
    device: string
    deviceHash?: string | null
    now: Date
  },
): Promise<{ session: Session; refresh: string }> {
  const { accountId, acting, onlyAs = null, isProven, device, deviceHash = null, now } = started
  const id = randomUUID()
  const secret = newSecret()
  await insertSession(tx, {
    id,
    accountId,
    actsIn: acting?.village ?? null,
    actsAs: acting?.personId ?? null,
    tokenHash: secretHash(secret),
    device: deviceOf(device),
    deviceHash,
    onlyAs,
    provenAt: isProven ? now : null,
    createdAt: now,
    usedAt: now,
    expiresAt: expiry(now, now),
  })
  return { session: { id, accountId, acting, onlyAs, isProven }, refresh: refreshToken(id, secret) }
}

const isSame = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/**
 * The next token of the chain follows from the one brought and the server's key, so that it can be said again
 * without being kept. The refusal is decided inside and thrown outside: the end of a chain must last.
 */
export async function rotateSession(
  { db, keys }: Pick<Parts, 'db' | 'keys'>,
  brought: { token: string | undefined; device: string; now: Date },
): Promise<{ session: Session; refresh: string }> {
  const { now } = brought
  const token = readRefresh(brought.token)
  if (!token) throw new Refused('notSignedInToAccount')
  const device = deviceOf(brought.device)
  const rotated = await across(db, async (tx) => {
    const row = await lockSession(tx, token.sessionId)
    if (!row || row.endedAt || row.expiresAt <= now) return null
    const secret = nextSecret(keys, token)
    if (isSame(row.tokenHash, secretHash(token.secret)))
      await updateSession(tx, row.id, {
        tokenHash: secretHash(secret),
        previousHash: row.tokenHash,
        rotatedAt: now,
        device,
        usedAt: now,
        expiresAt: expiry(row.createdAt, now),
      })
    else if (isLostAnswer(row, { ...token, next: secret, device, now }))
      await updateSession(tx, row.id, { previousHash: null, usedAt: now })
    else {
      await endSessions(tx, { sessionId: row.id }, now)
      return null
    }
    return { session: sessionOf(row), refresh: refreshToken(row.id, secret) }
  })
  if (!rotated) throw new Refused('sessionEnded')
  return rotated
}

const sessionOf = (row: SessionRow): Session => ({
  id: row.id,
  accountId: row.accountId,
  acting: actingOf(row),
  onlyAs: row.onlyAs,
  isProven: row.provenAt !== null,
})

/** The token before, while the one after it has not been used and a lost answer can still be the reason. */
const isLostAnswer = (
  row: SessionRow,
  brought: { secret: string; next: string; device: string; now: Date },
): boolean =>
  row.previousHash !== null &&
  isSame(row.previousHash, secretHash(brought.secret)) &&
  isSame(row.tokenHash, secretHash(brought.next)) &&
  row.rotatedAt !== null &&
  brought.now.getTime() - row.rotatedAt.getTime() <= LOST_ANSWER &&
  row.device === brought.device

/** The newest token or the one before it: who wants to leave may have missed an answer. */
const isOfChain = (row: SessionRow, hash: string) =>
  isSame(row.tokenHash, hash) || (row.previousHash !== null && isSame(row.previousHash, hash))

/** 退出: here, or everywhere. Quiet where there was nothing to end. */
export async function endSession(
  { db }: Pick<Parts, 'db'>,
  ended: { sessionId: string; secret?: string; everywhere: boolean; now: Date },
): Promise<void> {
  await across(db, async (tx) => {
    const row = await lockSession(tx, ended.sessionId)
    if (!row || (ended.secret !== undefined && !isOfChain(row, secretHash(ended.secret)))) return
    const whose = ended.everywhere ? { accountId: row.accountId } : { sessionId: row.id }
    await endSessions(tx, whose, ended.now)
  })
}

/**
 * 会话终止: log-ins end, and with them their tickets, open lines and waiting requests, in every process once this
 * commits. For whoever loses or gets an office, leaves, or has another number: called *before* the number is written,
 * so that the log-ins on the old one end as well. Whoever shares that phone logs in again, with a code: the devices are
 * forgotten too.
 */
export async function endSessions(tx: Tx, whose: Whose, now: Date): Promise<void> {
  await forgetDevices(tx, whose)
  const ended = await endThem(tx, whose, now)
  await tellStanding(tx, ended.map(sessionMark))
}

/** What these persons are in this village has changed (a roll, a list); they stay logged in, and their lines ask again. */
export const askLinesAgain = (tx: Tx, villageId: string, personIds: readonly string[]): Promise<void> =>
  tellStanding(
    tx,
    personIds.map((personId) => personMark({ village: villageId, personId })),
  )

const sessionMark = (sessionId: string) => `session/${sessionId}`
const personMark = (who: { village: string | null; personId: string | null }) =>
  `person/${who.village}/${who.personId}`

/** By which of the told changes a line with this log-in is concerned. */
export const marksOf = (claims: AccessClaims): string[] => [sessionMark(claims.sessionId), personMark(claims)]
