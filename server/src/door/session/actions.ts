/** 会话: a chain of refresh tokens. Each is good once; whoever brings an old one ends the chain for everybody. */
import { randomUUID, timingSafeEqual } from 'node:crypto'
import { Rejection } from '@cunyi/shared/words/rejection.ts'
import { across, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import {
  endSessionsOf,
  insertSession,
  lockSession,
  type SessionRow,
  updateSession,
} from './queries/sessions.ts'
import { newSecret, readRefresh, refreshToken, secretHash } from './tokens.ts'

const DAY = 86_400_000
/** Not used for this long: log in again. */
const IDLE = 30 * DAY
const LONGEST = 180 * DAY

export type Acting = { village: string; personId: string } | null
export type Session = { id: string; accountId: string; acting: Acting }

const expiry = (createdAt: Date, now: Date) =>
  new Date(Math.min(now.getTime() + IDLE, createdAt.getTime() + LONGEST))
const actingOf = (row: SessionRow): Acting =>
  row.actsIn && row.actsAs ? { village: row.actsIn, personId: row.actsAs } : null

export async function startSession(
  tx: Tx,
  started: { accountId: string; acting: Acting; device: string; now: Date },
): Promise<{ session: Session; refresh: string }> {
  const { accountId, acting, device, now } = started
  const id = randomUUID()
  const secret = newSecret()
  await insertSession(tx, {
    id,
    accountId,
    actsIn: acting?.village ?? null,
    actsAs: acting?.personId ?? null,
    tokenHash: secretHash(secret),
    device: device.slice(0, 200),
    createdAt: now,
    usedAt: now,
    expiresAt: expiry(now, now),
  })
  return { session: { id, accountId, acting }, refresh: refreshToken(id, secret) }
}

const isSame = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** The next token of the chain. The refusal is decided inside and thrown outside: the end of a chain must last. */
export async function rotateSession(
  { db }: Pick<Parts, 'db'>,
  token: string | undefined,
  now: Date,
): Promise<{ session: Session; refresh: string }> {
  const brought = readRefresh(token)
  if (!brought) throw new Rejection('notSignedInToAccount')
  const rotated = await across(db, async (tx) => {
    const row = await lockSession(tx, brought.sessionId)
    if (!row || row.endedAt || row.expiresAt <= now) return null
    if (!isSame(row.tokenHash, secretHash(brought.secret))) {
      await updateSession(tx, row.id, { endedAt: now })
      return null
    }
    const secret = newSecret()
    await updateSession(tx, row.id, {
      tokenHash: secretHash(secret),
      previousHash: row.tokenHash,
      usedAt: now,
      expiresAt: expiry(row.createdAt, now),
    })
    return {
      session: { id: row.id, accountId: row.accountId, acting: actingOf(row) },
      refresh: refreshToken(row.id, secret),
    }
  })
  if (!rotated) throw new Rejection('sessionEnded')
  return rotated
}

/** 退出: here, or everywhere. Quiet where there was nothing to end. */
export async function endSession(
  { db }: Pick<Parts, 'db'>,
  ended: { sessionId: string; secret?: string; everywhere: boolean; now: Date },
): Promise<void> {
  await across(db, async (tx) => {
    const row = await lockSession(tx, ended.sessionId)
    if (!row || (ended.secret !== undefined && !isSame(row.tokenHash, secretHash(ended.secret)))) return
    await updateSession(tx, row.id, { endedAt: row.endedAt ?? ended.now })
    if (ended.everywhere) await endSessionsOf(tx, row.accountId, ended.now)
  })
}
