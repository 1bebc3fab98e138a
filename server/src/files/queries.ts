import { and, eq, gt } from 'drizzle-orm'
import type { Tx } from '../database/connect.ts'
import { attachments } from '../database/schema/divisions.ts'

export type AttachmentRow = typeof attachments.$inferSelect

export async function insertAttachment(tx: Tx, row: typeof attachments.$inferInsert): Promise<void> {
  await tx.insert(attachments).values(row)
}

export async function findAttachment(
  tx: Tx,
  villageId: string,
  id: string,
): Promise<AttachmentRow | undefined> {
  const [row] = await tx
    .select()
    .from(attachments)
    .where(and(eq(attachments.villageId, villageId), eq(attachments.id, id)))
  return row
}

export const uploadsSince = (tx: Tx, villageId: string, personId: string, since: Date): Promise<number> =>
  tx.$count(
    attachments,
    and(
      eq(attachments.villageId, villageId),
      eq(attachments.uploadedBy, personId),
      gt(attachments.uploadedAt, since),
    ),
  )
