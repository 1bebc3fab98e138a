import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { confirmations, mandates } from '#base/database/schema/index.ts'
import { households } from '#base/database/schema/people.ts'

export const knownHouseholds = (tx: Tx, villageId: string, ids: string[]) =>
  tx
    .select({ id: households.id })
    .from(households)
    .where(
      and(eq(households.villageId, villageId), inArray(households.id, ids), isNull(households.removedAt)),
    )

/** A household may change its mind while mandates are taken; the log keeps both. */
export async function saveMandates(tx: Tx, rows: (typeof mandates.$inferInsert)[]) {
  await tx
    .insert(mandates)
    .values(rows)
    .onConflictDoUpdate({
      target: [mandates.villageId, mandates.proposalId, mandates.householdId],
      set: {
        consents: sql`excluded.consents`,
        area: sql`excluded.area`,
        paperId: sql`excluded.paper_id`,
        recordedBy: sql`excluded.recorded_by`,
        recordedAt: sql`excluded.recorded_at`,
      },
    })
}

export const mandateRows = (tx: Tx, villageId: string, proposalId: string) =>
  tx
    .select({ consents: mandates.consents, area: mandates.area })
    .from(mandates)
    .where(and(eq(mandates.villageId, villageId), eq(mandates.proposalId, proposalId)))

export async function insertConfirmation(tx: Tx, row: typeof confirmations.$inferInsert) {
  await tx.insert(confirmations).values(row)
}
