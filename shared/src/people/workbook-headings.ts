/** 表头: where the headings of a sheet stand, whatever its village wrote above and around them. Pure. */
import { cut, legible, oneForm } from '../words/texts.ts'
import { type Column, SHEETS, type Sheet, type SheetKey } from './workbook.ts'
import type { CellValue } from './workbook-row.ts'
import { AROUND_HEADING, HEADINGS, PASSED_OVER, SHEET_NAMES } from './workbook-words.ts'

/** A row that is not empty, with its number as the spreadsheet shows it. */
export type GridRow = { row: number; cells: readonly CellValue[] }
/** A merged cell: rows as shown, columns from 0; both ends belong to it. */
export type Merge = { fromRow: number; toRow: number; fromColumn: number; toColumn: number }
export type Headings = {
  /** Where the data begin, as an index into the rows. */
  next: number
  /** The row with the headings, as shown. */
  row: number
  keys: readonly (string | undefined)[]
  unknown: readonly string[]
  twice: string | null
}

/** Villages write two or three lines above a list; a heading further down is none. */
const MOST_ABOVE = 20
/** Of a heading or a name that nobody knows. */
export const MOST_SHOWN = 60

/** A heading without stars, blanks, the ends of lines and what stands in brackets behind it. */
export const bareHeading = (cell: CellValue): string =>
  legible(
    cut(
      (oneForm(String(cell ?? '')).split(/[（(]/)[0] ?? '').replace(/[\s*＊:：\u200b\ufeff]/g, ''),
      MOST_SHOWN,
    ),
  )

/** Columns of a sheet, and what else is read from it: a list of people often says the group of each, and his head. */
export const columnsOf = (sheet: Sheet): readonly Pick<Column, 'key' | 'heading' | 'kind'>[] =>
  sheet.key === 'people' ? [...sheet.columns, ...BESIDE] : sheet.columns
/** Of a list of people alone. */
export const BESIDE = [
  { key: 'villageGroup', heading: '村民小组', kind: 'text' },
  { key: 'headName', heading: '户主姓名', kind: 'text' },
] as const

const columnOf = (sheet: Sheet, heading: string): string | undefined => {
  const named = (as: string) =>
    columnsOf(sheet).find(({ key, heading: own }) => own === as || HEADINGS[key]?.includes(as))?.key
  return named(heading) ?? named(heading.replace(AROUND_HEADING, ''))
}

/** A row that says the headings once more, as printed lists do on each page. */
export const isHeadings = (sheet: Sheet, keys: Headings['keys'], cells: readonly CellValue[]): boolean =>
  keys.filter((key, i) => key !== undefined && columnOf(sheet, bareHeading(cells[i] ?? null)) === key)
    .length > 1

/** The row that names most columns; with one above it where the headings stand on two levels. Null: none names two. */
export function findHeadings(
  sheet: Sheet,
  rows: readonly GridRow[],
  merges: readonly Merge[],
): Headings | null {
  let best: (Headings & { score: number }) | null = null
  for (const [i, row] of rows.slice(0, MOST_ABOVE).entries()) {
    const before = rows[i - 1]
    const levels = before ? [[row.cells], [before.cells, row.cells]] : [[row.cells]]
    for (const level of levels) {
      const first = level.length > 1 && before ? before : row
      const found = readHeadings(sheet, levelled(level, first.row, merges))
      const score = new Set(found.keys.filter(Boolean)).size
      if (score > (best?.score ?? 0)) best = { ...found, row: row.row, next: i + 1, score }
    }
  }
  return best
}

/** Each column’s own heading, below the one it shares with its neighbours. */
function levelled(
  levels: readonly (readonly CellValue[])[],
  firstRow: number,
  merges: readonly Merge[],
): [own: string, shared: string][] {
  const width = Math.max(...levels.map((cells) => cells.length))
  const [upper, lower] = levels.length > 1 ? [levels[0] ?? [], levels[1] ?? []] : [[], levels[0] ?? []]
  return Array.from({ length: width }, (_, column) => {
    const merge = merges.find(
      (one) =>
        one.fromRow <= firstRow &&
        one.toRow >= firstRow &&
        one.fromColumn <= column &&
        one.toColumn >= column,
    )
    return [bareHeading(lower[column] ?? null), bareHeading(upper[merge?.fromColumn ?? column] ?? null)]
  })
}

function readHeadings(
  sheet: Sheet,
  headings: readonly [string, string][],
): Pick<Headings, 'keys' | 'unknown' | 'twice'> {
  const seen = new Set<string>()
  const unknown: string[] = []
  let twice: string | null = null
  const keys = headings.map(([own, shared]) => {
    const heading = own || shared
    if (heading === '' || PASSED_OVER.includes(heading)) return undefined
    const key =
      columnOf(sheet, own) ?? columnOf(sheet, shared + own) ?? (own ? undefined : columnOf(sheet, shared))
    if (key === undefined) unknown.push(heading)
    else if (seen.has(key)) twice ??= heading
    else {
      seen.add(key)
      return key
    }
    return undefined
  })
  return { keys, unknown, twice }
}

/** The first column that must be there and is not. The sex follows from an ID number. */
export const missingColumn = (sheet: Sheet, keys: readonly (string | undefined)[]): string | null =>
  sheet.columns.find(
    ({ key, required }) => required && !keys.includes(key) && !(key === 'sex' && keys.includes('idNumber')),
  )?.heading ?? null

/** Which list a sheet is, by its name. */
export const sheetNamed = (name: string): SheetKey | undefined =>
  SHEETS.find(({ key, name: own }) => own === name.trim() || SHEET_NAMES[key].includes(name.trim()))?.key
