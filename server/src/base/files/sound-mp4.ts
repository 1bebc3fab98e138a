/** MP4 (ISO 14496-12), as phones record it: whole, or in fragments. Only sound, and how long it is. */

/** Boxes that hold others. */
const MASTERS = ['moov', 'trak', 'mdia', 'mvex', 'moof', 'traf']

export const isMp4 = (content: Buffer): boolean => content.toString('latin1', 4, 8) === 'ftyp'

/** Seconds; null: it holds a picture, or cannot be read. */
export function mp4Sound(content: Buffer): number | null {
  let scale = 0
  let tracks = 0
  let whole = 0
  let usual = 0
  let own = 0
  let fragments = 0
  for (const box of boxesOf(content)) {
    if (box === null) return null
    const { kind, body } = box
    if (kind === 'hdlr') {
      if (body.toString('latin1', 8, 12) !== 'soun') return null
      tracks += 1
    } else if (kind === 'mdhd') {
      const isLong = body[0] === 1
      if (body.length < (isLong ? 32 : 20)) return null
      scale = body.readUInt32BE(isLong ? 20 : 12)
      whole = isLong ? Number(body.readBigUInt64BE(24)) : body.readUInt32BE(16)
    } else if (kind === 'trex' && body.length >= 16) usual = body.readUInt32BE(12)
    else if (kind === 'tfhd') own = durationIn(body) ?? usual
    else if (kind === 'trun') fragments += lengthOf(body, own)
  }
  if (tracks !== 1 || scale === 0) return null
  // A recording in fragments says nothing of the whole, or that it does not know.
  const isKnown = whole > 0 && whole < 0xffffffff
  return (fragments > 0 ? fragments : isKnown ? whole : 0) / scale
}

function durationIn(body: Buffer): number | null {
  if (body.length < 8) return null
  const flags = body.readUIntBE(1, 3)
  const at = 8 + (flags & 1 ? 8 : 0) + (flags & 2 ? 4 : 0)
  return flags & 8 && at + 4 <= body.length ? body.readUInt32BE(at) : null
}

function lengthOf(body: Buffer, usual: number): number {
  if (body.length < 8) return 0
  const flags = body.readUIntBE(1, 3)
  const count = body.readUInt32BE(4)
  if (!(flags & 0x100)) return count * usual
  const width = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length
  let at = 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0)
  let sum = 0
  for (; at + width <= body.length; at += width) sum += body.readUInt32BE(at)
  return sum
}

type Box = { kind: string; body: Buffer }
function* boxesOf(content: Buffer): Generator<Box | null> {
  let at = 0
  while (at + 8 <= content.length) {
    const kind = content.toString('latin1', at + 4, at + 8)
    if (MASTERS.includes(kind)) {
      at += 8
      continue
    }
    const size = content.readUInt32BE(at)
    // 0: to the end. 1: a size of eight bytes, which no voice note needs.
    if (size === 0) return yield { kind, body: content.subarray(at + 8) }
    if (size < 8) return yield null
    yield { kind, body: content.subarray(at + 8, at + size) }
    at += size
  }
}
