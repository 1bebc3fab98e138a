/** 行: the cells of one row → a typed row, or the list of what is wrong with it. Pure; knows no other row. */
import { birthDateOf, sexOf } from '../words/idnumber.ts'
import type { Params } from '../words/refusal.ts'
import type { RefusalCode } from '../words/refusals.ts'
import { SEXES } from '../words/vocabulary.ts'
import { type Column, type SheetKey, sheetOf } from './workbook.ts'
import { type CellOptions, type CellValue, type Read, readCell, shown, textOf } from './workbook-cell.ts'

export type { CellValue } from './workbook-cell.ts'
/** `stops`: the row is not taken over; otherwise it is only said. */
export type RowFault = {
  sheet: string
  row: number
  column: string
  value: string
  code: RefusalCode
  params: Params
  stops: boolean
}
export type RowOptions = CellOptions & {
  /** Nobody is born after it. */
  today: string
}

export type ParsedRow = { values: Record<string, unknown> & { row: number }; faults: RowFault[] }

export const isEmptyRow = (cells: readonly CellValue[]): boolean =>
  cells.every((cell) => cell === null || textOf(cell) === '')

/** `cells` holds the columns the sheet has; one it has not, and an empty cell, keep `undefined`. */
export function parseRow(
  sheetKey: SheetKey,
  row: number,
  cells: Readonly<Record<string, CellValue>>,
  options: RowOptions,
): ParsedRow {
  const sheet = sheetOf(sheetKey)
  const values: ParsedRow['values'] = { row }
  const faults: RowFault[] = []
  const add = (column: Column, stops: boolean, code: RefusalCode, params: Params = {}) =>
    faults.push({
      sheet: sheet.name,
      row,
      column: column.heading,
      value: shown(column, cells[column.key] ?? null),
      code,
      params: { column: column.heading, ...params },
      stops,
    })
  const reads = new Map<string, Read>()
  for (const column of sheet.columns)
    if (column.key in cells) reads.set(column.key, readCell(column, cells[column.key] ?? null, options))
  followNumber(reads)
  for (const column of sheet.columns) {
    const read = reads.get(column.key)
    if (!read) continue
    for (const { code, params } of read.said ?? []) add(column, false, code, params)
    if ('code' in read) add(column, true, read.code, read.params)
    else values[column.key] = read.value
  }
  if (faults.some(({ stops }) => stops)) return { values, faults }
  for (const [key, code, params] of rulesOf(sheetKey, values, options)) {
    const column = sheet.columns.find((known) => known.key === key)
    if (column) add(column, true, code, params)
  }
  return { values, faults }
}

/** What an ID number says of its own needs no cell: the sex, and the day of a birth of which only the month is written. */
function followNumber(reads: Map<string, Read>) {
  const number = reads.get('idNumber')
  if (!number || 'code' in number || typeof number.value !== 'string') return
  const id = number.value
  const sex = reads.get('sex')
  const value = sexOf(id)
  // A list without the column says nothing of it in any row.
  if (!sex) reads.set('sex', { value })
  else if ('code' in sex && sex.code === 'cellEmpty')
    reads.set('sex', { value, said: [{ code: 'sexFromNumber', params: { sex: SEXES[value] } }] })
  const birth = reads.get('birthDate')
  if (birth && 'code' in birth && birth.code === 'dayMonthOnly') reads.set('birthDate', { value: undefined })
}

type Rule = [key: string, code: RefusalCode, params?: Params]

/** What must fit together within one row. */
function rulesOf(sheet: SheetKey, row: Record<string, unknown>, options: RowOptions): Rule[] {
  if (sheet === 'people') return personRules(row, options)
  if (sheet === 'offices') return officeRules(row)
  if (sheet === 'members' && before(row.until, row.since))
    return [['until', 'daysOutOfOrder', { earlier: '确认日期' }]]
  return []
}

function personRules(row: Record<string, unknown>, { today }: RowOptions): Rule[] {
  const rules: Rule[] = []
  const id = row.idNumber as string | null | undefined
  if (id) {
    if (sexOf(id) !== row.sex) rules.push(['sex', 'idNumberSex'])
    if (row.birthDate && row.birthDate !== birthDateOf(id)) rules.push(['birthDate', 'birthDateDiffers'])
    row.birthDate = birthDateOf(id)
  } else if (!row.birthDate) rules.push(['birthDate', 'birthDateNeeded'])
  if (row.birthDate && (row.birthDate as string) > today)
    rules.push([id ? 'idNumber' : 'birthDate', 'dayInFuture'])
  if (before(row.partyFullOn, row.partyJoinedOn))
    rules.push(['partyFullOn', 'daysOutOfOrder', { earlier: '加入日期' }])
  if (before(row.leftOn, row.birthDate)) rules.push(['leftOn', 'daysOutOfOrder', { earlier: '出生日期' }])
  return rules
}

function officeRules(row: Record<string, unknown>): Rule[] {
  const rules: Rule[] = []
  if (before(row.to, row.from)) rules.push(['to', 'termUnfit'])
  if (row.office === 'groupHead' && !row.villageGroup) rules.push(['villageGroup', 'cellEmpty'])
  return rules
}

const before = (a: unknown, b: unknown): boolean => typeof a === 'string' && typeof b === 'string' && a < b
