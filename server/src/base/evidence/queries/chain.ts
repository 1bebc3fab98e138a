import { and, asc, desc, eq, gt, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { chainHeads, evidence } from '#base/database/schema/polls.ts'

export type EvidenceRow = typeof evidence.$inferSelect
export type ChainHead = { seq: number; link: string }

/** Locks the chain until the transaction ends; the first entry's head is made here. */
export async function lockHead(tx: Tx, villageId: string, genesis: string): Promise<ChainHead> {
  const [head] = await tx
    .insert(chainHeads)
    .values({ villageId, seq: 0, link: genesis })
    .onConflictDoUpdate({ target: chainHeads.villageId, set: { villageId: sql`excluded.village_id` } })
    .returning({ seq: chainHeads.seq, link: chainHeads.link })
  if (!head) throw new Error('The chain has no head.')
  return head
}

export async function insertEntry(tx: Tx, entry: typeof evidence.$inferInsert): Promise<void> {
  await tx.insert(evidence).values(entry)
  await tx
    .update(chainHeads)
    .set({ seq: entry.seq, link: entry.link })
    .where(eq(chainHeads.villageId, entry.villageId))
}

export async function findHead(tx: Tx, villageId: string): Promise<ChainHead | undefined> {
  const [head] = await tx
    .select({ seq: chainHeads.seq, link: chainHeads.link })
    .from(chainHeads)
    .where(eq(chainHeads.villageId, villageId))
  return head
}

/** The chain in order, a piece at a time. */
export const entriesAfter = (tx: Tx, villageId: string, seq: number, limit: number): Promise<EvidenceRow[]> =>
  tx
    .select()
    .from(evidence)
    .where(and(eq(evidence.villageId, villageId), gt(evidence.seq, seq)))
    .orderBy(asc(evidence.seq))
    .limit(limit)

/** Newest first, for the screens. */
export const newestEntries = (tx: Tx, villageId: string, limit: number): Promise<EvidenceRow[]> =>
  tx.select().from(evidence).where(eq(evidence.villageId, villageId)).orderBy(desc(evidence.seq)).limit(limit)

/** Every division that has a chain. */
export async function chainedDivisions(tx: Tx): Promise<string[]> {
  const { rows } = await tx.execute<{ village: string }>(sql`select village from across_chains()`)
  return rows.map((row) => row.village)
}
