import type { Look } from '@cunyi/shared/words/privacy.ts'
import { and, asc, desc, eq, isNotNull, isNull, or, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { only } from '#base/database/rows.ts'
import { accessLog, dataCorrections, people } from '#base/database/schema/index.ts'

const MOST_VIEWS = 200

/** Looks at this person, or at a list of all; one's own are none. The name is there of the village's own officers. */
export const viewsOf = (tx: Tx, villageId: string, personId: string) =>
  tx
    .select({
      what: sql<Look>`${accessLog.what}`,
      viewer: people.name,
      office: accessLog.viewerOffice,
      division: accessLog.viewerDivision,
      on: accessLog.on,
    })
    .from(accessLog)
    .leftJoin(people, and(eq(people.villageId, accessLog.villageId), eq(people.id, accessLog.viewerId)))
    .where(
      and(
        eq(accessLog.villageId, villageId),
        or(eq(accessLog.subjectId, personId), isNull(accessLog.subjectId)),
        sql`${accessLog.viewerId} <> ${personId}`,
      ),
    )
    .orderBy(desc(accessLog.at), desc(accessLog.id))
    .limit(MOST_VIEWS)

export type Counts = { rolls: number; ballots: number; opinions: number; objections: number; files: number }
export async function countsOf(tx: Tx, village: string, person: string): Promise<Counts> {
  const { rows } = await tx.execute<Counts>(sql`
    select (select count(*) from roll_now where village_id = ${village} and person_id = ${person}::uuid)::int as rolls,
           (select count(*) from poll_list where village_id = ${village} and person_id = ${person}::uuid)::int as ballots,
           (select count(*) from opinions where village_id = ${village} and person_id = ${person}::uuid)::int as opinions,
           (select count(*) from objections where village_id = ${village} and by = ${person}::uuid)::int as objections,
           (select count(*) from attachments where village_id = ${village} and uploaded_by = ${person}::uuid)::int as files`)
  return only(rows)
}

export const insertCorrection = async (tx: Tx, row: typeof dataCorrections.$inferInsert) =>
  only(await tx.insert(dataCorrections).values(row).returning({ id: dataCorrections.id })).id

export const correctionsOf = (tx: Tx, villageId: string, personId?: string) =>
  tx
    .select({ row: dataCorrections, name: people.name })
    .from(dataCorrections)
    .innerJoin(
      people,
      and(eq(people.villageId, dataCorrections.villageId), eq(people.id, dataCorrections.personId)),
    )
    .where(
      and(
        eq(dataCorrections.villageId, villageId),
        personId ? eq(dataCorrections.personId, personId) : undefined,
      ),
    )
    .orderBy(asc(isNotNull(dataCorrections.answeredAt)), desc(dataCorrections.at))
    .limit(100)

export const lockCorrection = async (tx: Tx, villageId: string, id: string) =>
  (
    await tx
      .select()
      .from(dataCorrections)
      .where(and(eq(dataCorrections.villageId, villageId), eq(dataCorrections.id, id)))
      .for('update')
  )[0]

export const answerRow = (
  tx: Tx,
  { villageId, id }: { villageId: string; id: string },
  set: { answer: string; answeredBy: string; answeredAt: Date },
) =>
  tx
    .update(dataCorrections)
    .set(set)
    .where(and(eq(dataCorrections.villageId, villageId), eq(dataCorrections.id, id)))
