/** Where contents are kept. `keep` returns when the content will outlast a crash, and may be called twice. */
export interface FileStore {
  keep(digest: string, content: Buffer): Promise<void>
  read(digest: string): Promise<Buffer>
}

const DIGEST = /^[0-9a-f]{64}$/

/** `ab/abcd…`: folders stay small, and all stores use the same names. */
export function placeOf(digest: string): string {
  if (!DIGEST.test(digest)) throw new Error('This is no digest of a file.')
  return `${digest.slice(0, 2)}/${digest}`
}
