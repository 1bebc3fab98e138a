/** What a child does with a file: run by toKept only, over base/children. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { faultOfPdf } from './pdf.ts'
import { drawAnew } from './pictures.ts'
import { type Sound, soundOf } from './sound.ts'

export type Question = { kind: 'picture' | 'pdf' | 'sound'; content: Uint8Array }

const REFUSALS = {
  active: 'attachmentActive',
  locked: 'attachmentLocked',
  cutOff: 'attachmentUnreadable',
} as const

/** The picture drawn anew; of a sound what it is; null: the paper is kept as it came. */
export async function read({ kind, content }: Question): Promise<Buffer | Sound | null> {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.byteLength)
  if (kind === 'picture') return drawAnew(bytes)
  if (kind === 'sound') {
    const sound = soundOf(bytes)
    if (!sound) throw new Refused('attachmentUnreadable')
    return sound
  }
  const fault = faultOfPdf(bytes)
  if (fault) throw new Refused(REFUSALS[fault])
  return null
}
