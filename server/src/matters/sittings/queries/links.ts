import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { meetingLinks } from '#base/database/schema/links.ts'
import { people } from '#base/database/schema/people.ts'

export type LinkRow = typeof meetingLinks.$inferSelect

/** The same person is told again of the same meeting with the same link. */
export async function keepLinks(tx: Tx, rows: readonly LinkRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx
    .insert(meetingLinks)
    .values([...rows])
    .onConflictDoUpdate({
      target: meetingLinks.codeHash,
      set: { expiresAt: sql`greatest(meeting_links.expires_at, excluded.expires_at)` },
    })
}

/** Whose it is, before it is known of which village. */
export async function findLink(tx: Tx, codeHash: string): Promise<LinkRow | undefined> {
  const [row] = await tx.select().from(meetingLinks).where(eq(meetingLinks.codeHash, codeHash))
  return row
}

export async function sealedPhoneOf(tx: Tx, villageId: string, personId: string): Promise<Buffer | null> {
  const [row] = await tx
    .select({ phone: people.phone })
    .from(people)
    .where(and(eq(people.villageId, villageId), eq(people.id, personId)))
  return row?.phone ?? null
}

/** 还没投的: the first poll of the meeting that is open and has no ballot of his. */
export async function pollAwaiting(
  tx: Tx,
  { division, meetingId, personId }: Pick<LinkRow, 'division' | 'meetingId' | 'personId'>,
): Promise<string | null> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select p.id from polls p
     where p.village_id = ${division} and p.meeting_id = ${meetingId}::uuid and p.status = 'open'
       and not exists (select from standing_envelopes e where e.village_id = p.village_id and e.poll_id = p.id
                          and e.person_id = ${personId}::uuid)
     order by p.seq limit 1`)
  return rows[0]?.id ?? null
}
