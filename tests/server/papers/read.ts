/** What a reader finds on a paper: its text without the spaces and line ends of the type setting. */
import { extractText, getDocumentProxy } from 'unpdf'
import { unzipOf } from '../people/zip.ts'

const plain = (text: string) => text.normalize('NFC').replace(/[\s\u200b]/g, '')

export async function pdfText(pdf: Buffer): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true })
  return plain(text)
}
export async function pdfPageTexts(pdf: Buffer): Promise<string[]> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: false })
  return text.map(plain)
}
export async function pdfPages(pdf: Buffer): Promise<number> {
  return (await getDocumentProxy(new Uint8Array(pdf))).numPages
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
export function wordText(docx: Buffer): string {
  const xml = unzipOf(docx)['word/document.xml']?.toString('utf8') ?? ''
  const runs = [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map((match) => match[1] ?? '')
  return plain(runs.join('').replace(/&(\w+);/g, (whole, name: string) => ENTITIES[name] ?? whole))
}
export const squeezed = plain
