/** 附件: what it is, the content says and never the name. Pictures are drawn anew: no position, no maker, no surprise. */
import { Rejection } from '@cunyi/shared/words/rejection.ts'
import sharp from 'sharp'
import { faultOfPdf } from './pdf.ts'

export const MOST_MEGABYTES = 10
const LONGEST_SIDE = 2000
/** A small file can hold a picture that fills the memory. */
const MOST_PIXELS = 60_000_000
const KINDS = 'JPEG、PNG、WebP、PDF'

export type Kept = { content: Buffer; mime: 'image/jpeg' | 'application/pdf'; ending: string }

const startsWith = (content: Buffer, ...bytes: number[]) => bytes.every((byte, i) => content[i] === byte)

function sniff(content: Buffer): 'picture' | 'pdf' | null {
  if (startsWith(content, 0xff, 0xd8, 0xff)) return 'picture'
  if (startsWith(content, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'picture'
  if (startsWith(content, 0x52, 0x49, 0x46, 0x46) && content.toString('latin1', 8, 12) === 'WEBP')
    return 'picture'
  if (content.subarray(0, 1024).includes('%PDF-')) return 'pdf'
  return null
}

/** What is kept of an upload: a picture upright, at most 2000 pixels a side and without what the camera added. */
export async function toKept(content: Buffer): Promise<Kept> {
  const kind = sniff(content)
  if (kind === null) throw new Rejection('attachmentKind', { kinds: KINDS })
  if (kind === 'pdf') {
    const fault = faultOfPdf(content)
    if (fault) throw new Rejection(fault === 'active' ? 'attachmentActive' : 'attachmentLocked')
    return { content, mime: 'application/pdf', ending: 'pdf' }
  }
  try {
    const drawn = await sharp(content, { limitInputPixels: MOST_PIXELS, failOn: 'error' })
      .rotate()
      .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82, mozjpeg: false })
      .toBuffer()
    return { content: drawn, mime: 'image/jpeg', ending: 'jpg' }
  } catch {
    throw new Rejection('attachmentUnreadable')
  }
}
