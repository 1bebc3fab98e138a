import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { households, people } from '#base/database/schema/people.ts'

/** What a proxy or a correction asks of persons of this village. */
export async function findPeopleFacts(tx: Tx, villageId: string, ids: readonly string[]) {
  const rows = await tx
    .select({
      id: people.id,
      sex: people.sex,
      birthDate: people.birthDate,
      householdId: people.householdId,
      fullCapacity: people.fullCapacity,
      villageGroup: households.villageGroup,
    })
    .from(people)
    .leftJoin(
      households,
      and(eq(households.villageId, people.villageId), eq(households.id, people.householdId)),
    )
    .where(and(eq(people.villageId, villageId), inArray(people.id, [...ids])))
  return new Map(rows.map((row) => [row.id, row]))
}
