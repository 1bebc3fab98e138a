import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { follows, proposals } from '#base/database/schema/index.ts'

type Follow = { villageId: string; proposalId: string; personId: string }
const at = ({ villageId, proposalId, personId }: Follow) =>
  and(eq(follows.villageId, villageId), eq(follows.proposalId, proposalId), eq(follows.personId, personId))

export const insertFollow = (tx: Tx, row: typeof follows.$inferInsert) =>
  tx.insert(follows).values(row).onConflictDoNothing()
export const dropFollow = (tx: Tx, row: Follow) => tx.delete(follows).where(at(row))
export const isFollowing = async (tx: Tx, row: Follow): Promise<boolean> =>
  (await tx.$count(follows, at(row))) > 0

export async function followersOf(tx: Tx, villageId: string, proposalId: string): Promise<string[]> {
  const rows = await tx
    .select({ personId: follows.personId })
    .from(follows)
    .where(and(eq(follows.villageId, villageId), eq(follows.proposalId, proposalId)))
  return rows.map((row) => row.personId)
}

const MOST = 50
/** What moved last stands first. */
export const followedBy = (tx: Tx, villageId: string, personId: string) =>
  tx
    .select({ proposal: proposals })
    .from(follows)
    .innerJoin(
      proposals,
      and(eq(proposals.villageId, follows.villageId), eq(proposals.id, follows.proposalId)),
    )
    .where(and(eq(follows.villageId, villageId), eq(follows.personId, personId)))
    .orderBy(desc(proposals.stageSince))
    .limit(MOST)
