import { type SheetKey, sheetOf } from '@cunyi/shared/people/workbook.ts'
import type { RowFault } from '@cunyi/shared/people/workbook-row.ts'
import type { Day } from '@cunyi/shared/words/days.ts'
import type { Params } from '@cunyi/shared/words/refusal.ts'
import type { RefusalCode } from '@cunyi/shared/words/refusals.ts'
import { printOf } from './state.ts'

export type Kind = 'new' | 'changed' | 'unchanged' | 'stale'
export type Change = {
  sheet: string
  row: number
  key: string
  kind: 'new' | 'changed' | 'stale'
  fields: string[]
}
export type CompareOptions = {
  today: Day
  idIndex: (text: string) => string
  phoneIndex: (text: string) => string
  /** What stood there at the preview; a row that stands otherwise now is stale. */
  basedOn?: Readonly<Record<string, string>>
  overwriteStale?: boolean
}

/** Collects what a comparison finds; one rule for new, changed, unchanged and stale on every sheet. */
export class Findings {
  readonly options: CompareOptions
  readonly faults: RowFault[] = []
  readonly changes: Change[] = []
  readonly counts: Record<Kind, number> = { new: 0, changed: 0, unchanged: 0, stale: 0 }
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
      kind,
      fields: headings.map((column) => column.heading),
    })
    return kind !== 'stale'
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
