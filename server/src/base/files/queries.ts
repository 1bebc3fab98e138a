import { and, asc, eq, gt, isNull, like, or } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { attachments } from '#base/database/schema/divisions.ts'

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

export type Binding = { villageId: string; id: string; subjectId: string; personId: string }

/** Own and belonging to nothing yet, or there already; only a picture becomes public. False: there is no such file. */
export async function bindAttachment(
  tx: Tx,
  { villageId, id, subjectId, personId }: Binding,
  become: { public?: true },
): Promise<boolean> {
  const isFree = and(isNull(attachments.subjectId), eq(attachments.uploadedBy, personId))
  const bound = await tx
    .update(attachments)
    .set({ subjectId, ...(become.public ? { isPublic: true } : {}) })
    .where(
      and(
        eq(attachments.villageId, villageId),
        eq(attachments.id, id),
        or(isFree, eq(attachments.subjectId, subjectId)),
        become.public ? like(attachments.mime, 'image/%') : undefined,
      ),
    )
    .returning({ id: attachments.id })
  return bound.length > 0
}

/** The papers laid beside a matter or a meeting. */
export const attachmentsOf = (tx: Tx, villageId: string, subjectId: string, purpose: string) =>
  tx
    .select({ id: attachments.id, name: attachments.name })
    .from(attachments)
    .where(
      and(
        eq(attachments.villageId, villageId),
        eq(attachments.subjectId, subjectId),
        eq(attachments.purpose, purpose),
      ),
    )
    .orderBy(asc(attachments.uploadedAt), asc(attachments.id))

export const uploadsSince = (tx: Tx, villageId: string, personId: string, since: Date): Promise<number> =>
  tx.$count(
    attachments,
    and(
      eq(attachments.villageId, villageId),
      eq(attachments.uploadedBy, personId),
      gt(attachments.uploadedAt, since),
    ),
  )
