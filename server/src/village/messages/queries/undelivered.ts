/** 未送达: whom a message did not reach. */

import type { MessageKey } from '@cunyi/shared/api/cursor.ts'
import { DEATH_WORDS } from '@cunyi/shared/people/left.ts'
import type { MessageKind } from '@cunyi/shared/words/undelivered.ts'
import { and, asc, desc, eq, isNull, lt, lte, or, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { meetings } from '#base/database/schema/meetings.ts'
import { people } from '#base/database/schema/people.ts'
import { undelivered } from '#base/database/schema/reminders.ts'
import type { DueItem } from '#base/jobs/due.ts'

export type UndeliveredRow = typeof undelivered.$inferSelect
type Key = { villageId: string; messageId: string; personId: string }
const keyed = ({ villageId, messageId, personId }: Key) =>
  and(
    eq(undelivered.villageId, villageId),
    eq(undelivered.messageId, messageId),
    eq(undelivered.personId, personId),
  )

/** The newest try counts; that somebody was told otherwise stays. */
export async function putUndelivered(tx: Tx, row: typeof undelivered.$inferInsert): Promise<void> {
  const { reason, tries, triedAt, until, givenUpAt = null } = row
  await tx
    .insert(undelivered)
    .values(row)
    .onConflictDoUpdate({
      target: [undelivered.villageId, undelivered.messageId, undelivered.personId],
      set: { reason, tries, triedAt, until, givenUpAt },
    })
}

export async function dropUndelivered(tx: Tx, key: Key): Promise<void> {
  await tx.delete(undelivered).where(keyed(key))
}

/** A newer one says all that an older one said. */
export async function dropOfKind(
  tx: Tx,
  { villageId, personId }: Pick<Key, 'villageId' | 'personId'>,
  kind: MessageKind,
): Promise<void> {
  await tx
    .delete(undelivered)
    .where(
      and(
        eq(undelivered.villageId, villageId),
        eq(undelivered.personId, personId),
        eq(undelivered.kind, kind),
      ),
    )
}

export async function lockUndelivered(tx: Tx, key: Key): Promise<UndeliveredRow | undefined> {
  const [row] = await tx.select().from(undelivered).where(keyed(key)).for('update')
  return row
}

export async function updateUndelivered(
  tx: Tx,
  key: Key,
  set: Partial<typeof undelivered.$inferInsert>,
): Promise<void> {
  await tx.update(undelivered).set(set).where(keyed(key))
}

/** Of whom nobody has been told otherwise yet, newest message first. */
export const undeliveredPage = (tx: Tx, villageId: string, after: MessageKey | null, limit: number) =>
  tx
    .select({
      row: undelivered,
      name: people.name,
      hasPhone: sql<boolean>`${people.phone} is not null`,
      meetingTitle: meetings.title,
      opensAt: meetings.opensAt,
    })
    .from(undelivered)
    .innerJoin(people, and(eq(people.villageId, undelivered.villageId), eq(people.id, undelivered.personId)))
    .leftJoin(
      meetings,
      and(eq(meetings.villageId, undelivered.villageId), eq(meetings.id, undelivered.meetingId)),
    )
    .where(
      and(
        eq(undelivered.villageId, villageId),
        isNull(undelivered.toldAt),
        after
          ? or(
              lt(undelivered.since, after.since),
              and(
                eq(undelivered.since, after.since),
                sql`(${undelivered.messageId}, ${undelivered.personId}) > (${after.messageId}::uuid, ${after.personId}::uuid)`,
              ),
            )
          : undefined,
      ),
    )
    .orderBy(desc(undelivered.since), asc(undelivered.messageId), asc(undelivered.personId))
    .limit(limit)

/** To whom something still has to be told. */
export async function countOpen(tx: Tx, villageId: string, now: Date): Promise<number> {
  const { rows } = await tx.execute<{ n: number }>(sql`
    select count(distinct person_id)::int as n from undelivered
     where village_id = ${villageId} and told_at is null and until > ${now.toISOString()}::timestamptz`)
  return rows[0]?.n ?? 0
}

/** The number a person has now. */
export async function phoneOfPerson(tx: Tx, villageId: string, personId: string): Promise<Buffer | null> {
  const [row] = await tx
    .select({ phone: people.phone })
    .from(people)
    .where(and(eq(people.villageId, villageId), eq(people.id, personId)))
  return row?.phone ?? null
}

/** Whose number it is, in any village. */
export async function peopleWithPhone(
  tx: Tx,
  phoneIndex: string,
  day: string,
): Promise<{ village: string; personId: string }[]> {
  const { rows } = await tx.execute<{ village: string; personId: string }>(
    sql`select village, person_id as "personId" from across_capacities(${phoneIndex}, ${day}::date, ${DEATH_WORDS})`,
  )
  return rows
}

/** The oldest of each village. */
export async function oldestUndelivered(tx: Tx): Promise<(Pick<DueItem, 'villageId'> & { since: Date })[]> {
  const { rows } = await tx.execute<{ villageId: string; since: string }>(
    sql`select village_id as "villageId", since from across_undelivered()`,
  )
  return rows.map(({ villageId, since }) => ({ villageId, since: new Date(since) }))
}

export async function dropOldUndelivered(tx: Tx, villageId: string, until: Date): Promise<void> {
  await tx.delete(undelivered).where(and(eq(undelivered.villageId, villageId), lte(undelivered.since, until)))
}
