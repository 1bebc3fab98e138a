import { and, eq } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { writings } from '#base/database/schema/writings.ts'

export type Writing = typeof writings.$inferSelect
export type OfWriting = Pick<Writing, 'villageId' | 'kind' | 'subjectId'>

const its = ({ villageId, kind, subjectId }: OfWriting) =>
  and(eq(writings.villageId, villageId), eq(writings.kind, kind), eq(writings.subjectId, subjectId))

export async function findWriting(tx: Tx, of: OfWriting): Promise<Writing | null> {
  const [row] = await tx.select().from(writings).where(its(of))
  return row ?? null
}

/** The next revision, if nobody kept another one since; null: somebody did. */
export async function keepNext(
  tx: Tx,
  { villageId, kind, subjectId }: OfWriting,
  revision: number,
  next: Pick<Writing, 'content' | 'by' | 'at'>,
): Promise<Writing | null> {
  const values = { ...next, revision: revision + 1 }
  const rows =
    revision === 0
      ? await tx
          .insert(writings)
          .values({ villageId, kind, subjectId, ...values })
          .onConflictDoNothing()
          .returning()
      : await tx
          .update(writings)
          .set(values)
          .where(and(its({ villageId, kind, subjectId }), eq(writings.revision, revision)))
          .returning()
  return rows[0] ?? null
}

export const dropWriting = (tx: Tx, of: OfWriting) => tx.delete(writings).where(its(of))
