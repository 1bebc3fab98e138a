/** 号码: whose it is, since when, and whether a ballot may come from it. */
import type { NumberInUse } from '@cunyi/shared/law/numbers.ts'
import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { accountPeople, households, people } from '#base/database/schema/people.ts'

type Person = { villageId: string; personId: string }
const him = ({ villageId, personId }: Person) =>
  and(eq(people.villageId, villageId), eq(people.id, personId), isNull(people.erasedAt))

const columns = {
  id: people.id,
  name: people.name,
  householdId: people.householdId,
  idNumber: people.idNumber,
  idIndex: people.idIndex,
  phone: people.phone,
  phoneIndex: people.phoneIndex,
  numberSince: people.numberSince,
  activeFrom: people.activeFrom,
  activeBy: people.activeBy,
}
export type NumberRow = {
  id: string
  name: string
  householdId: string | null
  idNumber: Buffer | null
  idIndex: string | null
  phone: Buffer | null
  phoneIndex: string | null
  numberSince: Date | null
} & NumberInUse

export async function findNumbers(tx: Tx, who: Person): Promise<NumberRow | undefined> {
  const [row] = await tx.select(columns).from(people).where(him(who))
  return row
}

/** 同一部手机: whether one of these others has his number on it; two persons on one phone are one hand. */
export async function sharesPhone(
  tx: Tx,
  { villageId, personId }: Person,
  others: readonly string[],
): Promise<boolean> {
  const ids = [...new Set([personId, ...others])]
  const rows = await tx
    .select({ id: people.id, phoneIndex: people.phoneIndex })
    .from(people)
    .where(and(eq(people.villageId, villageId), inArray(people.id, ids), isNull(people.erasedAt)))
  const his = rows.find((row) => row.id === personId)?.phoneIndex ?? null
  return his !== null && rows.some((row) => row.id !== personId && row.phoneIndex === his)
}

export async function lockNumbers(tx: Tx, who: Person): Promise<NumberRow | undefined> {
  const [row] = await tx.select(columns).from(people).where(him(who)).for('update')
  return row
}

export async function updateNumbers(
  tx: Tx,
  who: Person,
  set: Partial<typeof people.$inferInsert>,
): Promise<void> {
  await tx
    .update(people)
    .set({ ...set, revision: sql`${people.revision} + 1` })
    .where(him(who))
}

/** 启用. A number that is in use stays as it is. */
export async function activateNumber(
  tx: Tx,
  who: Person,
  by: NonNullable<NumberInUse['activeBy']>,
  now: Date,
): Promise<void> {
  await tx
    .update(people)
    .set({ activeFrom: now, activeBy: by })
    .where(
      and(
        him(who),
        sql`${people.phoneIndex} is not null`,
        or(isNull(people.activeFrom), gt(people.activeFrom, now)),
      ),
    )
}

/** Until then he may set his first PIN from that number. */
export async function openPin(tx: Tx, { villageId, personId }: Person, until: Date): Promise<void> {
  const set = { pinOpenUntil: until }
  await tx
    .insert(accountPeople)
    .values({ villageId, personId, ...set })
    .onConflictDoUpdate({ target: [accountPeople.villageId, accountPeople.personId], set })
}

/** Who has a number and cannot vote by it yet. */
export const notInUse = (tx: Tx, villageId: string, q: string, now: Date, limit: number) =>
  tx
    .select({ ...columns, household: households.number })
    .from(people)
    .leftJoin(
      households,
      and(eq(households.villageId, people.villageId), eq(households.id, people.householdId)),
    )
    .where(
      and(
        eq(people.villageId, villageId),
        isNull(people.erasedAt),
        isNull(people.leftOn),
        sql`${people.phoneIndex} is not null`,
        or(isNull(people.activeFrom), gt(people.activeFrom, now)),
        sql`strpos(${people.name}, ${q}) > 0`,
      ),
    )
    .orderBy(asc(people.name), asc(people.id))
    .limit(limit)
