import { inArray, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { divisions } from '#base/database/schema/divisions.ts'

/** The division itself first, then what it belongs to, up to the province. */
export async function divisionLine(tx: Tx, code: string): Promise<(typeof divisions.$inferSelect)[]> {
  const { rows } = await tx.execute<{ code: string }>(sql`
    with recursive line as (
      select code, parent_code, 0 as step from divisions where code = ${code}
      union all
      select d.code, d.parent_code, line.step + 1 from divisions d join line on d.code = line.parent_code
       where line.step < 8
    )
    select code from line order by step`)
  const codes = rows.map((row) => row.code)
  if (codes.length === 0) return []
  const found = await tx.select().from(divisions).where(inArray(divisions.code, codes))
  return codes.flatMap((wanted) => found.filter((row) => row.code === wanted))
}
