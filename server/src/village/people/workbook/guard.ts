import { Refused } from '@cunyi/shared/words/refusal.ts'
import yauzl from 'yauzl'

/** A workbook as it is sent. */
export const MOST_MEGABYTES = 20
/** What a workbook may unpack to. 20,000 people are some 15 MB; the reader then holds each entry to its declared size. */
const MOST_BYTES = 50_000_000
const MOST_ENTRIES = 200
const MOST_NAMES_BYTES = 1_000_000

/** 把关: looks at a file before it is unpacked, and names its sheets. Throws a Refused that says what to do. */
export async function guardWorkbook(file: Buffer): Promise<string[]> {
  refuseOtherFormats(file)
  const zip = await open(file)
  try {
    const names = await walk(zip)
    if (!names) throw new Refused('workbookNotXlsx')
    return names
  } finally {
    zip.close()
  }
}

/** Office puts the old format, and files with a password, into the same container. */
function refuseOtherFormats(file: Buffer) {
  if (file.subarray(0, 4).toString('hex') === 'd0cf11e0')
    throw new Refused(
      file.includes(Buffer.from('EncryptedPackage', 'utf16le')) ? 'workbookEncrypted' : 'workbookNotXlsx',
    )
  if (file.subarray(0, 2).toString('latin1') !== 'PK') throw new Refused('workbookNotXlsx')
}

const open = (file: Buffer) =>
  new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.fromBuffer(file, { lazyEntries: true, validateEntrySizes: true }, (error, zip) =>
      error ? reject(new Refused('workbookUnreadable')) : resolve(zip),
    ),
  )

/** The sheets' names, or null where there is no workbook inside. */
function walk(zip: yauzl.ZipFile): Promise<string[] | null> {
  return new Promise((resolve, reject) => {
    let bytes = 0
    let entries = 0
    let workbook: yauzl.Entry | null = null
    const fail = () => reject(new Refused('workbookUnreadable'))
    zip.on('error', fail)
    zip.on('entry', (entry: yauzl.Entry) => {
      bytes += entry.uncompressedSize
      entries += 1
      if (bytes > MOST_BYTES || entries > MOST_ENTRIES) return reject(new Refused('workbookUnpacksTooLarge'))
      if (entry.fileName === 'xl/workbook.xml') workbook = entry
      zip.readEntry()
    })
    zip.on('end', () => {
      if (!workbook) return resolve(null)
      readText(zip, workbook)
        .then((xml) => resolve(sheetNames(xml)))
        .catch(fail)
    })
    zip.readEntry()
  })
}

function readText(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<string> {
  return new Promise((resolve, reject) => {
    if (entry.uncompressedSize > MOST_NAMES_BYTES) return reject(new Refused('workbookUnreadable'))
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(error)
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('error', reject)
      stream.on('end', () => resolve(Buffer.concat(parts).toString('utf8')))
    })
  })
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
/** Each tag is cut out first: a name is looked for in its own tag only. */
const sheetNames = (xml: string): string[] =>
  xml.split('<').flatMap((piece) => {
    const tag = piece.split('>')[0] ?? ''
    const name = /^(?:\w+:)?sheet\s/.test(tag) ? /\sname="([^"]*)"/.exec(tag)?.[1] : undefined
    return name === undefined ? [] : [plainText(name)]
  })

const plainText = (text: string): string =>
  text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
    hex
      ? String.fromCodePoint(Number.parseInt(hex, 16))
      : decimal
        ? String.fromCodePoint(Number(decimal))
        : (ENTITIES[name] ?? whole),
  )
