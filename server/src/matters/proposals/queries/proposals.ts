import type { MatterFacts } from '@cunyi/shared/api/proposals.ts'
import { frozenProfile, type ProfileValues } from '@cunyi/shared/law/profile.ts'
import type { ApprovalBy } from '@cunyi/shared/matter/facts.ts'
import type { Paper } from '@cunyi/shared/matter/matter-table.ts'
import { paperOfNote } from '@cunyi/shared/matter/required-papers.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Assembly } from '@cunyi/shared/words/vocabulary.ts'
import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gte,
  inArray,
  isNotNull,
  notInArray,
  type SQL,
  sql,
} from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from '#base/database/connect.ts'
import {
  attachments,
  budgetLines,
  notes,
  proposalMoves,
  proposals,
  proposalVersions,
  questions,
} from '#base/database/schema/index.ts'
import { meetings } from '#base/database/schema/meetings.ts'
import { polls } from '#base/database/schema/polls.ts'

export type ProposalRow = typeof proposals.$inferSelect
export type VersionRow = typeof proposalVersions.$inferSelect
export type BudgetRow = typeof budgetLines.$inferSelect
export type QuestionRow = typeof questions.$inferSelect
export type MoveLine = typeof proposalMoves.$inferSelect
export type NoteRow = typeof notes.$inferSelect

/** 议题 with the text, money and questions of its newest version. */
export type LoadedProposal = ProposalRow & {
  summary: string
  body: string
  facts: MatterFacts
  digest: string
  budget: BudgetRow[]
  questions: QuestionRow[]
}

const here = (villageId: string, id: string) => and(eq(proposals.villageId, villageId), eq(proposals.id, id))

/** The row alone: enough to know who may see the matter. */
export const findProposal = async (tx: Tx, villageId: string, id: string): Promise<ProposalRow | undefined> =>
  (await tx.select().from(proposals).where(here(villageId, id)))[0]

/** The rows alone, by id. */
export async function findProposals(
  tx: Tx,
  villageId: string,
  ids: readonly string[],
): Promise<Map<string, ProposalRow>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select()
    .from(proposals)
    .where(and(eq(proposals.villageId, villageId), inArray(proposals.id, [...new Set(ids)])))
  return new Map(rows.map((row) => [row.id, row]))
}

export const loadProposal = async (tx: Tx, villageId: string, id: string): Promise<LoadedProposal> =>
  wholeProposal(tx, await findProposal(tx, villageId, id))

/**
 * The same, locked until the transaction ends: every move and every opening of a poll on the matter goes through
 * this lock. Order of locks everywhere: proposal, then polls, then the head of the evidence chain. Rows that belong
 * to the matter may come in meanwhile: their key only asks that it stays.
 */
export async function lockProposal(tx: Tx, villageId: string, id: string): Promise<LoadedProposal> {
  const [row] = await tx.select().from(proposals).where(here(villageId, id)).for('no key update')
  return wholeProposal(tx, row)
}

/** Rows of another table within one of this statement, as drizzle would give them. */
const rowsOf = <T>(table: PgTable, where: SQL | undefined, by: PgColumn) => {
  const columns = Object.entries(getTableColumns(table)).map(([key, column]) => sql`${key}::text, ${column}`)
  return sql<
    T[]
  >`(select coalesce(jsonb_agg(jsonb_build_object(${sql.join(columns, sql`, `)}) order by ${by}), '[]') from ${table} where ${where})`
}

/** With the text, money and questions of its newest version, in one statement. */
export async function wholeProposal(tx: Tx, row: ProposalRow | undefined): Promise<LoadedProposal> {
  if (!row) throw new Refused('notFound')
  const { villageId, id, version } = row
  const [found] = await tx
    .select({
      summary: proposalVersions.summary,
      body: proposalVersions.body,
      facts: proposalVersions.facts,
      digest: proposalVersions.digest,
      budget: rowsOf<BudgetRow>(
        budgetLines,
        ofVersion(budgetLines, { villageId, id, version }),
        budgetLines.seq,
      ),
      questions: rowsOf<QuestionRow>(
        questions,
        and(eq(questions.villageId, villageId), eq(questions.proposalId, id)),
        questions.seq,
      ),
    })
    .from(proposalVersions)
    .where(ofVersion(proposalVersions, { villageId, id, version }))
  if (!found) throw new Refused('notFound')
  return { ...row, ...found }
}

const ofVersion = (
  table: typeof budgetLines | typeof proposalVersions,
  { villageId, id, version }: Pick<ProposalRow, 'villageId' | 'id' | 'version'>,
) => and(eq(table.villageId, villageId), eq(table.proposalId, id), eq(table.version, version))

export async function loadVersion(
  tx: Tx,
  villageId: string,
  id: string,
  version: number,
): Promise<VersionRow> {
  const [row] = await tx
    .select()
    .from(proposalVersions)
    .where(ofVersion(proposalVersions, { villageId, id, version }))
  if (!row) throw new Refused('notFound')
  return row
}

export const listVersions = (tx: Tx, villageId: string, id: string): Promise<VersionRow[]> =>
  tx
    .select()
    .from(proposalVersions)
    .where(and(eq(proposalVersions.villageId, villageId), eq(proposalVersions.proposalId, id)))
    .orderBy(asc(proposalVersions.version))

export const loadBudget = (tx: Tx, villageId: string, id: string, version: number): Promise<BudgetRow[]> =>
  tx
    .select()
    .from(budgetLines)
    .where(ofVersion(budgetLines, { villageId, id, version }))
    .orderBy(asc(budgetLines.seq))

/** The questions that still need a vote at step 4: those without quorum and void ones come to a new sitting. */
export const questionsToDecide = (proposal: Pick<LoadedProposal, 'questions'>): QuestionRow[] =>
  proposal.questions.filter(
    (one) => one.outcome === null || one.outcome === 'noQuorum' || one.outcome === 'void',
  )

/** The profile frozen at submission; a draft stands under the defaults until then. */
export const profileOf = (proposal: Pick<ProposalRow, 'profile'>): ProfileValues =>
  frozenProfile(proposal.profile?.values)

export const listMoves = (tx: Tx, villageId: string, id: string): Promise<MoveLine[]> =>
  tx
    .select()
    .from(proposalMoves)
    .where(and(eq(proposalMoves.villageId, villageId), eq(proposalMoves.proposalId, id)))
    .orderBy(asc(proposalMoves.seq))

export const listNotes = (tx: Tx, villageId: string, id: string): Promise<NoteRow[]> =>
  tx
    .select()
    .from(notes)
    .where(and(eq(notes.villageId, villageId), eq(notes.proposalId, id)))
    .orderBy(asc(notes.at), asc(notes.id))

/** 材料: those that a note has laid and whose file lies beside the matter. */
export async function laidPapers(
  tx: Tx,
  { villageId, id }: Pick<ProposalRow, 'villageId' | 'id'>,
): Promise<Paper[]> {
  const rows = await tx
    .select({ paper: notes.paper, text: notes.text })
    .from(notes)
    .innerJoin(
      attachments,
      and(
        eq(attachments.villageId, notes.villageId),
        eq(attachments.id, notes.subjectId),
        eq(attachments.subjectId, notes.proposalId),
      ),
    )
    .where(and(eq(notes.villageId, villageId), eq(notes.proposalId, id), eq(notes.kind, 'consultation')))
  return rows.flatMap(({ paper, text }) => paper ?? paperOfNote(text) ?? [])
}

/** Polls of a matter that can still end: waiting, open or counting. In a fixed order, so that locks do not cross. */
export const livePolls = (tx: Tx, villageId: string, id: string) =>
  tx
    .select({ id: polls.id, meetingId: polls.meetingId, status: polls.status })
    .from(polls)
    .where(
      and(
        eq(polls.villageId, villageId),
        eq(polls.proposalId, id),
        inArray(polls.status, ['waiting', 'open', 'counting']),
      ),
    )
    .orderBy(asc(polls.id))

/** Every poll of a matter with the sitting it belongs to. */
export const listPolls = (tx: Tx, villageId: string, id: string) =>
  tx
    .select({ poll: polls, meeting: meetings })
    .from(polls)
    .innerJoin(meetings, and(eq(meetings.villageId, polls.villageId), eq(meetings.id, polls.meetingId)))
    .where(and(eq(polls.villageId, villageId), eq(polls.proposalId, id)))
    .orderBy(asc(meetings.noticeAt), asc(polls.seq))

/** 最近一次表决: which version which sitting decided on, whatever it decided. */
export async function lastDecided(tx: Tx, villageId: string, id: string) {
  const [row] = await tx
    .select({ version: polls.version, meetingId: polls.meetingId, assembly: meetings.assembly })
    .from(polls)
    .innerJoin(meetings, and(eq(meetings.villageId, polls.villageId), eq(meetings.id, polls.meetingId)))
    .where(
      and(
        eq(polls.villageId, villageId),
        eq(polls.proposalId, id),
        eq(polls.status, 'closed'),
        notInArray(polls.outcome, ['noQuorum', 'void']),
        isNotNull(polls.version),
      ),
    )
    .orderBy(desc(polls.closedAt), desc(polls.id))
    .limit(1)
  return row?.version == null ? null : { ...row, version: row.version }
}

/** Whether a question was adopted in this round of step 4 while others wait for a new sitting. Earlier steps have one. */
export const adoptedAlready = (proposal: Pick<LoadedProposal, 'stage' | 'questions'>): boolean =>
  proposal.stage === 'villagerResolution' && proposal.questions.some((one) => one.outcome === 'adopt')

/** Which assembly rejected the matter last at step 4. */
export async function lastRejectedBy(tx: Tx, villageId: string, id: string): Promise<Assembly | null> {
  const [row] = await tx
    .select({ assembly: meetings.assembly })
    .from(proposalMoves)
    .innerJoin(
      meetings,
      and(eq(meetings.villageId, proposalMoves.villageId), eq(meetings.id, proposalMoves.meetingId)),
    )
    .where(
      and(
        eq(proposalMoves.villageId, villageId),
        eq(proposalMoves.proposalId, id),
        eq(proposalMoves.move, 'reject'),
        eq(proposalMoves.from, 'villagerResolution'),
      ),
    )
    .orderBy(desc(proposalMoves.seq))
    .limit(1)
  return row?.assembly ?? null
}

/** Notes of one kind written since an instant. */
export const notesSince = (
  tx: Tx,
  proposal: Pick<ProposalRow, 'villageId' | 'id'>,
  kind: string,
  since: Date,
) =>
  tx
    .select()
    .from(notes)
    .where(
      and(
        eq(notes.villageId, proposal.villageId),
        eq(notes.proposalId, proposal.id),
        eq(notes.kind, kind),
        gte(notes.at, since),
      ),
    )
    .orderBy(asc(notes.at))

/** Approvals given since the matter began to wait for them. */
export async function approvalsGiven(tx: Tx, proposal: ProposalRow): Promise<ApprovalBy[]> {
  if (proposal.stage !== 'awaitingApproval') return []
  const rows = await notesSince(tx, proposal, 'approval', proposal.stageSince)
  return rows.map((row) => (row.byOffice === 'countyStaff' ? 'county' : 'township'))
}

/** 年度编号: serialises numbering in one village until the transaction ends. */
export const lockNumbers = (tx: Tx, villageId: string) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtext('proposal-numbers'), hashtext(${villageId}))`)

/** The next of a year's numbers, counted over what was ever given in that column: '2026-' → '2026-003'. */
export async function nextNumber(
  tx: Tx,
  villageId: string,
  column: 'number' | 'resolutionNumber',
  prefix: string,
): Promise<string> {
  await lockNumbers(tx, villageId)
  const last = sql<number>`coalesce(max(substring(${proposals[column]} from ${prefix.length + 1}::int)::int), 0)`
  const [row] = await tx
    .select({ last })
    .from(proposals)
    .where(and(eq(proposals.villageId, villageId), sql`starts_with(${proposals[column]}, ${prefix})`))
  return `${prefix}${String(Number(row?.last ?? 0) + 1).padStart(3, '0')}`
}
