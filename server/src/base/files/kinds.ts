/** 附件: what it is, the content says and never the name. It is looked into in a child, never here. */

import { Refused } from '@cunyi/shared/words/refusal.ts'
import { VOICE } from '@cunyi/shared/words/voice.ts'
import { readApart, TooCostly } from '#base/children/pool.ts'
import type { Question } from './reading.ts'
import { isSound, type Sound } from './sound.ts'

export const MOST_MEGABYTES = 10
const KINDS = 'JPEG、PNG、WebP、PDF'
const SOUNDS = 'WebM、Ogg、MP4'
const MEGABYTE = 1024 * 1024
const READING = new URL('./reading.ts', import.meta.url)

export type Kept = {
  content: Buffer
  mime: 'image/jpeg' | 'application/pdf' | Sound['mime']
  ending: string
  /** Of a sound. */
  seconds: number | null
}

const startsWith = (content: Buffer, ...bytes: number[]) => bytes.every((byte, i) => content[i] === byte)

function sniff(content: Buffer): Question['kind'] | null {
  if (startsWith(content, 0xff, 0xd8, 0xff)) return 'picture'
  if (startsWith(content, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'picture'
  if (startsWith(content, 0x52, 0x49, 0x46, 0x46) && content.toString('latin1', 8, 12) === 'WEBP')
    return 'picture'
  if (content.subarray(0, 1024).includes('%PDF-')) return 'pdf'
  return null
}

const kindOf = (content: Buffer, isVoice: boolean) =>
  isVoice ? (isSound(content) ? ('sound' as const) : null) : sniff(content)

/**
 * What is kept of an upload: of a voice note a sound and nothing else, of all others never a sound. Outside any
 * transaction: it waits for its turn, and may take seconds.
 */
export async function toKept(content: Buffer, account: string, isVoice = false): Promise<Kept> {
  const kind = kindOf(content, isVoice)
  if (kind === null) throw new Refused('attachmentKind', { kinds: isVoice ? SOUNDS : KINDS })
  if (kind === 'sound' && content.length > VOICE.megabytes * MEGABYTE)
    throw new Refused('attachmentTooLarge', { megabytes: VOICE.megabytes })
  const input: Question = { kind, content }
  try {
    const found = await readApart<Uint8Array | Sound | null>({ module: READING, input, account })
    if (found === null) return { content, mime: 'application/pdf', ending: 'pdf', seconds: null }
    if ('seconds' in found) return soundKept(content, found)
    return { content: Buffer.from(found), mime: 'image/jpeg', ending: 'jpg', seconds: null }
  } catch (error) {
    if (error instanceof TooCostly) throw new Refused('attachmentTooCostly')
    throw error
  }
}

function soundKept(content: Buffer, { mime, ending, seconds }: Sound): Kept {
  if (seconds > VOICE.seconds + VOICE.slack)
    throw new Refused('voiceTooLong', { minutes: VOICE.seconds / 60 })
  return { content, mime, ending, seconds: Math.max(1, Math.round(seconds)) }
}
