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
    await queries.dutiesIn(tx, division, now, { which: 'late' }),
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

/** One duty as it is told. */
function told({ kind, key, dueAt: at, stage: _, title, ...row }: queries.DutyRow, now: Date) {
  const dueAt = new Date(at)
  const late = daysLate(dueAt, now)
  const { zh, en, lateZh, lateEn } = DUTIES[kind]
  return {
    ...row,
    kind,
    key,
    whatZh: late ? lateZh : zh,
    whatEn: late ? lateEn : en,
    // What hangs on no matter says whom it is about.
    title: title ?? WHOM[kind]?.(key) ?? null,
    dueAt: dueAt.toISOString(),
    daysLate: late,
    scored: isScored(row.source),
  }
}
const WHOM: Partial<Record<Duty, (key: string) => string>> = { handOver: bodyOfTerm, byElection: seatsOfKey }

/** All of it, for who takes it along. */
export async function allDuties(parts: Parts, division: string, now: Date) {
  const [late, next] = await across(parts.db, async (tx) => [
    await queries.dutiesIn(tx, division, now, { which: 'late' }),
    await queries.dutiesIn(tx, division, now, { which: 'next' }),
  ])
  return { late: late.map((row) => told(row, now)), next: next.map((row) => told(row, now)) }
}

type Page = { limit?: number | undefined; lateFrom?: number | undefined; nextFrom?: number | undefined }
const MOST = 200
/** 应办事项 of a village or of all below a division: what is late, the oldest first, and what comes next, page by page. */
export async function listDuties(
  parts: Parts,
  division: string,
  { limit = MOST, lateFrom = 0, nextFrom = 0 }: Page,
  now: Date,
) {
  const [late, next, total] = await across(parts.db, async (tx) => [
    await queries.dutiesIn(tx, division, now, { which: 'late', from: lateFrom, limit }),
    await queries.dutiesIn(tx, division, now, { which: 'next', from: nextFrom, limit }),
    await queries.countDuties(tx, division, now),
  ])
  return {
    late: late.map((row) => told(row, now)),
    next: next.map((row) => told(row, now)),
    total: total.late,
    totalNext: total.next,
  }
}
