/** 登录: a code to the phone, then the person, then (where asked) his own PIN. */
import type { Capacity } from '@cunyi/shared/api/accounts.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { messageText } from '@cunyi/shared/words/messages.ts'
import { type Refusal, Refused, refuse } from '@cunyi/shared/words/refusal.ts'
import { alertUntil } from '@cunyi/shared/words/sending.ts'
import { across, inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { phoneIndexOf } from '#base/system/identity.ts'
import { sealField } from '#base/system/keys.ts'
import { endSessions, type Session, startSession } from '#door/session/actions.ts'
import { rememberDevice } from '#door/session/device.ts'
import { lockSession, updateSession } from '#door/session/queries/sessions.ts'
import { ACCESS_SECONDS, type AccessClaims, signAccess } from '#door/session/tokens.ts'
import { enqueueMessages } from '#village/messages/actions.ts'
import { activateNumber, openPin } from '#village/people/queries/numbers.ts'
import { capacitiesOf, openTo, toCapacities } from './capacities.ts'
import { phoneOf, useCode } from './codes.ts'
import {
  hashFactor,
  type IsGiven,
  isPaperCode,
  isSimplePin,
  LOCK_MINUTES,
  MOST_TRIES,
  normalisePaperCode,
  tryFactor,
} from './factor.ts'
import { isLimited, takeTurn } from './limits.ts'
import * as queries from './queries.ts'

const MINUTE = 60_000
const USED_UP = { paperCodeHash: null, paperCodeExpiresAt: null }

export type SignedIn = {
  accessToken: string
  expiresIn: number
  accountId: string
  acting: Capacity | null
  capacities: Capacity[]
}

type Asked = {
  phone: string
  code: string
  challenge?: string
  device: string
  /** The secret this device has kept, if any. */
  known?: string | undefined
  address: string
  now: Date
}

export type Entered = SignedIn & {
  refresh: string
  /** What this device keeps from now on; null: it is not to be known. */
  secret: string | null
}

export async function login(parts: Parts, asked: Asked): Promise<Entered> {
  const { now, code, challenge } = asked
  const phone = phoneOf(parts, asked.phone)
  const phoneIndex = phoneIndexOf(parts.keys, phone)
  if (isLimited(parts)) takeTurn('login', asked.address, now)
  const day = shanghaiDate(now)
  const enter = async (tx: Tx, rows: queries.CapacityRow[], onlyAs: string | null) => {
    const sealed = sealField(parts.keys, 'accounts.phone', phone)
    const accountId = await queries.accountOf(tx, phoneIndex, sealed, now)
    // A slip is for one person, and makes no device the number's own.
    const device = onlyAs === null ? await rememberDevice(tx, { accountId, brought: asked.known, now }) : null
    const [only, ...others] = openTo(toCapacities(rows, null), onlyAs)
    const acting = others.length === 0 && only ? only : null
    return enterAs(tx, parts, { accountId, rows, acting, onlyAs, device, browser: asked.device, now })
  }
  const done = await across(parts.db, async (tx) => {
    const used = await useCode(tx, parts, { phoneIndex, code, challenge, now })
    if (used.refusal) return { refusal: used.refusal }
    const rows = await queries.findCapacities(tx, phoneIndex, day)
    if (rows.length === 0) return { refusal: refuse('unknownPhone') }
    const { sessionId, ...signed } = await enter(tx, rows, null)
    if (used.lost) await endSessions(tx, { sessionId: used.lost }, now)
    // Good for one lost answer: the second log-in with it is the last.
    await queries.updateLoginCode(tx, used.codeId, { sessionId: used.lost ? null : sessionId })
    return { refusal: null, signed }
  })
  if (!done.refusal) return done.signed
  if (done.refusal.code === 'codeByVoiceOnly') {
    const rows = await across(parts.db, (tx) => queries.findCapacities(tx, phoneIndex, day))
    const row = await usePaperCode(parts, rows, { ...asked, phone })
    if (row) {
      const { sessionId: _, ...signed } = await across(parts.db, (tx) => enter(tx, rows, row.personId))
      return signed
    }
  }
  throw new Refused(done.refusal.code, done.refusal.params)
}

/** 演示: as one person of a number, his own factor taken as given; who may ask is looked at before. */
export function loginWithoutCode(
  parts: Parts,
  { phone, personId, device, now }: { phone: string; personId: string; device: string; now: Date },
): Promise<SignedIn & { refresh: string }> {
  const phoneIndex = phoneIndexOf(parts.keys, phone)
  return across(parts.db, async (tx) => {
    const rows = await queries.findCapacities(tx, phoneIndex, shanghaiDate(now))
    const one = rows.find((row) => row.personId === personId)
    if (!one) throw new Refused('unknownPhone')
    const sealed = sealField(parts.keys, 'accounts.phone', phone)
    const accountId = await queries.accountOf(tx, phoneIndex, sealed, now)
    const acting = { village: one.village, personId }
    const { session, refresh } = await startSession(tx, { accountId, acting, isProven: true, device, now })
    return { ...signedIn(parts, session, toCapacities(rows, acting), now), refresh }
  })
}

/** A log-in begins: as the one person it can only be, where he needs no factor; else who it is is chosen next. */
export async function enterAs(
  tx: Tx,
  parts: Parts,
  entering: {
    accountId: string
    rows: readonly queries.CapacityRow[]
    /** Whom it can only be. */
    acting: Capacity | null
    onlyAs: string | null
    device: { secret: string; hash: string } | null
    browser: string
    now: Date
  },
): Promise<Entered & { sessionId: string }> {
  const { accountId, rows, onlyAs, device, browser, now } = entering
  const { acting: only } = entering
  const acting = only?.factor === 'none' ? { village: only.village, personId: only.personId } : null
  const { session, refresh } = await startSession(tx, {
    accountId,
    acting,
    onlyAs,
    isProven: onlyAs !== null,
    device: browser,
    deviceHash: device?.hash ?? null,
    now,
  })
  const capacities = openTo(toCapacities(rows, acting), onlyAs)
  const secret = device?.secret ?? null
  return { ...signedIn(parts, session, capacities, now), refresh, secret, sessionId: session.id }
}

/**
 * 纸条 in place of the code, where the number gets none by message any more: lets in the one person it was printed for,
 * who is told so on his phone.
 */
async function usePaperCode(
  parts: Parts,
  rows: readonly queries.CapacityRow[],
  { phone, code, address, now }: Asked,
): Promise<queries.CapacityRow | null> {
  const paper = normalisePaperCode(code)
  if (!isPaperCode(paper)) return null
  if (isLimited(parts)) takeTurn('paper', address, now)
  const isGood = (kept: queries.FactorRow | undefined) =>
    kept?.paperCodeExpiresAt != null && kept.paperCodeExpiresAt > now
  for (const row of rows) {
    const read = () =>
      inVillage(parts.db, row.village, async (tx) => {
        const kept = await queries.findFactor(tx, row.village, row.personId)
        return isGood(kept) ? (kept?.paperCodeHash ?? null) : null
      })
    const use = (isGiven: IsGiven) => async (tx: Tx) => {
      const kept = await queries.lockFactor(tx, row.village, row.personId)
      if (!isGood(kept) || !isGiven(kept.paperCodeHash)) return false
      await queries.updateFactor(tx, row.village, row.personId, USED_UP)
      const him = { villageId: row.village, personId: row.personId }
      await activateNumber(tx, him, 'paper', now)
      // The slip is used up: who has no PIN yet sets it with what it has shown.
      await openPin(tx, him, new Date(now.getTime() + LOCK_MINUTES * MINUTE))
      const text = messageText('paperLogin', { name: row.name })
      const who = { division: row.village, personId: row.personId }
      const told = { kind: 'alert' as const, phone, text, ...who, until: alertUntil(now) }
      await enqueueMessages(tx, parts, [told], now)
      await appendEvidence(tx, {
        villageId: row.village,
        at: now,
        act: 'paperLogin',
        by: row.personId,
        office: null,
      })
      return true
    }
    const isRight = await tryFactor(paper, read, (isGiven) => inVillage(parts.db, row.village, use(isGiven)))
    if (isRight) return row
  }
  return null
}

export function signedIn(
  parts: Pick<Parts, 'keys' | 'instance'>,
  session: Pick<Session, 'id' | 'accountId'>,
  capacities: Capacity[],
  now: Date,
): SignedIn {
  const acting = capacities.find((capacity) => capacity.isMe) ?? null
  const claims: AccessClaims = {
    accountId: session.accountId,
    sessionId: session.id,
    village: acting?.village ?? null,
    personId: acting?.personId ?? null,
  }
  const { accountId } = session
  return {
    accessToken: signAccess(parts, claims, now),
    expiresIn: ACCESS_SECONDS,
    accountId,
    acting,
    capacities,
  }
}

export type Choice = {
  village: string
  personId: string
  pin?: string
  newPin?: string
  paperCode?: string
}

/** 选择身份, with the personal factor where one is asked. */
export async function chooseCapacity(
  parts: Parts,
  claims: AccessClaims,
  choice: Choice,
  now: Date,
): Promise<SignedIn> {
  const acting = { village: choice.village, personId: choice.personId }
  const session = { id: claims.sessionId, accountId: claims.accountId, acting }
  const chosen = await across(parts.db, async (tx) => {
    const row = await lockSession(tx, session.id)
    if (!row || row.endedAt || row.expiresAt <= now) throw new Refused('sessionEnded')
    return (await capacitiesOf(tx, session, now)).find((capacity) => capacity.isMe)
  })
  if (!chosen) throw new Refused('notFound')
  if (chosen.factor !== 'none') await proveFactor(parts, chosen.factor, choice, now)
  return across(parts.db, async (tx) => {
    const provenAt = chosen.factor === 'none' ? null : now
    const { village, personId } = acting
    await updateSession(tx, session.id, { actsIn: village, actsAs: personId, provenAt, usedAt: now })
    return signedIn(parts, session, await capacitiesOf(tx, session, now), now)
  })
}

/** Wrong tries are counted under a lock and last; after five it is locked, and the time is said. */
async function proveFactor(parts: Parts, asks: 'set' | 'pin', choice: Choice, now: Date): Promise<void> {
  const { village, personId } = choice
  if (choice.newPin && isSimplePin(choice.newPin)) throw new Refused('pinTooSimple')
  const newHash = choice.newPin ? await hashFactor(choice.newPin) : null
  const given = choice.paperCode
    ? normalisePaperCode(choice.paperCode)
    : asks === 'pin'
      ? choice.pin
      : undefined
  const hashOf = (row: queries.FactorRow) => (choice.paperCode ? row.paperCodeHash : row.pinHash)
  const read = () =>
    inVillage(parts.db, village, async (tx) => {
      const row = await queries.findFactor(tx, village, personId)
      return row && !(row.lockedUntil && row.lockedUntil > now) ? hashOf(row) : null
    })
  const prove = (isGiven: IsGiven) => async (tx: Tx) => {
    const row = await queries.lockFactor(tx, village, personId)
    if (row.lockedUntil && row.lockedUntil > now) return lockedFor(row.lockedUntil, now)
    const tried = verdict(row, asks, choice, () => isGiven(hashOf(row)), now)
    if (tried === 'right') {
      await queries.updateFactor(tx, village, personId, {
        tries: 0,
        lockedUntil: null,
        ...(choice.paperCode ? USED_UP : {}),
        ...(newHash ? { pinHash: newHash, pinSetAt: now, pinOpenUntil: null } : {}),
      })
      if (choice.paperCode) await activateNumber(tx, { villageId: village, personId }, 'paper', now)
      return null
    }
    if (typeof tried === 'object') return tried
    const tries = row.tries + 1
    const lockedUntil = tries >= MOST_TRIES ? new Date(now.getTime() + LOCK_MINUTES * MINUTE) : null
    await queries.updateFactor(tx, village, personId, { tries: lockedUntil ? 0 : tries, lockedUntil })
    return lockedUntil ? lockedFor(lockedUntil, now) : refuse(tried, { left: MOST_TRIES - tries })
  }
  const refusal = await tryFactor(given, read, (isGiven) => inVillage(parts.db, village, prove(isGiven)))
  if (refusal) throw new Refused(refusal.code, refusal.params)
}

const lockedFor = (until: Date, now: Date): Refusal =>
  refuse('tooManyTries', {
    minutes: Math.ceil((until.getTime() - now.getTime()) / MINUTE),
    until: until.toISOString(),
  })

function verdict(
  row: queries.FactorRow,
  asks: 'set' | 'pin',
  choice: Choice,
  isGiven: () => boolean,
  now: Date,
): 'right' | 'wrongPin' | 'wrongPaperCode' | Refusal {
  if (choice.paperCode) {
    const isGood = row.paperCodeExpiresAt !== null && row.paperCodeExpiresAt > now
    if (!isGood) return refuse('linkUsedOrExpired')
    return isGiven() ? 'right' : 'wrongPaperCode'
  }
  if (asks === 'pin') {
    if (!choice.pin) return refuse('pinNeeded')
    return isGiven() ? 'right' : 'wrongPin'
  }
  // Whoever can read the roster knows the tail of an ID number: it sets no PIN.
  const isOpen = row.pinOpenUntil !== null && row.pinOpenUntil > now
  return choice.newPin && isOpen ? 'right' : refuse('pinNotSet')
}
