import { randomBytes, randomUUID } from 'node:crypto'

/** Where contents are kept. `keep` returns when the content will outlast a crash, and may be called twice. */
export interface FileStore {
  keep(digest: string, content: Buffer): Promise<void>
  read(digest: string): Promise<Buffer>
  /** Throws unless something could be written, read back and, where that is allowed, removed now. */
  check(): Promise<void>
}

const DIGEST = /^[0-9a-f]{64}$/

/** `ab/abcd…`: folders stay small, and all stores use the same names. */
export function placeOf(digest: string): string {
  if (!DIGEST.test(digest)) throw new Error('This is no digest of a file.')
  return `${digest.slice(0, 2)}/${digest}`
}

/** What a start writes and reads back, each process its own. */
export const newCheck = () => ({ name: `start-check-${randomUUID()}`, content: randomBytes(64) })

export function mustBeSame(written: Buffer, read: Buffer): void {
  if (!written.equals(read)) throw new Error('what is read back is not what was written')
}
