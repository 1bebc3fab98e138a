import type { Capacity } from '@cunyi/shared/api/accounts.ts'
import { isStaff } from '@cunyi/shared/api/may.ts'
import { type Refusal, Refused, refuse } from '@cunyi/shared/words/refusal.ts'
import { across, inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { endSession, rotateSession } from '#door/session/actions.ts'
import type { Caller } from '#door/session/caller.ts'
import { readAccess, readRefresh } from '#door/session/tokens.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { phoneOfMessage } from '#village/messages/actions.ts'
import { newestMessages } from '#village/messages/queries/messages.ts'
import { capacitiesOf } from './capacities.ts'
import { hashFactor, type IsGiven, isSimplePin, LOCK_MINUTES, MOST_TRIES, tryFactor } from './factor.ts'
import { type SignedIn, signedIn } from './login.ts'
import * as queries from './queries.ts'

const MINUTE = 60_000
const OUTBOX_ROWS = 200

/** A new access token for the cookie. Whoever's phone number went to somebody else acts no more. */
export async function refreshSession(
  parts: Parts,
  brought: { token: string | undefined; device: string; now: Date },
): Promise<SignedIn & { refresh: string }> {
  const { now } = brought
  const { session, refresh } = await rotateSession(parts, brought)
  const found = await across(parts.db, (tx) => capacitiesOf(tx, session, now))
  // Who was given an office since he came chooses himself anew, with his factor.
  const capacities = found.map((one) => ({
    ...one,
    isMe: one.isMe && (session.isProven || one.offices.length === 0),
  }))
  return { ...signedIn(parts, session, capacities, now), refresh }
}

/** 退出登录: the one who brings the cookie or the access token. */
export async function endMySession(
  parts: Parts,
  brought: { cookie: string | undefined; token: string | null; everywhere: boolean; now: Date },
): Promise<void> {
  const { everywhere, now } = brought
  const refresh = readRefresh(brought.cookie)
  const access = brought.token ? readAccess(parts, brought.token, now) : null
  if (access) await endSession(parts, { sessionId: access.sessionId, everywhere, now })
  else if (refresh) await endSession(parts, { ...refresh, everywhere, now })
}

export async function getMe(parts: Parts, caller: Caller, now: Date) {
  const acting = { village: caller.village, personId: caller.personId }
  const [capacities, division, movedTo] = await across(parts.db, async (tx) => {
    const own = await findDivision(tx, caller.village)
    return [
      await capacitiesOf(tx, { id: caller.sessionId, accountId: caller.accountId, acting }, now),
      own,
      own?.movedTo ? await findDivision(tx, own.movedTo) : undefined,
    ] as const
  })
  const me: Capacity = capacities.find((capacity) => capacity.isMe) ?? {
    ...acting,
    villageName: division?.name ?? '',
    movedTo: movedTo?.name ?? null,
    name: caller.name,
    offices: caller.offices,
    registered: caller.registered,
    isMe: true,
    factor: 'none',
  }
  return {
    acting: me,
    capacities: capacities.length > 0 ? capacities : [me],
    offices: caller.offices,
    officesAbove: caller.offices.filter((office) => isStaff([office])),
  }
}

export async function getMyRecord(parts: Parts, caller: Caller) {
  const rows = await inVillage(parts.db, caller.village, (tx) =>
    queries.findMyRecord(tx, caller.village, caller.personId),
  )
  return { rows: rows.map((row) => ({ ...row, opensAt: row.opensAt.toISOString() })) }
}

/** 修改密码; wrong tries count as at log-in. */
export async function changePin(
  parts: Parts,
  caller: Caller,
  given: { pin: string; newPin: string },
  now: Date,
) {
  if (isSimplePin(given.newPin)) throw new Refused('pinTooSimple')
  const { village, personId } = caller
  const newHash = await hashFactor(given.newPin)
  const read = () =>
    inVillage(parts.db, village, async (tx) => {
      const row = await queries.findFactor(tx, village, personId)
      return row && !(row.lockedUntil && row.lockedUntil > now) ? row.pinHash : null
    })
  const change = (isGiven: IsGiven) => async (tx: Tx) => {
    const row = await queries.lockFactor(tx, village, personId)
    if (row.lockedUntil && row.lockedUntil > now)
      return refuse('tooManyTries', {
        minutes: Math.ceil((row.lockedUntil.getTime() - now.getTime()) / MINUTE),
      })
    if (row.pinHash === null) return refuse('pinNotSet')
    if (!isGiven(row.pinHash)) {
      const tries = row.tries + 1
      const isLocked = tries >= MOST_TRIES
      await queries.updateFactor(tx, village, personId, {
        tries: isLocked ? 0 : tries,
        lockedUntil: isLocked ? new Date(now.getTime() + LOCK_MINUTES * MINUTE) : null,
      })
      return isLocked
        ? refuse('tooManyTries', { minutes: LOCK_MINUTES })
        : refuse('wrongPin', { left: MOST_TRIES - tries })
    }
    await queries.updateFactor(tx, village, personId, {
      pinHash: newHash,
      pinSetAt: now,
      tries: 0,
      lockedUntil: null,
    })
    return null
  }
  const refusal: Refusal | null = await tryFactor(given.pin, read, (isGiven) =>
    inVillage(parts.db, village, change(isGiven)),
  )
  if (refusal) throw new Refused(refusal.code, refusal.params)
  return { ok: true as const }
}

/** For the demo: a PIN without the ceremony, hashed already. */
export async function givePin(tx: Tx, villageId: string, personId: string, pinHash: string, now: Date) {
  await queries.makeFactor(tx, villageId, personId)
  await queries.updateFactor(tx, villageId, personId, { pinHash, pinSetAt: now })
}

/** 发件箱 of the demo: what would have gone out by SMS. */
export async function listOutbox(parts: Parts, q: string | undefined) {
  const rows = await across(parts.db, (tx) => newestMessages(tx, OUTBOX_ROWS))
  return {
    rows: rows
      .map(({ id, kind, phone, text, createdAt }) => ({
        id,
        kind,
        phone: phoneOfMessage(parts, phone),
        text,
        createdAt: createdAt.toISOString(),
      }))
      .filter((row) => !q || row.phone?.includes(q) || row.text.includes(q)),
  }
}
