import type { NamePeriod } from '@cunyi/shared/words/village-names.ts'
import { and, asc, desc, eq, ilike, inArray, isNull, or } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { divisions, villageMoves } from '#base/database/schema/divisions.ts'

export type DivisionRow = typeof divisions.$inferSelect

export async function findDivision(tx: Tx, code: string): Promise<DivisionRow | undefined> {
  const [row] = await tx.select().from(divisions).where(eq(divisions.code, code))
  return row
}

/** What these are called, in one question. */
export async function divisionNames(tx: Tx, codes: readonly string[]): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map()
  const rows = await tx
    .select({ code: divisions.code, name: divisions.name })
    .from(divisions)
    .where(inArray(divisions.code, [...new Set(codes)]))
  return new Map(rows.map(({ code, name }) => [code, name]))
}

export const childrenOf = (tx: Tx, code: string): Promise<DivisionRow[]> =>
  tx.select().from(divisions).where(eq(divisions.parentCode, code)).orderBy(asc(divisions.code))

/** It and the one above it. */
export async function withParent(tx: Tx, code: string): Promise<(DivisionRow | undefined)[]> {
  const above = tx.select({ code: divisions.parentCode }).from(divisions).where(eq(divisions.code, code))
  const rows = await tx
    .select()
    .from(divisions)
    .where(or(eq(divisions.code, code), inArray(divisions.code, above)))
  return [rows.find((row) => row.code === code), rows.find((row) => row.code !== code)]
}

/** A county's townships and their villages. */
export function twoLevelsBelow(tx: Tx, code: string): Promise<DivisionRow[]> {
  const below = tx.select({ code: divisions.code }).from(divisions).where(eq(divisions.parentCode, code))
  return tx
    .select()
    .from(divisions)
    .where(or(eq(divisions.parentCode, code), inArray(divisions.parentCode, below)))
    .orderBy(asc(divisions.code))
}

export const divisionsAtLevel = (tx: Tx, level: DivisionRow['level']): Promise<DivisionRow[]> =>
  tx.select().from(divisions).where(eq(divisions.level, level)).orderBy(asc(divisions.code))

export const searchDivisions = (tx: Tx, text: string, limit: number): Promise<DivisionRow[]> =>
  tx
    .select()
    .from(divisions)
    .where(ilike(divisions.name, `%${text.replace(/[\\%_]/g, (c) => `\\${c}`)}%`))
    .orderBy(asc(divisions.code))
    .limit(limit)

export const insertDivisions = (tx: Tx, rows: (typeof divisions.$inferInsert)[]) =>
  tx.insert(divisions).values(rows).onConflictDoNothing().returning({ code: divisions.code })

/** 登记了集体经济组织: said once. */
export async function setHasCollective(tx: Tx, code: string): Promise<boolean> {
  const { rowCount } = await tx
    .update(divisions)
    .set({ hasCollective: true })
    .where(and(eq(divisions.code, code), eq(divisions.hasCollective, false)))
  return rowCount === 1
}

/** 改名: `name` is what pages call it; the periods say from when. */
export const setNames = (tx: Tx, code: string, name: string, names: NamePeriod[]) =>
  tx.update(divisions).set({ name, names }).where(eq(divisions.code, code))

/** 已并入: said once. */
export async function markMoved(tx: Tx, code: string, movedTo: string, movedAt: Date): Promise<boolean> {
  const { rowCount } = await tx
    .update(divisions)
    .set({ movedTo, movedAt })
    .where(and(eq(divisions.code, code), isNull(divisions.movedAt)))
  return rowCount === 1
}

/** Opened once: whoever comes second changes nothing. */
export async function markOpened(
  tx: Tx,
  code: string,
  facts: { isCommunity: boolean; hasCollective: boolean; branchHasCommittee: boolean; openedAt: Date },
): Promise<DivisionRow | undefined> {
  const [row] = await tx
    .update(divisions)
    .set(facts)
    .where(and(eq(divisions.code, code), isNull(divisions.openedAt)))
    .returning()
  return row
}

/** 并村、分村 of a village, the newest first, each with the name of the other one. */
export const movesOf = (tx: Tx, villageId: string) =>
  tx
    .select({
      way: villageMoves.way,
      other: { code: divisions.code, name: divisions.name },
      whole: villageMoves.isWhole,
      groups: villageMoves.groups,
      approvalNumber: villageMoves.approvalNumber,
      movedOn: villageMoves.movedOn,
    })
    .from(villageMoves)
    .innerJoin(divisions, eq(divisions.code, villageMoves.other))
    .where(eq(villageMoves.villageId, villageId))
    .orderBy(desc(villageMoves.at))
