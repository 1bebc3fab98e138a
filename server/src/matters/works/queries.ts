import { CARRYING_OUT_STAGES } from '@cunyi/shared/words/vocabulary.ts'
import { and, asc, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import { only } from '#base/database/rows.ts'
import {
  budgetLines,
  expenses,
  judgements,
  people,
  progressEntries,
  proposals,
  works,
} from '#base/database/schema/index.ts'

export type { AcceptanceAsked, SignedAcceptance } from '#base/database/schema/disclosures.ts'
export type WorkRow = typeof works.$inferSelect
export type ExpenseRow = typeof expenses.$inferSelect
export type BudgetRow = typeof budgetLines.$inferSelect

export const findWork = async (tx: Tx, villageId: string, proposalId: string): Promise<WorkRow | undefined> =>
  (
    await tx
      .select()
      .from(works)
      .where(and(eq(works.villageId, villageId), eq(works.proposalId, proposalId)))
  )[0]

export const saveWork = (tx: Tx, row: typeof works.$inferInsert) => {
  const { villageId: _village, proposalId: _proposal, ...set } = row
  return tx
    .insert(works)
    .values(row)
    .onConflictDoUpdate({ target: [works.villageId, works.proposalId], set })
}

/** 提请验收: not accepted yet, and this person's word is outstanding. */
export const acceptancesAsked = (tx: Tx, villageId: string, personId: string) =>
  tx
    .select({ proposalId: works.proposalId, title: proposals.title })
    .from(works)
    .innerJoin(proposals, and(eq(proposals.villageId, works.villageId), eq(proposals.id, works.proposalId)))
    .where(
      and(
        eq(works.villageId, villageId),
        isNull(works.acceptedOn),
        inArray(proposals.stage, [...CARRYING_OUT_STAGES]),
        sql`${works.acceptanceAsked}->'acceptorIds' @> ${JSON.stringify([personId])}::jsonb`,
        sql`not ${works.acceptanceAsked}->'signed' @> ${JSON.stringify([{ personId }])}::jsonb`,
      ),
    )

/** A matter as its money is asked for: the lines are those of the version that was resolved. */
export type Moneyed = { villageId: string; id: string; version: number; budget?: readonly BudgetRow[] }

export async function budgetsOf(
  tx: Tx,
  villageId: string,
  matters: readonly Moneyed[],
): Promise<BudgetRow[]> {
  if (matters.length === 0) return []
  return tx
    .select()
    .from(budgetLines)
    .where(
      and(
        eq(budgetLines.villageId, villageId),
        sql`(${budgetLines.proposalId}, ${budgetLines.version}) in (select * from unnest(
          ${sql.param(matters.map(({ id }) => id))}::uuid[], ${sql.param(matters.map(({ version }) => version))}::int[]))`,
      ),
    )
    .orderBy(asc(budgetLines.seq))
}

/** 支出 of each matter and of those superseded before it, in their order. */
export async function expensesOf(
  tx: Tx,
  villageId: string,
  matters: readonly string[],
): Promise<(ExpenseRow & { label: string; matter: string })[]> {
  const line = await predecessors(tx, villageId, matters)
  const rows = await tx
    .select({ expense: expenses, label: budgetLines.label })
    .from(expenses)
    .innerJoin(
      budgetLines,
      and(eq(budgetLines.villageId, expenses.villageId), eq(budgetLines.id, expenses.budgetLineId)),
    )
    .where(
      and(
        eq(expenses.villageId, villageId),
        inArray(expenses.proposalId, [...new Set(line.map(({ id }) => id))]),
      ),
    )
    .orderBy(asc(expenses.at))
  const byMatter = Map.groupBy(line, ({ id }) => id)
  return rows.flatMap(({ expense, label }) =>
    (byMatter.get(expense.proposalId) ?? []).map(({ matter }) => ({ ...expense, label, matter })),
  )
}

/** Each matter itself and every superseded one before it. */
async function predecessors(tx: Tx, villageId: string, matters: readonly string[]) {
  const { rows } = await tx.execute<{ matter: string; id: string }>(sql`
    with recursive line as (
      select id as matter, id, linked_to from ${proposals} where village_id = ${villageId} and id = any(${sql.param(matters)}::uuid[])
      union
      select line.matter, p.id, p.linked_to from ${proposals} p join line on p.id = line.linked_to
      where p.village_id = ${villageId} and p.stage = 'superseded')
    select matter, id from line`)
  return rows
}

/** What of the account was put before the oversight committee, the newest first; also under a resolution before this one. */
export async function accountJudged(tx: Tx, villageId: string, proposalId: string) {
  const line = (await predecessors(tx, villageId, [proposalId])).map(({ id }) => id)
  return tx
    .select({
      what: judgements.what,
      subjectId: judgements.subjectId,
      state: judgements.state,
      at: judgements.at,
      dueAt: judgements.dueAt,
    })
    .from(judgements)
    .where(
      and(
        eq(judgements.villageId, villageId),
        inArray(judgements.proposalId, line),
        inArray(judgements.what, ['overLine', 'otherPayee']),
      ),
    )
    .orderBy(desc(judgements.at), desc(judgements.id))
}
export type AccountJudged = Awaited<ReturnType<typeof accountJudged>>[number]

export const insertExpense = async (tx: Tx, row: typeof expenses.$inferInsert) =>
  only(await tx.insert(expenses).values(row).returning({ id: expenses.id })).id

export const strikeExpense = async (
  tx: Tx,
  villageId: string,
  proposalId: string,
  id: string,
  note: string,
) =>
  (
    await tx
      .update(expenses)
      .set({ struck: true, note })
      .where(
        and(
          eq(expenses.villageId, villageId),
          eq(expenses.proposalId, proposalId),
          eq(expenses.id, id),
          eq(expenses.struck, false),
        ),
      )
      .returning()
  )[0]

export const insertProgress = async (tx: Tx, row: typeof progressEntries.$inferInsert) =>
  only(await tx.insert(progressEntries).values(row).returning({ id: progressEntries.id })).id

/** 最近一次进度: null where none was told. Of two entries of one instant the further one is the last. */
export const lastPercent = async (tx: Tx, villageId: string, proposalId: string): Promise<number | null> =>
  (
    await tx
      .select({ percent: progressEntries.percent })
      .from(progressEntries)
      .where(and(eq(progressEntries.villageId, villageId), eq(progressEntries.proposalId, proposalId)))
      .orderBy(desc(progressEntries.at), desc(progressEntries.percent))
      .limit(1)
  )[0]?.percent ?? null

export const progressOf = (tx: Tx, villageId: string, proposalId: string) =>
  tx
    .select({ entry: progressEntries, byName: people.name })
    .from(progressEntries)
    .leftJoin(people, and(eq(people.villageId, progressEntries.villageId), eq(people.id, progressEntries.by)))
    .where(and(eq(progressEntries.villageId, villageId), eq(progressEntries.proposalId, proposalId)))
    .orderBy(asc(progressEntries.at), asc(progressEntries.percent))
