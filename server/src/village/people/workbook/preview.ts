/** 预览: what a comparison found, as the page shows it; and what is kept of the file until it is confirmed. */
import { noRows, SHEETS, type WorkbookRows } from '@cunyi/shared/people/workbook.ts'
import { explainFault } from '@cunyi/shared/people/workbook-check.ts'
import type { RowFault } from '@cunyi/shared/people/workbook-row.ts'
import { maskIfAny } from '@cunyi/shared/words/masking.ts'
import type { Parts } from '#base/parts/parts.ts'
import { idIndexOf, phoneIndexOf } from '#base/system/identity.ts'
import { openField } from '#base/system/keys.ts'
import type { Comparison } from './compare.ts'
import type { Change, CompareOptions } from './findings.ts'
import { PLACE } from './list.ts'
import type { Numbers } from './numbers.ts'
import type { RawSheets } from './read.ts'
import { NUMBER } from './tell.ts'

type Needed = Pick<Parts, 'keys'>
/** A preview shows this many; the counts are of all. */
const MOST_SHOWN = 500

/** `byHand`: one person by a form. */
export type Kept = { rows: WorkbookRows; faults: RowFault[]; raw?: RawSheets; byHand?: boolean }
export const openKept = ({ keys }: Needed, sealed: Buffer): Kept => {
  const kept = JSON.parse(openField(keys, PLACE, sealed)) as Kept
  return { ...kept, rows: { ...noRows(), ...kept.rows } }
}

export const optionsOf = ({ keys }: Needed, today: string, numbers: Numbers): CompareOptions => ({
  today,
  idIndex: (text) => idIndexOf(keys, text),
  phoneIndex: (text) => phoneIndexOf(keys, text),
  idNumberOf: numbers.idNumber,
})

/** By its column, whatever its heading says. */
const PHONE = SHEETS.flatMap(({ columns }) => columns).find(({ kind }) => kind === 'phone')?.heading

const URGENCY = { double: 0, stale: 1, changed: 2, new: 3 }

export function previewOf(compared: Comparison, kept: Kept, numbers: Numbers) {
  const faults = [...kept.faults, ...compared.faults]
  const faulty = new Set(faults.filter((fault) => fault.stops).map((fault) => `${fault.sheet}|${fault.row}`))
    .size
  const written = new Map(compared.people.map((one) => [one.id, one]))
  const changes: Change[] = compared.changes
    .toSorted((a, b) => URGENCY[a.kind] - URGENCY[b.kind])
    .slice(0, MOST_SHOWN)
    .map((change) => withNumbers(change, numbers, written))
  return {
    counts: {
      ...compared.counts,
      faulty,
      faults: faults.length,
      homes: kept.rows.homes?.length ?? 0,
    },
    faults: faults
      .toSorted((a, b) => Number(b.stops) - Number(a.stops))
      .slice(0, MOST_SHOWN)
      .map(explainFault),
    changes,
  }
}

/** ID numbers and phones are told in part: enough to see which one it is. */
function withNumbers(
  { personId, ...change }: Change,
  numbers: Numbers,
  written: ReadonlyMap<string, { idNumber?: string; phone?: string | null }>,
): Change {
  if (!personId || !change.values) return change
  const told = (kind: 'idNumber' | 'phone', side: 'from' | 'to') =>
    maskIfAny(kind, side === 'from' ? numbers[kind](personId) : (written.get(personId)?.[kind] ?? null)) ?? ''
  return {
    ...change,
    values: change.values.map((value, i) => {
      const kind = change.fields[i] === PHONE ? 'phone' : 'idNumber'
      return {
        from: value.from === NUMBER ? told(kind, 'from') : value.from,
        to: value.to === NUMBER ? told(kind, 'to') : value.to,
      }
    }),
  }
}
