import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { offices, people } from '#base/database/schema/people.ts'

export async function findByIdIndex(tx: Tx, villageId: string, idIndex: string): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.villageId, villageId), eq(people.idIndex, idIndex)))
  return row?.id
}

export async function insertPerson(tx: Tx, row: typeof people.$inferInsert): Promise<void> {
  await tx.insert(people).values(row)
}

export async function insertOffice(tx: Tx, row: typeof offices.$inferInsert): Promise<void> {
  await tx.insert(offices).values(row)
}

/** Staff of a township or the county, former ones included. */
export const findStaff = (tx: Tx, division: string) =>
  tx
    .select({
      officeId: offices.id,
      personId: people.id,
      name: people.name,
      office: offices.office,
      from: offices.from,
      to: offices.to,
    })
    .from(offices)
    .innerJoin(people, and(eq(people.villageId, offices.villageId), eq(people.id, offices.personId)))
    .where(eq(offices.villageId, division))
    .orderBy(asc(offices.from), asc(people.name))
