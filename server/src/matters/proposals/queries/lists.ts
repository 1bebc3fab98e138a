/** Look-ups over several matters of one village. */
import type { TimeKey } from '@cunyi/shared/api/cursor.ts'
import {
  IN_FORCE_STAGES,
  type Stage,
  UNDER_WAY_STAGES,
  WITHOUT_RESOLUTION_STAGES,
} from '@cunyi/shared/words/vocabulary.ts'
import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  ilike,
  inArray,
  isNotNull,
  lt,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { disclosures, works } from '#base/database/schema/disclosures.ts'
import { proposalMoves, proposals, proposalVersions, rollNow } from '#base/database/schema/index.ts'
import { agendaItems, meetings } from '#base/database/schema/meetings.ts'
import type { ProposalRow } from './proposals.ts'

/** A matter joined to its newest text. */
export const IN_ITS_NEWEST_TEXT = and(
  eq(proposalVersions.villageId, proposals.villageId),
  eq(proposalVersions.proposalId, proposals.id),
  eq(proposalVersions.version, proposals.version),
)

/** Matters submitted since an instant that share one of the codes, with the facts of their newest text. */
export const submittedSince = (tx: Tx, villageId: string, since: Date, except: string | null) =>
  tx
    .select({
      id: proposals.id,
      title: proposals.title,
      facts: proposalVersions.facts,
      contractor: works.contractor,
    })
    .from(proposals)
    .innerJoin(proposalVersions, IN_ITS_NEWEST_TEXT)
    .leftJoin(works, and(eq(works.villageId, proposals.villageId), eq(works.proposalId, proposals.id)))
    .where(
      and(
        eq(proposals.villageId, villageId),
        gte(proposals.submittedAt, since),
        notInArray(proposals.stage, [...WITHOUT_RESOLUTION_STAGES]),
        except ? ne(proposals.id, except) : undefined,
      ),
    )
    .orderBy(asc(proposals.submittedAt))

/** Every rejection at steps 2 to 4 of a line of proposals, with the text that was rejected and by whom. */
export const rejectionsOfLine = (tx: Tx, villageId: string, lineId: string) =>
  tx
    .select({
      proposalId: proposalMoves.proposalId,
      version: proposalMoves.version,
      at: proposalMoves.at,
      assembly: meetings.assembly,
      stage: meetings.stage,
      digest: proposalVersions.digest,
      facts: proposalVersions.facts,
    })
    .from(proposalMoves)
    .innerJoin(
      proposals,
      and(eq(proposals.villageId, proposalMoves.villageId), eq(proposals.id, proposalMoves.proposalId)),
    )
    .innerJoin(
      meetings,
      and(eq(meetings.villageId, proposalMoves.villageId), eq(meetings.id, proposalMoves.meetingId)),
    )
    .innerJoin(
      proposalVersions,
      and(
        eq(proposalVersions.villageId, proposalMoves.villageId),
        eq(proposalVersions.proposalId, proposalMoves.proposalId),
        eq(proposalVersions.version, proposalMoves.version),
      ),
    )
    .where(
      and(
        eq(proposalMoves.villageId, villageId),
        eq(proposals.lineId, lineId),
        eq(proposalMoves.move, 'reject'),
        ne(proposalMoves.from, 'branchProposal'),
      ),
    )

/** Whether a later version of the same proposal changed the matter itself. */
export async function substantiveSince(
  tx: Tx,
  villageId: string,
  proposalId: string,
  version: number,
): Promise<boolean> {
  const rows = await tx
    .select({ version: proposalVersions.version })
    .from(proposalVersions)
    .where(
      and(
        eq(proposalVersions.villageId, villageId),
        eq(proposalVersions.proposalId, proposalId),
        eq(proposalVersions.kind, 'substantive'),
        sql`${proposalVersions.version} > ${version}`,
      ),
    )
  return rows.length > 0
}

export type ListFilter = {
  stage?: Stage | undefined
  q?: string | undefined
  open?: boolean
  after?: TimeKey | null
  limit: number
  /** Drafts, and matters that name households or persons, are for those who work on them. */
  seesDrafts: boolean
  seesSensitive: boolean
  personId: string | null
}

/** Newest change first; one row more than asked says that there is a further page. */
export const listRows = (
  tx: Tx,
  villageId: string,
  filter: ListFilter,
): Promise<(ProposalRow & { amount: number | null })[]> => {
  const { after } = filter
  const pattern = filter.q ? `%${filter.q.replace(/[\\%_]/g, (c) => `\\${c}`)}%` : null
  return tx
    .select({
      row: proposals,
      amount: sql<number | null>`(${proposalVersions.facts}->>'amount')::bigint`,
    })
    .from(proposals)
    .innerJoin(proposalVersions, IN_ITS_NEWEST_TEXT)
    .where(
      and(
        eq(proposals.villageId, villageId),
        filter.stage ? eq(proposals.stage, filter.stage) : undefined,
        filter.open ? inArray(proposals.stage, [...UNDER_WAY_STAGES]) : undefined,
        filter.seesDrafts ? undefined : isNotNull(proposals.submittedAt),
        filter.seesSensitive ? undefined : or(eq(proposals.sensitive, false), onRollOf(filter.personId)),
        pattern ? or(ilike(proposals.title, pattern), ilike(proposals.number, pattern)) : undefined,
        after
          ? or(
              lt(proposals.stageSince, after.at),
              and(eq(proposals.stageSince, after.at), lt(proposals.id, after.id)),
            )
          : undefined,
      ),
    )
    .orderBy(desc(proposals.stageSince), desc(proposals.id))
    .limit(filter.limit + 1)
    .then((rows) =>
      rows.map(({ row, amount }) => ({ ...row, amount: amount === null ? null : Number(amount) })),
    )
}

/** On the roll of a sitting on this matter. */
const onRollOf = (personId: string | null) =>
  personId === null
    ? sql`false`
    : sql`exists (select from ${agendaItems} join ${rollNow}
            on ${rollNow.villageId} = ${agendaItems.villageId} and ${rollNow.meetingId} = ${agendaItems.meetingId}
          where ${agendaItems.villageId} = ${proposals.villageId} and ${agendaItems.proposalId} = ${proposals.id}
            and ${rollNow.personId} = ${personId})`

export async function isOnRoll(
  tx: Tx,
  villageId: string,
  proposalId: string,
  personId: string,
): Promise<boolean> {
  const [row] = await tx
    .select({ id: proposals.id })
    .from(proposals)
    .where(and(eq(proposals.villageId, villageId), eq(proposals.id, proposalId), onRollOf(personId)))
  return row !== undefined
}

/** Sittings on one matter; figures stand on their polls. */
export const sittingsOf = (tx: Tx, villageId: string, proposalId: string) =>
  tx
    .select({ meeting: meetings })
    .from(agendaItems)
    .innerJoin(
      meetings,
      and(eq(meetings.villageId, agendaItems.villageId), eq(meetings.id, agendaItems.meetingId)),
    )
    .where(and(eq(agendaItems.villageId, villageId), eq(agendaItems.proposalId, proposalId)))
    .orderBy(asc(meetings.noticeAt), asc(meetings.id))
    .then((rows) => rows.map((row) => row.meeting))

/** The next sitting not yet over, and the running disclosure, for the list's "what comes next". */
export const nextSittings = (tx: Tx, villageId: string, proposalIds: readonly string[]) =>
  proposalIds.length === 0
    ? Promise.resolve([])
    : tx
        .select({ proposalId: agendaItems.proposalId, meeting: meetings })
        .from(agendaItems)
        .innerJoin(
          meetings,
          and(eq(meetings.villageId, agendaItems.villageId), eq(meetings.id, agendaItems.meetingId)),
        )
        .where(
          and(
            eq(agendaItems.villageId, villageId),
            inArray(agendaItems.proposalId, [...proposalIds]),
            ne(meetings.status, 'ended'),
          ),
        )
        .orderBy(asc(meetings.opensAt))

export const disclosuresOf = (tx: Tx, villageId: string, proposalIds: readonly string[]) =>
  proposalIds.length === 0
    ? Promise.resolve([])
    : tx
        .select({
          id: disclosures.id,
          proposalId: disclosures.proposalId,
          stage: disclosures.stage,
          status: disclosures.status,
          startDueAt: disclosures.startDueAt,
          postedAt: disclosures.postedAt,
          endsAt: disclosures.endsAt,
          restarts: disclosures.restarts,
        })
        .from(disclosures)
        .where(and(eq(disclosures.villageId, villageId), inArray(disclosures.proposalId, [...proposalIds])))
        .orderBy(asc(disclosures.preparedAt), asc(disclosures.id))

/** 变更决议 of this matter, one of which this holds. */
const changeOf = async (
  tx: Tx,
  villageId: string,
  id: string,
  which: SQL,
): Promise<{ id: string } | undefined> =>
  (
    await tx
      .select({ id: proposals.id })
      .from(proposals)
      .where(and(eq(proposals.villageId, villageId), eq(proposals.linkedTo, id), which))
      .limit(1)
  )[0]

/** The resolution in force that changes this one. */
export const adoptedChangeOf = (tx: Tx, villageId: string, id: string) =>
  changeOf(tx, villageId, id, inArray(proposals.stage, [...IN_FORCE_STAGES]))

/** One that came to the vote of the body that decides, and fell. */
export const rejectedChangeOf = (tx: Tx, villageId: string, id: string) =>
  changeOf(tx, villageId, id, gt(proposals.rejectionsAtStep4, 0))

/** What was rejected since then in other lines, each with its text and the last day on which it was. */
export const rejectedSince = (tx: Tx, villageId: string, lineId: string, since: Date) =>
  tx
    .select({
      id: proposals.id,
      lineId: proposals.lineId,
      title: proposals.title,
      body: proposalVersions.body,
      facts: proposalVersions.facts,
      at: sql<Date>`max(${proposalMoves.at})`.mapWith(proposalMoves.at),
    })
    .from(proposalMoves)
    .innerJoin(
      proposals,
      and(eq(proposals.villageId, proposalMoves.villageId), eq(proposals.id, proposalMoves.proposalId)),
    )
    .innerJoin(proposalVersions, IN_ITS_NEWEST_TEXT)
    .where(
      and(
        eq(proposalMoves.villageId, villageId),
        eq(proposalMoves.move, 'reject'),
        ne(proposalMoves.from, 'branchProposal'),
        ne(proposals.lineId, lineId),
        gte(proposalMoves.at, since),
      ),
    )
    .groupBy(proposals.id, proposals.lineId, proposals.title, proposalVersions.body, proposalVersions.facts)

export const titlesOf = (tx: Tx, villageId: string, ids: readonly string[]) =>
  ids.length === 0
    ? Promise.resolve([])
    : tx
        .select({ id: proposals.id, title: proposals.title })
        .from(proposals)
        .where(and(eq(proposals.villageId, villageId), inArray(proposals.id, [...ids])))
