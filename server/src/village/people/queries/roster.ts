/** 花名册: lists for the office's screens. SQL of the roster; the rest of the noun's SQL is in queries.ts. */
import { foldName } from '@cunyi/shared/people/workbook-cell.ts'
import type { Day } from '@cunyi/shared/words/days.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, desc, eq, gte, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { acts } from '#base/database/schema/acts.ts'
import { households, offices, people } from '#base/database/schema/people.ts'
import { namesOf } from './people.ts'

export type RosterFilter = {
  /** A part of a name or a household number. */
  text?: string
  /** A whole phone or ID number is looked up by its index. */
  phoneIndex?: string
  idIndex?: string
  /** Found by what no query can look for: the end of a number, the letters of a name. */
  ids?: readonly string[]
  office?: Office
  group?: string
  partyOnly?: boolean
  awayOnly?: boolean
}
export type RosterRow = Awaited<ReturnType<typeof selectRoster>>[number]
export type RosterKey = { number: string; birthDate: string; id: string }

const number = sql<string>`coalesce(${households.number}, '')`

const selectRoster = (tx: Tx, where: SQL | undefined, limit: number) =>
  tx
    .select({
      id: people.id,
      name: people.name,
      sex: people.sex,
      birthDate: people.birthDate,
      idNumber: people.idNumber,
      phone: people.phone,
      household: households.number,
      villageGroup: households.villageGroup,
      relation: people.relation,
      registered: people.registered,
      away: people.away,
      awayPlace: people.awayPlace,
      partyStatus: people.partyStatus,
      collectiveMember: people.collectiveMember,
      fullCapacity: people.fullCapacity,
      leftOn: people.leftOn,
      orderNumber: number,
    })
    .from(people)
    .leftJoin(
      households,
      and(eq(households.villageId, people.villageId), eq(households.id, people.householdId)),
    )
    .where(where)
    .orderBy(asc(number), asc(people.birthDate), asc(people.id))
    .limit(limit)

function matching(villageId: string, filter: RosterFilter, day: Day): SQL | undefined {
  const { text, phoneIndex, idIndex, ids, office, group, partyOnly, awayOnly } = filter
  const held = sql`exists (select from ${offices} o where o.village_id = ${people.villageId} and o.person_id = ${people.id}
    and o.office = ${office ?? ''} and o."from" <= ${day} and (o.held_until is null or o.held_until >= ${day}))`
  const searched =
    text &&
    or(
      sql`strpos(translate(${people.name}, '•‧∙・● 　', '·····'), ${foldName(text)}) > 0`,
      sql`${households.number} = ${text}`,
      ...(phoneIndex ? [eq(people.phoneIndex, phoneIndex)] : []),
      ...(idIndex ? [eq(people.idIndex, idIndex)] : []),
      ...(ids?.length ? [inArray(people.id, [...ids])] : []),
    )
  return and(
    eq(people.villageId, villageId),
    isNull(people.erasedAt),
    searched || undefined,
    office ? held : undefined,
    group ? eq(households.villageGroup, group) : undefined,
    partyOnly ? sql`${people.partyStatus} <> 'none'` : undefined,
    awayOnly ? eq(people.away, true) : undefined,
  )
}

export async function listRoster(
  tx: Tx,
  villageId: string,
  filter: RosterFilter,
  day: Day,
  after: RosterKey | null,
  limit: number,
): Promise<RosterRow[]> {
  const next = after
    ? sql`(${number}, ${people.birthDate}, ${people.id}) > (${after.number}, ${after.birthDate}::date, ${after.id}::uuid)`
    : undefined
  return selectRoster(tx, and(matching(villageId, filter, day), next), limit)
}

export async function countRoster(
  tx: Tx,
  villageId: string,
  filter: RosterFilter,
  day: Day,
): Promise<number> {
  const [row] = await tx
    .select({ n: sql<number>`count(*)::int` })
    .from(people)
    .leftJoin(
      households,
      and(eq(households.villageId, people.villageId), eq(households.id, people.householdId)),
    )
    .where(matching(villageId, filter, day))
  return row?.n ?? 0
}

export async function findRosterPerson(
  tx: Tx,
  villageId: string,
  id: string,
): Promise<RosterRow | undefined> {
  const [row] = await selectRoster(
    tx,
    and(eq(people.villageId, villageId), eq(people.id, id), isNull(people.erasedAt)),
    1,
  )
  return row
}

/** With the holder's name; without a day: all there ever were. */
export const listHeldOffices = (tx: Tx, villageId: string, day: Day | undefined) =>
  tx
    .select({
      id: offices.id,
      personId: offices.personId,
      name: people.name,
      office: offices.office,
      from: offices.from,
      to: offices.to,
      heldUntil: offices.heldUntil,
      villageGroup: offices.villageGroup,
      households: offices.households,
    })
    .from(offices)
    .innerJoin(people, and(eq(people.villageId, offices.villageId), eq(people.id, offices.personId)))
    .where(
      and(
        eq(offices.villageId, villageId),
        day === undefined
          ? undefined
          : and(lte(offices.from, day), or(isNull(offices.heldUntil), gte(offices.heldUntil, day))),
      ),
    )
    .orderBy(asc(offices.office), asc(offices.from), asc(people.name), asc(offices.id))

export async function lockOffice(tx: Tx, villageId: string, id: string) {
  const [row] = await tx
    .select()
    .from(offices)
    .where(and(eq(offices.villageId, villageId), eq(offices.id, id)))
    .for('update')
  return row
}

export const endOfficeRow = (
  tx: Tx,
  villageId: string,
  id: string,
  set: { to: Day; heldUntil: Day; endedAt: Date; endedReason: string },
) =>
  tx
    .update(offices)
    .set(set)
    .where(and(eq(offices.villageId, villageId), eq(offices.id, id)))

/** 重复登记: the record this one went into, and why it did not go when somebody said no. */
export async function mergeOf(tx: Tx, villageId: string, personId: string) {
  const [his] = await tx
    .select({ into: people.mergedInto })
    .from(people)
    .where(and(eq(people.villageId, villageId), eq(people.id, personId)))
  const [no] = await tx
    .select({ ground: acts.ground, at: acts.decidedAt })
    .from(acts)
    .where(
      and(
        eq(acts.villageId, villageId),
        eq(acts.what, 'mergePeople'),
        eq(acts.personId, personId),
        eq(acts.state, 'refused'),
      ),
    )
    .orderBy(desc(acts.decidedAt))
    .limit(1)
  const into = his?.into ?? null
  const name = await namesOf(tx, into ? [into] : [])
  return {
    mergedInto: into ? { id: into, name: name(into) } : null,
    mergeRefused: no?.at ? { ground: no.ground ?? '', at: no.at.toISOString() } : null,
  }
}
