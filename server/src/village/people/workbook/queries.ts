import { lastDays } from '@cunyi/shared/law/offices.ts'
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { Tx } from '#base/database/connect.ts'
import { piecesOf } from '#base/database/rows.ts'
import { acts } from '#base/database/schema/acts.ts'
import { households, imports, offices, people } from '#base/database/schema/people.ts'
import type { State, StateHousehold, StateOffice } from './state.ts'

/** Everything a workbook is compared with. Erased people are nobody any more. */
export async function loadState(tx: Tx, villageId: string): Promise<State> {
  const [homes, persons, terms] = [
    await tx
      .select({
        id: households.id,
        number: households.number,
        villageGroup: households.villageGroup,
        exemption: households.exemption,
      })
      .from(households)
      .where(eq(households.villageId, villageId))
      .orderBy(asc(households.number)),
    await tx
      .select(personColumns)
      .from(people)
      .where(and(eq(people.villageId, villageId), isNull(people.erasedAt)))
      .orderBy(asc(people.householdId), asc(people.birthDate), asc(people.id)),
    await tx
      .select({
        id: offices.id,
        personId: offices.personId,
        office: offices.office,
        from: offices.from,
        to: offices.to,
        heldUntil: offices.heldUntil,
        villageGroup: offices.villageGroup,
        households: offices.households,
      })
      .from(offices)
      .where(eq(offices.villageId, villageId))
      .orderBy(asc(offices.office), asc(offices.from), asc(offices.id)),
  ]
  return { households: homes, people: persons, offices: terms }
}

const personColumns = {
  id: people.id,
  name: people.name,
  sex: people.sex,
  birthDate: people.birthDate,
  idIndex: people.idIndex,
  phoneIndex: people.phoneIndex,
  householdId: people.householdId,
  relation: people.relation,
  registered: people.registered,
  away: people.away,
  awayPlace: people.awayPlace,
  partyStatus: people.partyStatus,
  partyJoinedOn: people.partyJoinedOn,
  partyFullOn: people.partyFullOn,
  fullCapacity: people.fullCapacity,
  leftOn: people.leftOn,
  leftReason: people.leftReason,
  collectiveMember: people.collectiveMember,
  collectiveFrom: people.collectiveFrom,
}

export const loadSealed = (tx: Tx, villageId: string) =>
  tx
    .select({ id: people.id, name: people.name, idNumber: people.idNumber, phone: people.phone })
    .from(people)
    .where(and(eq(people.villageId, villageId), isNull(people.erasedAt)))

const given = (column: string) => sql.raw(`excluded.${column}`)
/** What belongs to the number stays as long as the number does. */
const ofNumber = (held: AnyPgColumn, column: string) =>
  sql`case when excluded.phone_index is not distinct from ${people.phoneIndex} then ${held} else ${given(column)} end`

export async function saveHouseholds(
  tx: Tx,
  villageId: string,
  rows: readonly StateHousehold[],
): Promise<void> {
  for (const piece of piecesOf(rows))
    await tx
      .insert(households)
      .values(piece.map((row) => ({ villageId, ...row })))
      .onConflictDoUpdate({
        target: [households.villageId, households.id],
        set: { villageGroup: given('village_group'), exemption: given('exemption') },
      })
}

export type PersonToSave = typeof people.$inferInsert

/** New people and changed ones in one statement a piece. A sealed value goes over the old one only where its index differs. */
export async function savePeople(tx: Tx, rows: readonly PersonToSave[]): Promise<void> {
  for (const piece of piecesOf(rows))
    await tx
      .insert(people)
      .values(piece)
      .onConflictDoUpdate({
        target: [people.villageId, people.id],
        set: {
          name: given('name'),
          sex: given('sex'),
          birthDate: given('birth_date'),
          idNumber: sql`case when excluded.id_index is not distinct from ${people.idIndex} then ${people.idNumber} else excluded.id_number end`,
          idIndex: given('id_index'),
          phone: sql`case when excluded.phone_index is not distinct from ${people.phoneIndex} then ${people.phone} else excluded.phone end`,
          phoneIndex: given('phone_index'),
          numberSince: ofNumber(people.numberSince, 'number_since'),
          activeFrom: ofNumber(people.activeFrom, 'active_from'),
          activeBy: ofNumber(people.activeBy, 'active_by'),
          householdId: given('household_id'),
          relation: given('relation'),
          registered: given('registered'),
          away: given('away'),
          awayPlace: given('away_place'),
          partyStatus: given('party_status'),
          partyJoinedOn: given('party_joined_on'),
          partyFullOn: given('party_full_on'),
          fullCapacity: given('full_capacity'),
          leftOn: given('left_on'),
          leftReason: given('left_reason'),
          collectiveMember: given('collective_member'),
          collectiveFrom: given('collective_from'),
          revision: sql`${people.revision} + 1`,
          changedAt: given('changed_at'),
        },
      })
}

export async function saveOffices(tx: Tx, villageId: string, rows: readonly StateOffice[]): Promise<void> {
  for (const piece of piecesOf(rows))
    await tx
      .insert(offices)
      .values(piece.map((row) => ({ villageId, ...row })))
      .onConflictDoUpdate({
        target: [offices.villageId, offices.id],
        set: {
          from: given('"from"'),
          to: given('"to"'),
          // Who was ended stays so.
          heldUntil: sql`case when ${offices.endedAt} is null then excluded.held_until else ${offices.heldUntil} end`,
          villageGroup: given('village_group'),
          households: given('households'),
        },
      })
  await endFollowed(tx, villageId, rows)
}

/** 接任: who was in office past his term is not any more, from the day before that of his successor. */
async function endFollowed(tx: Tx, villageId: string, next: readonly StateOffice[]): Promise<void> {
  const held = [...new Set(next.map(({ office }) => office))]
  const seats = await tx
    .select()
    .from(offices)
    .where(and(eq(offices.villageId, villageId), inArray(offices.office, held)))
  const lastDayOf = lastDays(seats)
  for (const one of seats) {
    const last = lastDayOf(one)
    if (last !== one.heldUntil)
      await tx
        .update(offices)
        .set({ heldUntil: last })
        .where(and(eq(offices.villageId, villageId), eq(offices.id, one.id)))
  }
}

export type ImportRow = typeof imports.$inferSelect

export const insertImport = (tx: Tx, row: typeof imports.$inferInsert) => tx.insert(imports).values(row)

export async function findImport(
  tx: Tx,
  villageId: string,
  id: string,
  lock = false,
): Promise<ImportRow | undefined> {
  const query = tx
    .select()
    .from(imports)
    .where(and(eq(imports.villageId, villageId), eq(imports.id, id)))
  const [row] = await (lock ? query.for('update') : query)
  return row
}

/** 两人办理: what has become of its list. */
export async function importAct(tx: Tx, villageId: string, id: string) {
  const [row] = await tx
    .select({ id: acts.id, state: acts.state, dueAt: acts.dueAt, asked: acts.asked })
    .from(acts)
    .where(and(eq(acts.villageId, villageId), eq(acts.id, id)))
  return row
}

/** Whether a list of an earlier import has been confirmed here. */
export const hasRoster = async (tx: Tx, villageId: string): Promise<boolean> => {
  const { rows } = await tx.execute(sql`
    select from imports i left join acts a on a.village_id = i.village_id and a.id = i.act_id
     where i.village_id = ${villageId} and i.status = 'done' and (i.act_id is null or a.state = 'confirmed') limit 1`)
  return rows.length > 0
}

export const updateImport = (
  tx: Tx,
  villageId: string,
  id: string,
  set: Partial<typeof imports.$inferInsert>,
) =>
  tx
    .update(imports)
    .set(set)
    .where(and(eq(imports.villageId, villageId), eq(imports.id, id)))

export async function previewsWaiting(tx: Tx): Promise<{ villageId: string; id: string; at: Date }[]> {
  const { rows } = await tx.execute<{ villageId: string; id: string; at: Date }>(
    sql`select village_id as "villageId", id, at from across_previews_waiting()`,
  )
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}

/** Only while it is still being read: a late word of the worker does not overwrite a discard. */
export const updateReading = (
  tx: Tx,
  villageId: string,
  id: string,
  set: Partial<typeof imports.$inferInsert>,
) =>
  tx
    .update(imports)
    .set(set)
    .where(and(eq(imports.villageId, villageId), eq(imports.id, id), eq(imports.status, 'reading')))
