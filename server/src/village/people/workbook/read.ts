import {
  GUIDE_SHEET,
  MOST_ROWS,
  SHEETS,
  type Sheet,
  sheetOf,
  type WorkbookRows,
} from '@cunyi/shared/people/workbook.ts'
import { shown, textOf } from '@cunyi/shared/people/workbook-cell.ts'
import { checkRows, type ParsedSheets } from '@cunyi/shared/people/workbook-check.ts'
import {
  findHeadings,
  type GridRow,
  type Headings,
  MOST_SHOWN,
  missingColumn,
  sheetNamed,
} from '@cunyi/shared/people/workbook-headings.ts'
import {
  type CellValue,
  isEmptyRow,
  parseRow,
  type RowFault,
  type RowOptions,
} from '@cunyi/shared/people/workbook-row.ts'
import { NOTES, TOTALS } from '@cunyi/shared/people/workbook-words.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { RefusalCode } from '@cunyi/shared/words/refusals.ts'
import { cut, legible } from '@cunyi/shared/words/texts.ts'
import { type Grid, gridsOf } from './grids.ts'

export type ReadOptions = RowOptions & { onRows?: (read: number) => void }
/** The cells of a row as its village wrote them: what the marked workbook gives back. */
export type RawRow = { row: number; cells: Record<string, string> }
export type RawSheets = Record<Sheet['key'], RawRow[]>
export type ReadWorkbook = { rows: WorkbookRows; faults: RowFault[]; rowsRead: number; raw: RawSheets }

type Cells = Record<string, CellValue>
type Taken = { sheet: Sheet; grid: Grid }

/** The whole file → good rows and faults. A Refused: nothing of the file can be used. */
export async function readWorkbook(file: Buffer, options: ReadOptions): Promise<ReadWorkbook> {
  const faults: RowFault[] = []
  const parsed: ParsedSheets = { households: [], people: [], offices: [], members: [] }
  const raw: RawSheets = { households: [], people: [], offices: [], members: [] }
  const ofSheets: RowFault[] = []
  const taken = whichIsWhich(await gridsOf(file), ofSheets)
  const groups = new Map<string, { row: number; group: CellValue }>()
  let read = 0
  for (const { sheet, grid } of taken)
    for (const [row, cells] of rowsOf(sheet, grid, faults)) {
      parsed[sheet.key].push(parseRow(sheet.key, row, cells, options))
      raw[sheet.key].push({ row, cells: textsOf(cells) })
      if (parsed[sheet.key].length > MOST_ROWS) throw new Refused('workbookTooLarge', { rows: MOST_ROWS })
      if (sheet.key === 'people') noteGroup(groups, row, cells)
      read += 1
      if (read % 250 === 0) options.onRows?.(read)
    }
  if (!taken.some(({ sheet }) => sheet.key === 'households')) makeHouseholds(groups, parsed, options, faults)
  const checked = checkRows(parsed)
  return { rows: checked.rows, faults: [...faults, ...ofSheets, ...checked.faults], rowsRead: read, raw }
}

const remark = (
  sheet: string,
  row: number,
  column: string,
  value: string,
  code: RefusalCode,
  params: RowFault['params'],
): RowFault => ({ sheet, row, column, value, code, params, stops: false })

/**
 * Which list each sheet is: by its name, else, where no name is known, by its headings. A misnamed sheet is not passed
 * over in silence; a file without any list is another file.
 */
function whichIsWhich(grids: readonly Grid[], faults: RowFault[]): Taken[] {
  const named = new Map<Sheet['key'], Grid>()
  const others: Grid[] = []
  for (const grid of grids) {
    const key = grid.name === null ? undefined : sheetNamed(grid.name)
    if (key !== undefined && !named.has(key)) named.set(key, grid)
    else if (grid.name?.trim() !== GUIDE_SHEET) others.push(grid)
  }
  if (named.size === 0)
    for (const grid of others.filter(({ rows }) => rows.length > 0)) {
      const sheet = sheetByHeadings(grid)
      if (!sheet || named.has(sheet.key)) continue
      named.set(sheet.key, grid)
      const name = cut(legible(grid.name ?? ''), MOST_SHOWN)
      if (grid.name !== null)
        faults.push(remark(sheet.name, 0, '', name, 'sheetTaken', { sheet: name, as: sheet.name }))
    }
  const choices = SHEETS.map(({ name }) => name).join('、')
  if (named.size === 0) throw new Refused('sheetMissing', { sheet: choices })
  const read = new Set(named.values())
  for (const grid of others) {
    if (read.has(grid) || grid.name === null) continue
    const name = cut(legible(grid.name), MOST_SHOWN)
    faults.push(remark(name, 0, '', '', 'sheetUnknown', { sheet: name, choices }))
  }
  return SHEETS.flatMap((sheet) => {
    const grid = named.get(sheet.key)
    return grid ? [{ sheet, grid }] : []
  })
}

/** The list of which all necessary headings are there, and the most. */
function sheetByHeadings({ rows, merges }: Grid): Sheet | null {
  const known = (headings: Headings) => headings.keys.filter(Boolean).length
  const [best] = SHEETS.flatMap((sheet) => {
    const headings = findHeadings(sheet, rows, merges)
    return headings && known(headings) > 1 && missingColumn(sheet, headings.keys) === null
      ? [{ sheet, known: known(headings) }]
      : []
  }).toSorted((a, b) => b.known - a.known)
  return best?.sheet ?? null
}

/** Data rows with their number as the spreadsheet shows it. */
function rowsOf(sheet: Sheet, grid: Grid, faults: RowFault[]): [number, Cells][] {
  const headings = findHeadings(sheet, grid.rows, grid.merges)
  const missing = missingColumn(sheet, headings?.keys ?? [])
  if (headings?.twice) throw new Refused('columnTwice', { sheet: sheet.name, column: headings.twice })
  if (!headings || missing !== null)
    throw new Refused('columnMissing', { sheet: sheet.name, column: missing ?? '' })
  for (const heading of headings.unknown)
    faults.push(remark(sheet.name, headings.row, heading, heading, 'columnUnknown', { column: heading }))
  if (headings.next > 1)
    faults.push(remark(sheet.name, headings.row, '', '', 'rowsAboveSkipped', { row: headings.row }))
  const filled = fillMerged(sheet, grid, headings, faults)
  return filled.flatMap(({ row, cells }): [number, Cells][] => {
    const known: Cells = {}
    headings.keys.forEach((key, i) => {
      if (key !== undefined) known[key] = cells[i] ?? null
    })
    if (isEmptyRow(Object.values(known))) return []
    const no = notData(cells, known)
    if (no === null) return [[row, known]]
    faults.push(remark(sheet.name, row, '', no, 'totalSkipped', { value: no }))
    return []
  })
}

/** A total, or who made the list: it begins the row, and no ID number stands in it. */
function notData(cells: readonly CellValue[], known: Cells): string | null {
  const [first = ''] = cells.map(textOf).filter((text) => text !== '')
  const texts = Object.values(known).map(textOf)
  const alone = cells.filter((cell) => textOf(cell) !== '').length === 1
  const is =
    TOTALS.test(first) ||
    texts.some((text) => /^(合\s*计|总\s*计|小\s*计)$/.test(text)) ||
    (alone && NOTES.test(first))
  return is && textOf(known.idNumber ?? null) === '' ? cut(legible(first), 20) : null
}

/** What a merged cell says holds for each of its rows. */
function fillMerged(sheet: Sheet, grid: Grid, headings: Headings, faults: RowFault[]): GridRow[] {
  const data = grid.rows.slice(headings.next)
  const down = grid.merges.filter(({ fromRow, toRow }) => toRow > fromRow && fromRow > headings.row)
  if (down.length === 0) return data
  const byRow = new Map(data.map((row) => [row.row, { ...row, cells: [...row.cells] }]))
  for (const { fromRow, toRow, fromColumn } of down) {
    const key = headings.keys[fromColumn]
    const value = byRow.get(fromRow)?.cells[fromColumn] ?? null
    const column = sheet.columns.find((known) => known.key === key)
    if (!column || value === null) continue
    for (let row = fromRow + 1; row <= Math.min(toRow, fromRow + MOST_ROWS); row++) {
      const cells = byRow.get(row)?.cells
      if (cells) cells[fromColumn] ??= value
    }
    faults.push(
      remark(sheet.name, fromRow, column.heading, shown(column, value), 'mergedFilled', {
        column: column.heading,
        rows: toRow - fromRow,
      }),
    )
  }
  return [...byRow.values()]
}

const noteGroup = (
  groups: Map<string, { row: number; group: CellValue }>,
  row: number,
  { household = null, villageGroup = null }: Cells,
) => {
  const number = textOf(household)
  if (number !== '' && textOf(villageGroup) !== '' && !groups.has(number))
    groups.set(number, { row, group: villageGroup })
}

/** A village that keeps one list names household and group of each person there. */
function makeHouseholds(
  groups: ReadonlyMap<string, { row: number; group: CellValue }>,
  parsed: ParsedSheets,
  options: ReadOptions,
  faults: RowFault[],
) {
  if (groups.size === 0) return
  for (const [number, { row, group }] of groups)
    parsed.households.push(parseRow('households', row, { number, villageGroup: group }, options))
  faults.push(remark(sheetOf('people').name, 0, '', '', 'householdFromSheet', {}))
}

const textsOf = (cells: Cells): Record<string, string> =>
  Object.fromEntries(Object.entries(cells).map(([key, cell]) => [key, textOf(cell)]))
