import type { OfEach } from '@cunyi/shared/law/acts-of-two.ts'
import type { CountedChannel } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { acts } from '#base/database/schema/index.ts'
import type { DueItem } from '#base/jobs/due.ts'
import type { PollRow } from './polls.ts'

/** What of an invalid count is asked: which heap, and who counted it. `key`: one may wait for each heap. */
export type InvalidAsked = OfEach & { key: string; placeNo: number; channel: CountedChannel }

/** 换人清点: the heaps of which a teller said that the count was not invalid, or nobody came, and since when. */
export async function newCountsOf(tx: Tx, poll: Pick<PollRow, 'villageId' | 'id'>) {
  const rows = await tx
    .select({ asked: acts.asked, since: acts.decidedAt })
    .from(acts)
    .where(
      and(
        eq(acts.villageId, poll.villageId),
        eq(acts.pollId, poll.id),
        eq(acts.what, 'invalidCount'),
        inArray(acts.state, ['refused', 'lapsed']),
      ),
    )
    .orderBy(asc(acts.decidedAt))
  return rows.flatMap(({ asked, since }) => {
    const { placeNo, channel, of } = asked as InvalidAsked
    return since ? [{ placeNo, channel, of, since }] : []
  })
}

/** Polls with such a heap, and since when. */
export async function pollsCountedAnew(tx: Tx): Promise<DueItem[]> {
  const { rows } = await tx.execute<{ village_id: string; id: string; since: string | Date }>(
    sql`select * from across_counts_anew()`,
  )
  return rows.map((row) => ({ villageId: row.village_id, id: row.id, dueAt: new Date(row.since) }))
}
