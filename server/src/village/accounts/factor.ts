/** 本人密码与纸质验证码: kept only as what scrypt makes of them. */
import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto'
import { mustBeOutside } from '#base/database/within.ts'

const COST = { N: 16_384, r: 8, p: 1 }
const LENGTH = 32
export const MOST_TRIES = 5
export const LOCK_MINUTES = 15

async function derive(text: string, salt: Buffer): Promise<Buffer> {
  mustBeOutside('scrypt')
  return new Promise((resolve, reject) =>
    scrypt(text, salt, LENGTH, COST, (error, key) => (error ? reject(error) : resolve(key))),
  )
}

export async function hashFactor(text: string): Promise<string> {
  const salt = randomBytes(16)
  return `scrypt$${salt.toString('base64url')}$${(await derive(text, salt)).toString('base64url')}`
}

export async function isFactor(text: string, kept: string | null): Promise<boolean> {
  const [, salt, key] = kept?.split('$') ?? []
  if (!salt || !key) return false
  return timingSafeEqual(await derive(text, Buffer.from(salt, 'base64url')), Buffer.from(key, 'base64url'))
}

class OtherFactor extends Error {}
/** Whether what was given is the factor kept; the hash under the lock must be the one it was tried against. */
export type IsGiven = (kept: string | null) => boolean

/**
 * Tried before the row is locked, which takes tens of milliseconds of a processor: `read` answers the hash kept, null
 * where none is to be tried. Where `locked` finds another by then, all of it is taken back and tried anew.
 */
export async function tryFactor<T>(
  given: string | undefined,
  read: () => Promise<string | null>,
  locked: (isGiven: IsGiven) => Promise<T>,
): Promise<T> {
  for (;;) {
    const tried = given === undefined ? null : await read()
    const isRight = given !== undefined && (await isFactor(given, tried))
    try {
      return await locked((kept) => {
        if (given !== undefined && kept !== tried) throw new OtherFactor()
        return isRight
      })
    } catch (error) {
      if (!(error instanceof OtherFactor)) throw error
    }
  }
}

/** 111111, 123456 and 987654 are tried first by everybody. */
export function isSimplePin(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, i) => Number(digit) - Number(pin[i]))
  return steps.every((step) => step === steps[0]) && [-1, 0, 1].includes(steps[0] ?? 0)
}

/** Letters and digits that cannot be taken for one another on paper. */
const PAPER = 'ACDEFHJKLMNPQRTUVWXY3479'
export const newPaperCode = (): string =>
  Array.from({ length: 8 }, () => PAPER[randomInt(PAPER.length)])
    .join('')
    .replace(/^(.{4})/, '$1-')
/** Eight of those letters, and not digits alone, as a spoken code has. */
export const isPaperCode = (text: string): boolean => /^[A-Z0-9]{8}$/.test(text) && /[A-Z]/.test(text)
export const normalisePaperCode = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '')
