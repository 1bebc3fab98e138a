/** 表格: a file as it is sent (.xlsx, .xls, .csv) → sheets of rows. Knows nothing of what the columns mean. */

import { MOST_ROWS } from '@cunyi/shared/people/workbook.ts'
import type { GridRow, Merge } from '@cunyi/shared/people/workbook-headings.ts'
import { type CellValue, isEmptyRow } from '@cunyi/shared/people/workbook-row.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { parseCsv } from 'hucre/csv'
import { readXls, readXlsx, type Sheet, type Workbook } from 'hucre/xlsx'
import { decodeText } from '#base/files/decode.ts'
import { guardWorkbook, isOldWorkbook, isWorkbook } from './guard.ts'

/** `name` null: the format has no names. */
export type Grid = { name: string | null; rows: GridRow[]; merges: Merge[] }

/** Title and notes stand above the data. */
const MOST_READ = MOST_ROWS + 100

export async function gridsOf(file: Buffer): Promise<Grid[]> {
  if (isWorkbook(file)) {
    await guardWorkbook(file)
    return sheetsOf(() => readXlsx(file, { readStyles: true, maxRows: MOST_READ }), 'workbookUnreadable')
  }
  if (isOldWorkbook(file))
    return sheetsOf(() => readXls(file, { readStyles: true, maxRows: MOST_READ }), 'workbookOld')
  return [csvOf(file)]
}

async function sheetsOf(
  read: () => Promise<Workbook>,
  otherwise: 'workbookUnreadable' | 'workbookOld',
): Promise<Grid[]> {
  try {
    return (await read()).sheets.map(gridOf)
  } catch {
    throw new Refused(otherwise)
  }
}

const gridOf = (sheet: Sheet): Grid => ({
  name: sheet.name,
  rows: sheet.rows.flatMap((values, i) => {
    const cells = values.map((value, j) =>
      asShown(plain(value), sheet.cells?.get(`${i},${j}`)?.style?.numFmt),
    )
    return isEmptyRow(cells) ? [] : [{ row: i + 1, cells }]
  }),
  merges: (sheet.merges ?? []).map((one) => ({
    fromRow: one.startRow + 1,
    toRow: one.endRow + 1,
    fromColumn: one.startCol,
    toColumn: one.endCol,
  })),
})

/** 0001 is the number 1 shown on four places: what the village reads is what counts. */
const asShown = (value: CellValue, format: string | undefined): CellValue =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && /^0{2,20}$/.test(format ?? '')
    ? String(value).padStart(format?.length ?? 0, '0')
    : value

/** Formula errors and rich objects become text; nothing else than plain values goes on. */
function plain(value: unknown): CellValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value
  return String(value)
}

/** UTF-8, with or without its mark, else GB18030 as Chinese spreadsheets save it. All cells are text. */
function csvOf(file: Buffer): Grid {
  const text = decoded(file)
  if (/[\0]/.test(text) || !/[,;\t]/.test(text)) throw new Refused('workbookNotXlsx')
  const rows = parseCsv(text.replace(/^\ufeff/, '')).flatMap((values, i): GridRow[] => {
    const cells = values.map((value) => unquoted(plain(value)))
    return isEmptyRow(cells) ? [] : [{ row: i + 1, cells }]
  })
  return { name: null, rows: rows.slice(0, MOST_READ), merges: [] }
}

/** ="0001": how a spreadsheet is made to keep a number as text in a .csv. */
const unquoted = (cell: CellValue): CellValue =>
  typeof cell === 'string' ? cell.replace(/^="(.*)"$/s, '$1') : cell

function decoded(file: Buffer): string {
  const text = decodeText(file)
  if (text === null) throw new Refused('csvUnreadable')
  return text
}
