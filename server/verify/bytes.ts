/** Bytes and texts, as Node and a browser both know them: the verifier runs in either. */

/** As it stands: a mark of byte order is a letter like any other, and what is no UTF-8 becomes U+FFFD. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
export const textOf = (bytes: Uint8Array): string => utf8.decode(bytes)
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What is no hex, or no base64, is passed over: the digest or the signature does not fit then. */
export const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(/^(?:[0-9a-f]{2})*/i.exec(text)?.[0].match(/../g) ?? [], (pair) =>
    Number.parseInt(pair, 16),
  )
export function fromBase64(text: string): Uint8Array {
  const signs = text.replace(/[^A-Za-z0-9+/]/g, '')
  const whole = signs.length % 4 === 1 ? signs.slice(0, -1) : signs
  return Uint8Array.from(atob(whole), (sign) => sign.charCodeAt(0))
}
export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** SubjectPublicKeyInfo of an Ed25519 key (RFC 8410): these bytes, then the 32 of the key. */
const ED25519 = '302a300506032b6570032100'
/** The 32 bytes of a public key; throws where it is another kind of key. */
export function rawKey(publicKey: string): Uint8Array {
  const der = fromBase64(publicKey)
  if (der.length !== 44 || toHex(der.subarray(0, 12)) !== ED25519) throw new Error('no Ed25519 public key')
  return der.subarray(12)
}
