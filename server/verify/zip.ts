/** A zip as a package is: stored or deflated entries, each once. Everything else is refused. */
import { textOf } from './bytes.ts'
import { crc32, inflate } from './platform.ts'

export class Unreadable extends Error {}

const END = 0x06054b50
const END_SIZE = 22
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
/** Flags a package may carry: sizes behind the bytes, names in UTF-8. Any other, as of encryption, is refused. */
const FLAGS = (1 << 3) | (1 << 11)
const UNIX = 3
const TYPE = 0o170000
const FILE = 0o100000
/** No package comes near it; a bomb does. */
const MOST_BYTES = 2 ** 31

export function unzip(file: Uint8Array): Map<string, Uint8Array> {
  try {
    return entriesOf(file)
  } catch (error) {
    if (error instanceof Unreadable) throw error
    throw new Unreadable(`not a zip that can be read (${(error as Error).message})`)
  }
}

function entriesOf(file: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const [two, four] = [(at: number) => view.getUint16(at, true), (at: number) => view.getUint32(at, true)]
  const nameAt = (at: number, length: number) => textOf(file.subarray(at, at + length))
  let end = file.length - 4
  while (end >= 0 && four(end) !== END) end -= 1
  if (end < 0) throw new Unreadable('not a zip file')
  // Another program might take another end for the true one, and unpack other files.
  if (end + END_SIZE !== file.length) throw new Unreadable('something stands behind its end')
  if (four(end + 12) + four(end + 16) !== end || two(end + 8) !== two(end + 10))
    throw new Unreadable('its list of files is not all before its end')
  const entries = new Map<string, Uint8Array>()
  let total = 0
  let at = four(end + 16)
  for (let left = two(end + 10); left > 0; left -= 1) {
    if (four(at) !== CENTRAL) throw new Unreadable('its list of files is damaged')
    const flags = two(at + 8)
    const method = two(at + 10)
    const crc = four(at + 16)
    const packed = four(at + 20)
    const size = four(at + 24)
    const [path, extra, remark] = [28, 30, 32].map((offset) => two(at + offset)) as [number, number, number]
    const name = nameAt(at + 46, path)
    const local = four(at + 42)
    if (four(local) !== LOCAL) throw new Unreadable(`${name}: its head is damaged`)
    const why = whyNotTaken(name, flags | two(local + 6), typeOf(view, at))
    if (why) throw new Unreadable(`${JSON.stringify(name)}: ${why}`)
    if (nameAt(local + 30, two(local + 26)) !== name) throw new Unreadable(`${name}: it has two names`)
    const begin = local + 30 + two(local + 26) + two(local + 28)
    total += size
    if (total > MOST_BYTES) throw new Unreadable('it is too large to be a package')
    const raw = file.subarray(begin, begin + packed)
    const content = method === 0 ? raw : method === 8 ? unpacked(raw, size, name) : null
    if (!content) throw new Unreadable(`${name}: packed in an unknown way`)
    if (content.length !== size || crc32(content) !== crc)
      throw new Unreadable(`${name}: its bytes are damaged`)
    if (entries.has(name)) throw new Unreadable(`${name} is in it twice`)
    entries.set(name, content)
    at += 46 + path + extra + remark
  }
  if (at !== end) throw new Unreadable('its list of files holds more than it says')
  return entries
}

/** What kind of file a Unix packer wrote down; of other packers nothing is known, and they make no links. */
const typeOf = (view: DataView, at: number): number =>
  view.getUint8(at + 5) === UNIX ? view.getUint16(at + 40, true) & TYPE : 0

/** Letters that no other looks like or is folded into: ASCII, and Han without its compatibility forms. */
const PART = /^[\w.\-\u3007\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{2f7ff}\u{30000}-\u{3fffd}]+$/u

/** Whoever unpacks it must get these files, in this folder, and nothing else. */
function whyNotTaken(name: string, flags: number, type: number): string | null {
  if (type !== 0 && type !== FILE) return 'it is a link or no file'
  if ((flags & ~FLAGS) !== 0) return 'it is encrypted or packed in an unknown way'
  if (name.split('/').some((part) => !PART.test(part) || /^\.+$/.test(part)))
    return 'its name leads out of the package'
  // Another program would read another name.
  if (!/^[\w./-]+$/.test(name) && (flags & (1 << 11)) === 0) return 'its name is not marked as UTF-8'
  return null
}

function unpacked(raw: Uint8Array, size: number, name: string): Uint8Array {
  try {
    return inflate(raw, size)
  } catch {
    throw new Unreadable(`${name}: its bytes are damaged`)
  }
}
