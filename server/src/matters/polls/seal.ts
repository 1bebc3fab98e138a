/**
 * 密封: a choice as nobody without the poll's key can read it. The person, the poll and the version are bound in,
 * so that an envelope moved to another row does not open. Every sealed choice has the same 44 bytes.
 * A key given as KeyObject seals in a quarter of the time that the bare bytes take.
 */
import {
  type CipherKey,
  createCipheriv,
  createDecipheriv,
  hash,
  randomBytes,
  randomInt,
  randomUUID,
} from 'node:crypto'
import { VOTED, type Voted, votedText } from '@cunyi/shared/poll/proof.ts'
import { CHOICE_KEYS, CHOICES, type Choice } from '@cunyi/shared/words/vocabulary.ts'

export const SEALED_SIZE = 44
const NONCE = 12
const PLAIN = 16

export type Place = { villageId: string; pollId: string; personId: string; version: number }
const boundTo = ({ villageId, pollId, personId, version }: Place) =>
  Buffer.from(`envelope|${villageId}|${pollId}|${personId}|${version}`)

export type EntryPlace = { villageId: string; pollId: string; personId: string; teller: string; seq: number }
const boundToEntry = ({ villageId, pollId, personId, teller, seq }: EntryPlace) =>
  Buffer.from(`entry|${villageId}|${pollId}|${personId}|${teller}|${seq}`)

/** To ask the system for twelve bytes at a time costs more than to seal; none is used twice. */
const NONCES_AT_ONCE = 512
let nonces = Buffer.alloc(0)
function nextNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(NONCE * NONCES_AT_ONCE)
  const nonce = nonces.subarray(0, NONCE)
  nonces = nonces.subarray(NONCE)
  return nonce
}

function seal(key: CipherKey, bound: Buffer, choice: Choice): Buffer {
  const plain = Buffer.alloc(PLAIN)
  plain[0] = CHOICES[choice].code
  const nonce = nextNonce()
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Throws where key, row or bytes do not belong together. */
function open(key: CipherKey, bound: Buffer, sealed: Buffer): Choice {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), {
    authTagLength: 16,
  }).setAAD(bound)
  decipher.setAuthTag(sealed.subarray(NONCE + PLAIN, SEALED_SIZE))
  const plain = Buffer.concat([decipher.update(sealed.subarray(NONCE, NONCE + PLAIN)), decipher.final()])
  return choiceOf(plain[0])
}

export const sealBallot = (key: CipherKey, place: Place, choice: Choice) => seal(key, boundTo(place), choice)
export const openBallot = (key: CipherKey, place: Place, sealed: Buffer) => open(key, boundTo(place), sealed)
export const sealEntry = (key: CipherKey, place: EntryPlace, choice: Choice) =>
  seal(key, boundToEntry(place), choice)
export const openEntry = (key: CipherKey, place: EntryPlace, sealed: Buffer) =>
  open(key, boundToEntry(place), sealed)

/** The digit that a phone sends. */
export function choiceOf(code: number | undefined): Choice {
  const choice = CHOICE_KEYS.find((key) => CHOICES[key].code === code)
  if (!choice) throw new RangeError('Not a choice.')
  return choice
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 回执: belongs to the envelope. The phone can reckon it too: the poll's id and the 16 random bytes it sent. */
export function receiptOf(pollId: string, ref: Buffer): string {
  const digest = hash('sha256', Buffer.concat([Buffer.from(`receipt${pollId}`), ref]), 'buffer')
  return base32(digest.readUIntBE(0, 5)) + base32(digest.readUIntBE(5, 5))
}

/** 票码: nobody guesses a slip that was not printed. */
export function slipCode(): string {
  const bytes = randomBytes(10)
  return base32(bytes.readUIntBE(0, 5)) + base32(bytes.readUIntBE(5, 5))
}

/** 40 bits as eight characters. */
function base32(bits: number): string {
  let text = ''
  for (let left = bits, i = 0; i < 8; i += 1, left = Math.floor(left / 32)) text = BASE32[left % 32] + text
  return text
}

export const refHashOf = (ref: Buffer): Buffer => hash('sha256', ref, 'buffer')
export const sha256Hex = (content: Buffer | string): string => hash('sha256', content, 'hex')

/** 打乱: Fisher–Yates with the system's randomness; the order of the envelopes says nothing afterwards. */
export function shuffled<T>(list: readonly T[]): T[] {
  const mixed = [...list]
  for (let i = mixed.length - 1; i > 0; i -= 1) {
    const j = randomInt(i + 1)
    ;[mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T]
  }
  return mixed
}

/** Sorted by their random ids, so that not even the order of writing is that of the shuffle's source. */
export const asBallots = <T extends object>(mixed: readonly T[]): Array<T & { id: string }> =>
  mixed.map((row) => ({ ...row, id: randomUUID() })).sort((a, b) => (a.id < b.id ? -1 : 1))

/** 付表决的内容: with the number that says what it is reckoned over. */
export const votedDigestOf = (voted: Voted): string => `${VOTED}:${sha256Hex(votedText(voted))}`
