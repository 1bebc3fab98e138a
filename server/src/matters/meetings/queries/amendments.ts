import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { amendments } from '#base/database/schema/meetings.ts'

export type AmendmentRow = typeof amendments.$inferSelect

export async function insertAmendment(tx: Tx, row: typeof amendments.$inferInsert): Promise<void> {
  await tx.insert(amendments).values(row)
}

export async function findAmendment(
  tx: Tx,
  villageId: string,
  meetingId: string,
  id: string,
): Promise<AmendmentRow | undefined> {
  const [row] = await tx
    .select()
    .from(amendments)
    .where(
      and(eq(amendments.villageId, villageId), eq(amendments.meetingId, meetingId), eq(amendments.id, id)),
    )
  return row
}

export const updateAmendment = (
  tx: Tx,
  { villageId, id }: AmendmentRow,
  changes: Partial<typeof amendments.$inferInsert>,
) =>
  tx
    .update(amendments)
    .set(changes)
    .where(and(eq(amendments.villageId, villageId), eq(amendments.id, id)))

export const amendmentsOf = (tx: Tx, villageId: string, meetingId: string): Promise<AmendmentRow[]> =>
  tx
    .select()
    .from(amendments)
    .where(and(eq(amendments.villageId, villageId), eq(amendments.meetingId, meetingId)))
    .orderBy(asc(amendments.at), asc(amendments.id))
