import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { households, people } from '#base/database/schema/people.ts'

/** Two records, locked in one order, as far as they stand today. */
export async function lockRecords(tx: Tx, villageId: string, ids: readonly [string, string]) {
  const rows = await tx
    .select({
      id: people.id,
      name: people.name,
      birthDate: people.birthDate,
      idNumber: people.idNumber,
      phone: people.phone,
      relation: people.relation,
      householdId: people.householdId,
      household: households.number,
      villageGroup: households.villageGroup,
    })
    .from(people)
    .leftJoin(
      households,
      and(eq(households.villageId, people.villageId), eq(households.id, people.householdId)),
    )
    .where(
      and(
        eq(people.villageId, villageId),
        inArray(people.id, [...ids]),
        isNull(people.leftOn),
        isNull(people.erasedAt),
      ),
    )
    .orderBy(people.id)
    .for('update', { of: people })
  return new Map(rows.map((row) => [row.id, row]))
}
export type RosterRecord =
  Awaited<ReturnType<typeof lockRecords>> extends Map<string, infer Row> ? Row : never

/** On the roll of a meeting that is not over. */
export async function standsOnRoll(tx: Tx, villageId: string, personId: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select 1 from roll_now r join meetings m on m.village_id = r.village_id and m.id = r.meeting_id
     where r.village_id = ${villageId} and r.person_id = ${personId}::uuid and m.status <> 'ended' limit 1`)
  return rows.length > 0
}

/** Others of his household who are still there. */
export async function leavesOthers(
  tx: Tx,
  villageId: string,
  { id, householdId }: { id: string; householdId: string | null },
): Promise<boolean> {
  if (!householdId) return false
  const { rows } = await tx.execute(sql`
    select 1 from people where village_id = ${villageId} and household_id = ${householdId}::uuid
       and id <> ${id}::uuid and left_on is null limit 1`)
  return rows.length > 0
}

export async function putInto(
  tx: Tx,
  villageId: string,
  { goes, stays, reason }: { goes: string; stays: string; reason: string },
  { day, now }: { day: string; now: Date },
): Promise<void> {
  await tx
    .update(people)
    .set({
      leftOn: day,
      leftReason: reason,
      mergedInto: stays,
      changedAt: now,
      revision: sql`${people.revision} + 1`,
    })
    .where(and(eq(people.villageId, villageId), eq(people.id, goes)))
}
