import { Refused } from '@cunyi/shared/words/refusal.ts'
import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, like, or } from 'drizzle-orm'
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

/** 语音: one's own, used nowhere yet. A note of the office comes with its transcript. */
export async function bindVoice(
  tx: Tx,
  { villageId, id, subjectId, personId, transcript }: Binding & { transcript: string | null },
) {
  const [bound] = await tx
    .update(attachments)
    .set({ subjectId, transcript })
    .where(
      and(
        eq(attachments.villageId, villageId),
        eq(attachments.id, id),
        eq(attachments.purpose, 'voice'),
        eq(attachments.uploadedBy, personId),
        isNull(attachments.subjectId),
      ),
    )
    .returning({ digest: attachments.digest, seconds: attachments.seconds })
  if (!bound) throw new Refused('notFound')
  return bound
}

/** 撤下: it stays on record, for the oversight committee and for whoever brought it. */
export const takeDownFile = (
  tx: Tx,
  of: { villageId: string; id: string; by: string; at: Date; reason: string | null },
) =>
  tx
    .update(attachments)
    .set({ takenDownAt: of.at, takenDownBy: of.by, takenDownReason: of.reason })
    .where(
      and(
        eq(attachments.villageId, of.villageId),
        eq(attachments.id, of.id),
        isNull(attachments.takenDownAt),
      ),
    )

/** 语音 with a transcript, in force beside these: one each. */
export const voicesOf = async (tx: Tx, villageId: string, subjectIds: readonly string[]) =>
  subjectIds.length === 0
    ? []
    : (
        await tx
          .select()
          .from(attachments)
          .where(
            and(
              eq(attachments.villageId, villageId),
              inArray(attachments.subjectId, [...subjectIds]),
              eq(attachments.purpose, 'voice'),
              isNotNull(attachments.transcript),
              isNull(attachments.takenDownAt),
            ),
          )
          .orderBy(desc(attachments.uploadedAt), desc(attachments.id))
      ).map((row) => ({ ...row, transcript: row.transcript ?? '', seconds: row.seconds ?? 0 }))
export type VoiceRow = Awaited<ReturnType<typeof voicesOf>>[number]
export const voiceShown = (row: VoiceRow, nameOf: (id: string) => string) => ({
  id: row.id,
  seconds: row.seconds,
  transcript: row.transcript,
  by: { id: row.uploadedBy, name: nameOf(row.uploadedBy) },
  at: row.uploadedAt.toISOString(),
})
