import { Refused } from '@cunyi/shared/words/refusal.ts'
import yauzl from 'yauzl'

/** A workbook as it is sent. */
export const MOST_MEGABYTES = 20
/** What a workbook may unpack to. 20,000 people are some 15 MB; the reader then holds each entry to its declared size. */
const MOST_BYTES = 50_000_000
const MOST_ENTRIES = 200

/** 把关: looks at a workbook before it is unpacked. Throws a Refused that says what to do. */
export async function guardWorkbook(file: Buffer): Promise<void> {
  const zip = await open(file)
  try {
    if (!(await holdsWorkbook(zip))) throw new Refused('workbookNotXlsx')
  } finally {
    zip.close()
  }
}

/** Office puts the old format, and files with a password, into the same container. */
export function isOldWorkbook(file: Buffer): boolean {
  if (file.subarray(0, 4).toString('hex') !== 'd0cf11e0') return false
  if (file.includes(Buffer.from('EncryptedPackage', 'utf16le'))) throw new Refused('workbookEncrypted')
  return true
}

export const isWorkbook = (file: Buffer): boolean => file.subarray(0, 2).toString('latin1') === 'PK'

const open = (file: Buffer) =>
  new Promise<yauzl.ZipFile>((resolve, reject) =>
    yauzl.fromBuffer(file, { lazyEntries: true, validateEntrySizes: true }, (error, zip) =>
      error ? reject(new Refused('workbookUnreadable')) : resolve(zip),
    ),
  )

function holdsWorkbook(zip: yauzl.ZipFile): Promise<boolean> {
  return new Promise((resolve, reject) => {
    let bytes = 0
    let entries = 0
    let found = false
    zip.on('error', () => reject(new Refused('workbookUnreadable')))
    zip.on('entry', (entry: yauzl.Entry) => {
      bytes += entry.uncompressedSize
      entries += 1
      if (bytes > MOST_BYTES || entries > MOST_ENTRIES) return reject(new Refused('workbookUnpacksTooLarge'))
      found ||= entry.fileName === 'xl/workbook.xml'
      zip.readEntry()
    })
    zip.on('end', () => resolve(found))
    zip.readEntry()
  })
}
