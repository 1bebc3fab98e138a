/** SQL that writes what moves.ts and the actions decide. */
import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import {
  budgetLines,
  notes,
  proposalMoves,
  proposals,
  proposalVersions,
  questions,
} from '#base/database/schema/index.ts'
import type { ProposalRow } from './proposals.ts'

type Key = Pick<ProposalRow, 'villageId' | 'id'>
type NewMove = Omit<typeof proposalMoves.$inferInsert, 'id' | 'seq'>
export type NewVersion = typeof proposalVersions.$inferInsert
export type NewBudgetLine = { id?: string | undefined; kind: 'source' | 'use'; label: string; amount: number }
export type NewQuestion = { text: string; sensitive?: boolean | undefined }

const here = ({ villageId, id }: Key) => and(eq(proposals.villageId, villageId), eq(proposals.id, id))

export async function insertProposal(tx: Tx, row: typeof proposals.$inferInsert) {
  await tx.insert(proposals).values(row)
}

/** `freshQuestions`: step 4 begins anew, every question is to be decided again. */
export async function updateProposal(
  tx: Tx,
  key: Key,
  set: Partial<typeof proposals.$inferInsert>,
  { freshQuestions = false } = {},
) {
  await tx.update(proposals).set(set).where(here(key))
  if (freshQuestions)
    await tx
      .update(questions)
      .set({ outcome: null })
      .where(and(eq(questions.villageId, key.villageId), eq(questions.proposalId, key.id)))
}

/** The proposal's row is locked, so the number cannot be taken twice. */
export async function insertMove(tx: Tx, line: NewMove) {
  const [last] = await tx
    .select({ seq: sql<number>`coalesce(max(${proposalMoves.seq}), 0)::int` })
    .from(proposalMoves)
    .where(and(eq(proposalMoves.villageId, line.villageId), eq(proposalMoves.proposalId, line.proposalId)))
  await tx.insert(proposalMoves).values({ ...line, id: crypto.randomUUID(), seq: (last?.seq ?? 0) + 1 })
}

export async function insertVersion(tx: Tx, row: NewVersion, budget: readonly NewBudgetLine[]) {
  await tx.insert(proposalVersions).values(row)
  await insertBudget(tx, { villageId: row.villageId, id: row.proposalId }, row.version, budget)
}

async function insertBudget(tx: Tx, key: Key, version: number, budget: readonly NewBudgetLine[]) {
  if (budget.length === 0) return
  await tx.insert(budgetLines).values(
    budget.map((line, seq) => ({
      villageId: key.villageId,
      id: crypto.randomUUID(),
      proposalId: key.id,
      version,
      kind: line.kind,
      label: line.label,
      amount: line.amount,
      seq,
    })),
  )
}

/** A draft's text may still be written over: nobody has been asked to decide on it yet. */
export async function rewriteDraft(tx: Tx, row: NewVersion, budget: readonly NewBudgetLine[]) {
  const { villageId, proposalId, version } = row
  await tx
    .update(proposalVersions)
    .set(row)
    .where(
      and(
        eq(proposalVersions.villageId, villageId),
        eq(proposalVersions.proposalId, proposalId),
        eq(proposalVersions.version, version),
      ),
    )
  await tx
    .delete(budgetLines)
    .where(
      and(
        eq(budgetLines.villageId, villageId),
        eq(budgetLines.proposalId, proposalId),
        eq(budgetLines.version, version),
      ),
    )
  await insertBudget(tx, { villageId, id: proposalId }, version, budget)
}

export async function replaceQuestions(tx: Tx, key: Key, list: readonly NewQuestion[]) {
  await tx
    .delete(questions)
    .where(and(eq(questions.villageId, key.villageId), eq(questions.proposalId, key.id)))
  await tx.insert(questions).values(
    list.map((one, seq) => ({
      villageId: key.villageId,
      id: crypto.randomUUID(),
      proposalId: key.id,
      seq,
      text: one.text,
      sensitive: one.sensitive ?? false,
    })),
  )
}

export async function setOutcome(
  tx: Tx,
  villageId: string,
  questionId: string,
  outcome: typeof questions.$inferInsert.outcome,
) {
  await tx
    .update(questions)
    .set({ outcome: outcome ?? null })
    .where(and(eq(questions.villageId, villageId), eq(questions.id, questionId)))
}

export const lockNote = async (tx: Tx, villageId: string, id: string) =>
  (
    await tx
      .select()
      .from(notes)
      .where(and(eq(notes.villageId, villageId), eq(notes.id, id)))
      .for('update')
  )[0]

export async function answerNote(
  tx: Tx,
  { villageId, id }: { villageId: string; id: string },
  answer: Pick<
    typeof notes.$inferInsert,
    'answer' | 'answeredBy' | 'answeredAt' | 'meetingOn' | 'answerPaperId'
  >,
): Promise<void> {
  await tx
    .update(notes)
    .set(answer)
    .where(and(eq(notes.villageId, villageId), eq(notes.id, id)))
}

export async function insertNote(tx: Tx, row: Omit<typeof notes.$inferInsert, 'id'>): Promise<string> {
  const id = crypto.randomUUID()
  await tx.insert(notes).values({ ...row, id })
  return id
}
