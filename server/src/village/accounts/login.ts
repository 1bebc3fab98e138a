/** 登录: a code to the phone, then the person, then (where asked) his own PIN. */
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import type { Capacity } from '@cunyi/shared/api/accounts.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { lastSixOf } from '@cunyi/shared/words/idnumber.ts'
import { type Refusal, Rejection, refuse } from '@cunyi/shared/words/rejection.ts'
import { across, inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { isDemoPhone, isPhone, normalisePhone, openIdNumber, phoneIndexOf } from '#base/system/identity.ts'
import { sealField } from '#base/system/keys.ts'
import { type Session, startSession } from '#door/session/actions.ts'
import { lockSession, updateSession } from '#door/session/queries/sessions.ts'
import { ACCESS_SECONDS, type AccessClaims, signAccess } from '#door/session/tokens.ts'
import { sendCode } from '#village/messages/actions.ts'
import { capacitiesOf, toCapacities } from './capacities.ts'
import { hashFactor, isFactor, isSimplePin, LOCK_MINUTES, MOST_TRIES, normalisePaperCode } from './factor.ts'
import { takeTurn } from './limits.ts'
import * as queries from './queries.ts'

const MINUTE = 60_000
const CODE_MINUTES = 5
const BETWEEN_SECONDS = 60
const CODES_A_DAY = 10

export type SignedIn = {
  accessToken: string
  expiresIn: number
  acting: Capacity | null
  capacities: Capacity[]
}

function phoneOf({ config }: Parts, text: string): string {
  const phone = normalisePhone(text)
  if (!isPhone(phone)) throw new Rejection('phoneWrong')
  if (isDemoPhone(phone) && config.mode === 'production') throw new Rejection('phoneNotAllowedHere')
  return phone
}

const codeHash = ({ keys }: Pick<Parts, 'keys'>, phoneIndex: string, code: string) =>
  createHmac('sha256', keys.index).update(`code:${phoneIndex}:${code}`).digest('base64url')
const isSame = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** With the test clock nothing is limited: time stands still there. */
const isLimited = ({ config }: Parts) => config.clock === undefined

/**
 * 验证码. Whether a phone is on any roll is told to nobody: an unknown one gets the same answer, the same waiting
 * times and a code that is sent to no one.
 */
export async function requestCode(parts: Parts, asked: { phone: string; address: string; now: Date }) {
  const { now } = asked
  const phone = phoneOf(parts, asked.phone)
  const phoneIndex = phoneIndexOf(parts.keys, phone)
  if (isLimited(parts)) takeTurn('code', asked.address, now)
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const isKnown = await across(parts.db, async (tx) => {
    if (isLimited(parts)) {
      const last = await queries.lastCodeAt(tx, phoneIndex)
      const isTooSoon = last !== undefined && now.getTime() - last.getTime() < BETWEEN_SECONDS * 1000
      const today = await queries.codesSince(tx, phoneIndex, new Date(now.getTime() - 24 * 60 * MINUTE))
      if (isTooSoon || today >= CODES_A_DAY) throw new Rejection('rateLimited')
    }
    await queries.insertLoginCode(tx, {
      phoneIndex,
      codeHash: codeHash(parts, phoneIndex, code),
      sentAt: now,
      expiresAt: new Date(now.getTime() + CODE_MINUTES * MINUTE),
    })
    return (await queries.findCapacities(tx, phoneIndex, shanghaiDate(now))).length > 0
  })
  // Not waited for: how long the gateway takes would tell whether the phone is known.
  const sent = isKnown ? sendCode(parts, phone, code, CODE_MINUTES, now) : Promise.resolve()
  if (parts.config.sms) sent.catch((err: unknown) => parts.log.error({ err }, 'a log-in code was lost'))
  else await sent
  return { sent: true as const, expiresIn: CODE_MINUTES * 60, again: BETWEEN_SECONDS }
}

/** Null: the code was right. The count of wrong tries lasts although the request is refused. */
async function useCode(
  tx: Tx,
  parts: Parts,
  phoneIndex: string,
  code: string,
  now: Date,
): Promise<Refusal | null> {
  const row = await queries.lockNewestCode(tx, phoneIndex)
  if (!row || row.usedAt || row.expiresAt <= now) return refuse('codeExpired')
  if (row.tries >= MOST_TRIES) return refuse('codeExpired')
  if (isSame(row.codeHash, codeHash(parts, phoneIndex, code.trim()))) {
    await queries.updateLoginCode(tx, row.id, { usedAt: now })
    return null
  }
  await queries.updateLoginCode(tx, row.id, { tries: row.tries + 1 })
  return refuse('wrongCode', { left: MOST_TRIES - row.tries - 1 })
}

export async function login(
  parts: Parts,
  asked: { phone: string; code: string; device: string; address: string; now: Date },
): Promise<SignedIn & { refresh: string }> {
  const { now, device } = asked
  const phone = phoneOf(parts, asked.phone)
  const phoneIndex = phoneIndexOf(parts.keys, phone)
  if (isLimited(parts)) takeTurn('login', asked.address, now)
  const done = await across(parts.db, async (tx) => {
    const refusal = await useCode(tx, parts, phoneIndex, asked.code, now)
    if (refusal) return { refusal, signed: null }
    const rows = await queries.findCapacities(tx, phoneIndex, shanghaiDate(now))
    if (rows.length === 0) return { refusal: refuse('unknownPhone'), signed: null }
    const accountId = await queries.accountOf(
      tx,
      phoneIndex,
      sealField(parts.keys, 'accounts.phone', phone),
      now,
    )
    const [only] = toCapacities(rows, null)
    const acting =
      rows.length === 1 && only?.factor === 'none' ? { village: only.village, personId: only.personId } : null
    const started = await startSession(tx, { accountId, acting, device, now })
    const signed = signedIn(parts, started.session, toCapacities(rows, acting), now)
    return { refusal: null, signed: { ...signed, refresh: started.refresh } }
  })
  if (done.refusal) throw new Rejection(done.refusal.code, done.refusal.params)
  return done.signed
}

export function signedIn(
  { keys }: Pick<Parts, 'keys'>,
  session: Session,
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
  return { accessToken: signAccess(keys, claims, now), expiresIn: ACCESS_SECONDS, acting, capacities }
}

export type Choice = {
  village: string
  personId: string
  pin?: string
  newPin?: string
  idTail?: string
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
  const chosen = await across(parts.db, async (tx) => {
    const row = await lockSession(tx, claims.sessionId)
    if (!row || row.endedAt || row.expiresAt <= now) throw new Rejection('sessionEnded')
    return (await capacitiesOf(tx, claims.accountId, acting, now)).find((capacity) => capacity.isMe)
  })
  if (!chosen) throw new Rejection('notFound')
  if (chosen.factor !== 'none') await proveFactor(parts, chosen.factor, choice, now)
  return across(parts.db, async (tx) => {
    await updateSession(tx, claims.sessionId, {
      actsIn: acting.village,
      actsAs: acting.personId,
      usedAt: now,
    })
    const session: Session = { id: claims.sessionId, accountId: claims.accountId, acting }
    return signedIn(parts, session, await capacitiesOf(tx, claims.accountId, acting, now), now)
  })
}

/** Wrong tries are counted under a lock and last; after five it is locked, and the time is said. */
async function proveFactor(parts: Parts, asks: 'set' | 'pin', choice: Choice, now: Date): Promise<void> {
  const { village, personId } = choice
  if (choice.newPin && isSimplePin(choice.newPin)) throw new Rejection('pinTooSimple')
  const refusal = await inVillage(parts.db, village, async (tx) => {
    const row = await queries.lockFactor(tx, village, personId)
    if (row.lockedUntil && row.lockedUntil > now) return lockedFor(row.lockedUntil, now)
    const tried = await tryFactor(parts, tx, row, asks, choice, now)
    if (tried === 'right') {
      await queries.updateFactor(tx, village, personId, {
        tries: 0,
        lockedUntil: null,
        ...(choice.paperCode ? { paperCodeHash: null, paperCodeExpiresAt: null } : {}),
        ...(choice.newPin ? { pinHash: await hashFactor(choice.newPin), pinSetAt: now } : {}),
      })
      return null
    }
    if (tried !== 'wrong') return tried
    const tries = row.tries + 1
    const lockedUntil = tries >= MOST_TRIES ? new Date(now.getTime() + LOCK_MINUTES * MINUTE) : null
    await queries.updateFactor(tx, village, personId, { tries: lockedUntil ? 0 : tries, lockedUntil })
    return lockedUntil ? lockedFor(lockedUntil, now) : refuse('wrongPin', { left: MOST_TRIES - tries })
  })
  if (refusal) throw new Rejection(refusal.code, refusal.params)
}

const lockedFor = (until: Date, now: Date): Refusal =>
  refuse('tooManyTries', {
    minutes: Math.ceil((until.getTime() - now.getTime()) / MINUTE),
    until: until.toISOString(),
  })

async function tryFactor(
  { keys }: Parts,
  tx: Tx,
  row: queries.FactorRow,
  asks: 'set' | 'pin',
  choice: Choice,
  now: Date,
): Promise<'right' | 'wrong' | Refusal> {
  if (choice.paperCode) {
    const isGood = row.paperCodeExpiresAt !== null && row.paperCodeExpiresAt > now
    if (!isGood) return refuse('linkUsedOrExpired')
    return (await isFactor(normalisePaperCode(choice.paperCode), row.paperCodeHash)) ? 'right' : 'wrong'
  }
  if (asks === 'pin') {
    if (!choice.pin) return refuse('pinNeeded')
    return (await isFactor(choice.pin, row.pinHash)) ? 'right' : 'wrong'
  }
  if (!choice.newPin || !choice.idTail) return refuse('pinNotSet')
  const identity = await queries.sealedIdentity(tx, row.villageId, row.personId)
  const idNumber = openIdNumber(keys, identity?.idNumber ?? null)
  return idNumber !== null && isSame(lastSixOf(idNumber), choice.idTail.toUpperCase()) ? 'right' : 'wrong'
}
