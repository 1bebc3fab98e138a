/** A zip as a package is: stored or deflated entries, each once. Everything else is refused. */
import { crc32, inflateRawSync } from 'node:zlib'

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

export function unzip(file: Buffer): Map<string, Buffer> {
  try {
    return entriesOf(file)
  } catch (error) {
    if (error instanceof Unreadable) throw error
    throw new Unreadable(`not a zip that can be read (${(error as Error).message})`)
  }
}

function entriesOf(file: Buffer): Map<string, Buffer> {
  const end = file.lastIndexOf(Buffer.from('504b0506', 'hex'))
  if (end < 0 || file.readUInt32LE(end) !== END) throw new Unreadable('not a zip file')
  // Another program might take another end for the true one, and unpack other files.
  if (end + END_SIZE !== file.length) throw new Unreadable('something stands behind its end')
  if (
    file.readUInt32LE(end + 12) + file.readUInt32LE(end + 16) !== end ||
    file.readUInt16LE(end + 8) !== file.readUInt16LE(end + 10)
  )
    throw new Unreadable('its list of files is not all before its end')
  const entries = new Map<string, Buffer>()
  let total = 0
  let at = file.readUInt32LE(end + 16)
  for (let left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (file.readUInt32LE(at) !== CENTRAL) throw new Unreadable('its list of files is damaged')
    const flags = file.readUInt16LE(at + 8)
    const method = file.readUInt16LE(at + 10)
    const crc = file.readUInt32LE(at + 16)
    const packed = file.readUInt32LE(at + 20)
    const size = file.readUInt32LE(at + 24)
    const [path, extra, remark] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ]
    const name = file.toString('utf8', at + 46, at + 46 + path)
    const local = file.readUInt32LE(at + 42)
    if (file.readUInt32LE(local) !== LOCAL) throw new Unreadable(`${name}: its head is damaged`)
    const why = whyNotTaken(name, flags | file.readUInt16LE(local + 6), typeOf(file, at))
    if (why) throw new Unreadable(`${JSON.stringify(name)}: ${why}`)
    if (file.toString('utf8', local + 30, local + 30 + file.readUInt16LE(local + 26)) !== name)
      throw new Unreadable(`${name}: it has two names`)
    const begin = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    total += size
    if (total > MOST_BYTES) throw new Unreadable('it is too large to be a package')
    const raw = file.subarray(begin, begin + packed)
    const content = method === 0 ? raw : method === 8 ? inflate(raw, size, name) : null
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
const typeOf = (file: Buffer, at: number): number =>
  file.readUInt8(at + 5) === UNIX ? file.readUInt16LE(at + 40) & TYPE : 0

/** Whoever unpacks it must get these files, in this folder, and nothing else. */
function whyNotTaken(name: string, flags: number, type: number): string | null {
  if (type !== 0 && type !== FILE) return 'it is a link or no file'
  if ((flags & ~FLAGS) !== 0) return 'it is encrypted or packed in an unknown way'
  if (!/^[\w.-]+(\/[\w.-]+)*$/.test(name) || name.split('/').some((part) => /^\.+$/.test(part)))
    return 'its name leads out of the package'
  return null
}

function inflate(raw: Buffer, size: number, name: string): Buffer {
  try {
    return inflateRawSync(raw, { maxOutputLength: Math.max(1, size) })
  } catch {
    throw new Unreadable(`${name}: its bytes are damaged`)
  }
}
