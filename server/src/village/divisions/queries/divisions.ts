import { and, asc, eq, ilike, isNull } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { divisions } from '#base/database/schema/divisions.ts'

export type DivisionRow = typeof divisions.$inferSelect

export async function findDivision(tx: Tx, code: string): Promise<DivisionRow | undefined> {
  const [row] = await tx.select().from(divisions).where(eq(divisions.code, code))
  return row
}

export const childrenOf = (tx: Tx, code: string): Promise<DivisionRow[]> =>
  tx.select().from(divisions).where(eq(divisions.parentCode, code)).orderBy(asc(divisions.code))

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
