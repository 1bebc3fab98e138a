/** 原来 → 现在: a field as people read it. A number is told in part only, by who can open it. */
import { sheetOf } from '@cunyi/shared/people/workbook.ts'
import type { Tell } from './findings.ts'
import type { PeopleIndex } from './people-index.ts'
import { personFields, type StatePerson } from './state.ts'

const COLUMNS = new Map(sheetOf('people').columns.map((column) => [column.key, column]))
/** Stands for a number that the comparison knows only by its index. */
export const NUMBER = '#'

/** What a field of a person says before and after. Empty: nothing. */
export const tellOf =
  (before: StatePerson | null, after: StatePerson, index: PeopleIndex): Tell =>
  (key, side) => {
    const person = side === 'before' ? before : after
    if (!person) return ''
    const value = personFields(person)[key as keyof ReturnType<typeof personFields>]
    const column = COLUMNS.get(key)
    if (value === null || value === undefined || !column) return ''
    if (column.kind === 'idNumber' || column.kind === 'phone') return NUMBER
    if (typeof value === 'boolean') return value ? '是' : '否'
    if (key === 'household') return index.householdNumber(String(value)) ?? ''
    return column.choices?.[String(value)]?.zh ?? String(value)
  }
