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
export async function dutiesOf(parts: Parts, division: string, now: Date) {
  const [villages, found] = await across(parts.db, async (tx) => [
    await queries.villagesOf(tx, division),
    await queries.dutiesIn(tx, division, now),
  ])
  const places = new Map(villages.map((row) => [row.code, row]))
  const rows = found
    .map(({ dueAt, ...row }) => ({ ...row, dueAt: new Date(dueAt) }))
    // One order of what is due at one instant, so that no page leaves one out.
    .toSorted(
      (a, b) =>
        a.dueAt.getTime() - b.dueAt.getTime() ||
        a.village.localeCompare(b.village) ||
        a.kind.localeCompare(b.kind) ||
        a.key.localeCompare(b.key),
    )
    .map(({ village, kind, key, owes, proposalId, title, dueAt, rule, source }) => {
      const late = daysLate(dueAt, now)
      const { zh, en, lateZh, lateEn } = DUTIES[kind]
      return {
        village,
        villageName: places.get(village)?.name ?? '',
        township: places.get(village)?.township ?? '',
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
  return { late, next: rows.slice(late.length) }
}
const WHOM: Partial<Record<Duty, (key: string) => string>> = { handOver: bodyOfTerm, byElection: seatsOfKey }

type Page = { limit?: number | undefined; lateFrom?: number | undefined; nextFrom?: number | undefined }
const MOST = 200
export async function listDuties(
  parts: Parts,
  division: string,
  { limit = MOST, lateFrom = 0, nextFrom = 0 }: Page,
  now: Date,
) {
  const { late, next } = await dutiesOf(parts, division, now)
  return {
    late: late.slice(lateFrom, lateFrom + limit),
    next: next.slice(nextFrom, nextFrom + limit),
    total: late.length,
    totalNext: next.length,
  }
}
