/** WOFF 1.0 (W3C) to the plain face that Typst reads: the same tables, unpacked, behind a new directory. */
import { inflateSync } from 'node:zlib'

const HEAD = 44
const ENTRY = 20
const padded = (length: number) => (length + 3) & ~3

/** Throws where the file is no WOFF. */
export function unpackWoff(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('This is no WOFF file.')
  const count = woff.readUInt16BE(12)
  const tables = Array.from({ length: count }, (_, i) => {
    const at = HEAD + i * ENTRY
    const [offset, packed, length] = [4, 8, 12].map((byte) => woff.readUInt32BE(at + byte)) as [
      number,
      number,
      number,
    ]
    const bytes = woff.subarray(offset, offset + packed)
    return {
      tag: woff.subarray(at, at + 4),
      checksum: woff.subarray(at + 16, at + 20),
      bytes: packed < length ? inflateSync(bytes) : bytes,
    }
  })
  const directory = Buffer.alloc(12 + 16 * count)
  const most = 2 ** Math.floor(Math.log2(count))
  woff.copy(directory, 0, 4, 8)
  directory.writeUInt16BE(count, 4)
  directory.writeUInt16BE(most * 16, 6)
  directory.writeUInt16BE(Math.log2(most), 8)
  directory.writeUInt16BE((count - most) * 16, 10)
  let at = directory.length
  const parts: Buffer[] = [directory]
  for (const [i, { tag, checksum, bytes }] of tables.entries()) {
    const entry = 12 + 16 * i
    tag.copy(directory, entry)
    checksum.copy(directory, entry + 4)
    directory.writeUInt32BE(at, entry + 8)
    directory.writeUInt32BE(bytes.length, entry + 12)
    parts.push(bytes, Buffer.alloc(padded(bytes.length) - bytes.length))
    at += padded(bytes.length)
  }
  return Buffer.concat(parts)
}
