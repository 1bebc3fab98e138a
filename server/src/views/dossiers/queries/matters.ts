import { isOneOf, type MatterCode, PUBLIC_STAGES, type Stage } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, desc, eq, gt, gte, ilike, inArray, isNotNull, lt, notInArray, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { confirmations, disclosures, proposalMoves, proposals } from '#base/database/schema/index.ts'
import type { DisclosureRow } from '#matters/disclosures/queries/disclosures.ts'

/** 决议 and 两委商议事项 that everybody may see once they were posted, whatever became of them; opinion-only matters never. */
const isPublic = inArray(proposals.track, ['full', 'committeeMatter'])

/** 不算数了: withdrawn, or sent back to an earlier step, after it was posted. */
export const isTakenBack = (stage: Stage): boolean => !isOneOf(PUBLIC_STAGES, stage)

/** How it came to that: the last move that led out of the stages in which a resolution stands. */
export async function takenBackBy(tx: Tx, villageId: string, proposalId: string) {
  const [move] = await tx
    .select()
    .from(proposalMoves)
    .where(
      and(
        eq(proposalMoves.villageId, villageId),
        eq(proposalMoves.proposalId, proposalId),
        inArray(proposalMoves.from, [...PUBLIC_STAGES]),
        notInArray(proposalMoves.to, [...PUBLIC_STAGES]),
      ),
    )
    .orderBy(desc(proposalMoves.seq))
    .limit(1)
  return move
}

/** The matter, if its resolution has ever been posted. */
export const publicProposal = async (tx: Tx, villageId: string, proposalId: string) =>
  (
    await tx
      .select()
      .from(proposals)
      .where(and(eq(proposals.villageId, villageId), eq(proposals.id, proposalId), isPublic, hasBeenPosted()))
  )[0]

const hasBeenPosted = () =>
  sql`exists (select 1 from ${disclosures} d where d.village_id = ${proposals.villageId} and d.proposal_id = ${proposals.id} and d.posted_at is not null)`

/** Its days not over: what hangs, and what was ended before its time. */
export const postedNow = (tx: Tx, villageId: string, now: Date) =>
  tx
    .select({
      disclosure: disclosures,
      title: proposals.title,
      track: proposals.track,
      matterStage: proposals.stage,
    })
    .from(disclosures)
    .innerJoin(
      proposals,
      and(eq(proposals.villageId, disclosures.villageId), eq(proposals.id, disclosures.proposalId)),
    )
    .where(
      and(
        eq(disclosures.villageId, villageId),
        inArray(disclosures.status, ['posted', 'ended']),
        gt(disclosures.endsAt, now),
      ),
    )
    .orderBy(asc(disclosures.endsAt))

export type BoardFilter = { q?: string | undefined; year?: number | undefined; code?: MatterCode | undefined }
const like = (q: string | undefined) =>
  q ? ilike(proposals.title, `%${q.replace(/[\\%_]/g, (c) => `\\${c}`)}%`) : undefined
/** The calendar year in Shanghai as two instants. */
const inYear = (year: number | undefined) =>
  year === undefined
    ? undefined
    : and(
        gte(disclosures.postedAt, new Date(`${year}-01-01T00:00:00+08:00`)),
        lt(disclosures.postedAt, new Date(`${year + 1}-01-01T00:00:00+08:00`)),
      )

/** Posted at some time, newest first: the resolutions or the outcomes of a village. */
export const postedEver = (
  tx: Tx,
  villageId: string,
  stage: 'resolutionDisclosure' | 'outcomeDisclosure',
  filter: BoardFilter,
) =>
  tx
    .select({ disclosure: disclosures, proposal: proposals })
    .from(disclosures)
    .innerJoin(
      proposals,
      and(eq(proposals.villageId, disclosures.villageId), eq(proposals.id, disclosures.proposalId)),
    )
    .where(
      and(
        eq(disclosures.villageId, villageId),
        eq(disclosures.stage, stage),
        isNotNull(disclosures.postedAt),
        isPublic,
        like(filter.q),
        inYear(filter.year),
        filter.code ? sql`${proposals.codes} @> ${JSON.stringify([filter.code])}::jsonb` : undefined,
      ),
    )
    .orderBy(desc(disclosures.postedAt))
    .limit(100)

/** What was posted of a matter. */
export const wasPosted = ({ stage, postedAt }: DisclosureRow): boolean =>
  (stage === 'resolutionDisclosure' || stage === 'outcomeDisclosure') && postedAt !== null

export const yearsPosted = async (tx: Tx, villageId: string): Promise<number[]> => {
  const { rows } = await tx.execute<{ year: number }>(sql`
    select distinct extract(year from posted_at at time zone interval '8 hours')::int as year
      from ${disclosures} where village_id = ${villageId} and posted_at is not null order by year desc`)
  return rows.map((row) => row.year)
}

export const codesPosted = async (tx: Tx, villageId: string): Promise<MatterCode[]> => {
  const rows = await tx
    .selectDistinct({ code: sql<MatterCode>`jsonb_array_elements_text(${proposals.codes})` })
    .from(proposals)
    .where(and(eq(proposals.villageId, villageId), isPublic, hasBeenPosted()))
  return rows.map((row) => row.code).sort()
}

/** 县级确认 that stands now. */
export const confirmationsNow = (tx: Tx, villageId: string, now: Date) =>
  tx
    .select()
    .from(confirmations)
    .where(and(eq(confirmations.villageId, villageId), gt(confirmations.endsAt, now)))
    .orderBy(desc(confirmations.postedAt))

/** How many disclosures run in each village of a county, through the fence. */
export const disclosingByVillage = async (tx: Tx, now: Date): Promise<Map<string, number>> => {
  const { rows } = await tx.execute<{ village_id: string; count: number }>(
    sql`select village_id, count from across_disclosing(${now.toISOString()}::timestamptz)`,
  )
  return new Map(rows.map((row) => [row.village_id, Number(row.count)]))
}
