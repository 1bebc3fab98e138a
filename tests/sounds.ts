/** 语音样本: the smallest of each kind that is one, so many seconds long. */

const element = (id: string, body: Buffer) => {
  const size = Buffer.alloc(4)
  size.writeUInt32BE(0x10000000 + body.length)
  return Buffer.concat([Buffer.from(id, 'hex'), size, body])
}
const master = (id: string, ...bodies: Buffer[]) =>
  Buffer.concat([Buffer.from(id, 'hex'), Buffer.from('01ffffffffffffff', 'hex'), ...bodies])
const number = (n: number, bytes = 4) => {
  const buffer = Buffer.alloc(bytes)
  buffer.writeUIntBE(n, 0, bytes)
  return buffer
}

/** As a browser records it: nothing says how long the whole is, and one cluster follows another. */
export function webm(seconds: number, { trackType = 2, docType = 'webm' } = {}): Buffer {
  const track = (type: number) =>
    master(
      'ae',
      element('d7', number(1, 1)),
      element('83', number(type, 1)),
      element('86', Buffer.from('A_OPUS')),
    )
  const cluster = (at: number, length: number) =>
    master(
      '1f43b675',
      element('e7', number(at)),
      element('a3', Buffer.concat([Buffer.from([0x81]), number(length, 2), Buffer.from([0x80, 1, 2, 3])])),
    )
  const clusters: Buffer[] = []
  for (let at = 0; at < seconds * 1000; at += 10_000)
    clusters.push(cluster(at, Math.min(10_000, seconds * 1000 - at)))
  return Buffer.concat([
    element('1a45dfa3', element('4282', Buffer.from(docType))),
    master(
      '18538067',
      master('1549a966', element('2ad7b1', number(1_000_000))),
      master('1654ae6b', track(trackType)),
      ...clusters,
    ),
  ])
}

export function ogg(seconds: number, head = 'OpusHead'): Buffer {
  const page = (first: boolean, samples: number, body: Buffer) => {
    const header = Buffer.alloc(28)
    header.write('OggS', 'latin1')
    header[5] = first ? 2 : 0
    header.writeBigInt64LE(BigInt(samples), 6)
    header[26] = 1
    header[27] = body.length
    return Buffer.concat([header, body])
  }
  return Buffer.concat([
    page(true, 0, Buffer.concat([Buffer.from(head, 'latin1'), Buffer.alloc(11)])),
    page(false, seconds * 48_000, Buffer.alloc(40)),
  ])
}

const box = (kind: string, ...bodies: Buffer[]) => {
  const body = Buffer.concat(bodies)
  return Buffer.concat([number(body.length + 8), Buffer.from(kind, 'latin1'), body])
}
/** In fragments, or whole. */
export function mp4(seconds: number, { handler = 'soun', fragments = 0 } = {}): Buffer {
  const mdhd = box(
    'mdhd',
    Buffer.alloc(12),
    number(1000),
    number(fragments ? 0 : seconds * 1000),
    Buffer.alloc(4),
  )
  const hdlr = box('hdlr', Buffer.alloc(8), Buffer.from(handler, 'latin1'), Buffer.alloc(13))
  const trex = box('mvex', box('trex', Buffer.alloc(12), number(20), Buffer.alloc(8)))
  const moof = () =>
    box(
      'moof',
      box(
        'traf',
        box('tfhd', Buffer.alloc(8)),
        box('trun', Buffer.alloc(4), number((seconds * 50) / fragments)),
      ),
    )
  return Buffer.concat([
    box('ftyp', Buffer.from('M4A \0\0\0\0isom', 'latin1')),
    box('moov', box('trak', box('mdia', mdhd, hdlr)), ...(fragments ? [trex] : [])),
    ...Array.from({ length: fragments }, moof),
    box('mdat', Buffer.alloc(64)),
  ])
}
