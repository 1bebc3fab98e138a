/** What somebody may send to make the server work: each is small, and none may cost more than its size. */
import { createRequire } from 'node:module'
import { deflateSync } from 'node:zlib'

// biome-ignore lint/suspicious/noExplicitAny: the server's own picture library; the tests need none beside it
const sharp: any = createRequire(new URL('../../../server/src/base/files/kinds.ts', import.meta.url))('sharp')

const END = '\n%%EOF\n'
/** A paper that begins its content again and again and never ends one. */
export const unendedPdf = (bytes: number) =>
  Buffer.from(`%PDF-1.5\n${'stream\n'.repeat(Math.ceil(bytes / 7))}${END}`)

/** Packed objects of 8 KB, each of which unpacks to eight megabytes. */
export function bombPdf(streams: number): Buffer {
  const packed = deflateSync(Buffer.alloc(8 * 1024 * 1024 - 1, 32), { level: 9 })
  const object = Buffer.concat([
    Buffer.from(`1 0 obj\n<</Type/ObjStm/Filter/FlateDecode/N 1/First 4/Length ${packed.length}>>\nstream\n`),
    packed,
    Buffer.from('\nendstream\nendobj\n'),
  ])
  return Buffer.concat([
    Buffer.from('%PDF-1.5\n'),
    ...Array.from({ length: streams }, () => object),
    Buffer.from(END),
  ])
}

/** Every letter of a name in disguise. */
export const disguisedPdf = (bytes: number) =>
  Buffer.from(`%PDF-1.5\n${'#41'.repeat(Math.ceil(bytes / 3))}${END}`)

/** A few kilobytes that are many megapixels. */
export const widePng = (width: number, height: number, options: object = {}): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#c22' } })
    .png({ compressionLevel: 9, palette: true, colours: 2, ...options })
    .toBuffer()

export const wideJpeg = (width: number, height: number, options: object = {}): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#2a2' } })
    .jpeg({ quality: 40, ...options })
    .toBuffer()

/** A notice in honest words whose spaces could be read in very many ways. */
export const spacedNotice = (spaces: number) => `签字：${' '.repeat(spaces)}年`

/** Two texts of 20,000 characters that share no line. */
export const twoTexts = (): [string, string] => {
  const lines = (mark: number) =>
    Array.from({ length: 6600 }, (_, i) => String.fromCharCode(mark + (i % 5000), mark + (i % 4999))).join(
      '\n',
    )
  return [lines(0x4e00).slice(0, 20_000), lines(0x7000).slice(0, 20_000)]
}
