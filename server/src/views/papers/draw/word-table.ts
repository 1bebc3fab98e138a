/** Word: tables, places to sign, slips. */
import { BorderStyle, Table, TableCell, TableLayoutType, TableRow, VerticalAlignTable, WidthType } from 'docx'
import { type Block, type Cell, cellOf } from '../model.ts'
import { dxa, LINE, paragraphs, type Sheet, TABLE_LINE } from './word-text.ts'

type TableBlock = Extract<Block, { is: 'table' }>

/** Widths stand on the table and on every cell: without them Word folds the columns up. */
export function drawTable(
  { columns, head, rows, small = false, keep = false }: TableBlock,
  sheet: Sheet,
): Table {
  const { isBeforeSeal = false } = sheet
  const all = columns.reduce((sum, one) => sum + one, 0)
  const widths = columns.map((one) => Math.floor((one * sheet.width) / all))
  const size = Math.round((small ? 21 : 24) * sheet.scale)
  const row = (cells: readonly Cell[], isHead: boolean, keepNext = false) => {
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
          keepNext: keepNext || isHead,
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
    rows: [
      ...(head ? [row(head, true)] : []),
      ...rows.map((cells, i) => row(cells, false, keep || (isBeforeSeal && i >= rows.length - 2))),
    ],
  })
}

const THREE = [1, 1, 1]
const NO_LINE = { style: BorderStyle.NONE, size: 0, color: 'auto' }

export function signatureTable(places: Extract<Block, { is: 'signatures' }>['places'], sheet: Sheet): Table {
  const width = Math.floor(sheet.width / THREE.length)
  const texts = places.map(({ name, signed }) => `${name}　${signed ?? '＿＿＿＿'}`)
  const rows = []
  for (let i = 0; i < Math.max(texts.length, 1); i += THREE.length)
    rows.push(
      new TableRow({
        children: THREE.map(
          (_, at) =>
            new TableCell({
              width: { size: width, type: WidthType.DXA },
              children: paragraphs(texts[i + at] ?? '', {
                size: places.some(({ signed }) => signed) ? 21 : 24,
                before: 60,
                after: 60,
                line: TABLE_LINE,
                keepNext: sheet.isBeforeSeal ?? false,
              }),
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
export function drawSlip(slip: Extract<Block, { is: 'slip' }>, sheet: Sheet): Table {
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
