/** What has happened on a matter before: sittings without quorum, meetings still to come. */
import type { ExtraName } from '@cunyi/shared/meeting/extra-step.ts'
import { VOID_BY_SITTING } from '@cunyi/shared/poll/void-reasons.ts'
import type { Assembly } from '@cunyi/shared/words/vocabulary.ts'
import { and, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { meetings } from '#base/database/schema/meetings.ts'
import { polls } from '#base/database/schema/polls.ts'
import type { LoadedProposal } from '#matters/proposals/queries/proposals.ts'

const ITS_MEETING = and(eq(meetings.villageId, polls.villageId), eq(meetings.id, polls.meetingId))
/** Of this matter, ended since it came to the step where it stands now: the step's own, or those of one added before it. */
const atItsStep = (proposal: LoadedProposal, extra: ExtraName | null) =>
  and(
    extra ? sql`${meetings.extraStep} ->> 'zh' = ${extra.zh}` : isNull(meetings.extraStep),
    eq(polls.villageId, proposal.villageId),
    eq(polls.proposalId, proposal.id),
    eq(meetings.stage, proposal.stage as typeof meetings.$inferSelect.stage),
    gt(polls.closedAt, proposal.stageSince),
  )

/** 未达法定人数的会: sittings of this matter at the stage where it stands now that ended without quorum. */
export async function failedSittings(
  tx: Tx,
  proposal: LoadedProposal,
  extra: ExtraName | null,
): Promise<number> {
  const [row] = await tx
    .select({ n: sql<number>`count(distinct ${polls.meetingId})::int` })
    .from(polls)
    .innerJoin(meetings, ITS_MEETING)
    .where(and(atItsStep(proposal, extra), eq(polls.outcome, 'noQuorum')))
  return row?.n ?? 0
}

/** Sittings at this step that came to nothing by the way they were held, with who chaired them. */
export const voidedSittings = (tx: Tx, proposal: LoadedProposal, extra: ExtraName | null) =>
  tx
    .selectDistinct({ id: meetings.id, chairId: meetings.chairId })
    .from(polls)
    .innerJoin(meetings, ITS_MEETING)
    .where(
      and(
        atItsStep(proposal, extra),
        eq(polls.status, 'void'),
        inArray(polls.voidReason, [...VOID_BY_SITTING]),
      ),
    )

/** The meetings called on these matters that can still decide: at which step, and when they open. */
export const meetingsCalled = (tx: Tx, villageId: string, proposalIds: readonly string[]) =>
  tx
    .selectDistinct({ id: meetings.id, stage: meetings.stage, opensAt: meetings.opensAt })
    .from(polls)
    .innerJoin(meetings, ITS_MEETING)
    .where(
      and(
        eq(polls.villageId, villageId),
        inArray(polls.proposalId, [...proposalIds]),
        inArray(polls.status, ['waiting', 'open', 'counting']),
      ),
    )
    .orderBy(desc(meetings.opensAt))

/** The meeting of the last sitting without quorum of one of these matters at this stage: what is reconvened. */
export async function lastFailed(
  tx: Tx,
  proposal: LoadedProposal,
  extra: ExtraName | null,
): Promise<string | null> {
  const [row] = await tx
    .select({ id: meetings.id })
    .from(polls)
    .innerJoin(meetings, ITS_MEETING)
    .where(and(atItsStep(proposal, extra), eq(polls.outcome, 'noQuorum')))
    .orderBy(desc(meetings.noticeAt))
    .limit(1)
  return row?.id ?? null
}

/** 上次在哪里开: this body's last meeting, whatever came of it. */
export async function lastMeetingOf(tx: Tx, villageId: string, assembly: Assembly) {
  const [row] = await tx
    .select()
    .from(meetings)
    .where(and(eq(meetings.villageId, villageId), eq(meetings.assembly, assembly)))
    .orderBy(desc(meetings.noticeAt))
    .limit(1)
  return row ?? null
}
