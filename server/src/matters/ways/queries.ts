import type { FullWayCapacity } from '@cunyi/shared/words/kinds.ts'
import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { fullWayAsks, people, proposals, proposalVersions } from '#base/database/schema/index.ts'
import { IN_ITS_NEWEST_TEXT } from '#matters/proposals/queries/lists.ts'

export type AskRow = typeof fullWayAsks.$inferSelect

export const asksOf = (tx: Tx, villageId: string, proposalId: string): Promise<AskRow[]> =>
  tx
    .select()
    .from(fullWayAsks)
    .where(and(eq(fullWayAsks.villageId, villageId), eq(fullWayAsks.proposalId, proposalId)))
    .orderBy(asc(fullWayAsks.at))

/** False where he asked before. */
export async function insertAsk(
  tx: Tx,
  row: typeof fullWayAsks.$inferInsert & { capacity: FullWayCapacity },
): Promise<boolean> {
  const { rowCount } = await tx.insert(fullWayAsks).values(row).onConflictDoNothing()
  return rowCount === 1
}

/** Of any village, whose days of answering are over and whose township does not know yet. */

export const isRegistered = async (tx: Tx, villageId: string, personId: string): Promise<boolean> => {
  const [row] = await tx
    .select({ registered: people.registered, leftOn: people.leftOn })
    .from(people)
    .where(and(eq(people.villageId, villageId), eq(people.id, personId)))
  return row?.registered === true && row.leftOn === null
}

export const sumsOf = (tx: Tx, villageId: string, ids: readonly string[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : tx
        .select({ id: proposals.id, title: proposals.title, facts: proposalVersions.facts })
        .from(proposals)
        .innerJoin(proposalVersions, IN_ITS_NEWEST_TEXT)
        .where(and(eq(proposals.villageId, villageId), inArray(proposals.id, [...ids])))
