import { sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import type { DueItem } from '#base/jobs/due.ts'

const LOOKUPS = {
  demands: sql`select * from across_demands_due()`,
  notes: sql`select * from across_notes_due()`,
  changes: sql`select * from across_text_changes_due()`,
  petitions: sql`select * from across_petitions_due()`,
}

/** What waits for its time in any village, through the fence: ids only. */
export async function dueItems(tx: Tx, name: keyof typeof LOOKUPS): Promise<DueItem[]> {
  const { rows } = await tx.execute<{ village_id: string; id: string; due_at: string | Date }>(LOOKUPS[name])
  return rows.map((row) => ({ villageId: row.village_id, id: row.id, dueAt: new Date(row.due_at) }))
}
