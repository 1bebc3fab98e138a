/** 督导总览: every village's matters by stage, and what is late. Three look-ups, however many villages. */
import type { overviewRow } from '@cunyi/shared/api/divisions.ts'
import { DUTIES, daysLate } from '@cunyi/shared/matter/duties.ts'
import type { z } from 'zod'
import { across } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import * as queries from './queries.ts'

type Row = z.input<typeof overviewRow>

export async function getOverview(parts: Parts, division: string, now: Date) {
  const [villages, counts, facts] = await across(parts.db, async (tx) => [
    await queries.villagesOf(tx, division),
    await queries.stageCounts(tx, division),
    await queries.dueFacts(tx, division),
  ])
  const byStage = Map.groupBy(counts, (row) => row.village)
  const overdue = Map.groupBy(
    facts.flatMap((row) => lateOf(row, now)),
    (row) => row.village,
  )
  const rows = villages.map(
    ({ code, name, township, opened }): Row => ({
      village: code,
      name,
      township,
      opened,
      byStage: Object.fromEntries((byStage.get(code) ?? []).map(({ stage, n }) => [stage, n])),
      overdue: (overdue.get(code) ?? [])
        .map(({ village: _, ...late }) => late)
        .sort((a, b) => b.daysLate - a.daysLate || a.title.localeCompare(b.title)),
    }),
  )
  return { asOf: now.toISOString(), rows }
}

function lateOf(row: queries.DueRow, now: Date): (Row['overdue'][number] & { village: string })[] {
  const { village, proposalId, title, stage, kind } = row
  const due = new Date(row.dueAt)
  const late = daysLate(due, now)
  if (late === null) return []
  const { zh, en } = DUTIES[kind]
  return [
    { village, proposalId, title, stage, whatZh: zh, whatEn: en, dueAt: due.toISOString(), daysLate: late },
  ]
}
