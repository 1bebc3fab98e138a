/** 并村、分村 in the database: who goes over, read in the old village; the rows that name them, written in the new one. */
import type { Day } from '@cunyi/shared/words/days.ts'
import { type Office, SITTING_STAGES } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, eq, gt, gte, inArray, isNull, lte, or, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { piecesOf } from '#base/database/rows.ts'
import {
  accountPeople,
  duties,
  households,
  offices,
  people,
  proposals,
  villageMoves,
} from '#base/database/schema/index.ts'

type Household = typeof households.$inferSelect
type Person = typeof people.$inferSelect
type OfficeRow = typeof offices.$inferSelect
type Pin = typeof accountPeople.$inferSelect
export type Movers = { households: Household[]; people: Person[]; offices: OfficeRow[]; pins: Pin[] }

const stillThere = (villageId: string, day: Day) =>
  and(
    eq(people.villageId, villageId),
    isNull(people.erasedAt),
    or(isNull(people.leftOn), gt(people.leftOn, day)),
  )
const householdOf = and(eq(households.villageId, people.villageId), eq(households.id, people.householdId))

/** Groups that still have somebody. */
export async function groupsOf(tx: Tx, villageId: string, day: Day): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ group: households.villageGroup })
    .from(people)
    .innerJoin(households, householdOf)
    .where(stillThere(villageId, day))
  return rows.map((row) => row.group)
}

/** Those of the groups (none named: of the village) who are still there, with their households. */
export async function countMovers(tx: Tx, villageId: string, groups: readonly string[], day: Day) {
  const [row] = await tx
    .select({
      people: sql<number>`count(*)::int`,
      households: sql<number>`count(distinct ${people.householdId})::int`,
    })
    .from(people)
    .leftJoin(households, householdOf)
    .where(and(stillThere(villageId, day), ofGroups(groups)))
  return { people: row?.people ?? 0, households: row?.households ?? 0 }
}
const ofGroups = (groups: readonly string[]) =>
  groups.length > 0 ? inArray(households.villageGroup, [...groups]) : undefined

/** The same in full; of their offices those that `offices` names and that they hold on that day. */
export async function loadMovers(
  tx: Tx,
  villageId: string,
  { groups, held, day }: { groups: readonly string[]; held: readonly Office[]; day: Day },
): Promise<Movers> {
  const found = await tx
    .select({ person: people, household: households })
    .from(people)
    .leftJoin(households, householdOf)
    .where(and(stillThere(villageId, day), ofGroups(groups)))
    .orderBy(asc(people.id))
  const homes = new Map(
    found.flatMap(({ household }) => (household ? [[household.id, household] as const] : [])),
  )
  const ids = new Set(found.map(({ person }) => person.id))
  const seats = await tx
    .select()
    .from(offices)
    .where(
      and(
        eq(offices.villageId, villageId),
        inArray(offices.office, [...held]),
        lte(offices.from, day),
        or(isNull(offices.heldUntil), gte(offices.heldUntil, day)),
      ),
    )
    .orderBy(asc(offices.id))
  const pins = await tx.select().from(accountPeople).where(eq(accountPeople.villageId, villageId))
  return {
    households: [...homes.values()].sort((a, b) => (a.number < b.number ? -1 : 1)),
    people: found.map(({ person }) => person),
    offices: seats.filter((one) => ids.has(one.personId)),
    pins: pins.filter((one) => ids.has(one.personId)),
  }
}

/** 转出: nobody of these is on a new roll of the old village; the roll of a running meeting keeps them. */
export async function markGone(
  tx: Tx,
  villageId: string,
  movers: Pick<Movers, 'people' | 'households'>,
  { day, reason, now }: { day: Day; reason: string; now: Date },
): Promise<void> {
  for (const piece of piecesOf(movers.people)) {
    const ids = piece.map((one) => one.id)
    await tx
      .update(people)
      .set({ leftOn: day, leftReason: reason, revision: sql`${people.revision} + 1`, changedAt: now })
      .where(and(eq(people.villageId, villageId), inArray(people.id, ids)))
    await tx
      .update(offices)
      .set({
        to: sql`least(coalesce(${offices.to}, ${day}::date), ${day}::date)`,
        heldUntil: day,
        endedAt: now,
        endedReason: reason,
      })
      .where(
        and(
          eq(offices.villageId, villageId),
          inArray(offices.personId, ids),
          lte(offices.from, day),
          or(isNull(offices.heldUntil), gt(offices.heldUntil, day)),
        ),
      )
  }
  for (const piece of piecesOf(movers.households))
    await tx
      .update(households)
      .set({ removedAt: now })
      .where(
        and(
          eq(households.villageId, villageId),
          inArray(
            households.id,
            piece.map((one) => one.id),
          ),
        ),
      )
}

/** What the new village has already: its names, and who of them is on its roster (its first officer may be). */
export async function foundThere(tx: Tx, villageId: string) {
  const homes = await tx
    .select({ number: households.number, group: households.villageGroup })
    .from(households)
    .where(eq(households.villageId, villageId))
  const known = await tx
    .select({ id: people.id, idIndex: people.idIndex })
    .from(people)
    .where(and(eq(people.villageId, villageId), isNull(people.erasedAt)))
  return {
    numbers: homes.map((one) => one.number),
    groups: [...new Set(homes.map((one) => one.group))],
    byId: new Map(known.flatMap((one) => (one.idIndex ? [[one.idIndex, one.id] as const] : []))),
  }
}

type New = {
  households: (typeof households.$inferInsert)[]
  people: (typeof people.$inferInsert)[]
  offices: (typeof offices.$inferInsert)[]
  pins: (typeof accountPeople.$inferInsert)[]
}

/** Who was there already keeps his row and his offices; from now on it names the old one and his household. */
export async function saveMovers(tx: Tx, rows: New): Promise<void> {
  for (const piece of piecesOf(rows.households)) await tx.insert(households).values(piece)
  for (const piece of piecesOf(rows.people))
    await tx
      .insert(people)
      .values(piece)
      .onConflictDoUpdate({
        target: [people.villageId, people.id],
        set: {
          householdId: sql`coalesce(${people.householdId}, excluded.household_id)`,
          relation: sql`case when ${people.householdId} is null then excluded.relation else ${people.relation} end`,
          registered: sql`${people.registered} or excluded.registered`,
          partyStatus: sql`case when ${people.partyStatus} = 'none' then excluded.party_status else ${people.partyStatus} end`,
          partyJoinedOn: sql`coalesce(${people.partyJoinedOn}, excluded.party_joined_on)`,
          partyFullOn: sql`coalesce(${people.partyFullOn}, excluded.party_full_on)`,
          leftOn: null,
          leftReason: null,
          movedFrom: sql`excluded.moved_from`,
          moveId: sql`excluded.move_id`,
          revision: sql`${people.revision} + 1`,
          changedAt: sql`excluded.changed_at`,
        },
      })
  for (const piece of piecesOf(rows.offices)) await tx.insert(offices).values(piece)
  for (const piece of piecesOf(rows.pins)) await tx.insert(accountPeople).values(piece).onConflictDoNothing()
}

export const insertMove = (tx: Tx, row: typeof villageMoves.$inferInsert) =>
  tx.insert(villageMoves).values(row)

/** 定期的应办 is the new village's from now on; what hangs on a matter goes on. */
export const dropPeriods = (tx: Tx, villageId: string, now: Date) =>
  tx
    .update(duties)
    .set({ droppedAt: now })
    .where(
      and(
        eq(duties.villageId, villageId),
        isNull(duties.proposalId),
        isNull(duties.doneAt),
        isNull(duties.droppedAt),
      ),
    )

/** Matters before their resolution. */
export async function countUndecided(tx: Tx, villageId: string): Promise<number> {
  return tx.$count(
    proposals,
    and(eq(proposals.villageId, villageId), inArray(proposals.stage, [...SITTING_STAGES])),
  )
}
