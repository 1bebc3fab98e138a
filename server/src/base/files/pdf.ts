/** PDF: a paper that only shows. One that runs, opens or carries something else is not kept. Each byte is read once. */
import { inflateSync } from 'node:zlib'

/** Names after which a reader does more than show (PDF 32000-1, 12.6.4, 7.11.4, 12.7.8); GoToR and GoToE open another file. */
const ACTIVE =
  /\/(JavaScript|JS|Launch|GoTo[RE]|EmbeddedFiles?|RichMedia|XFA|ImportData|SubmitForm|Movie|Rendition)(?![A-Za-z0-9])/
const MOST_INFLATED = 8 * 1024 * 1024
/** Of all packed objects together: some ten times what a whole file may hold. */
const MOST_INFLATED_IN_ALL = 100 * 1024 * 1024
const MOST_STREAMS = 2000
/** How far before a stream its dictionary is looked for. */
const DICTIONARY = 400

export type PdfFault = 'active' | 'locked' | 'cutOff' | null
/** Readers look for the end mark in the last kilobyte; so do we, and are a little kinder. */
const END_WITHIN = 2048

/** Why a PDF is not kept: it is active, nobody can see whether it is, or its end is missing and no reader opens it. */
export function faultOfPdf(content: Buffer): PdfFault {
  const text = content.toString('latin1')
  if (!text.slice(-END_WITHIN).includes('%%EOF')) return 'cutOff'
  const streams = streamsOf(text)
  const outside = plainNames(outsideOf(text, streams))
  if (/\/Encrypt(?![A-Za-z])/.test(outside)) return 'locked'
  if (ACTIVE.test(outside)) return 'active'
  for (const inside of objectStreams(content, text, streams)) {
    if (inside === null) return 'locked'
    if (ACTIVE.test(plainNames(inside))) return 'active'
  }
  return null
}

/** `/J#61vaScript` is the same name as `/JavaScript`. In place, byte by byte: millions of signs are millions of strings. */
function plainNames(text: string): string {
  if (!text.includes('#')) return text
  const bytes = Buffer.from(text, 'latin1')
  let to = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const sign = bytes[at] === HASH ? 16 * digitOf(bytes[at + 1]) + digitOf(bytes[at + 2]) : Number.NaN
    bytes[to] = Number.isNaN(sign) ? (bytes[at] ?? 0) : sign
    to += 1
    if (!Number.isNaN(sign)) at += 2
  }
  return bytes.toString('latin1', 0, to)
}

const HASH = '#'.charCodeAt(0)
const digitOf = (byte: number | undefined): number =>
  byte === undefined ? Number.NaN : (HEXADECIMAL[byte] ?? Number.NaN)
const HEXADECIMAL: Record<number, number> = Object.fromEntries(
  [...'0123456789abcdef'].flatMap((digit, value) => [
    [digit.charCodeAt(0), value],
    [digit.toUpperCase().charCodeAt(0), value],
  ]),
)

/** What a stream holds: from behind its word and line end to its closing word. */
type Stream = { from: number; to: number }

/** One that never ends is none: what stands in it is read as text. */
function streamsOf(text: string): Stream[] {
  const streams: Stream[] = []
  let at = 0
  for (;;) {
    const word = text.indexOf('stream', at)
    if (word < 0) return streams
    at = word + 'stream'.length
    const from = text[at] === '\r' ? at + 1 : at
    if (text[from] !== '\n' || text.startsWith('end', word - 3)) continue
    const to = text.indexOf('endstream', from)
    if (to < 0) return streams
    streams.push({ from: from + 1, to })
    at = to + 'endstream'.length
  }
}

/** Pictures and type faces are noise that may look like any name. */
function outsideOf(text: string, streams: readonly Stream[]): string {
  const pieces: string[] = []
  let at = 0
  for (const { from, to } of streams) {
    pieces.push(text.slice(at, from))
    at = to
  }
  return [...pieces, text.slice(at)].join(' ')
}

/** Objects may stand packed in a stream; null where one cannot be unpacked within bounds. */
function* objectStreams(content: Buffer, text: string, streams: readonly Stream[]): Generator<string | null> {
  let seen = 0
  let left = MOST_INFLATED_IN_ALL
  for (const { from, to } of streams) {
    const head = text.slice(Math.max(0, from - DICTIONARY), from)
    if (!/\/ObjStm(?![A-Za-z])/.test(plainNames(head.slice(head.lastIndexOf(' obj'))))) continue
    if (++seen > MOST_STREAMS) yield null
    let inside: string
    try {
      inside = inflateSync(content.subarray(from, to), {
        maxOutputLength: Math.min(MOST_INFLATED, left),
        finishFlush: 2,
      }).toString('latin1')
    } catch {
      return yield null
    }
    left -= inside.length
    if (left <= 0) return yield null
    yield inside
  }
}
