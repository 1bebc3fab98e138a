import type { Duty, DutyOwner } from '@cunyi/shared/matter/duty-kinds.ts'
import type { Indicator } from '@cunyi/shared/oversight/indicators.ts'
import type { Stage } from '@cunyi/shared/words/vocabulary.ts'
import { sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'

export type VillageRow = { code: string; name: string; township: string; opened: boolean }
export type StageCount = { village: string; stage: Stage; n: number }
export type DutyRow = {
  village: string
  villageName: string
  township: string
  kind: Duty
  key: string
  owes: DutyOwner
  proposalId: string | null
  title: string | null
  stage: Stage | null
  dueAt: string
  rule: string
  source: string
}

export async function villagesOf(tx: Tx, division: string): Promise<VillageRow[]> {
  const { rows } = await tx.execute<VillageRow>(
    sql`select code, name, township, opened from across_villages(${division})`,
  )
  return rows
}

export async function stageCounts(tx: Tx, division: string): Promise<StageCount[]> {
  const { rows } = await tx.execute<StageCount>(
    sql`select village, stage, n from across_stage_counts(${division})`,
  )
  return rows
}

export type DutyPage = { which: 'late' | 'next'; from?: number; limit?: number }
/** What stands open in the villages of a division, what is due first first; without a limit all of it. */
export async function dutiesIn(
  tx: Tx,
  division: string,
  now: Date,
  { which, from = 0, limit }: DutyPage,
): Promise<DutyRow[]> {
  const { rows } = await tx.execute<DutyRow>(
    sql`select village, village_name as "villageName", township, kind, key, owes, proposal_id as "proposalId", title,
               stage, due_at as "dueAt", rule, source
          from across_duties(${division}, ${now.toISOString()}::timestamptz, ${which === 'late'}, ${from}, ${limit ?? null}::int)`,
  )
  return rows
}

export async function countDuties(
  tx: Tx,
  division: string,
  now: Date,
): Promise<{ late: number; next: number }> {
  const { rows } = await tx.execute<{ late: number; next: number }>(
    sql`select late, next from across_duty_counts(${division}, ${now.toISOString()}::timestamptz)`,
  )
  return rows[0] ?? { late: 0, next: 0 }
}

export type Period = { begins: Date; ends: Date; scored: readonly Duty[] }
const figuresIn = (division: string, { begins, ends, scored }: Period) =>
  sql`across_figures(${division}, ${begins.toISOString()}::timestamptz, ${ends.toISOString()}::timestamptz, ${sql.param(scored)}::text[])`

export type FigureSum = { village: string; code: Indicator; num: number; den: number }
/** 指标: the counts of each village; what has no case has no row. */
export async function figureSums(tx: Tx, division: string, period: Period): Promise<FigureSum[]> {
  const { rows } = await tx.execute<FigureSum>(
    sql`select village, code, sum(num)::int as num, sum(den)::int as den
          from ${figuresIn(division, period)} group by village, code`,
  )
  return rows
}

export type FigureRow = {
  village: string
  title: string | null
  proposalId: string | null
  at: string | null
  num: number
  den: number
  total: number
}
/** The list behind one: what did not count first, then by day. */
export async function figureRows(
  tx: Tx,
  division: string,
  code: Indicator,
  period: Period,
  { limit, from }: { limit: number; from: number },
): Promise<FigureRow[]> {
  const { rows } = await tx.execute<FigureRow>(
    sql`select village, title, proposal_id as "proposalId", at, num, den, count(*) over ()::int as total
          from ${figuresIn(division, period)} where code = ${code}
         order by (num >= den), at, village, subject, proposal_id limit ${limit} offset ${from}`,
  )
  return rows
}
