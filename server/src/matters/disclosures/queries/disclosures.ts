import { and, asc, desc, eq, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { only } from '#base/database/rows.ts'
import { boardPhotos, disclosures, notes, objections, people, recounts } from '#base/database/schema/index.ts'

export type DisclosureRow = typeof disclosures.$inferSelect
export type ObjectionRow = typeof objections.$inferSelect
export type NewDisclosure = typeof disclosures.$inferInsert

export const insertDisclosure = async (tx: Tx, row: NewDisclosure) =>
  only(await tx.insert(disclosures).values(row).returning())

/** Locked, so that two posts, a take-down and the clock decide one after another. */
export const lockDisclosure = async (
  tx: Tx,
  villageId: string,
  id: string,
): Promise<DisclosureRow | undefined> =>
  (
    await tx
      .select()
      .from(disclosures)
      .where(and(eq(disclosures.villageId, villageId), eq(disclosures.id, id)))
      .for('no key update')
  )[0]

export const findDisclosure = async (
  tx: Tx,
  villageId: string,
  id: string,
): Promise<DisclosureRow | undefined> =>
  (
    await tx
      .select()
      .from(disclosures)
      .where(and(eq(disclosures.villageId, villageId), eq(disclosures.id, id)))
  )[0]

export const newestDisclosure = async (tx: Tx, villageId: string, proposalId: string, stage: string) =>
  (
    await tx
      .select()
      .from(disclosures)
      .where(
        and(
          eq(disclosures.villageId, villageId),
          eq(disclosures.proposalId, proposalId),
          eq(disclosures.stage, stage),
        ),
      )
      .orderBy(desc(disclosures.preparedAt), desc(disclosures.id))
      .limit(1)
  )[0]

/** All of a matter, the first posted first. */
export const disclosuresOfMatter = (
  tx: Tx,
  villageId: string,
  proposalId: string,
): Promise<DisclosureRow[]> =>
  tx
    .select()
    .from(disclosures)
    .where(and(eq(disclosures.villageId, villageId), eq(disclosures.proposalId, proposalId)))
    .orderBy(asc(disclosures.postedAt))

/** 略去: what was left out of any disclosure of the matter is left out of all that everybody reads of it. */
export const passagesLeftOut = (all: readonly DisclosureRow[]): string[] =>
  all.flatMap((row) => row.masks.flatMap((mask) => mask.passages))

/** Newest first; `after` is the id of the last row of the page before. */
export async function listDisclosures(
  tx: Tx,
  villageId: string,
  filter: { status?: string; after?: string; limit: number },
) {
  const last = filter.after ? await findDisclosure(tx, villageId, filter.after) : undefined
  return tx
    .select()
    .from(disclosures)
    .where(
      and(
        eq(disclosures.villageId, villageId),
        filter.status
          ? or(
              eq(disclosures.status, filter.status),
              // What was edited while it hangs is prepared beside it.
              filter.status === 'prepared'
                ? and(isNotNull(disclosures.edited), isNull(disclosures.endedAt))
                : undefined,
            )
          : undefined,
        last
          ? or(
              lt(disclosures.preparedAt, last.preparedAt),
              and(eq(disclosures.preparedAt, last.preparedAt), lt(disclosures.id, last.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(disclosures.preparedAt), desc(disclosures.id))
    .limit(filter.limit + 1)
}

export const updateDisclosure = (
  tx: Tx,
  row: Pick<DisclosureRow, 'villageId' | 'id'>,
  set: Partial<NewDisclosure>,
) =>
  tx
    .update(disclosures)
    .set(set)
    .where(and(eq(disclosures.villageId, row.villageId), eq(disclosures.id, row.id)))

/** Those not ended when a matter leaves its disclosure by another way than the clock. */
export const endOpenDisclosures = (tx: Tx, villageId: string, proposalId: string, now: Date) =>
  tx
    .update(disclosures)
    .set({ status: 'ended', endedAt: now })
    .where(
      and(
        eq(disclosures.villageId, villageId),
        eq(disclosures.proposalId, proposalId),
        isNull(disclosures.endedAt),
      ),
    )

export const photosOf = (tx: Tx, villageId: string, disclosureIds: string[]) =>
  disclosureIds.length === 0
    ? Promise.resolve([])
    : tx
        .select({ photo: boardPhotos, byName: people.name })
        .from(boardPhotos)
        .leftJoin(people, and(eq(people.villageId, boardPhotos.villageId), eq(people.id, boardPhotos.by)))
        .where(and(eq(boardPhotos.villageId, villageId), inArray(boardPhotos.disclosureId, disclosureIds)))
        .orderBy(asc(boardPhotos.at))

export const insertPhoto = async (tx: Tx, row: typeof boardPhotos.$inferInsert) =>
  only(await tx.insert(boardPhotos).values(row).returning({ id: boardPhotos.id })).id

export const insertObjection = async (tx: Tx, row: typeof objections.$inferInsert) =>
  only(await tx.insert(objections).values(row).returning({ id: objections.id })).id

export const findObjection = async (
  tx: Tx,
  villageId: string,
  id: string,
): Promise<ObjectionRow | undefined> =>
  (
    await tx
      .select()
      .from(objections)
      .where(and(eq(objections.villageId, villageId), eq(objections.id, id)))
  )[0]

export const lockObjection = async (
  tx: Tx,
  villageId: string,
  id: string,
): Promise<ObjectionRow | undefined> =>
  (
    await tx
      .select()
      .from(objections)
      .where(and(eq(objections.villageId, villageId), eq(objections.id, id)))
      .for('no key update')
  )[0]

/** What whoever objects is to the village. */
export const objector = async (tx: Tx, villageId: string, personId: string) =>
  (
    await tx
      .select({
        registered: people.registered,
        leftOn: people.leftOn,
        collectiveMember: people.collectiveMember,
      })
      .from(people)
      .where(and(eq(people.villageId, villageId), eq(people.id, personId)))
  )[0]

export const updateObjection = (
  tx: Tx,
  row: Pick<ObjectionRow, 'villageId' | 'id'>,
  set: Partial<typeof objections.$inferInsert>,
) =>
  tx
    .update(objections)
    .set(set)
    .where(and(eq(objections.villageId, row.villageId), eq(objections.id, row.id)))

export const objectionsOf = (
  tx: Tx,
  villageId: string,
  by: { proposalId: string } | { disclosureIds: string[] },
) =>
  tx
    .select({ objection: objections, byName: people.name })
    .from(objections)
    .leftJoin(people, and(eq(people.villageId, objections.villageId), eq(people.id, objections.by)))
    .where(
      and(
        eq(objections.villageId, villageId),
        'proposalId' in by
          ? eq(objections.proposalId, by.proposalId)
          : by.disclosureIds.length === 0
            ? sql`false`
            : inArray(objections.disclosureId, by.disclosureIds),
      ),
    )
    .orderBy(asc(objections.at))

export const insertRecount = async (tx: Tx, row: typeof recounts.$inferInsert) =>
  only(await tx.insert(recounts).values(row).returning({ id: recounts.id })).id

export const reviewsOf = (tx: Tx, villageId: string, proposalId: string) =>
  tx
    .select()
    .from(notes)
    .where(
      and(
        eq(notes.villageId, villageId),
        eq(notes.proposalId, proposalId),
        eq(notes.kind, 'oversightReview'),
      ),
    )
    .orderBy(desc(notes.at))

export const insertNote = (tx: Tx, row: typeof notes.$inferInsert) => tx.insert(notes).values(row)
