/** 验证码: sent to a phone for the device that asked. How often, how many tries, and when it is spoken in a call. */
import { createHmac, randomInt, randomUUID, timingSafeEqual } from 'node:crypto'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { type Refusal, Refused, refuse } from '@cunyi/shared/words/refusal.ts'
import { across, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { isDemoPhone, isPhone, normalisePhone, phoneIndexOf } from '#base/system/identity.ts'
import { enqueueCode } from '#village/messages/actions.ts'
import { isPaperCode, MOST_TRIES, normalisePaperCode } from './factor.ts'
import { isLimited, takeTurn } from './limits.ts'
import * as queries from './queries.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const CODE_MINUTES = 5
/**
 * After the first, the second … code of a day, minutes until the next: longer each time, and never a day. A code is
 * good at least until another can be asked for, so that nobody is shut out whose phone others ask for too.
 */
const WAITS = [1, 1, 1, 2, 3, 5, 8, 12, 15]
const waitAfter = (sent: number): number => WAITS[Math.min(sent, WAITS.length) - 1] ?? 0
/** Of a number and day, whoever made them; then a code is spoken in a call and longer, or the office gives one on paper. */
const MOST_WRONG_A_DAY = 100
const LENGTH = { sms: 6, voice: 8 } as const
/** So long an answer may have been lost. */
const LOST_ANSWER = MINUTE

export function phoneOf({ config }: Pick<Parts, 'config'>, text: string): string {
  const phone = normalisePhone(text)
  if (!isPhone(phone)) throw new Refused('phoneWrong')
  if (isDemoPhone(phone) && config.mode === 'production') throw new Refused('phoneNotAllowedHere')
  return phone
}

const codeHash = ({ keys }: Pick<Parts, 'keys'>, phoneIndex: string, code: string) =>
  createHmac('sha256', keys.index).update(`code:${phoneIndex}:${code}`).digest('base64url')
const isSame = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
const newCode = (length: number) => String(randomInt(10 ** length)).padStart(length, '0')

/**
 * Whether a phone is on any roll is told to nobody: an unknown one gets the same answer, the same waiting times and a
 * code that is sent to no one.
 */
export const requestCode = (
  parts: Parts,
  asked: { phone: string; challenge: string | undefined; address: string; now: Date },
) => sendCode(parts, asked)

/** `isKnown`: to whomever the number belongs; it is to become somebody's. */
export async function sendCode(
  parts: Parts,
  asked: { phone: string; challenge: string | undefined; address: string; isKnown?: true; now: Date },
) {
  const { now } = asked
  const phone = phoneOf(parts, asked.phone)
  const phoneIndex = phoneIndexOf(parts.keys, phone)
  const limited = isLimited(parts)
  if (limited) takeTurn('code', asked.address, now)
  return across(parts.db, async (tx) => {
    await queries.lockCodes(tx, phoneIndex)
    const day = await queries.codesSince(tx, phoneIndex, new Date(now.getTime() - DAY))
    const next = (day.last?.getTime() ?? 0) + waitAfter(day.sent) * MINUTE
    if (limited && next > now.getTime())
      throw new Refused('rateLimited', { seconds: Math.ceil((next - now.getTime()) / 1000) })
    const again = waitAfter(limited ? day.sent + 1 : 1)
    const minutes = Math.max(CODE_MINUTES, again)
    const by: 'sms' | 'voice' = day.wrong >= MOST_WRONG_A_DAY ? 'voice' : 'sms'
    const code = newCode(LENGTH[by])
    const isOurs = await queries.isChallengeOf(tx, phoneIndex, asked.challenge)
    const challenge = isOurs && asked.challenge ? asked.challenge : randomUUID()
    await queries.insertLoginCode(tx, {
      phoneIndex,
      codeHash: codeHash(parts, phoneIndex, code),
      challenge,
      voice: by === 'voice',
      sentAt: now,
      expiresAt: new Date(now.getTime() + minutes * MINUTE),
    })
    const isKnown =
      asked.isKnown ?? (await queries.findCapacities(tx, phoneIndex, shanghaiDate(now))).length > 0
    await enqueueCode(tx, parts, { phone, isKnown, code, minutes, voice: by === 'voice', now })
    return { sent: true as const, expiresIn: minutes * 60, again: again * 60, challenge, by }
  })
}

export type Used =
  | { refusal: Refusal }
  /** `lost`: the session of the same code whose answer did not arrive. */
  | { refusal: null; codeId: string; lost: string | null }

/** The count of wrong tries lasts although the request is refused. */
export async function useCode(
  tx: Tx,
  parts: Pick<Parts, 'keys'>,
  asked: { phoneIndex: string; code: string; challenge: string | undefined; now: Date },
): Promise<Used> {
  const { phoneIndex, challenge, now } = asked
  await queries.lockCodes(tx, phoneIndex)
  const live = await queries.liveCodes(tx, phoneIndex, now)
  const hash = codeHash(parts, phoneIndex, asked.code.replace(/\D/g, ''))
  const own = live.filter((row) => row.challenge === challenge)
  const again = own.find((row) => row.usedAt && row.sessionId && isSame(row.codeHash, hash))
  if (again?.usedAt && now.getTime() - again.usedAt.getTime() <= LOST_ANSWER)
    return { refusal: null, codeId: again.id, lost: again.sessionId }

  // Who names no device that asked may use any code the phone has got; his wrong ones count apart.
  const count = own.length > 0 ? 'tries' : 'triesElsewhere'
  const { wrong } = await queries.codesSince(tx, phoneIndex, new Date(now.getTime() - DAY))
  const isBarred = wrong >= MOST_WRONG_A_DAY
  if (isBarred && isPaperCode(normalisePaperCode(asked.code))) return { refusal: refuse('codeByVoiceOnly') }
  const open = openCodes(own.length > 0 ? own : live, count).filter(({ row }) => row.voice || !isBarred)
  const right = open.find(({ row }) => isSame(row.codeHash, hash))
  if (right) {
    await queries.useChallenge(tx, phoneIndex, right.row.challenge, now)
    return { refusal: null, codeId: right.row.id, lost: null }
  }
  const newest = open.at(-1)
  if (!newest) return { refusal: refuse(isBarred ? 'codeByVoiceOnly' : 'codeExpired') }
  await queries.updateLoginCode(tx, newest.row.id, { [count]: newest.row[count] + 1 })
  return { refusal: refuse('wrongCode', { left: newest.left - 1 }) }
}

/**
 * Those not used and with tries left, oldest first. A wrong try is written to the newest code and counts for all that
 * were good then: for each code those written to it and to later ones.
 */
function openCodes(rows: readonly queries.LoginCodeRow[], count: 'tries' | 'triesElsewhere') {
  let tries = 0
  return [...rows]
    .reverse()
    .map((row) => {
      tries += row[count]
      return { row, left: MOST_TRIES - tries }
    })
    .filter(({ row, left }) => !row.usedAt && left > 0)
    .reverse()
}
