import type { Duty, DutyOwner } from '@cunyi/shared/matter/duty-kinds.ts'
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
