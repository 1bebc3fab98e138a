/** 附件: what it is, the content says and never the name. It is looked into in a child, never here. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { readApart, TooCostly } from '#base/children/pool.ts'
import type { Question } from './reading.ts'

export const MOST_MEGABYTES = 10
const KINDS = 'JPEG、PNG、WebP、PDF'
const READING = new URL('./reading.ts', import.meta.url)

export type Kept = { content: Buffer; mime: 'image/jpeg' | 'application/pdf'; ending: string }

const startsWith = (content: Buffer, ...bytes: number[]) => bytes.every((byte, i) => content[i] === byte)

function sniff(content: Buffer): Question['kind'] | null {
  if (startsWith(content, 0xff, 0xd8, 0xff)) return 'picture'
  if (startsWith(content, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'picture'
  if (startsWith(content, 0x52, 0x49, 0x46, 0x46) && content.toString('latin1', 8, 12) === 'WEBP')
    return 'picture'
  if (content.subarray(0, 1024).includes('%PDF-')) return 'pdf'
  return null
}

/** What is kept of an upload. Outside any transaction: it waits for its turn, and may take seconds. */
export async function toKept(content: Buffer, account: string): Promise<Kept> {
  const kind = sniff(content)
  if (kind === null) throw new Refused('attachmentKind', { kinds: KINDS })
  const input: Question = { kind, content }
  try {
    const drawn = await readApart<Uint8Array | null>({ module: READING, input, account })
    if (drawn === null) return { content, mime: 'application/pdf', ending: 'pdf' }
    return { content: Buffer.from(drawn), mime: 'image/jpeg', ending: 'jpg' }
  } catch (error) {
    if (error instanceof TooCostly) throw new Refused('attachmentTooCostly')
    throw error
  }
}
