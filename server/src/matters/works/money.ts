import type { moneyView } from '@cunyi/shared/api/disclosures.ts'
import { isOverrun, overrunOf } from '@cunyi/shared/words/money.ts'
import type { z } from 'zod'
import type { Tx } from '#base/database/connect.ts'
import {
  type AccountJudged,
  accountJudged,
  type BudgetRow,
  budgetsOf,
  type ExpenseRow,
  expensesOf,
  type Moneyed,
} from './queries.ts'

export type MoneyView = z.infer<typeof moneyView>

/** 资金: planned against spent, line by line and in sum, whole fen. Struck entries stay readable and count nowhere. */
export async function moneyOf(tx: Tx, matter: Moneyed, pct: number): Promise<MoneyView> {
  const { villageId, id } = matter
  const budget = matter.budget ?? (await budgetsOf(tx, villageId, [matter]))
  const entries = await expensesOf(tx, villageId, [id])
  const isJudged = entries.some((entry) => entry.otherThan !== null)
  return viewOf(budget, entries, isJudged ? await accountJudged(tx, villageId, id) : [], pct)
}

/** Of many matters of a village at once, as everybody may see it: what was planned and spent, without judgements. */
export async function moneyOfEach(
  tx: Tx,
  villageId: string,
  matters: readonly Moneyed[],
): Promise<Map<string, MoneyView>> {
  if (matters.length === 0) return new Map()
  const budgets = Map.groupBy(await budgetsOf(tx, villageId, matters), ({ proposalId }) => proposalId)
  const ids = matters.map(({ id }) => id)
  const entries = Map.groupBy(await expensesOf(tx, villageId, ids), ({ matter }) => matter)
  return new Map(ids.map((id) => [id, viewOf(budgets.get(id) ?? [], entries.get(id) ?? [], [], 0)]))
}

function viewOf(
  budget: readonly BudgetRow[],
  entries: readonly (ExpenseRow & { label: string })[],
  judged: readonly AccountJudged[],
  pct: number,
): MoneyView {
  const spentOn = new Map<string, number>()
  for (const entry of entries)
    if (!entry.struck) spentOn.set(entry.label, (spentOn.get(entry.label) ?? 0) + entry.amount)
  const lines = budget.map((line) => ({
    id: line.id,
    kind: line.kind as 'source' | 'use',
    label: line.label,
    planned: line.amount,
    spent: line.kind === 'use' ? (spentOn.get(line.label) ?? 0) : 0,
    over: false,
  }))
  const uses = lines.filter((line) => line.kind === 'use')
  for (const line of uses) line.over = isOverrun(line.planned, line.spent, pct)
  const overrun = overrunOf(
    uses.map((line) => ({
      key: line.id,
      label: line.label,
      resolvedFen: line.planned,
      actualFen: line.spent,
    })),
    pct,
  )
  return {
    lines,
    planned: overrun.resolvedFen,
    spent: overrun.actualFen,
    overrunPct: pct,
    overTotal: overrun.changeResolutionNeeded,
    linesOver: overrun.linesAbove.length,
    changeResolutionNeeded: overrun.changeResolutionNeeded,
    oversightNoteNeeded: !overrun.changeResolutionNeeded && overrun.linesAbove.length > 0,
    expenses: entries.map((entry) => ({
      id: entry.id,
      budgetLineId: entry.budgetLineId,
      amount: entry.amount,
      payee: entry.payee,
      invoice: entry.invoice,
      paidOn: entry.paidOn,
      note: entry.note,
      struck: entry.struck,
      paperIds: entry.paperIds,
      otherThan: entry.otherThan,
      judged: judged.find((one) => one.what === 'otherPayee' && one.subjectId === entry.id)?.state ?? null,
    })),
  }
}

/** The lines of the rule's own words. */
export const ruleLines = (money: MoneyView) =>
  money.lines
    .filter((line) => line.kind === 'use')
    .map((line) => ({ key: line.id, label: line.label, resolvedFen: line.planned, actualFen: line.spent }))
