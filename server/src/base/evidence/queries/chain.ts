import { and, asc, desc, eq, getTableColumns, gt, type SQL, type SQLChunk, sql } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import type { Tx } from '#base/database/connect.ts'
import { prepared } from '#base/database/prepared.ts'
import { chainHeads, evidence } from '#base/database/schema/polls.ts'
import type { Line } from '#base/database/trips.ts'

export type EvidenceRow = typeof evidence.$inferSelect
export type NewEntry = typeof evidence.$inferInsert
export type ChainHead = { seq: number; link: string }

/** Locks the chain until the transaction ends; the first entry's head is made here. */
export const lockHeadBy = (village: SQL, genesis: SQL, from: SQL): SQL => sql`
  insert into chain_heads (village_id, seq, link) select ${village}, 0, ${genesis} ${from}
  on conflict (village_id) do update set village_id = excluded.village_id
  returning seq, link`

export async function lockHead(tx: Tx, villageId: string, genesis: string): Promise<ChainHead> {
  const { rows } = await tx.execute<ChainHead>(lockHeadBy(sql`${villageId}`, sql`${genesis}`, sql``))
  const [head] = rows
  if (!head) throw new Error('The chain has no head.')
  return head
}

export async function insertEntry(tx: Tx, entry: NewEntry): Promise<void> {
  await tx.insert(evidence).values(entry)
  await tx
    .update(chainHeads)
    .set({ seq: entry.seq, link: entry.link })
    .where(eq(chainHeads.villageId, entry.villageId))
}

const listOf = (parts: SQLChunk[]) => sql.join(parts, sql`, `)
const COLUMNS = Object.keys(getTableColumns(evidence)) as (keyof NewEntry)[]
const INSERT = prepared<NewEntry>(
  'insert_entry',
  (of) => sql`
    with entry as (
      insert into evidence (${listOf(COLUMNS.map((key) => sql.identifier(toSnakeCase(key))))})
      values (${listOf(COLUMNS.map(of))})
    )
    update chain_heads set seq = ${of('seq')}, link = ${of('link')} where village_id = ${of('villageId')}`,
)

/** The same in one statement, for a batch of ballots; nobody need wait for it but the commit. */
export const sendEntry = (line: Line, entry: NewEntry): Promise<unknown> =>
  line.ask(INSERT, { ...entry, payload: JSON.stringify(entry.payload) as never })

export async function findHead(tx: Tx, villageId: string): Promise<ChainHead | undefined> {
  const [head] = await tx
    .select({ seq: chainHeads.seq, link: chainHeads.link })
    .from(chainHeads)
    .where(eq(chainHeads.villageId, villageId))
  return head
}

/** The chain in order, a piece at a time. */
export const entriesAfter = (tx: Tx, villageId: string, seq: number, limit: number): Promise<EvidenceRow[]> =>
  tx
    .select()
    .from(evidence)
    .where(and(eq(evidence.villageId, villageId), gt(evidence.seq, seq)))
    .orderBy(asc(evidence.seq))
    .limit(limit)

/** Newest first, for the screens. */
export const newestEntries = (tx: Tx, villageId: string, limit: number): Promise<EvidenceRow[]> =>
  tx.select().from(evidence).where(eq(evidence.villageId, villageId)).orderBy(desc(evidence.seq)).limit(limit)

/** Every division that has a chain. */
export async function chainedDivisions(tx: Tx): Promise<string[]> {
  const { rows } = await tx.execute<{ village: string }>(sql`select village from across_chains()`)
  return rows.map((row) => row.village)
}
