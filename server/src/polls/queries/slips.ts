import { and, asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '../../database/connect.ts'
import { countSheets, setAsides } from '../../database/schema/index.ts'
import type { PollRow } from './polls.ts'

export type SheetRow = typeof countSheets.$inferSelect

/** 领票未退: persons whose newest line says handed out. */
export async function slipsOut(tx: Tx, poll: Pick<PollRow, 'villageId' | 'id'>): Promise<string[]> {
  const { rows } = await tx.execute<{ personId: string }>(sql`
    select person_id as "personId" from (
      select distinct on (person_id) person_id, event from slips
       where village_id = ${poll.villageId} and poll_id = ${poll.id}
       order by person_id, seq desc) newest
     where event = 'handedOut'`)
  return rows.map((row) => row.personId)
}

export async function insertSlips(
  tx: Tx,
  poll: PollRow,
  event: 'handedOut' | 'returned',
  personIds: readonly string[],
  { by, by2, at }: { by: string; by2: string | null; at: Date },
): Promise<void> {
  if (personIds.length === 0) return
  await tx.execute(sql`
    insert into slips (village_id, poll_id, person_id, seq, event, by, by2, at)
    select ${poll.villageId}, ${poll.id}::uuid, p.id,
           coalesce((select max(s.seq) from slips s
                      where s.village_id = ${poll.villageId} and s.poll_id = ${poll.id} and s.person_id = p.id), 0) + 1,
           ${event}, ${by}::uuid, ${by2}::uuid, ${at.toISOString()}::timestamptz
      from unnest(${sql.param(personIds)}::uuid[]) as p(id)`)
}

export const sheetsOf = (tx: Tx, poll: Pick<PollRow, 'villageId' | 'id'>): Promise<SheetRow[]> =>
  tx
    .select()
    .from(countSheets)
    .where(and(eq(countSheets.villageId, poll.villageId), eq(countSheets.pollId, poll.id)))
    .orderBy(asc(countSheets.seq), asc(countSheets.at))

export async function insertSheet(tx: Tx, row: typeof countSheets.$inferInsert): Promise<void> {
  await tx.insert(countSheets).values(row)
}

export async function insertSetAside(tx: Tx, row: typeof setAsides.$inferInsert): Promise<void> {
  await tx.insert(setAsides).values(row)
}
