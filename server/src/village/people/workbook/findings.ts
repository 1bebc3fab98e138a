import type { Likeness } from '@cunyi/shared/people/doubles.ts'
import { type SheetKey, sheetOf } from '@cunyi/shared/people/workbook.ts'
import type { RowFault } from '@cunyi/shared/people/workbook-row.ts'
import type { Day } from '@cunyi/shared/words/days.ts'
import type { Params } from '@cunyi/shared/words/refusal.ts'
import type { RefusalCode } from '@cunyi/shared/words/refusals.ts'
import { printOf } from './state.ts'

export type Kind = 'new' | 'changed' | 'unchanged' | 'stale' | 'double'
export type Change = {
  sheet: string
  row: number
  key: string
  /** Of a row of 人员: whom it means. */
  personId?: string
  kind: 'new' | 'changed' | 'stale' | 'double'
  fields: string[]
  /** What stands there and what would: one entry a field, an ID number or phone only in part. */
  values?: { from: string; to: string }[]
  /** double: who is entered already, and what speaks for it. */
  like?: {
    likeness: Likeness
    personId: string
    name: string
    birthDate: Day
    household: string | null
    row: number | null
  }
}
export type CompareOptions = {
  today: Day
  idIndex: (text: string) => string
  phoneIndex: (text: string) => string
  /** What stood there at the preview; a row that stands otherwise now is stale. */
  basedOn?: Readonly<Record<string, string>>
  overwriteStale?: boolean
  /** Row of 人员 → it is the person pointed out (true) or another one; a row without an answer stays out. */
  decided?: Readonly<Record<string, boolean>>
  /** The list has no household numbers: its people are put together by their head. Undefined: not yet asked, shown as yes. */
  byHead?: boolean
  /** The plain ID number of who is entered, to compare one digit with; asked for namesakes only. */
  idNumberOf?: (personId: string) => string | null
}

/** Under it stands what was seen of the person pointed out to a row. */
export const doubleKey = (row: number) => `d:${row}`

/** What a field says, on one side of a change. */
export type Tell = (key: string, side: 'before' | 'after') => string

/** Collects what a comparison finds; one rule for new, changed, unchanged and stale on every sheet. */
export class Findings {
  readonly options: CompareOptions
  readonly faults: RowFault[] = []
  readonly changes: Change[] = []
  readonly counts: Record<Kind, number> = { new: 0, changed: 0, unchanged: 0, stale: 0, double: 0 }
  readonly basedOn: Record<string, string> = {}

  constructor(options: CompareOptions) {
    this.options = options
  }

  /** True: the row is to be written. */
  note(
    sheetKey: SheetKey,
    row: { row: number; version?: string | null },
    key: string,
    label: string,
    before: Record<string, unknown> | null,
    after: Record<string, unknown>,
    tell?: Tell,
    personId?: string,
  ): boolean {
    const beforePrint = before === null ? '' : printOf(before)
    this.basedOn[key] = beforePrint
    const kind = this.kindOf(row.version, key, beforePrint, printOf(after))
    this.counts[kind] += 1
    if (kind === 'unchanged') return false
    const sheet = sheetOf(sheetKey)
    const headings = sheet.columns.filter(
      (column) => before !== null && column.key in after && !same(before[column.key], after[column.key]),
    )
    this.changes.push({
      sheet: sheet.name,
      row: row.row,
      key: label,
      ...(personId ? { personId } : {}),
      kind,
      fields: headings.map((column) => column.heading),
      ...(tell && headings.length > 0
        ? { values: headings.map(({ key }) => ({ from: tell(key, 'before'), to: tell(key, 'after') })) }
        : {}),
    })
    return kind !== 'stale'
  }

  /** A row that may mean somebody who is entered already: left out until somebody has decided. */
  double(
    row: { row: number; name: string },
    like: NonNullable<Change['like']>,
    stands: Record<string, unknown>,
  ) {
    this.counts.double += 1
    this.basedOn[doubleKey(row.row)] = printOf(stands)
    this.changes.push({
      sheet: sheetOf('people').name,
      row: row.row,
      key: row.name,
      kind: 'double',
      fields: [],
      like,
    })
  }

  private kindOf(
    version: string | null | undefined,
    key: string,
    beforePrint: string,
    afterPrint: string,
  ): Kind {
    if (beforePrint === afterPrint) return 'unchanged'
    const { basedOn, overwriteStale } = this.options
    const meanwhile = basedOn !== undefined && (basedOn[key] ?? '') !== beforePrint
    const older = beforePrint !== '' && typeof version === 'string' && version !== beforePrint
    if ((meanwhile || older) && !overwriteStale) return 'stale'
    return beforePrint === '' ? 'new' : 'changed'
  }

  fault(
    sheetKey: SheetKey,
    row: number,
    columnKey: string,
    value: string,
    code: RefusalCode,
    params: Params = {},
    stops = true,
  ) {
    const sheet = sheetOf(sheetKey)
    const column = sheet.columns.find((known) => known.key === columnKey)?.heading ?? ''
    this.faults.push({ sheet: sheet.name, row, column, value, code, params, stops })
  }
}

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
