import { receiptsText } from '@cunyi/shared/poll/proof.ts'

export const RECEIPT_LENGTH = 16

/** What was typed as a receipt is written: small letters, gaps, and the three digits that a receipt never holds. */
export const typedReceipt = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/0/g, 'O')
    .replace(/1/g, 'I')
    .replace(/8/g, 'B')
    .replace(/[^A-Z2-7]/g, '')

/** The digest of a list, reckoned on this device; null where the browser only does that over https. */
export async function digestOf(receipts: readonly string[]): Promise<string | null> {
  if (!globalThis.crypto?.subtle) return null
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(receiptsText(receipts)))
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
