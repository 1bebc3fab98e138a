import { and, asc, eq, gt, or } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { evidence } from '#base/database/schema/index.ts'

export const evidenceAfter = (tx: Tx, villageId: string, seq: number, limit: number) =>
  tx
    .select()
    .from(evidence)
    .where(and(eq(evidence.villageId, villageId), gt(evidence.seq, seq)))
    .orderBy(asc(evidence.seq))
    .limit(limit)

/** The entries about one matter and its meetings. */
export const evidenceOf = (tx: Tx, villageId: string, proposalId: string, meetingIds: readonly string[]) =>
  tx
    .select()
    .from(evidence)
    .where(
      and(
        eq(evidence.villageId, villageId),
        or(eq(evidence.proposalId, proposalId), ...meetingIds.map((id) => eq(evidence.meetingId, id))),
      ),
    )
    .orderBy(asc(evidence.seq))
