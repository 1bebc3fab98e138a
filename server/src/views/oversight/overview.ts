/** 督导总览: every village's matters by stage, and what is late. Three look-ups, however many villages. */
import type { overviewRow } from '@cunyi/shared/api/divisions.ts'
import { DUTIES, type Duty, daysLate, isScored } from '@cunyi/shared/matter/duty-kinds.ts'
import { bodyOfTerm } from '@cunyi/shared/matter/terms.ts'
import { seatsOfKey } from '@cunyi/shared/people/composition.ts'
import type { z } from 'zod'
import { across } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import * as queries from './queries.ts'

type Row = z.input<typeof overviewRow>

export async function getOverview(parts: Parts, division: string, now: Date) {
  const [villages, counts, facts] = await across(parts.db, async (tx) => [
    await queries.villagesOf(tx, division),
    await queries.stageCounts(tx, division),
    await queries.dutiesIn(tx, division, now),
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

/** Of matters; what a village owes besides stands in its own list. */
function lateOf(row: queries.DutyRow, now: Date): (Row['overdue'][number] & { village: string })[] {
  const { village, proposalId, title, stage, kind } = row
  const due = new Date(row.dueAt)
  const late = daysLate(due, now)
  if (late === null || !proposalId || !title || !stage) return []
  const { lateZh: whatZh, lateEn: whatEn } = DUTIES[kind]
  return [{ village, proposalId, title, stage, whatZh, whatEn, dueAt: due.toISOString(), daysLate: late }]
}

/** 应办事项 of a village or of all below a division: what is late, the oldest first, and what comes next. */
export async function listDuties(parts: Parts, division: string, now: Date) {
  const [villages, found] = await across(parts.db, async (tx) => [
    await queries.villagesOf(tx, division),
    await queries.dutiesIn(tx, division, now),
  ])
  const names = new Map(villages.map(({ code, name }) => [code, name]))
  const rows = found
    .map(({ dueAt, ...row }) => ({ ...row, dueAt: new Date(dueAt) }))
    .toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || a.village.localeCompare(b.village))
    .map(({ village, kind, key, owes, proposalId, title, dueAt, rule, source }) => {
      const late = daysLate(dueAt, now)
      const { zh, en, lateZh, lateEn } = DUTIES[kind]
      return {
        village,
        villageName: names.get(village) ?? '',
        kind,
        key,
        owes,
        whatZh: late ? lateZh : zh,
        whatEn: late ? lateEn : en,
        proposalId,
        // What hangs on no matter says whom it is about.
        title: title ?? WHOM[kind]?.(key) ?? null,
        dueAt: dueAt.toISOString(),
        daysLate: late,
        rule,
        source,
        scored: isScored(source),
      }
    })
  const late = rows.filter((row) => row.daysLate !== null)
  return { late: late.slice(0, MOST), next: rows.slice(late.length, late.length + MOST), total: late.length }
}
const MOST = 200
const WHOM: Partial<Record<Duty, (key: string) => string>> = { handOver: bodyOfTerm, byElection: seatsOfKey }
