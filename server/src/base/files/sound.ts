/** 语音: WebM, Ogg and MP4, read no further than their own marks. Only sound, and how long it is. Each byte is read once. */
import { isMp4, mp4Sound } from './sound-mp4.ts'

export type Sound = { mime: 'audio/webm' | 'audio/ogg' | 'audio/mp4'; ending: string; seconds: number }

const EBML = 0x1a45dfa3
const OGG = 'OggS'

/** By its first bytes, never by its name. */
export const isSound = (content: Buffer): boolean =>
  (content.length >= 4 && content.readUInt32BE(0) === EBML) ||
  content.toString('latin1', 0, 4) === OGG ||
  isMp4(content)

/** Null: it is cut off, holds a picture, or is not what its first bytes say. */
export function soundOf(content: Buffer): Sound | null {
  const seconds = isMp4(content)
    ? mp4Sound(content)
    : content.toString('latin1', 0, 4) === OGG
      ? oggSound(content)
      : webmSound(content)
  if (seconds === null || !(seconds > 0)) return null
  if (isMp4(content)) return { mime: 'audio/mp4', ending: 'm4a', seconds }
  return content.toString('latin1', 0, 4) === OGG
    ? { mime: 'audio/ogg', ending: 'ogg', seconds }
    : { mime: 'audio/webm', ending: 'webm', seconds }
}

/** Elements that hold others (RFC 8794, RFC 9559): Segment, Info, Tracks, TrackEntry, Cluster, BlockGroup. */
const MASTERS = [EBML, 0x18538067, 0x1549a966, 0x1654ae6b, 0xae, 0x1f43b675, 0xa0]
const TRACK_SOUND = 2
const MILLION = 1_000_000

function webmSound(content: Buffer): number | null {
  let scale = MILLION
  let cluster = 0
  let last = 0
  let tracks = 0
  let isWebm = false
  for (const element of elementsOf(content)) {
    if (element === null) return null
    const { id, body } = element
    if (id === 0x4282) isWebm = body.toString('latin1') === 'webm'
    else if (id === 0x2ad7b1) scale = unsigned(body)
    else if (id === 0xe7) cluster = unsigned(body)
    else if (id === 0x83) {
      if (unsigned(body) !== TRACK_SOUND) return null
      tracks += 1
    } else if (id === 0xa3 || id === 0xa1) {
      const at = widthOf(body[0] ?? 0)
      if (at + 2 <= body.length) last = Math.max(last, cluster + body.readInt16BE(at))
    }
  }
  return isWebm && tracks === 1 ? (last * scale) / (1000 * MILLION) : null
}

const unsigned = (body: Buffer) => (body.length > 0 && body.length <= 6 ? body.readUIntBE(0, body.length) : 0)
const widthOf = (first: number) => Math.clz32(first) - 23

type Element = { id: number; body: Buffer }
/** Flat: what holds others is gone into. Null, and no more: it cannot be read on. The last one may be cut off. */
function* elementsOf(content: Buffer): Generator<Element | null> {
  let at = 0
  while (at < content.length) {
    const idWidth = widthOf(content[at] ?? 0)
    const sizeAt = at + idWidth
    const sizeWidth = widthOf(content[sizeAt] ?? 0)
    if (idWidth > 4 || sizeWidth > 8) return yield null
    const from = sizeAt + sizeWidth
    if (from > content.length) return
    const id = content.readUIntBE(at, idWidth)
    if (MASTERS.includes(id)) {
      at = from
      continue
    }
    const size = sizeOf(content, sizeAt, sizeWidth)
    if (size === null) return yield null
    yield { id, body: content.subarray(from, from + size) }
    at = from + size
  }
}
/** Null: unknown, which only those that hold others may be. */
function sizeOf(content: Buffer, at: number, width: number): number | null {
  let size = (content[at] ?? 0) & (0xff >> width)
  let isUnknown = size === 0xff >> width
  for (let i = 1; i < width; i += 1) {
    const byte = content[at + i] ?? 0
    isUnknown &&= byte === 0xff
    size = size * 256 + byte
  }
  return isUnknown ? null : size
}

const OPUS_RATE = 48_000
const HEADER = 27
/** Each page says how many samples are over with it (RFC 3533); Opus counts 48,000 a second (RFC 7845). */
function oggSound(content: Buffer): number | null {
  let rate = 0
  let streams = 0
  let last = 0n
  let at = 0
  while (at + HEADER <= content.length) {
    if (content.toString('latin1', at, at + 4) !== OGG) return null
    const lacing = content[at + 26] ?? 0
    const from = at + HEADER + lacing
    if (from > content.length) break
    const isFirst = ((content[at + 5] ?? 0) & 2) !== 0
    if (isFirst) {
      streams += 1
      if (content.toString('latin1', from, from + 8) === 'OpusHead') rate = OPUS_RATE
      else if (content.toString('latin1', from, from + 7) === '\u0001vorbis' && from + 16 <= content.length)
        rate = content.readUInt32LE(from + 12)
    }
    const samples = content.readBigInt64LE(at + 6)
    if (samples > last) last = samples
    at = from
    for (let i = at - lacing; i < from; i += 1) at += content[i] ?? 0
  }
  return streams === 1 && rate > 0 ? Number(last) / rate : null
}
