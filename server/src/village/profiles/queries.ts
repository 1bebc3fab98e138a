import type { ProfileLevel } from '@cunyi/shared/law/profile.ts'
import { and, asc, desc, eq, gte, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { authorisations, legalBases, ruleProfiles } from '#base/database/schema/divisions.ts'

export type AuthorisationRow = typeof authorisations.$inferSelect
export type LegalBasisRow = typeof legalBases.$inferSelect
export type ProfileVersionRow = typeof ruleProfiles.$inferSelect

/** The last day of the representatives who were in office on that day; null: it is not recorded, or there are none. */
export async function representativesUntil(tx: Tx, villageId: string, day: string): Promise<string | null> {
  const { rows } = await tx.execute<{ until: string | null }>(
    sql`select ${termEnd(villageId, sql`${day}::date`)}::text as until`,
  )
  return rows[0]?.until ?? null
}

const termEnd = (villageId: string, from: SQL) => sql`(
  select case when bool_and(o."to" is not null) then max(o."to") end from offices o
   where o.village_id = ${villageId} and o.office = 'representative' and o."from" <= ${from} and (o.held_until is null or o.held_until >= ${from}))`
/** 任期: what they were entrusted with ends with their term at the latest. */
const withinTheirTerm = (villageId: string, day: string, from: SQL) =>
  sql`coalesce(${termEnd(villageId, from)} >= ${day}::date, true)`

/** 授权 in force on that day. */
export const activeAuthorisations = (tx: Tx, villageId: string, day: string): Promise<AuthorisationRow[]> =>
  tx
    .select()
    .from(authorisations)
    .where(
      and(
        eq(authorisations.villageId, villageId),
        lte(authorisations.from, day),
        gte(authorisations.to, day),
        isNull(authorisations.endedAt),
        withinTheirTerm(villageId, day, sql`${authorisations.from}`),
      ),
    )
    .orderBy(asc(authorisations.from), asc(authorisations.id))

/** 依据 in force on that day. */
export const activeLegalBases = (tx: Tx, villageId: string, day: string): Promise<LegalBasisRow[]> =>
  tx
    .select()
    .from(legalBases)
    .where(
      and(
        eq(legalBases.villageId, villageId),
        lte(legalBases.from, day),
        or(isNull(legalBases.to), gte(legalBases.to, day)),
        isNull(legalBases.endedAt),
        withinTheirTerm(villageId, day, sql`${legalBases.from}`),
      ),
    )
    .orderBy(asc(legalBases.from), asc(legalBases.id))

export const allAuthorisations = (tx: Tx, villageId: string): Promise<AuthorisationRow[]> =>
  tx
    .select()
    .from(authorisations)
    .where(eq(authorisations.villageId, villageId))
    .orderBy(desc(authorisations.recordedAt))

export const allLegalBases = (tx: Tx, villageId: string): Promise<LegalBasisRow[]> =>
  tx.select().from(legalBases).where(eq(legalBases.villageId, villageId)).orderBy(desc(legalBases.recordedAt))

export async function insertAuthorisation(tx: Tx, row: typeof authorisations.$inferInsert) {
  await tx.insert(authorisations).values(row)
}
export async function insertLegalBasis(tx: Tx, row: typeof legalBases.$inferInsert) {
  await tx.insert(legalBases).values(row)
}
export async function endAuthorisationRow(
  tx: Tx,
  villageId: string,
  id: string,
  at: Date,
): Promise<AuthorisationRow | undefined> {
  const [row] = await tx
    .update(authorisations)
    .set({ endedAt: at })
    .where(
      and(eq(authorisations.villageId, villageId), eq(authorisations.id, id), isNull(authorisations.endedAt)),
    )
    .returning()
  return row
}
export async function endLegalBasisRow(
  tx: Tx,
  villageId: string,
  id: string,
  at: Date,
): Promise<LegalBasisRow | undefined> {
  const [row] = await tx
    .update(legalBases)
    .set({ endedAt: at })
    .where(and(eq(legalBases.villageId, villageId), eq(legalBases.id, id), isNull(legalBases.endedAt)))
    .returning()
  return row
}
export async function findAuthorisation(
  tx: Tx,
  villageId: string,
  id: string,
): Promise<AuthorisationRow | undefined> {
  const [row] = await tx
    .select()
    .from(authorisations)
    .where(and(eq(authorisations.villageId, villageId), eq(authorisations.id, id)))
  return row
}
export async function findLegalBasis(
  tx: Tx,
  villageId: string,
  id: string,
): Promise<LegalBasisRow | undefined> {
  const [row] = await tx
    .select()
    .from(legalBases)
    .where(and(eq(legalBases.villageId, villageId), eq(legalBases.id, id)))
  return row
}

export type ProfileLayer = {
  level: Exclude<ProfileLevel, 'default'>
  version: number
  values: Record<string, unknown>
}

/** The newest confirmed values of the division and of those above it, through the fence. */
export async function profileLayers(tx: Tx, code: string): Promise<ProfileLayer[]> {
  const { rows } = await tx.execute<ProfileLayer>(
    sql`select level, version, "values" from across_profiles(${code})`,
  )
  return rows
}

export const profileVersions = (tx: Tx, code: string): Promise<ProfileVersionRow[]> =>
  tx.select().from(ruleProfiles).where(eq(ruleProfiles.villageId, code)).orderBy(desc(ruleProfiles.version))

export async function lockProfileVersion(
  tx: Tx,
  code: string,
  version: number,
): Promise<ProfileVersionRow | undefined> {
  const [row] = await tx
    .select()
    .from(ruleProfiles)
    .where(and(eq(ruleProfiles.villageId, code), eq(ruleProfiles.version, version)))
    .for('update')
  return row
}

/** False: somebody else took this number meanwhile. */
export async function insertProfileVersion(tx: Tx, row: typeof ruleProfiles.$inferInsert): Promise<boolean> {
  const made = await tx
    .insert(ruleProfiles)
    .values(row)
    .onConflictDoNothing()
    .returning({ version: ruleProfiles.version })
  return made.length === 1
}

export const settleProfileVersion = (
  tx: Tx,
  code: string,
  version: number,
  settled: { confirmedBy: string; confirmedAt: Date } | { refusedAt: Date },
) =>
  tx
    .update(ruleProfiles)
    .set(settled)
    .where(and(eq(ruleProfiles.villageId, code), eq(ruleProfiles.version, version)))
