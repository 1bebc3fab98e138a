/** PDF by Typst: one compiler, one template, the paper as data. */
import { readFileSync } from 'node:fs'
import { NodeCompiler, type NodeTypstDocument } from '@myriaddreamin/typst-ts-node-compiler'
import { toString as drawQr } from 'qrcode'
import type { Paper } from '../model.ts'
import { families, fontFiles } from './fonts.ts'

const template = readFileSync(new URL('./template.typ', import.meta.url), 'utf8')
const compilers: { usual?: NodeCompiler; wide?: NodeCompiler } = {}

/** A poster takes the largest type with which it is one sheet. */
const POSTER_SCALES = [1.9, 1.7, 1.55, 1.4, 1.25, 1.1]

/** The same paper gives the same bytes: no clock, no chance, no font of the machine. */
export async function drawPdf(paper: Paper, wide: boolean): Promise<Buffer> {
  const typst = compilerWith(wide ? 'wide' : 'usual')
  const faces = JSON.stringify(wide ? families() : families().slice(0, 1))
  const inputs = { paper: JSON.stringify(paper), codes: JSON.stringify(await codesOf(paper)), faces }
  const document = fitting(paper, (scale) => compile(typst, { ...inputs, scale: String(scale) }))
  const isTagged = paper.blocks.every(isShort)
  const pdf = typst.pdf(document, {
    pdfTags: isTagged,
    pdfStandard: isTagged ? ('a-2a' as never) : ('a-2u' as never),
  })
  typst.evictCache(0)
  return pdf
}

function compilerWith(faces: 'usual' | 'wide'): NodeCompiler {
  compilers[faces] ??= NodeCompiler.create({ fontArgs: [{ fontBlobs: fontFiles(faces === 'wide') }] })
  return compilers[faces]
}

/** Other papers have the size that their form asks for. */
function fitting(paper: Paper, drawn: (scale: number) => NodeTypstDocument): NodeTypstDocument {
  if (paper.size !== 'a3') return drawn(1)
  let document: NodeTypstDocument | undefined
  for (const scale of POSTER_SCALES) {
    document = drawn(scale)
    if (document.numOfPages === 1) break
  }
  return document as NodeTypstDocument
}

function compile(by: NodeCompiler, inputs: Record<string, string>): NodeTypstDocument {
  const compiled = by.compile({ mainFileContent: template, inputs })
  if (compiled.result) return compiled.result
  throw new Error(`The paper could not be drawn: ${JSON.stringify(compiled.takeError()?.shortDiagnostics)}`)
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
