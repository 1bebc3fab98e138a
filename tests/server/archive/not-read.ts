/** 不读: files that a packer of ours never makes, each with why it is not read. */
import { pack, readKept, unpack } from './played.ts'

export const kept = unpack(readKept('v2.public.zip'))
const bytes = kept['index.html'] as Buffer
const INDEX = 'index.html'

/** The head of the first file in the list, and that beside its bytes. */
const heads = (change: (central: Buffer, local: Buffer) => void): Buffer => {
  const zip = pack(kept)
  change(zip.subarray(zip.readUInt32LE(zip.length - 6)), zip)
  return zip
}
const type = (mode: number) =>
  heads((central) => {
    central.writeUInt8(3, 5)
    central.writeUInt16LE(mode, 40)
  })
/** A name in Chinese whose head does not say that it is UTF-8. */
const unmarked = (): Buffer => {
  const zip = pack({ 材料: bytes })
  zip.writeUInt16LE(0, 6)
  zip.writeUInt16LE(0, zip.readUInt32LE(zip.length - 6) + 8)
  return zip
}
/** The same name written over another of the same length, in both places. */
const named = (from: string, to: string): Buffer => {
  const zip = pack({ ...kept, [from]: Buffer.from('other') })
  for (let at = zip.indexOf(from); at >= 0; at = zip.indexOf(from, at)) zip.write(to, at)
  return zip
}
const listed = (change: (end: Buffer, zip: Buffer) => void): Buffer => {
  const zip = Buffer.from(readKept('v2.public.zip'))
  change(zip.subarray(zip.length - 22), zip)
  return zip
}

export const NOT_READ: [string, Buffer, RegExp][] = [
  ['a symbolic link', type(0o120777), /a link/],
  ['a folder', type(0o040755), /a link or no file/],
  ['a device', type(0o020666), /a link or no file/],
  ['an encrypted file', heads((central) => central.writeUInt16LE(0x801, 8)), /encrypted/],
  [
    'one that is encrypted only beside its bytes',
    heads((_, local) => local.writeUInt16LE(0x801, 6)),
    /encrypted/,
  ],
  ['strong encryption', heads((central) => central.writeUInt16LE(0x840, 8)), /encrypted/],
  ['a list whose names are hidden', heads((central) => central.writeUInt16LE(0x2800, 8)), /encrypted/],
  ['a name twice', named('indax.html', INDEX), /is in it twice/],
  ['a name that is another beside its bytes', heads((central) => central.write('x', 46)), /two names/],
  ['../', pack({ ...kept, '../out': bytes }), /leads out/],
  ['../ within', pack({ ...kept, 'a/../../out': bytes }), /leads out/],
  ['a folder of dots', pack({ ...kept, 'a/.../out': bytes }), /leads out/],
  ['a path from the root', pack({ ...kept, '/etc/x': bytes }), /leads out/],
  ['a path of another system', pack({ ...kept, 'a\\b': bytes }), /leads out/],
  ['a drive', pack({ ...kept, 'C:x': bytes }), /leads out/],
  ['an empty part', pack({ ...kept, 'a//b': bytes }), /leads out/],
  ['a name in Chinese that is not marked so', unmarked(), /not marked/],
  ['a letter that is folded into another', pack({ ...kept, 'papers/\u{f900}.pdf': bytes }), /leads out/],
  ['no name', pack({ ...kept, '': bytes }), /leads out/],
  ['a letter that looks like another', pack({ ...kept, 'indеx.html': bytes }), /leads out/],
  [
    'a remark behind its end',
    Buffer.concat([readKept('v2.public.zip').subarray(0, -2), Buffer.from([2, 0, 1, 1])]),
    /behind its end/,
  ],
  ['a second end', Buffer.concat([readKept('v2.public.zip'), pack({ [INDEX]: bytes })]), /list of files/],
  ['a list that says less than it holds', listed((end) => end.writeUInt16LE(3, 10)), /list of files/],
  ['bytes that are not what was packed', heads((central) => central.writeUInt32LE(1, 16)), /damaged/],
  ['a size that is not its own', heads((central) => central.writeUInt32LE(1, 24)), /damaged/],
]
