/** 照片: drawn anew, upright and small: no position, no maker, no surprise. Loaded in a child only. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import sharp, { type Metadata } from 'sharp'

const LONGEST_SIDE = 2000
/** What a codec must hold whole is held up to here. */
const MOST_MEGAPIXELS = 40
/** What it can shrink while it reads, as a phone's 64, 108 and 200 are. */
const MOST_MEGAPIXELS_READ = 250
const MILLION = 1_000_000

sharp.cache(false)
sharp.concurrency(1)

/** A picture upright, at most 2000 pixels a side and without what the camera added. */
export async function drawAnew(content: Buffer): Promise<Buffer> {
  const head = await sharp(content, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw new Refused('attachmentUnreadable')
    })
  const megapixels = (head.width * head.height) / MILLION
  const most = canShrink(head) ? MOST_MEGAPIXELS_READ : MOST_MEGAPIXELS
  if (megapixels > most)
    throw new Refused('attachmentTooManyPixels', { megapixels: Math.ceil(megapixels), most })
  try {
    return await sharp(content, {
      limitInputPixels: MOST_MEGAPIXELS_READ * MILLION,
      failOn: 'error',
      sequentialRead: true,
    })
      .rotate()
      .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82, mozjpeg: false })
      .toBuffer()
  } catch {
    throw new Refused('attachmentUnreadable')
  }
}

/** JPEG and PNG come line by line; one that comes in passes over the whole picture is held whole. */
const canShrink = ({ format, isProgressive }: Metadata): boolean =>
  (format === 'jpeg' || format === 'png') && !isProgressive
