import { and, asc, eq, gte, isNotNull, lt, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { frozenPapers, packages, proposals } from '#base/database/schema/index.ts'

/** The calendar year in Shanghai as two instants. */
const startOf = (year: number) => new Date(`${year}-01-01T00:00:00+08:00`)

/** Submitted in that year, by number. */
export const mattersOfYear = (tx: Tx, villageId: string, year: number) =>
  tx
    .select()
    .from(proposals)
    .where(
      and(
        eq(proposals.villageId, villageId),
        isNotNull(proposals.submittedAt),
        gte(proposals.submittedAt, startOf(year)),
        lt(proposals.submittedAt, startOf(year + 1)),
      ),
    )
    .orderBy(asc(proposals.submittedAt), asc(proposals.number))

export async function yearsWithMatters(tx: Tx, villageId: string): Promise<number[]> {
  const { rows } = await tx.execute<{ year: number }>(sql`
    select distinct extract(year from submitted_at at time zone interval '8 hours')::int as year
      from ${proposals} where village_id = ${villageId} and submitted_at is not null order by year desc`)
  return rows.map((row) => row.year)
}

type Frozen = typeof frozenPapers.$inferSelect
const ofMatter = (villageId: string, proposalId: string) =>
  and(eq(frozenPapers.villageId, villageId), eq(frozenPapers.proposalId, proposalId))

export async function findFrozen(
  tx: Tx,
  which: Pick<Frozen, 'villageId' | 'proposalId' | 'paper' | 'state' | 'format'>,
): Promise<Frozen | null> {
  const [row] = await tx
    .select()
    .from(frozenPapers)
    .where(
      and(
        ofMatter(which.villageId, which.proposalId),
        eq(frozenPapers.paper, which.paper),
        eq(frozenPapers.state, which.state),
        eq(frozenPapers.format, which.format),
      ),
    )
  return row ?? null
}

export const frozenOf = (tx: Tx, villageId: string, proposalId: string): Promise<Frozen[]> =>
  tx.select().from(frozenPapers).where(ofMatter(villageId, proposalId))

/** The digests of those that nobody had written down before. */
export async function insertFrozen(tx: Tx, rows: (typeof frozenPapers.$inferInsert)[]): Promise<string[]> {
  if (rows.length === 0) return []
  const written = await tx
    .insert(frozenPapers)
    .values(rows)
    .onConflictDoNothing()
    .returning({ digest: frozenPapers.digest })
  return written.map(({ digest }) => digest)
}

/** 成包: from then on the package says what its papers were, and nothing of them is added to the chain. */
export async function isPacked(tx: Tx, villageId: string, proposalId: string): Promise<boolean> {
  const rows = await tx
    .select({ id: packages.id })
    .from(packages)
    .where(and(eq(packages.villageId, villageId), eq(packages.proposalId, proposalId)))
    .limit(1)
  return rows.length > 0
}
