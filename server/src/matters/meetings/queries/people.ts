import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
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

/** 同户的人, himself among them, by name; whoever has left the village is none of them. */
export function householdOf(tx: Tx, villageId: string, personId: string) {
  const his = tx
    .select({ id: people.householdId })
    .from(people)
    .where(and(eq(people.villageId, villageId), eq(people.id, personId)))
  return tx
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(and(eq(people.villageId, villageId), inArray(people.householdId, his), isNull(people.leftOn)))
    .orderBy(asc(people.name))
}
