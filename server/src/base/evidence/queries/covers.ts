import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { evidenceCovers, people } from '#base/database/schema/index.ts'

export type CoverLine = Omit<typeof evidenceCovers.$inferSelect, 'villageId' | 'seq'>

/** What this transaction wrote of the packed tables so far, as the triggers of 9002_covered.sql noted it. */
export async function touchedRows(tx: Tx): Promise<string> {
  const { rows } = await tx.execute<{ touched: string | null }>(
    sql`select current_setting('app.touched', true) as touched`,
  )
  return rows[0]?.touched ?? ''
}

export async function insertCovers(tx: Tx, villageId: string, seq: number, lines: readonly CoverLine[]) {
  if (lines.length === 0) return
  const list = (pick: (line: CoverLine) => string | null) => sql`${sql.param(lines.map(pick))}::text[]`
  await tx.execute(sql`
    insert into evidence_covers (village_id, seq, record, key, about, digest, shown, salt)
    select ${villageId}, ${seq}, * from unnest(
      ${list((one) => one.record)}, ${list((one) => one.key)}, ${list((one) => one.about)},
      ${list((one) => one.digest)}, ${list((one) => one.shown)}, ${list((one) => one.salt)})`)
}

export const coversOf = (tx: Tx, villageId: string, seqs: readonly number[]) =>
  tx
    .select()
    .from(evidenceCovers)
    .where(and(eq(evidenceCovers.villageId, villageId), inArray(evidenceCovers.seq, [...seqs])))

export async function namesOf(tx: Tx, villageId: string, ids: readonly string[]) {
  if (ids.length === 0) return []
  return await tx
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(and(eq(people.villageId, villageId), inArray(people.id, [...ids])))
}

/** A matter of a release that covered no records. */
export async function hasUncoveredMatter(tx: Tx, villageId: string): Promise<boolean> {
  const { rows } = await tx.execute(sql`
    select from proposals p
     where p.village_id = ${villageId}
       and not exists (select from evidence_covers c
            where c.village_id = p.village_id and c.record = 'proposal' and c.key = p.id::text)
     limit 1`)
  return rows.length > 0
}

export async function coveredKeys(tx: Tx, villageId: string): Promise<Set<string>> {
  const rows = await tx
    .selectDistinct({ record: evidenceCovers.record, key: evidenceCovers.key })
    .from(evidenceCovers)
    .where(eq(evidenceCovers.villageId, villageId))
  return new Set(rows.map(({ record, key }) => `${record} ${key}`))
}
