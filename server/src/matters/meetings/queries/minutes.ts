import { and, asc, desc, eq, isNotNull, isNull, or } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { attachments } from '#base/database/schema/divisions.ts'
import { attendances, meetingRoll, minutes, notices } from '#base/database/schema/meetings.ts'
import { ballots } from '#base/database/schema/polls.ts'

export type MinutesRow = typeof minutes.$inferSelect

export async function newestMinutes(
  tx: Tx,
  villageId: string,
  meetingId: string,
): Promise<MinutesRow | undefined> {
  const [row] = await tx
    .select()
    .from(minutes)
    .where(and(eq(minutes.villageId, villageId), eq(minutes.meetingId, meetingId)))
    .orderBy(desc(minutes.version))
    .limit(1)
  return row
}

export async function insertMinutes(tx: Tx, row: typeof minutes.$inferInsert): Promise<void> {
  await tx.insert(minutes).values(row)
}

export const minutesVersions = (tx: Tx, villageId: string, meetingId: string): Promise<MinutesRow[]> =>
  tx
    .select()
    .from(minutes)
    .where(and(eq(minutes.villageId, villageId), eq(minutes.meetingId, meetingId)))
    .orderBy(asc(minutes.version))

type Signed = Partial<
  Pick<MinutesRow, 'signedBy' | 'signedOnPaper' | 'scanId' | 'scanDigest' | 'approvedBy' | 'approvedAt'>
>
/** Words and facts of a version stay; only who signed or approved it is added. */
export const updateMinutes = (tx: Tx, { villageId, meetingId, version }: MinutesRow, set: Signed) =>
  tx
    .update(minutes)
    .set(set)
    .where(
      and(eq(minutes.villageId, villageId), eq(minutes.meetingId, meetingId), eq(minutes.version, version)),
    )

/** The whole roll, those struck included, with each one's attendance and notice. */
export const wholeRoll = (tx: Tx, villageId: string, meetingId: string) =>
  tx
    .select({ roll: meetingRoll, attendance: attendances, notice: notices })
    .from(meetingRoll)
    .leftJoin(
      attendances,
      and(
        eq(attendances.villageId, meetingRoll.villageId),
        eq(attendances.meetingId, meetingRoll.meetingId),
        eq(attendances.personId, meetingRoll.personId),
      ),
    )
    .leftJoin(
      notices,
      and(
        eq(notices.villageId, meetingRoll.villageId),
        eq(notices.meetingId, meetingRoll.meetingId),
        eq(notices.personId, meetingRoll.personId),
      ),
    )
    .where(and(eq(meetingRoll.villageId, villageId), eq(meetingRoll.meetingId, meetingId)))
    .orderBy(asc(meetingRoll.personId))

/** Who chose what, of an open poll that is closed. Secret ballots have no person. */
export const namedChoices = (tx: Tx, villageId: string, pollId: string) =>
  tx
    .select({ personId: ballots.personId, choice: ballots.choice })
    .from(ballots)
    .where(and(eq(ballots.villageId, villageId), eq(ballots.pollId, pollId), isNotNull(ballots.personId)))
    .orderBy(asc(ballots.personId))

export const papersOf = (tx: Tx, villageId: string, meetingId: string) =>
  tx
    .select({ id: attachments.id, name: attachments.name, digest: attachments.digest })
    .from(attachments)
    .where(and(eq(attachments.villageId, villageId), eq(attachments.subjectId, meetingId)))
    .orderBy(asc(attachments.uploadedAt))

/** An uploaded file becomes this meeting's; one that belongs elsewhere is not taken. */
export async function claimScan(
  tx: Tx,
  villageId: string,
  meetingId: string,
  attachmentId: string,
): Promise<string | undefined> {
  const [row] = await tx
    .update(attachments)
    .set({ subjectId: meetingId })
    .where(
      and(
        eq(attachments.villageId, villageId),
        eq(attachments.id, attachmentId),
        eq(attachments.purpose, 'meeting'),
        or(isNull(attachments.subjectId), eq(attachments.subjectId, meetingId)),
      ),
    )
    .returning({ digest: attachments.digest })
  return row?.digest
}
