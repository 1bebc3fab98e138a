/** Word by docx: the same paper, to go on writing in. Faces are those of an office's own machine. */
import {
  Document,
  Footer,
  ImageRun,
  LineRuleType,
  Packer,
  PageBreak,
  PageNumber,
  PageOrientation,
  Paragraph,
  type ParagraphChild,
  type Table,
  TabStopType,
  TextRun,
} from 'docx'
import { toBuffer as drawQr } from 'qrcode'
import type { Block, Paper } from '../model.ts'
import { sealOf } from './word-seal.ts'
import { drawSlip, drawTable, signatureTable } from './word-table.ts'
import { BODY, BODY_LINE, BODY_SIZE, dxa, HEAD, paragraphs, RED, type Sheet } from './word-text.ts'

/** Where an office has them not, Word takes what every Windows has. */
const OTHERWISE = { 仿宋_GB2312: '仿宋', 方正小标宋简体: '宋体' } as const
const SHEETS = { a4: [210, 297], wide: [210, 297], a3: [297, 420] } as const
const MARGINS = {
  // GB/T 9704—2012, 5.2.1.
  a4: { left: 28, right: 26, top: 37, bottom: 35 },
  wide: { left: 20, right: 20, top: 20, bottom: 20 },
  a3: { left: 28, right: 28, top: 24, bottom: 20 },
} as const
/** 字体表: each face with the one to take in its place. */
const FACES = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${Object.entries(
  OTHERWISE,
)
  .map(
    ([name, other]) =>
      `<w:font w:name="${name}"><w:altName w:val="${other}"/><w:charset w:val="86"/></w:font>`,
  )
  .join('')}</w:fonts>`

/** Nothing but signatures stands between here and the seal: its end stays with them. (GB/T 9704—2012, 7.3.5.4) */
const leadsToSeal = (rest: readonly Block[]): boolean =>
  rest[0]?.is === 'seal' ||
  (rest[0]?.is === 'qr' && rest[0].seal !== undefined) ||
  (rest[0]?.is === 'table' &&
    rest[0].rows.length <= 2 &&
    rest[1]?.is === 'qr' &&
    leadsToSeal(rest.slice(1))) ||
  (rest[0]?.is === 'signatures' && leadsToSeal(rest.slice(1)))

export async function drawWord(paper: Paper): Promise<Buffer> {
  const margins = MARGINS[paper.size]
  const [short, long] = SHEETS[paper.size]
  const isWide = paper.size === 'wide'
  const sheet = {
    width: dxa((isWide ? long : short) - margins.left - margins.right),
    scale: paper.size === 'a3' ? 1.5 : 1,
  }
  const children = []
  for (const [i, block] of paper.blocks.entries())
    children.push(
      ...(await drawBlock(block, { ...sheet, isBeforeSeal: leadsToSeal(paper.blocks.slice(i + 1)) })),
    )
  const document = new Document({
    title: paper.title,
    creator: paper.issued.by,
    evenAndOddHeaderAndFooters: true,
    styles: { default: { document: { run: { font: BODY, size: Math.round(BODY_SIZE * sheet.scale) } } } },
    sections: [
      {
        properties: {
          page: {
            size: {
              width: dxa(short),
              height: dxa(long),
              orientation: isWide ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
            },
            margin: {
              left: dxa(margins.left),
              right: dxa(margins.right),
              top: dxa(margins.top),
              bottom: dxa(margins.bottom),
              footer: dxa(margins.bottom - FOOT_FROM_TEXT),
            },
          },
        },
        ...(paper.footer === null
          ? {}
          : {
              footers: { default: foot(paper.footer, sheet, 'odd'), even: foot(paper.footer, sheet, 'even') },
            }),
        children,
      },
    ],
  })
  return Packer.toBuffer(document, undefined, [{ path: 'word/fontTable.xml', data: FACES }])
}

/** Of the number to the type area, with its own height. */
const FOOT_FROM_TEXT = 12

/** — 1 —: 4 号宋体, outside on a sheet printed on both sides, a character from the edge; beside it what it is a page of. (7.5) */
function foot(text: string, sheet: Sheet, side: 'odd' | 'even'): Footer {
  const song = { ascii: '宋体', hAnsi: '宋体', eastAsia: '宋体' }
  const number = [
    new TextRun({ text: '— ', size: 28, font: song }),
    new TextRun({ children: [PageNumber.CURRENT], size: 28, font: song }),
    new TextRun({ text: ' —', size: 28, font: song }),
  ]
  const what = [
    new TextRun({ text: `${text}　共`, size: 19 }),
    new TextRun({ children: [PageNumber.TOTAL_PAGES], size: 19 }),
    new TextRun({ text: '页', size: 19 }),
  ]
  const between = new TextRun({ text: '\t', size: 19 })
  return new Footer({
    children: [
      new Paragraph({
        indent: side === 'odd' ? { right: 280 } : { left: 280 },
        tabStops: [{ type: TabStopType.RIGHT, position: sheet.width - (side === 'odd' ? 280 : 0) }],
        children: side === 'odd' ? [...what, between, ...number] : [...number, between, ...what],
      }),
    ],
  })
}

async function drawBlock(block: Block, sheet: Sheet): Promise<(Paragraph | Table)[]> {
  const scaled = (size: number) => Math.round(size * sheet.scale)
  switch (block.is) {
    case 'redHead': {
      const size = Math.min(60, Math.floor(sheet.width / 10 / ([...block.text].length * 1.08)))
      const isNumbered = block.number !== null && sheet.scale === 1
      return [
        ...paragraphs(block.text, {
          size: scaled(size),
          bold: true,
          color: RED,
          font: HEAD,
          align: 'center',
          before: isNumbered ? dxa(35) : 0,
          after: isNumbered ? BODY_LINE : 0,
        }),
        ...paragraphs(block.number ?? '', {
          size: scaled(block.number === null ? 8 : BODY_SIZE),
          align: 'center',
          under: RED,
          after: isNumbered ? BODY_LINE : 240,
          line: 240,
        }),
      ]
    }
    case 'title':
      return paragraphs(block.text, {
        size: scaled(44),
        bold: true,
        font: HEAD,
        align: 'center',
        before: 120,
        after: 240,
      })
    case 'heading':
      return paragraphs(block.text, {
        size: scaled(BODY_SIZE),
        bold: true,
        before: 160,
        after: 80,
        keepNext: true,
      })
    case 'text': {
      const { align = 'left', plain = false, bold = false } = block
      if (block.lead) return [leadParagraph(block.lead, block.text, scaled(BODY_SIZE), sheet.isBeforeSeal)]
      return paragraphs(block.text, {
        size: scaled(BODY_SIZE),
        align,
        bold,
        indent: align === 'left' && !plain,
        keepLast: sheet.isBeforeSeal ?? false,
      })
    }
    case 'table':
      return [drawTable(block, sheet), spacer(sheet.isBeforeSeal)]
    case 'signatures':
      return [
        ...paragraphs(block.label, { bold: true, before: 200, after: 80, keepNext: true }),
        signatureTable(block.places, sheet),
      ]
    case 'seal':
      return sealOf(block, sheet)
    case 'qr': {
      const side = Math.round(130 * sheet.scale)
      const image = await drawQr(block.address, { width: 400, margin: 1 })
      return [
        new Paragraph({
          keepNext: block.seal !== undefined,
          children: [
            new ImageRun({ type: 'png', data: image, transformation: { width: side, height: side } }),
          ],
        }),
        ...paragraphs(`${block.caption}\n${block.address}`, {
          size: scaled(24),
          line: 280,
          keepNext: block.seal !== undefined,
        }),
        ...(block.seal ? sealOf(block.seal, sheet) : []),
      ]
    }
    case 'slip':
      return [drawSlip(block, sheet), spacer()]
    case 'page':
      return [paragraphOf([new PageBreak()])]
  }
}

const leadParagraph = (lead: string, text: string, size: number, keepNext = false) =>
  new Paragraph({
    keepNext,
    indent: { firstLine: size * 20 },
    spacing: { line: BODY_LINE, lineRule: LineRuleType.AT_LEAST },
    children: [
      new TextRun({ text: lead, bold: true, size }),
      ...text.split('\n').map((line, i) => new TextRun({ text: line, size, ...(i > 0 ? { break: 1 } : {}) })),
    ],
  })

const paragraphOf = (children: ParagraphChild[]) => new Paragraph({ children })
const spacer = (keepNext = false) => new Paragraph({ keepNext, spacing: { line: 240 }, children: [] })
