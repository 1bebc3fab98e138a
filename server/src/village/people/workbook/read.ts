import type { HomeRow } from '@cunyi/shared/people/homes.ts'
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
  columnsOf,
  findHeadings,
  type GridRow,
  type Headings,
  isHeadings,
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
import { GROUP_NAME, NOTES, TOTALS } from '@cunyi/shared/people/workbook-words.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { RefusalCode } from '@cunyi/shared/words/refusals.ts'
import { cut, legible } from '@cunyi/shared/words/texts.ts'
import { type Grid, gridsOf } from './grids.ts'
import { readHomes, toHomeRow, waitForHeads } from './homes.ts'

export type ReadOptions = RowOptions & { onRows?: (read: number) => void }
/** The cells of a row as its village wrote them: what the marked workbook gives back. */
export type RawRow = { row: number; cells: Record<string, string> }
export type RawSheets = Record<Sheet['key'], RawRow[]>
export type ReadWorkbook = { rows: WorkbookRows; faults: RowFault[]; rowsRead: number; raw: RawSheets }

type Cells = Record<string, CellValue>
/** `group`: the sheet is one village group’s, by its name. */
type Taken = { sheet: Sheet; grid: Grid; group?: string }

/** The whole file → good rows and faults. A Refused: nothing of the file can be used. */
export async function readWorkbook(file: Buffer, options: ReadOptions): Promise<ReadWorkbook> {
  const faults: RowFault[] = []
  const parsed: ParsedSheets = { households: [], people: [], offices: [], members: [] }
  const raw: RawSheets = { households: [], people: [], offices: [], members: [] }
  const ofSheets: RowFault[] = []
  const taken = whichIsWhich(await gridsOf(file), ofSheets)
  const groups = new Map<string, { row: number; group: CellValue }>()
  const homeRows: HomeRow[] = []
  let read = 0
  for (const one of taken)
    for (const [row, cells] of rowsOf(one, faults)) {
      const { sheet } = one
      const line = parseRow(sheet.key, row, cells, options)
      parsed[sheet.key].push(line)
      raw[sheet.key].push({ row, cells: textsOf(cells) })
      if (parsed[sheet.key].length > MOST_ROWS) throw new Refused('workbookTooLarge', { rows: MOST_ROWS })
      if (sheet.key === 'people') {
        noteGroup(groups, row, cells)
        homeRows.push(toHomeRow(line, cells))
      }
      read += 1
      if (read % 250 === 0) options.onRows?.(read)
    }
  const homes = parsed.households.length > 0 ? [] : readHomes(homeRows, parsed.people, raw.people, faults)
  if (parsed.households.length === 0) makeHouseholds(groups, parsed, options, faults)
  const checked = waitForHeads(checkRows(parsed), homes)
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
  const ofGroups: Grid[] = []
  const others: Grid[] = []
  for (const grid of grids) {
    const key = grid.name === null ? undefined : sheetNamed(grid.name)
    if (key !== undefined && !named.has(key)) named.set(key, grid)
    else if (grid.name?.trim() !== GUIDE_SHEET) others.push(grid)
  }
  if (named.size === 0)
    for (const grid of others.filter(({ rows }) => rows.length > 0)) {
      const sheet = sheetByHeadings(grid)
      const name = cut(legible(grid.name ?? ''), MOST_SHOWN)
      const isGroup = sheet?.key === 'people' && GROUP_NAME.test(name.trim())
      if (sheet && isGroup && ofGroups.length > 0) {
        const before = ofGroups.at(-1)?.rows.at(-1)?.row ?? 0
        const by = Math.ceil(before / ROWS_A_SHEET) * ROWS_A_SHEET
        ofGroups.push(movedDown(grid, by))
        const params = { sheet: name, as: sheet.name, row: by + 1 }
        faults.push(remark(sheet.name, 0, '', name, 'sheetJoined', params))
        continue
      }
      if (!sheet || named.has(sheet.key)) continue
      named.set(sheet.key, grid)
      if (isGroup) ofGroups.push(grid)
      if (grid.name !== null)
        faults.push(remark(sheet.name, 0, '', name, 'sheetTaken', { sheet: name, as: sheet.name }))
    }
  const choices = SHEETS.map(({ name }) => name).join('、')
  if (named.size === 0) throw nearest(grids) ?? new Refused('sheetMissing', { sheet: choices })
  const read = new Set([...named.values(), ...ofGroups].map(({ name }) => name))
  for (const grid of others) {
    if (grid.name === null || read.has(grid.name)) continue
    const name = cut(legible(grid.name), MOST_SHOWN)
    faults.push(remark(name, 0, '', '', 'sheetUnknown', { sheet: name, choices }))
  }
  return SHEETS.flatMap((sheet) => {
    const grid = named.get(sheet.key)
    if (!grid) return []
    if (sheet.key !== 'people' || !ofGroups.includes(grid)) return [{ sheet, grid }]
    return ofGroups.map((one) => ({ sheet, grid: one, group: one.name?.trim() ?? '' }))
  })
}

/** Rows are told apart by their number: the second sheet of a list goes on at 1,001, so that one still finds its row. */
const ROWS_A_SHEET = 1_000
const movedDown = (grid: Grid, by: number): Grid => ({
  ...grid,
  rows: grid.rows.map((row) => ({ ...row, row: row.row + by })),
  merges: grid.merges.map((one) => ({ ...one, fromRow: one.fromRow + by, toRow: one.toRow + by })),
})

/** Of a file that is no list as it stands: which column the sheet wants that comes nearest to one. */
function nearest(grids: readonly Grid[]): Refused | null {
  const [best] = grids
    .flatMap(({ name, rows, merges }) =>
      SHEETS.flatMap((sheet) => {
        const keys = findHeadings(sheet, rows, merges)?.keys ?? []
        const column = missingColumn(sheet, keys)
        const known = keys.filter(Boolean).length
        return column !== null && known > 1 ? [{ sheet: name ?? sheet.name, column, known }] : []
      }),
    )
    .toSorted((a, b) => b.known - a.known)
  return best ? new Refused('columnMissing', { sheet: best.sheet, column: best.column }) : null
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
function rowsOf({ sheet, grid, group }: Taken, faults: RowFault[]): [number, Cells][] {
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
  const hasGroup = sheet.key !== 'people' || headings.keys.includes('villageGroup')
  const title = grid.rows.slice(0, headings.next).map(({ cells }) => groupAlone(cells))
  let above = group ?? title.findLast((name) => name !== null) ?? null
  return filled.flatMap(({ row, cells }): [number, Cells][] => {
    const known: Cells = {}
    headings.keys.forEach((key, i) => {
      if (key !== undefined) known[key] = cells[i] ?? null
    })
    const own = hasGroup ? null : groupAlone(cells)
    if (own !== null) {
      above = own
      faults.push(remark(sheet.name, row, '', own, 'groupFromRow', { group: own }))
      return []
    }
    if (isEmptyRow(Object.values(known))) return []
    const no = isHeadings(sheet, headings.keys, cells) ? shortly(cells) : notData(cells, known)
    if (no === null) return [[row, hasGroup || above === null ? known : { ...known, villageGroup: above }]]
    faults.push(remark(sheet.name, row, '', no, 'totalSkipped', { value: no }))
    return []
  })
}

/** A total, or who made the list: it begins the row, and no ID number stands in it. */
function notData(cells: readonly CellValue[], known: Cells): string | null {
  const first = firstOf(cells)
  const texts = Object.values(known).map(textOf)
  const alone = cells.filter((cell) => textOf(cell) !== '').length === 1
  const is =
    TOTALS.test(first) ||
    texts.some((text) => /^(合\s*计|总\s*计|小\s*计)$/.test(text)) ||
    (NOTES.test(first) && (alone || /[:：]/.test(first)))
  return is && !/\d{6}/.test(textOf(known.idNumber ?? null)) ? shortly(cells) : null
}

const firstOf = (cells: readonly CellValue[]): string => cells.map(textOf).find((text) => text !== '') ?? ''
const shortly = (cells: readonly CellValue[]): string => cut(legible(firstOf(cells)), 20)

/** A row with the name of a village group and nothing else: those below are of it. */
function groupAlone(cells: readonly CellValue[]): string | null {
  const [one = '', ...more] = new Set(cells.map(textOf).filter((text) => text !== ''))
  return more.length === 0 && GROUP_NAME.test(one) ? legible(one) : null
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
    const column = columnsOf(sheet).find((known) => known.key === key)
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
