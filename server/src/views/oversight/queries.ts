import type { Duty } from '@cunyi/shared/matter/duties.ts'
import type { Stage } from '@cunyi/shared/words/vocabulary.ts'
import { sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'

export type VillageRow = { code: string; name: string; township: string; opened: boolean }
export type StageCount = { village: string; stage: Stage; n: number }
export type DueRow = {
  village: string
  proposalId: string
  title: string
  stage: Stage
  kind: Duty
  dueAt: string
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

/** What may be overdue in the villages of a division; the rules say whether it is. */
export async function dueFacts(tx: Tx, division: string): Promise<DueRow[]> {
  const { rows } = await tx.execute<DueRow>(
    sql`select village, proposal_id as "proposalId", title, stage, kind, due_at as "dueAt"
          from across_due_facts(${division})`,
  )
  return rows
}
