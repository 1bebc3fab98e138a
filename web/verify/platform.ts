/**
 * What the verifier asks of its machine, for a browser: the same four as `server/verify/platform.ts`. All of it is done by
 * libraries that are built into the page, because WebCrypto has Ed25519 in new browsers only and in none at once.
 */
import { ed25519 } from '@noble/curves/ed25519.js'
import { sha256 as hashOf } from '@noble/hashes/sha2.js'
import { inflateSync } from 'fflate'
import { bytesOf, fromBase64, rawKey, toHex } from '../../server/verify/bytes.ts'

export const sha256 = (...parts: (string | Uint8Array)[]): string => {
  const hash = hashOf.create()
  for (const part of parts) hash.update(typeof part === 'string' ? bytesOf(part) : part)
  return toHex(hash.digest())
}

/** Ed25519 as RFC 8032 has it; throws where the key is none. */
export function isSigned(publicKey: string, message: Uint8Array, signature: string): boolean {
  const key = rawKey(publicKey)
  const signed = fromBase64(signature)
  try {
    return signed.length === 64 && ed25519.verify(signed, message, key, { zip215: false })
  } catch {
    return false
  }
}

const TABLE = Uint32Array.from({ length: 256 }, (_, start) => {
  let value = start
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1
  return value
})
export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) value = (value >>> 8) ^ (TABLE[(value ^ byte) & 0xff] as number)
  return ~value >>> 0
}

/** DEFLATE gives no more than this for a byte; a claim beyond it is no file. */
const MOST = 1032
/** One byte of room more than there should be: what gives more than `size` is seen to. */
export function inflate(raw: Uint8Array, size: number): Uint8Array {
  if (size > (raw.length + 1) * MOST) throw new Error('its size is made up')
  return inflateSync(raw, { out: new Uint8Array(size + 1) })
}
