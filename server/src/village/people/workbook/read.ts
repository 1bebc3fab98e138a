import {
  GUIDE_SHEET,
  MOST_ROWS,
  SHEETS,
  type Sheet,
  type WorkbookRows,
} from '@cunyi/shared/people/workbook.ts'
import { checkRows, type ParsedSheets } from '@cunyi/shared/people/workbook-check.ts'
import {
  type CellValue,
  isEmptyRow,
  parseRow,
  type RowFault,
  type RowOptions,
} from '@cunyi/shared/people/workbook-row.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { cut, legible } from '@cunyi/shared/words/texts.ts'
import { streamXlsxRows } from 'hucre/xlsx'
import { guardWorkbook } from './guard.ts'

export type ReadOptions = RowOptions & { onRows?: (read: number) => void }
export type ReadWorkbook = { rows: WorkbookRows; faults: RowFault[]; rowsRead: number }

/** The whole file → good rows and faults. A Refused: nothing of the file can be used. */
export async function readWorkbook(file: Buffer, options: ReadOptions): Promise<ReadWorkbook> {
  const names = await guardWorkbook(file)
  const faults: RowFault[] = []
  const parsed: ParsedSheets = { households: [], people: [], offices: [], members: [] }
  let read = 0
  for (const sheet of SHEETS) {
    const name = names.find((given) => given.trim() === sheet.name)
    if (name === undefined) continue
    for await (const [row, cells] of rowsOf(file, name, sheet, faults)) {
      parsed[sheet.key].push(parseRow(sheet.key, row, cells, options))
      if (parsed[sheet.key].length > MOST_ROWS) throw new Refused('workbookTooLarge', { rows: MOST_ROWS })
      read += 1
      if (read % 250 === 0) options.onRows?.(read)
    }
  }
  noteUnknownSheets(names, faults)
  const checked = checkRows(parsed)
  return { rows: checked.rows, faults: [...faults, ...checked.faults], rowsRead: read }
}

/** A misnamed sheet must not be passed over in silence; one without any known sheet is another workbook. */
function noteUnknownSheets(names: readonly string[], faults: RowFault[]) {
  const known = SHEETS.map((sheet) => sheet.name)
  if (!names.some((name) => known.includes(name.trim())))
    throw new Refused('sheetMissing', { sheet: known.join('、') })
  for (const name of names) {
    if (known.includes(name.trim()) || name.trim() === GUIDE_SHEET) continue
    const sheet = cut(legible(name), MOST_SHOWN)
    faults.push({
      sheet,
      row: 0,
      column: '',
      value: '',
      code: 'sheetUnknown',
      params: { sheet, choices: known.join('、') },
      stops: false,
    })
  }
}

/** Of a heading or a name that nobody knows. */
const MOST_SHOWN = 60

type Cells = Record<string, CellValue>

/** Data rows with their number as the spreadsheet shows it. The first row that is not empty holds the headings. */
async function* rowsOf(
  file: Buffer,
  name: string,
  sheet: Sheet,
  faults: RowFault[],
): AsyncGenerator<[number, Cells]> {
  let keys: (string | undefined)[] | null = null
  try {
    for await (const row of streamXlsxRows(file, { sheet: name })) {
      const cells = row.values.map(plain)
      if (isEmptyRow(cells)) continue
      if (keys === null) keys = headings(cells, sheet, row.index + 1, faults)
      else {
        const known: Cells = {}
        keys.forEach((key, i) => {
          if (key !== undefined) known[key] = cells[i] ?? null
        })
        if (!isEmptyRow(Object.values(known))) yield [row.index + 1, known]
      }
    }
  } catch (error) {
    if (error instanceof Refused) throw error
    throw new Refused('workbookUnreadable')
  }
  if (keys === null) {
    const required = sheet.columns.find((column) => column.required)
    throw new Refused('columnMissing', { sheet: sheet.name, column: required?.heading ?? '' })
  }
}

/** Which column of the table stands where. A heading may have a star or a remark in brackets behind it. */
function headings(
  cells: readonly CellValue[],
  sheet: Sheet,
  row: number,
  faults: RowFault[],
): (string | undefined)[] {
  const bare = (cell: CellValue) =>
    legible(cut((String(cell ?? '').split(/[（(]/)[0] ?? '').replace(/[\s*＊]/g, ''), MOST_SHOWN))
  const seen = new Set<string>()
  const keys = cells.map((cell) => {
    const heading = bare(cell)
    if (heading === '') return undefined
    const column = sheet.columns.find((known) => known.heading === heading)
    if (!column) {
      faults.push({
        sheet: sheet.name,
        row,
        column: heading,
        value: heading,
        code: 'columnUnknown',
        params: { column: heading },
        stops: false,
      })
      return undefined
    }
    if (seen.has(column.key)) throw new Refused('columnTwice', { sheet: sheet.name, column: heading })
    seen.add(column.key)
    return column.key
  })
  const missing = sheet.columns.find((column) => column.required && !seen.has(column.key))
  if (missing) throw new Refused('columnMissing', { sheet: sheet.name, column: missing.heading })
  return keys
}

/** Formula errors and rich objects become text; nothing else than plain values goes on. */
function plain(value: unknown): CellValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value
  return String(value)
}
