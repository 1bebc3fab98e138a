import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { acts, duties, proposals, proposalVersions } from '#base/database/schema/index.ts'
import type { ActRow } from '#matters/acts/queries.ts'

const SHOWN = 20

/** The newest first. */
export const dangersOf = (tx: Tx, villageId: string): Promise<ActRow[]> =>
  tx
    .select()
    .from(acts)
    .where(and(eq(acts.villageId, villageId), eq(acts.what, 'dangerToLife')))
    .orderBy(desc(acts.at), desc(acts.id))
    .limit(SHOWN)

/** Matters whose newest text names one of them, the oldest first. */
export async function mattersNaming(tx: Tx, villageId: string, dangerIds: readonly string[]) {
  if (dangerIds.length === 0) return []
  const danger = sql<string>`${proposalVersions.facts}->>'danger'`
  return tx
    .select({ id: proposals.id, title: proposals.title, stage: proposals.stage, danger })
    .from(proposals)
    .innerJoin(
      proposalVersions,
      and(
        eq(proposalVersions.villageId, proposals.villageId),
        eq(proposalVersions.proposalId, proposals.id),
        eq(proposalVersions.version, proposals.version),
      ),
    )
    .where(and(eq(proposals.villageId, villageId), inArray(danger, [...dangerIds])))
    .orderBy(proposals.draftedAt, proposals.id)
}

/** 应办: when the cost of each is to be voted on, and when it was. */
export const costsOwed = (tx: Tx, villageId: string, dangerIds: readonly string[]) =>
  dangerIds.length === 0
    ? []
    : tx
        .select({ key: duties.key, dueAt: duties.dueAt, doneAt: duties.doneAt })
        .from(duties)
        .where(
          and(
            eq(duties.villageId, villageId),
            eq(duties.kind, 'costOfDanger'),
            inArray(duties.key, [...dangerIds]),
          ),
        )
