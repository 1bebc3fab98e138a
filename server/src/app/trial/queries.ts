import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { divisions } from '#base/database/schema/divisions.ts'
import { people } from '#base/database/schema/people.ts'

/** By id, by name or by the index of the ID number. */
export async function findSomebody(
  tx: Tx,
  villageId: string,
  asked: { personId?: string | undefined; name: string; idIndex: string },
): Promise<string | undefined> {
  const by = (condition: ReturnType<typeof eq>) =>
    tx
      .select({ id: people.id })
      .from(people)
      .where(and(eq(people.villageId, villageId), condition, isNull(people.erasedAt)))
      .orderBy(asc(people.id))
      .limit(1)
  const [found] = asked.personId
    ? await by(eq(people.id, asked.personId))
    : await by(eq(people.name, asked.name))
  const [other] = found || asked.personId ? [found] : await by(eq(people.idIndex, asked.idIndex))
  return other?.id
}

export const isEmpty = async (tx: Tx): Promise<boolean> => (await tx.$count(divisions)) === 0
