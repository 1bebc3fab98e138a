/** 格: one cell → its value, or what is wrong with it; and what was done to read it. Pure. */
import { addDays, dateToInstant, isWithinReach } from '../words/days.ts'
import { isDemoIdNumber, isIdNumber, normaliseIdNumber } from '../words/idnumber.ts'
import { mask } from '../words/masking.ts'
import type { Params } from '../words/refusal.ts'
import type { RefusalCode } from '../words/refusals.ts'
import { cut, isFit, legible, oneForm } from '../words/texts.ts'
import type { Column } from './workbook.ts'
import { ADVICE, CLEAR, NO, WORDS, YES } from './workbook-words.ts'

export type CellValue = string | number | boolean | Date | null
type Remark = { code: RefusalCode; params?: Params }
/** `value` undefined: what the system holds stays. */
export type Read = ({ value: unknown } | Remark) & { said?: Remark[] }
export type CellOptions = {
  /** 990000… and 100…: in demo and test only. */
  demoAllowed: boolean
}

/** Marks that nobody sees: zero-width blanks, turns of the line, soft hyphens, and the mark of the byte order. */
const UNSEEN = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu
const wide = (text: string): string =>
  text.replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))

const given = (cell: CellValue): string => {
  if (cell === null) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  if (typeof cell === 'boolean') return cell ? '是' : '否'
  return oneForm(String(cell))
}
export const textOf = (cell: CellValue): string =>
  given(cell)
    .replace(UNSEEN, '')
    .replace(/[\s\u00a0\u3000]+/g, ' ')
    .trim()

/** What a fault shows of a cell: an ID number or phone only in part. */
export function shown(column: Pick<Column, 'kind'>, cell: CellValue): string {
  const text = legible(cut(textOf(cell), 60))
  return column.kind === 'idNumber' || column.kind === 'phone' ? mask(column.kind, text) : text
}

export function readCell(column: Column, cell: CellValue, options: CellOptions): Read {
  const text = textOf(cell)
  if (text === '') return column.required ? { code: 'cellEmpty' } : { value: undefined }
  if (text === CLEAR && !column.required)
    return { value: column.kind === 'list' ? [] : (column.empty ?? null) }
  if (!isFit(text)) return { code: 'textUnfit', params: { field: column.heading } }
  const read = readText(column, cell, text, options)
  if (typeof cell !== 'string' || !cell.match(UNSEEN)) return read
  return { ...read, said: [{ code: 'marksRemoved' }, ...(read.said ?? [])] }
}

function readText(column: Column, cell: CellValue, text: string, options: CellOptions): Read {
  switch (column.kind) {
    case 'idNumber':
      return readIdNumber(cell, text, options)
    case 'phone':
      return readPhone(cell, text, options)
    case 'day':
      return readDay(column, cell, text)
    case 'yesNo':
      return readYesNo(text)
    case 'choice':
      return readChoice(column, text)
    case 'list':
      return readList(text)
    default:
      return readWords(column, text)
  }
}

function readWords(column: Column, text: string): Read {
  const most = column.max ?? 60
  if (text.length > most) return { code: 'cellTooLong', params: { max: most } }
  if (column.key !== 'name') return { value: WORDS[column.key]?.[text] ?? text }
  const folded = foldName(text)
  return folded === text
    ? { value: text }
    : { value: folded, said: [{ code: 'nameFolded', params: { from: text, to: folded } }] }
}

/** One form of a name: no blanks between Chinese letters, one dot between the parts of another name. */
export const foldName = (name: string): string => {
  const dotted = name
    .replace(/\s+/g, ' ')
    .replace(/ ?[·•‧∙・●⋅･] ?|(?<=\p{Script=Han})[.．](?=\p{Script=Han})/gu, '·')
  return /^[\p{Script=Han}〇·\s]+$/u.test(dotted) ? dotted.replace(/\s/g, '') : dotted
}

const SCIENTIFIC = /^\d(\.\d+)?e\+?\d+$/i

/** A spreadsheet keeps fifteen digits of a number: one stored as a number has lost its end, whatever it shows. */
function readIdNumber(cell: CellValue, text: string, options: CellOptions): Read {
  if (typeof cell === 'number' || SCIENTIFIC.test(text)) return { code: 'cellScientific' }
  const id = normaliseIdNumber(wide(text).replace(/^['‘’`]/, ''))
  if (!isIdNumber(id)) return { code: 'idNumberWrong' }
  if (isDemoIdNumber(id) && !options.demoAllowed) return { code: 'demoIdNotAllowed' }
  return { value: id }
}

/** Nobody stays out for his phone: the first mobile number of the cell is taken, the rest is said. */
function readPhone(cell: CellValue, text: string, options: CellOptions): Read {
  const kept = (code: RefusalCode): Read => ({ value: undefined, said: [{ code }] })
  if (SCIENTIFIC.test(text)) return kept('cellScientific')
  if (typeof cell === 'number' && !Number.isSafeInteger(cell)) return kept('phoneWrong')
  const pieces = wide(text)
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .split(/[,，、/;；|\n]|或|和/)
    .map((piece) => piece.trim())
    .filter(Boolean)
  const numbers = pieces.map(mobileIn)
  const first = numbers.findIndex((number) => number !== null)
  const phone = numbers[first]
  if (!phone) return kept('phoneWrong')
  if (phone.startsWith('100') && !options.demoAllowed) return kept('phoneNotAllowedHere')
  const rest = pieces.filter((_, i) => i !== first).map((piece) => mask('phone', cut(piece, 20)))
  return rest.length === 0
    ? { value: phone }
    : { value: phone, said: [{ code: 'phoneFirst', params: { rest: rest.join('、') } }] }
}

/** A mobile number with whatever is written around it: +86, blanks and dashes, whose it is. */
const mobileIn = (piece: string): string | null =>
  /^1(?:00|[3-9]\d)\d{8}$/.exec(
    piece
      .replace(/\((?!\+?86\))[^()]*\)$/, '')
      .replace(/[\s\-()]/g, '')
      .replace(/\.0$/, '')
      .replace(/^(?:\+|00)?86(?=1\d{10}$)/, ''),
  )?.[0] ?? null

const DAY_EXAMPLE = '1988-08-08'

function readDay(column: Column, cell: CellValue, text: string): Read {
  // A day stored without a date format is the number of days since 1899-12-30, hours behind the point.
  if (typeof cell === 'number' && cell > 3_000 && cell < 80_000)
    return { value: addDays('1899-12-30', Math.floor(cell)) }
  const plain = inDigits(wide(text))
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[T ]\d{1,2}[:时]\d{1,2}.*$/, '')
    .replace(/\s/g, '')
    .replace(/[-/.]$/, '')
  const parts =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?$/.exec(plain) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(plain)
  if (!parts) {
    const params = { value: cut(text, 20), example: DAY_EXAMPLE }
    if (/^\d{4}[-/.年]\d{1,2}月?$/.test(plain))
      return { code: 'dayMonthOnly', params: { example: DAY_EXAMPLE } }
    if (/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/.test(plain)) return { code: 'dayOtherForm', params }
    return { code: 'dayWrong', params: { column: column.heading } }
  }
  const day = `${parts[1]}-${parts[2]?.padStart(2, '0')}-${parts[3]?.padStart(2, '0')}`
  return isDay(day) && isWithinReach(day) ? { value: day } : { code: 'dayWrong' }
}

const NUMERALS = '〇一二三四五六七八九'
/** 一九八八年八月二十八日 in digits. */
const inDigits = (text: string): string =>
  text
    .replace(/[零○]/g, '〇')
    .replace(/[〇一二三四五六七八九]{4}(?=年)/g, (year) => [...year].map((c) => NUMERALS.indexOf(c)).join(''))
    .replace(/([二三]?)十([一二三四五六七八九]?)(?=[月日号])/g, (_, tens: string, ones: string) =>
      String((tens ? NUMERALS.indexOf(tens) : 1) * 10 + (ones ? NUMERALS.indexOf(ones) : 0)),
    )
    .replace(/[一二三四五六七八九](?=[月日号])/g, (c) => String(NUMERALS.indexOf(c)))

function isDay(day: string): boolean {
  try {
    dateToInstant(day)
    return true
  } catch {
    return false
  }
}

const has = (words: readonly string[], text: string) => words.includes(text)

function readYesNo(text: string): Read {
  if (has(YES, text)) return { value: true }
  if (has(NO, text)) return { value: false }
  return { code: 'cellUnknownWord', params: { value: cut(text, 20), choices: '是、否' } }
}

function readChoice(column: Column, text: string): Read {
  const choices = Object.entries(column.choices ?? {})
  const code = choices.find(([, word]) => word.zh === text)?.[0] ?? WORDS[column.key]?.[text]
  if (code !== undefined) return { value: code }
  const value = cut(text, 20)
  const advice = ADVICE[column.key]?.[text]
  if (advice) return { code: 'wordAdvice', params: { value, advice } }
  return {
    code: 'cellUnknownWord',
    params: { value, choices: choices.map(([, word]) => word.zh).join('、') },
  }
}

function readList(text: string): Read {
  const list = text.split(/[、,，;；\s]+/).filter((entry) => entry !== '')
  return { value: [...new Set(list)] }
}
