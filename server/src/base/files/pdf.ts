/** PDF: a paper that only shows. One that runs, opens or carries something else is not kept. */
import { inflateSync } from 'node:zlib'

/** Names after which a reader does more than show (PDF 32000-1, 12.6.4, 7.11.4, 12.7.8). */
const ACTIVE =
  /\/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData|SubmitForm|Movie|Rendition)(?![A-Za-z0-9])/
const MOST_INFLATED = 8 * 1024 * 1024
const MOST_STREAMS = 2000

export type PdfFault = 'active' | 'locked' | null

/** Why a PDF is not kept: it is active, or nobody can see whether it is. */
export function faultOfPdf(content: Buffer): PdfFault {
  const text = content.toString('latin1')
  if (/\/Encrypt(?![A-Za-z])/.test(plainNames(outsideStreams(text)))) return 'locked'
  if (ACTIVE.test(plainNames(outsideStreams(text)))) return 'active'
  for (const inside of objectStreams(content, text)) {
    if (inside === null) return 'locked'
    if (ACTIVE.test(plainNames(inside))) return 'active'
  }
  return null
}

/** `/J#61vaScript` is the same name as `/JavaScript`. */
const plainNames = (text: string) =>
  text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

const STREAM = /stream\r?\n[\s\S]*?endstream/g
/** Pictures and type faces are noise that may look like any name. */
const outsideStreams = (text: string) => text.replace(STREAM, 'stream endstream')

/** Objects may stand packed in a stream; null where one cannot be unpacked within bounds. */
function* objectStreams(content: Buffer, text: string): Generator<string | null> {
  let seen = 0
  for (const match of text.matchAll(STREAM)) {
    const head = text.slice(Math.max(0, match.index - 400), match.index)
    if (!/\/ObjStm(?![A-Za-z])/.test(plainNames(head.slice(head.lastIndexOf(' obj'))))) continue
    if (++seen > MOST_STREAMS) yield null
    const from = match.index + (/^stream\r?\n/.exec(match[0])?.[0].length ?? 0)
    const packed = content.subarray(from, match.index + match[0].length - 'endstream'.length)
    try {
      yield inflateSync(packed, { maxOutputLength: MOST_INFLATED, finishFlush: 2 }).toString('latin1')
    } catch {
      yield null
    }
  }
}
