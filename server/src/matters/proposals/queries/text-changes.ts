/** 方案改动 in the database. */
import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { only } from '#base/database/rows.ts'
import { amendments, textChanges } from '#base/database/schema/index.ts'

export type ChangeRow = typeof textChanges.$inferSelect
export type NewChange = typeof textChanges.$inferInsert
type Key = Pick<ChangeRow, 'villageId' | 'id'>

const here = ({ villageId, id }: Key) => and(eq(textChanges.villageId, villageId), eq(textChanges.id, id))

export const insertChange = async (tx: Tx, row: NewChange): Promise<ChangeRow> =>
  only(await tx.insert(textChanges).values(row).returning())

export const findChange = async (tx: Tx, key: Key): Promise<ChangeRow | undefined> =>
  (await tx.select().from(textChanges).where(here(key)))[0]

/** The matter is locked by the caller. */
export const updateChange = (tx: Tx, key: Key, set: Partial<NewChange>) =>
  tx.update(textChanges).set(set).where(here(key))

export const changesOf = (tx: Tx, villageId: string, proposalId: string): Promise<ChangeRow[]> =>
  tx
    .select()
    .from(textChanges)
    .where(and(eq(textChanges.villageId, villageId), eq(textChanges.proposalId, proposalId)))
    .orderBy(desc(textChanges.at), desc(textChanges.id))

/** One that waits, of the matter or of this amendment. */
export async function waitingChange(
  tx: Tx,
  villageId: string,
  by: { proposalId: string } | { amendmentId: string },
): Promise<ChangeRow | undefined> {
  const whose =
    'proposalId' in by
      ? eq(textChanges.proposalId, by.proposalId)
      : eq(textChanges.amendmentId, by.amendmentId)
  const rows = await tx
    .select()
    .from(textChanges)
    .where(and(eq(textChanges.villageId, villageId), eq(textChanges.state, 'waiting'), whose))
  return rows[0]
}

/** 修改动议: its class, once others than the rule have said so. */
export const setAmendmentKind = (tx: Tx, { villageId, id }: Key, kind: 'editorial' | 'substantive') =>
  tx
    .update(amendments)
    .set({ kind })
    .where(and(eq(amendments.villageId, villageId), eq(amendments.id, id), eq(amendments.status, 'moved')))
