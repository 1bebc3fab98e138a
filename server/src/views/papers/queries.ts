import { and, asc, eq, gte, isNotNull, lt, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { proposals } from '#base/database/schema/index.ts'

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
