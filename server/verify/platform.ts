/**
 * What the verifier asks of the machine it runs on; this is Node's. The checker page is built with
 * `web/verify/platform.ts` in its place, which needs nothing but a browser.
 */
import { createHash, createPublicKey, verify } from 'node:crypto'
import { crc32 as crc32Of, inflateRawSync } from 'node:zlib'
import { fromBase64, rawKey } from './bytes.ts'

export const sha256 = (...parts: (string | Uint8Array)[]): string => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/** Ed25519; throws where the key is none. */
export function isSigned(publicKey: string, message: Uint8Array, signature: string): boolean {
  rawKey(publicKey)
  const key = createPublicKey({ key: Buffer.from(fromBase64(publicKey)), format: 'der', type: 'spki' })
  return verify(null, message, key, fromBase64(signature))
}

export const crc32 = (bytes: Uint8Array): number => crc32Of(bytes)

/** Throws where the bytes are damaged or give more than `size`. */
export const inflate = (raw: Uint8Array, size: number): Uint8Array =>
  inflateRawSync(raw, { maxOutputLength: Math.max(1, size) })
