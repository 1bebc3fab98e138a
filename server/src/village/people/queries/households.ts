import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { households, people } from '#base/database/schema/people.ts'

/** 户: in the order of their numbers, with the head and how many live there; `after` is the last number seen. */
export async function listHouseholds(
  tx: Tx,
  villageId: string,
  asked: { after?: string | undefined; q?: string | undefined; group?: string | undefined; limit: number },
) {
  const rows = await tx
    .select({
      id: households.id,
      number: households.number,
      villageGroup: households.villageGroup,
      exemption: households.exemption,
      headId: sql<string | null>`(array_agg(${people.id}) filter (where ${people.relation} = '户主'))[1]`,
      headName: sql<string | null>`(array_agg(${people.name}) filter (where ${people.relation} = '户主'))[1]`,
      count: sql<number>`count(${people.id})::int`,
    })
    .from(households)
    .leftJoin(
      people,
      and(
        eq(people.villageId, households.villageId),
        eq(people.householdId, households.id),
        isNull(people.leftOn),
        isNull(people.erasedAt),
      ),
    )
    .where(
      and(
        eq(households.villageId, villageId),
        isNull(households.removedAt),
        asked.after ? gt(households.number, asked.after) : undefined,
        asked.q ? sql`strpos(${households.number}, ${asked.q}) > 0` : undefined,
        asked.group ? eq(households.villageGroup, asked.group) : undefined,
      ),
    )
    .groupBy(households.id, households.number, households.villageGroup, households.exemption)
    .orderBy(asc(households.number))
    .limit(asked.limit)
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    villageGroup: row.villageGroup,
    head: row.headId && row.headName ? { id: row.headId, name: row.headName } : null,
    people: row.count,
    exempt: row.exemption !== null,
  }))
}
