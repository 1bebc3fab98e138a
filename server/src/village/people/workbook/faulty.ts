/** 问题行: the rows that stay out, as their village wrote them, each fault marked; mended, the same file is brought in again. */
import { SHEETS } from '@cunyi/shared/people/workbook.ts'
import { explainFault } from '@cunyi/shared/people/workbook-check.ts'
import type { RowFault } from '@cunyi/shared/people/workbook-row.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { compareWorkbook } from './compare.ts'
import { numbersOf } from './numbers.ts'
import { openKept, optionsOf } from './preview.ts'
import { findImport, loadState } from './queries.ts'
import { emptyTexts, type Marks, writeWorkbook } from './write.ts'

export async function faultyRows(
  parts: Pick<Parts, 'db' | 'keys'>,
  villageId: string,
  id: string,
  now: Date,
): Promise<Buffer> {
  return inVillage(parts.db, villageId, async (tx) => {
    const row = await findImport(tx, villageId, id)
    if (!row) throw new Refused('notFound')
    if (row.status !== 'previewed' || !row.rows) throw new Refused('importNotPreviewed')
    const kept = openKept(parts, row.rows)
    const options = optionsOf(parts, shanghaiDate(now), await numbersOf(parts, tx, villageId))
    const compared = compareWorkbook(await loadState(tx, villageId), kept.rows, options)
    return markedWorkbook(kept.raw ?? emptyTextRows(), [...kept.faults, ...compared.faults])
  })
}

const emptyTextRows = () => ({ households: [], people: [], offices: [], members: [] })

/** Only rows that stay out; a remark on one of them stands beside it. */
export function markedWorkbook(
  raw: NonNullable<ReturnType<typeof openKept>['raw']>,
  faults: readonly RowFault[],
): Promise<Buffer> {
  const texts = emptyTexts()
  const marks: Marks = new Map()
  for (const { key, name, columns } of SHEETS) {
    const here = Map.groupBy(
      faults.filter((fault) => fault.sheet === name && fault.row > 0),
      ({ row }) => row,
    )
    for (const { row, cells } of raw[key]) {
      const own = here.get(row)
      if (!own?.some(({ stops }) => stops)) continue
      texts[key].push(cells)
      marks.set(texts[key].at(-1) ?? cells, {
        columns: new Set(
          own.flatMap(({ column }) => columns.find((one) => one.heading === column)?.key ?? []),
        ),
        says: own
          .map(explainFault)
          .map((one) => [one.messageZh, one.mendZh].filter(Boolean).join('：'))
          .join('；'),
      })
    }
  }
  return writeWorkbook(texts, marks)
}
