import type { NumberInUse } from '@cunyi/shared/law/numbers.ts'
import { HEAD_OF_HOUSEHOLD } from '@cunyi/shared/people/homes.ts'
import type { RollOffice, RollPerson } from '@cunyi/shared/people/rolls.ts'
import type { Day } from '@cunyi/shared/words/days.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, count, eq, gt, gte, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { only } from '#base/database/rows.ts'
import { households, offices, people } from '#base/database/schema/people.ts'

/** Still of the village on that day; without a day: not left at all. */
const stillHere = (villageId: string, day?: Day) =>
  and(
    eq(people.villageId, villageId),
    isNull(people.erasedAt),
    day === undefined ? isNull(people.leftOn) : or(isNull(people.leftOn), gt(people.leftOn, day)),
  )

const inOffice = (villageId: string, day: Day): SQL | undefined =>
  and(
    eq(offices.villageId, villageId),
    lte(offices.from, day),
    or(isNull(offices.heldUntil), gte(offices.heldUntil, day)),
  )

/** The latest birth date of somebody who is `years` old on that day; 29 February falls back to the 28th. */
function bornOnOrBefore(day: Day, years: number): Day {
  const year = Number(day.slice(0, 4)) - years
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  return `${year}${day.endsWith('-02-29') && !leap ? '-02-28' : day.slice(4)}`
}

/** Everyone a roll can be built from, in a fixed order. Who has left by `day` is not among them. */
export async function loadRollPeople(
  tx: Tx,
  villageId: string,
  day?: Day,
  /** These and no others. */
  ids?: readonly string[],
): Promise<RollPerson[]> {
  const rows = await tx
    .select({
      id: people.id,
      sex: people.sex,
      birthDate: people.birthDate,
      registered: people.registered,
      away: people.away,
      partyStatus: people.partyStatus,
      partyFullOn: people.partyFullOn,
      fullCapacity: people.fullCapacity,
      householdId: people.householdId,
      villageGroup: households.villageGroup,
      collectiveMember: people.collectiveMember,
      relation: people.relation,
    })
    .from(people)
    .leftJoin(
      households,
      and(eq(households.villageId, people.villageId), eq(households.id, people.householdId)),
    )
    .where(and(stillHere(villageId, day), ids && inArray(people.id, [...ids])))
    .orderBy(asc(people.id))
  return rows.map(({ relation, ...row }) => ({ ...row, isHouseholdHead: relation === HEAD_OF_HOUSEHOLD }))
}

/** 任职 in force on that day. Holders who have left by then hold nothing any more. */
export async function loadRollOffices(tx: Tx, villageId: string, day: Day): Promise<RollOffice[]> {
  return tx
    .select({
      personId: offices.personId,
      office: offices.office,
      from: offices.from,
      to: offices.heldUntil,
      households: offices.households,
      villageGroup: offices.villageGroup,
    })
    .from(offices)
    .innerJoin(
      people,
      and(
        eq(people.villageId, offices.villageId),
        eq(people.id, offices.personId),
        stillHere(villageId, day),
      ),
    )
    .where(inOffice(villageId, day))
    .orderBy(asc(offices.from), asc(offices.id))
}

/** Names for ids, within the fence of the transaction; who has left keeps his name in old records, who was erased has none. */
export async function findPeople(tx: Tx, ids: readonly string[]): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return []
  return tx
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, [...new Set(ids)]))
}

/** The same as a look-up; an id nobody has gives a dash. */
export async function namesOf(tx: Tx, ids: readonly string[]): Promise<(id: string) => string> {
  const names = new Map((await findPeople(tx, ids)).map((row) => [row.id, row.name]))
  return (id) => names.get(id) ?? '—'
}

/** 全村户数: households that still have somebody registered. */
export async function householdsCount(tx: Tx, villageId: string): Promise<number> {
  const [row] = await tx
    .select({ n: sql<number>`count(distinct ${people.householdId})::int` })
    .from(people)
    .innerJoin(
      households,
      and(eq(households.villageId, people.villageId), eq(households.id, people.householdId)),
    )
    .where(and(stillHere(villageId), eq(people.registered, true), isNull(households.removedAt)))
  return row?.n ?? 0
}

/** About how many would be on the rolls that go by the person, without drawing one. */
export async function countForRolls(
  tx: Tx,
  villageId: string,
  { day, villageGroup }: { day: Day; villageGroup: string | null },
) {
  const grown = sql`${people.birthDate} <= ${bornOnOrBefore(day, 18)}`
  const adult = sql`${people.registered} and ${grown}`
  const ofGroup = sql`${adult} and ${households.villageGroup} = ${villageGroup}`
  const many = (which: SQL) => sql<number>`(count(*) filter (where ${which}))::int`
  const homes = (which: SQL) =>
    sql<number>`(count(distinct ${people.householdId}) filter (where ${which}))::int`
  const [row] = await tx
    .select({
      party: many(
        sql`${people.partyStatus} = 'full' and (${people.partyFullOn} is null or ${people.partyFullOn} <= ${day})`,
      ),
      adults: many(adult),
      households: homes(adult),
      members: many(sql`${people.collectiveMember} and ${people.fullCapacity} and ${grown}`),
      groupAdults: many(ofGroup),
      groupHouseholds: homes(ofGroup),
    })
    .from(people)
    .leftJoin(
      households,
      and(eq(households.villageId, people.villageId), eq(households.id, people.householdId)),
    )
    .where(stillHere(villageId, day))
  return only(row ? [row] : [])
}

/** 本村十八周岁以上的村民: registered adults on that day. */
export async function adultsOn(tx: Tx, villageId: string, day: Day): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(people)
    .where(
      and(
        stillHere(villageId, day),
        eq(people.registered, true),
        lte(people.birthDate, bornOnOrBefore(day, 18)),
      ),
    )
  return row?.n ?? 0
}

/** 村民代表, 居民代表: elected ones only, without the committee's members by office. */
export async function electedRepresentatives(
  tx: Tx,
  villageId: string,
  day: Day,
  office: 'representative' | 'residentRepresentative' = 'representative',
): Promise<number> {
  const rows = (await loadRollOffices(tx, villageId, day)).filter((row) => row.office === office)
  return new Set(rows.map((row) => row.personId)).size
}

/** Offices one person holds on that day. */
export async function officesOf(tx: Tx, villageId: string, personId: string, day: Day): Promise<Office[]> {
  const rows = await tx
    .select({ office: offices.office })
    .from(offices)
    .where(and(inOffice(villageId, day), eq(offices.personId, personId)))
  return [...new Set(rows.map((row) => row.office))]
}

/** Households, relations and who is away, of everybody in office or not: by id. */
export async function kinshipOf(tx: Tx, villageId: string, ids: readonly string[]) {
  const rows = await tx
    .select({
      id: people.id,
      householdId: people.householdId,
      relation: people.relation,
      away: people.away,
    })
    .from(people)
    .where(and(eq(people.villageId, villageId), inArray(people.id, [...ids])))
  return new Map(rows.map((row) => [row.id, row]))
}

/** Who holds one of these offices on that day. */
export async function holdersOf(
  tx: Tx,
  villageId: string,
  wanted: readonly Office[],
  day: Day,
): Promise<string[]> {
  if (wanted.length === 0) return []
  const rows = await tx
    .selectDistinct({ personId: offices.personId })
    .from(offices)
    .innerJoin(
      people,
      and(
        eq(people.villageId, offices.villageId),
        eq(people.id, offices.personId),
        stillHere(villageId, day),
      ),
    )
    .where(and(inOffice(villageId, day), inArray(offices.office, [...wanted])))
  return rows.map((row) => row.personId)
}

/** 启用: from when on a ballot may come from his number. */
const NO_NUMBER: NumberInUse = { activeFrom: null, activeBy: null }

export const numberOf = async (tx: Tx, villageId: string, personId: string): Promise<NumberInUse> =>
  (await numbersOf(tx, villageId, [personId]))(personId)

/** Of each of these persons. */
export async function numbersOf(
  tx: Tx,
  villageId: string,
  personIds: readonly string[],
): Promise<(personId: string) => NumberInUse> {
  const rows = await tx
    .select({ id: people.id, activeFrom: people.activeFrom, activeBy: people.activeBy })
    .from(people)
    .where(and(eq(people.villageId, villageId), inArray(people.id, [...personIds])))
  const found = new Map(rows.map(({ id, ...number }) => [id, number]))
  return (personId) => found.get(personId) ?? NO_NUMBER
}

/** Serialises changes of one village's roster: an import, an appointment. Released at the end of the transaction. */
export async function lockRoster(tx: Tx, villageId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('roster'), hashtext(${villageId}))`)
}
