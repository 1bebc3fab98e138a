/** Word by docx: the same paper, to go on writing in. Faces are those of an office's own machine. */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  ImageRun,
  Packer,
  PageBreak,
  PageNumber,
  PageOrientation,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import { toBuffer as drawQr } from 'qrcode'
import { type Block, type Cell, cellOf, type Paper } from '../model.ts'

const BODY = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '仿宋_GB2312' }
const HEAD = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: '方正小标宋简体' }
const RED = 'C8102E'
/** Twentieths of a point, as Word counts lengths. */
const MM = 56.7
const dxa = (mm: number) => Math.round(mm * MM)
const SHEETS = { a4: [210, 297], wide: [210, 297], a3: [297, 420] } as const
const MARGINS = {
  a4: { left: 27, right: 25, top: 25, bottom: 22 },
  wide: { left: 20, right: 20, top: 20, bottom: 20 },
  a3: { left: 28, right: 28, top: 24, bottom: 20 },
} as const
const ALIGN = { left: AlignmentType.LEFT, center: AlignmentType.CENTER, right: AlignmentType.RIGHT } as const
const LINE = { style: BorderStyle.SINGLE, size: 6, color: '000000' }

type Sheet = { width: number; scale: number }

export async function drawWord(paper: Paper): Promise<Buffer> {
  const margins = MARGINS[paper.size]
  const [short, long] = SHEETS[paper.size]
  const isWide = paper.size === 'wide'
  const sheet = {
    width: dxa((isWide ? long : short) - margins.left - margins.right),
    scale: paper.size === 'a3' ? 1.5 : 1,
  }
  const children = []
  for (const block of paper.blocks) children.push(...(await drawBlock(block, sheet)))
  const document = new Document({
    title: paper.title,
    creator: paper.issued.by,
    styles: { default: { document: { run: { font: BODY, size: Math.round(30 * sheet.scale) } } } },
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
            },
          },
        },
        ...(paper.footer === null ? {} : { footers: { default: foot(paper.footer) } }),
        children,
      },
    ],
  })
  return Packer.toBuffer(document)
}

const foot = (text: string) =>
  new Footer({
    children: [
      new Paragraph({
        children: [
          new TextRun({ text: `${text}　　第`, size: 19 }),
          new TextRun({ children: [PageNumber.CURRENT], size: 19 }),
          new TextRun({ text: '页　共', size: 19 }),
          new TextRun({ children: [PageNumber.TOTAL_PAGES], size: 19 }),
          new TextRun({ text: '页', size: 19 }),
        ],
      }),
    ],
  })

type Look = {
  size?: number
  bold?: boolean
  color?: string
  font?: typeof BODY
  align?: keyof typeof ALIGN
  indent?: boolean
  before?: number
  after?: number
  keepNext?: boolean
  under?: string
  line?: number
}
/** Of 240 to a single line. */
const BODY_LINE = 360
const TABLE_LINE = 280

/** One paragraph a line. */
function paragraphs(text: string, look: Look = {}): Paragraph[] {
  const {
    size,
    bold,
    color,
    font,
    align = 'left',
    indent,
    before = 0,
    after = 0,
    keepNext,
    under,
    line: lineHeight = BODY_LINE,
  } = look
  return text.split('\n').map(
    (line) =>
      new Paragraph({
        ...(align === 'left' ? {} : { alignment: ALIGN[align] }),
        ...(keepNext ? { keepNext } : {}),
        ...(indent ? { indent: { firstLine: (size ?? 30) * 20 } } : {}),
        ...(under
          ? { border: { bottom: { style: BorderStyle.SINGLE, size: 18, color: under, space: 4 } } }
          : {}),
        spacing: { ...(before ? { before } : {}), ...(after ? { after } : {}), line: lineHeight },
        children: [
          new TextRun({
            text: line,
            ...(size ? { size } : {}),
            ...(bold ? { bold } : {}),
            ...(color ? { color } : {}),
            ...(font ? { font } : {}),
          }),
        ],
      }),
  )
}

async function drawBlock(block: Block, sheet: Sheet): Promise<(Paragraph | Table)[]> {
  const scaled = (size: number) => Math.round(size * sheet.scale)
  switch (block.is) {
    case 'redHead':
      return [
        ...paragraphs(block.text, { size: scaled(52), bold: true, color: RED, font: HEAD, align: 'center' }),
        ...paragraphs(block.number ?? '', { size: scaled(28), align: 'center', under: RED, after: 240 }),
      ]
    case 'title':
      return paragraphs(block.text, {
        size: scaled(42),
        bold: true,
        font: HEAD,
        align: 'center',
        before: 120,
        after: 240,
      })
    case 'heading':
      return paragraphs(block.text, { size: scaled(30), bold: true, before: 160, after: 80, keepNext: true })
    case 'text': {
      const { align = 'left', plain = false, bold = false } = block
      if (block.lead) return [leadParagraph(block.lead, block.text, scaled(30))]
      return paragraphs(block.text, { size: scaled(30), align, bold, indent: align === 'left' && !plain })
    }
    case 'table':
      return [drawTable(block, sheet), spacer()]
    case 'signatures':
      return [
        ...paragraphs(block.label, { bold: true, before: 200, after: 80, keepNext: true }),
        signatureTable(block.places, sheet),
      ]
    case 'seal':
      return sealOf(block, scaled)
    case 'qr': {
      const side = Math.round(130 * sheet.scale)
      const image = await drawQr(block.address, { width: 400, margin: 1 })
      return [
        paragraphOf([
          new ImageRun({ type: 'png', data: image, transformation: { width: side, height: side } }),
        ]),
        ...paragraphs(`${block.caption}\n${block.address}`, { size: scaled(24) }),
        ...(block.seal ? sealOf(block.seal, scaled) : []),
      ]
    }
    case 'slip':
      return [drawSlip(block, sheet), spacer()]
    case 'page':
      return [paragraphOf([new PageBreak()])]
  }
}

const sealOf = (
  { by, date }: { by: string; date: string },
  scaled: (size: number) => number,
): Paragraph[] => [
  ...paragraphs(by, { size: scaled(30), align: 'right', before: 600 }),
  ...paragraphs('（盖章）', { size: scaled(24), align: 'right' }),
  ...paragraphs(date, { size: scaled(30), align: 'right' }),
]

const leadParagraph = (lead: string, text: string, size: number) =>
  new Paragraph({
    indent: { firstLine: size * 20 },
    spacing: { line: BODY_LINE },
    children: [
      new TextRun({ text: lead, bold: true, size }),
      ...text.split('\n').map((line, i) => new TextRun({ text: line, size, ...(i > 0 ? { break: 1 } : {}) })),
    ],
  })

const paragraphOf = (children: ParagraphChild[]) => new Paragraph({ children })
const spacer = () => new Paragraph({ spacing: { line: 240 }, children: [] })

type TableBlock = Extract<Block, { is: 'table' }>

/** Widths stand on the table and on every cell: without them Word folds the columns up. */
function drawTable({ columns, head, rows, small = false }: TableBlock, sheet: Sheet): Table {
  const all = columns.reduce((sum, one) => sum + one, 0)
  const widths = columns.map((one) => Math.floor((one * sheet.width) / all))
  const size = Math.round((small ? 21 : 24) * sheet.scale)
  const row = (cells: readonly Cell[], isHead: boolean) => {
    let at = 0
    let tall = 0
    const drawn = cells.map((one) => {
      const {
        text,
        span = 1,
        label = isHead,
        align = label ? 'center' : 'left',
        tall: high = 0,
      } = cellOf(one)
      const width = widths.slice(at, at + span).reduce((sum, w) => sum + w, 0)
      at += span
      tall = Math.max(tall, high)
      return new TableCell({
        ...(span > 1 ? { columnSpan: span } : {}),
        width: { size: width, type: WidthType.DXA },
        verticalAlign: high > 0 && !label ? VerticalAlignTable.TOP : VerticalAlignTable.CENTER,
        ...(isHead ? { shading: { fill: 'F0F0F0' } } : {}),
        children: paragraphs(text, {
          size,
          bold: label,
          ...(align === 'left' ? {} : { align }),
          line: TABLE_LINE,
        }),
      })
    })
    return new TableRow({
      children: drawn,
      tableHeader: isHead,
      cantSplit: tall === 0,
      ...(tall > 0 ? { height: { value: dxa(tall), rule: 'atLeast' } } : {}),
    })
  }
  return new Table({
    layout: TableLayoutType.FIXED,
    margins: { left: 80, right: 80, top: 40, bottom: 40 },
    width: { size: widths.reduce((sum, w) => sum + w, 0), type: WidthType.DXA },
    columnWidths: widths,
    borders: {
      top: LINE,
      bottom: LINE,
      left: LINE,
      right: LINE,
      insideHorizontal: LINE,
      insideVertical: LINE,
    },
    rows: [...(head ? [row(head, true)] : []), ...rows.map((cells) => row(cells, false))],
  })
}

const THREE = [1, 1, 1]
const NO_LINE = { style: BorderStyle.NONE, size: 0, color: 'auto' }

function signatureTable(places: Extract<Block, { is: 'signatures' }>['places'], sheet: Sheet): Table {
  const width = Math.floor(sheet.width / THREE.length)
  const texts = places.map(({ name, signed }) => `${name}　${signed ?? '＿＿＿＿＿＿'}`)
  const rows = []
  for (let i = 0; i < Math.max(texts.length, 1); i += THREE.length)
    rows.push(
      new TableRow({
        children: THREE.map(
          (_, at) =>
            new TableCell({
              width: { size: width, type: WidthType.DXA },
              children: paragraphs(texts[i + at] ?? '', { size: 24, before: 60, after: 60 }),
            }),
        ),
      }),
    )
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: width * THREE.length, type: WidthType.DXA },
    columnWidths: THREE.map(() => width),
    borders: {
      top: NO_LINE,
      bottom: NO_LINE,
      left: NO_LINE,
      right: NO_LINE,
      insideHorizontal: NO_LINE,
      insideVertical: NO_LINE,
    },
    rows,
  })
}

/** A frame with the question and one box a choice. */
function drawSlip(slip: Extract<Block, { is: 'slip' }>, sheet: Sheet): Table {
  const count = slip.choices.length
  const whole = (text: string, align: 'left' | 'center' = 'left'): Cell[] => [{ text, span: count, align }]
  return drawTable(
    {
      is: 'table',
      columns: slip.choices.map(() => 1),
      rows: [
        whole(`${slip.title}\n${slip.question}`, 'center'),
        slip.choices.map((text) => ({ text, label: true })),
        slip.choices.map(() => ({ text: '', tall: 10 })),
        whole(`${slip.note}\n${slip.foot}`),
      ],
    },
    sheet,
  )
}
