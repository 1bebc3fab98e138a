/** 行: the cells of one row → a typed row, or the list of what is wrong with it. Pure; knows no other row. */
import { addDays, dateToInstant, isWithinReach } from '../words/days.ts'
import { birthDateOf, isDemoIdNumber, isIdNumber, normaliseIdNumber, sexOf } from '../words/idnumber.ts'
import { mask } from '../words/masking.ts'
import type { Params } from '../words/refusal.ts'
import type { RefusalCode } from '../words/refusals.ts'
import { cut, isFit, legible, oneForm } from '../words/texts.ts'
import { type Column, type SheetKey, sheetOf } from './workbook.ts'

export type CellValue = string | number | boolean | Date | null
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
export type RowOptions = {
  /** 990000… and 100…: in demo and test only. */
  demoAllowed: boolean
  /** Nobody is born after it. */
  today: string
}
type Read = { value: unknown } | { code: RefusalCode; params?: Params }

export type ParsedRow = { values: Record<string, unknown> & { row: number }; faults: RowFault[] }

export const isEmptyRow = (cells: readonly CellValue[]): boolean =>
  cells.every((cell) => cell === null || textOf(cell) === '')

/** `cells` holds the columns the sheet has; one it has not keeps `undefined`. */
export function parseRow(
  sheetKey: SheetKey,
  row: number,
  cells: Readonly<Record<string, CellValue>>,
  options: RowOptions,
): ParsedRow {
  const sheet = sheetOf(sheetKey)
  const values: ParsedRow['values'] = { row }
  const faults: RowFault[] = []
  const add = (column: Column, code: RefusalCode, params: Params = {}) =>
    faults.push({
      sheet: sheet.name,
      row,
      column: column.heading,
      value: shown(column, cells[column.key] ?? null),
      code,
      params,
      stops: true,
    })
  for (const column of sheet.columns) {
    if (!(column.key in cells)) continue
    const read = readCell(column, cells[column.key] ?? null, options)
    if ('code' in read) add(column, read.code, { column: column.heading, ...read.params })
    else values[column.key] = read.value
  }
  if (faults.length > 0) return { values, faults }
  for (const [key, code, params] of rulesOf(sheetKey, values, options)) {
    const column = sheet.columns.find((known) => known.key === key)
    if (column) add(column, code, { column: column.heading, ...params })
  }
  return { values, faults }
}

/** What a fault shows of a cell: an ID number or phone only in part. */
export function shown(column: Pick<Column, 'kind'>, cell: CellValue): string {
  const text = legible(cut(textOf(cell), 60))
  return column.kind === 'idNumber' || column.kind === 'phone' ? mask(column.kind, text) : text
}

const wide = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))

function textOf(cell: CellValue): string {
  if (cell === null) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  if (typeof cell === 'boolean') return cell ? '是' : '否'
  return oneForm(String(cell))
    .replace(/[\s\u00a0\u3000]+/g, ' ')
    .trim()
}

function readCell(column: Column, cell: CellValue, options: RowOptions): Read {
  const text = textOf(cell)
  if (text === '') {
    if (column.required) return { code: 'cellEmpty' }
    return { value: column.kind === 'list' ? [] : (column.empty ?? null) }
  }
  if (!isFit(text)) return { code: 'textUnfit', params: { field: column.heading } }
  switch (column.kind) {
    case 'idNumber':
      return readIdNumber(cell, text, options)
    case 'phone':
      return readPhone(cell, text, options)
    case 'day':
      return readDay(cell, text)
    case 'yesNo':
      return readYesNo(text)
    case 'choice':
      return readChoice(column, text)
    case 'list':
      return readList(text)
    default:
      return text.length > (column.max ?? 60)
        ? { code: 'cellTooLong', params: { max: column.max ?? 60 } }
        : { value: text }
  }
}

const SCIENTIFIC = /^\d(\.\d+)?e\+?\d+$/i

/** A spreadsheet keeps fifteen digits of a number: one stored as a number has lost its end, whatever it shows. */
function readIdNumber(cell: CellValue, text: string, options: RowOptions): Read {
  if (typeof cell === 'number' || SCIENTIFIC.test(text)) return { code: 'cellScientific' }
  const id = normaliseIdNumber(wide(text))
  if (!isIdNumber(id)) return { code: 'idNumberWrong' }
  if (isDemoIdNumber(id) && !options.demoAllowed) return { code: 'demoIdNotAllowed' }
  return { value: id }
}

/** Eleven digits are exact as a number too; a scientific form is not. */
function readPhone(cell: CellValue, text: string, options: RowOptions): Read {
  if (SCIENTIFIC.test(text)) return { code: 'cellScientific' }
  const phone = wide(text)
    .replace(/[\s-]/g, '')
    .replace(/^\+?86(?=1\d{10}$)/, '')
  if (!/^1\d{10}$/.test(phone) || (typeof cell === 'number' && !Number.isSafeInteger(cell)))
    return { code: 'phoneWrong' }
  if (phone.startsWith('100') && !options.demoAllowed) return { code: 'phoneNotAllowedHere' }
  return { value: phone }
}

function readDay(cell: CellValue, text: string): Read {
  // A day stored without a date format is the number of days since 1899-12-30.
  if (typeof cell === 'number' && Number.isInteger(cell) && cell > 3_000 && cell < 80_000)
    return { value: addDays('1899-12-30', cell) }
  const parts =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(wide(text).replace(/\s/g, '')) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(wide(text))
  if (!parts) return { code: 'dayWrong' }
  const day = `${parts[1]}-${parts[2]?.padStart(2, '0')}-${parts[3]?.padStart(2, '0')}`
  return isDay(day) && isWithinReach(day) ? { value: day } : { code: 'dayWrong' }
}

function isDay(day: string): boolean {
  try {
    dateToInstant(day)
    return true
  } catch {
    return false
  }
}

function readYesNo(text: string): Read {
  if (['是', '有', '√', '1', 'Y', 'y', 'yes'].includes(text)) return { value: true }
  if (['否', '无', '×', '0', 'N', 'n', 'no'].includes(text)) return { value: false }
  return { code: 'cellUnknownWord', params: { value: text, choices: '是、否' } }
}

function readChoice(column: Column, text: string): Read {
  const choices = Object.entries(column.choices ?? {})
  const code = choices.find(([, word]) => word.zh === text)?.[0] ?? column.aliases?.[text]
  if (code !== undefined) return { value: code }
  return {
    code: 'cellUnknownWord',
    params: { value: cut(text, 20), choices: choices.map(([, word]) => word.zh).join('、') },
  }
}

function readList(text: string): Read {
  const list = text.split(/[、,，;；\s]+/).filter((entry) => entry !== '')
  return { value: [...new Set(list)] }
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
