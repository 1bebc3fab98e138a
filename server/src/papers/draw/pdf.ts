/** PDF by Typst: one compiler, one template, the paper as data. */
import { readFileSync } from 'node:fs'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { toString as drawQr } from 'qrcode'
import type { Paper } from '../model.ts'
import { fontFiles } from './fonts.ts'

const template = readFileSync(new URL('./template.typ', import.meta.url), 'utf8')
let compiler: NodeCompiler | undefined

/** The same paper gives the same bytes: no clock, no chance, no font of the machine. */
export async function drawPdf(paper: Paper): Promise<Buffer> {
  compiler ??= NodeCompiler.create({ fontArgs: [{ fontBlobs: fontFiles() }] })
  const compiled = compiler.compile({
    mainFileContent: template,
    inputs: { paper: JSON.stringify(paper), codes: JSON.stringify(await codesOf(paper)) },
  })
  const document = compiled.result
  if (!document) {
    const why = compiled.takeError()?.shortDiagnostics
    throw new Error(`The paper could not be drawn: ${JSON.stringify(why)}`)
  }
  const pdf = compiler.pdf(document, { pdfTags: paper.blocks.every(isShort) })
  compiler.evictCache(0)
  return pdf
}

const LONG_TABLE = 400
/** Tags for screen readers cost more than the paper itself where a table runs over many pages. */
const isShort = (block: Paper['blocks'][number]) => block.is !== 'table' || block.rows.length < LONG_TABLE

async function codesOf(paper: Paper): Promise<Record<string, string>> {
  const codes: Record<string, string> = {}
  for (const block of paper.blocks)
    if (block.is === 'qr') codes[block.address] = await drawQr(block.address, { type: 'svg', margin: 1 })
  return codes
}
