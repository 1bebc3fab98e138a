import type { TimeKey } from '@cunyi/shared/api/cursor.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { and, asc, eq, gt, ne, or } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Tx } from '#base/database/connect.ts'
import { attachments } from '#base/database/schema/divisions.ts'
import { agendaItems, meetings } from '#base/database/schema/meetings.ts'
import { opinions } from '#base/database/schema/opinions.ts'
import { people } from '#base/database/schema/people.ts'
import { polls } from '#base/database/schema/polls.ts'

import { rollNow } from '#base/database/schema/views.ts'

const writers = alias(people, 'writers')
export type OpinionRow = typeof opinions.$inferSelect

export async function insertOpinion(tx: Tx, row: typeof opinions.$inferInsert) {
  await tx.insert(opinions).values(row)
}

export async function lockOpinion(
  tx: Tx,
  villageId: string,
  proposalId: string,
  id: string,
): Promise<OpinionRow> {
  const [row] = await tx
    .select()
    .from(opinions)
    .where(and(eq(opinions.villageId, villageId), eq(opinions.proposalId, proposalId), eq(opinions.id, id)))
    .for('update')
  if (!row) throw new Refused('notFound')
  return row
}

export async function updateOpinion(
  tx: Tx,
  row: Pick<OpinionRow, 'villageId' | 'id'>,
  set: Partial<OpinionRow>,
) {
  await tx
    .update(opinions)
    .set(set)
    .where(and(eq(opinions.villageId, row.villageId), eq(opinions.id, row.id)))
}

export async function listOpinionRows(
  tx: Tx,
  villageId: string,
  proposalId: string,
  after: TimeKey | null,
  limit: number,
) {
  const rows = await tx
    .select({
      opinion: opinions,
      byName: people.name,
      writtenByName: writers.name,
      seconds: attachments.seconds,
    })
    .from(opinions)
    .leftJoin(people, and(eq(people.villageId, opinions.villageId), eq(people.id, opinions.personId)))
    .leftJoin(writers, and(eq(writers.villageId, opinions.villageId), eq(writers.id, opinions.writtenBy)))
    .leftJoin(
      attachments,
      and(eq(attachments.villageId, opinions.villageId), eq(attachments.id, opinions.voiceId)),
    )
    .where(
      and(
        eq(opinions.villageId, villageId),
        eq(opinions.proposalId, proposalId),
        after
          ? or(gt(opinions.at, after.at), and(eq(opinions.at, after.at), gt(opinions.id, after.id)))
          : undefined,
      ),
    )
    .orderBy(asc(opinions.at), asc(opinions.id))
    .limit(limit + 1)
  return rows.map(({ opinion, byName, ...beside }) => ({ ...opinion, ...beside, byName: byName ?? '—' }))
}
export type ListedOpinion = Awaited<ReturnType<typeof listOpinionRows>>[number]

/** Sittings on the matter that are not over, with this person's line on their roll and the states of its polls. */
export async function talkOf(tx: Tx, villageId: string, proposalId: string, personId: string) {
  const rows = await tx
    .select({ meetingId: meetings.id, onRoll: rollNow.personId, status: polls.status })
    .from(agendaItems)
    .innerJoin(
      meetings,
      and(eq(meetings.villageId, agendaItems.villageId), eq(meetings.id, agendaItems.meetingId)),
    )
    .leftJoin(
      rollNow,
      and(
        eq(rollNow.villageId, meetings.villageId),
        eq(rollNow.meetingId, meetings.id),
        eq(rollNow.personId, personId),
      ),
    )
    .leftJoin(
      polls,
      and(
        eq(polls.villageId, meetings.villageId),
        eq(polls.meetingId, meetings.id),
        eq(polls.proposalId, proposalId),
      ),
    )
    .where(
      and(
        eq(agendaItems.villageId, villageId),
        eq(agendaItems.proposalId, proposalId),
        ne(meetings.status, 'ended'),
      ),
    )
    .orderBy(asc(meetings.noticeAt))
  const found = new Map<string, { meetingId: string; onRoll: boolean; begun: boolean }>()
  for (const row of rows) {
    const known = found.get(row.meetingId) ?? {
      meetingId: row.meetingId,
      onRoll: row.onRoll !== null,
      begun: false,
    }
    known.begun ||= row.status !== null && row.status !== 'waiting'
    found.set(row.meetingId, known)
  }
  return [...found.values()]
}
