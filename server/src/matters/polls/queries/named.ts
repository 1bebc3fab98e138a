import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { namedEntries } from '#base/database/schema/index.ts'
import type { PollRow } from './polls.ts'

export type EntryRow = typeof namedEntries.$inferSelect

export const entriesOf = (tx: Tx, poll: PollRow, personIds: readonly string[]): Promise<EntryRow[]> =>
  tx
    .select()
    .from(namedEntries)
    .where(
      and(
        eq(namedEntries.villageId, poll.villageId),
        eq(namedEntries.pollId, poll.id),
        inArray(namedEntries.personId, [...personIds]),
      ),
    )
    .orderBy(asc(namedEntries.seq))

export async function insertEntries(tx: Tx, rows: Array<typeof namedEntries.$inferInsert>): Promise<void> {
  if (rows.length > 0) await tx.insert(namedEntries).values(rows)
}
