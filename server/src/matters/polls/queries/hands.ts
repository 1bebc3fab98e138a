import { and, eq } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { piecesOf } from '#base/database/rows.ts'
import { handsGroup } from '#base/database/schema/index.ts'
import type { PollRow } from './polls.ts'

export type HandRow = typeof handsGroup.$inferSelect

/** 举手组: whose hands the chair has called; empty: not called. */
export const handsOf = (tx: Tx, poll: Pick<PollRow, 'villageId' | 'id'>): Promise<HandRow[]> =>
  tx
    .select()
    .from(handsGroup)
    .where(and(eq(handsGroup.villageId, poll.villageId), eq(handsGroup.pollId, poll.id)))

export async function insertHands(tx: Tx, rows: HandRow[]): Promise<void> {
  for (const piece of piecesOf(rows)) await tx.insert(handsGroup).values(piece)
}
