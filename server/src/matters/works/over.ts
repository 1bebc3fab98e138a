/** 超支、另付他人: what of the account is put before the oversight committee, and how it stands. */
import { type LineWord, lineSaid, payeeSaid, whyNotClose } from '@cunyi/shared/matter/account.ts'
import { yuan } from '@cunyi/shared/words/money.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { askJudgement } from '#matters/judgements/actions.ts'
import { rejectedChangeOf } from '#matters/proposals/queries/lists.ts'
import { type LoadedProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { type Actor, type Body, withMatter } from './actions.ts'
import { type MoneyView, moneyOf } from './money.ts'
import { type AccountJudged, accountJudged, expensesOf } from './queries.ts'
import { keepsReceipts } from './resolved.ts'

type Over = { lineId: string; label: string; judged: LineWord; dueAt: Date | null }
export type Account = {
  money: MoneyView
  over: Over[]
  /** Questions that stand open. */
  open: Date[]
}

/** 账, with what the oversight committee said of it. */
export async function accountOf(tx: Tx, proposal: LoadedProposal): Promise<Account> {
  const money = await moneyOf(tx, proposal, profileOf(proposal).overrun_pct)
  if (!keepsReceipts(proposal)) return { money, over: [], open: [] }
  const { villageId, id } = proposal
  const judged = await accountJudged(tx, villageId, id)
  const entries = (await expensesOf(tx, villageId, [id])).filter((entry) => !entry.struck)
  const over = money.lines
    .filter((line) => line.over)
    .map(({ id: lineId, label }): Over => {
      const paid = entries.filter((entry) => entry.label === label)
      const asked = newest(judged, 'overLine', lineId)
      // A word is good for what had been spent when it was asked for.
      const stands = asked && (asked.state === 'open' || paid.every((entry) => entry.at <= asked.at))
      return { lineId, label, judged: stands ? asked.state : null, dueAt: stands ? asked.dueAt : null }
    })
  const counted = new Set([...over.map((line) => line.lineId), ...entries.map((entry) => entry.id)])
  const open = judged
    .filter((one) => one.state === 'open' && counted.has(one.subjectId))
    .map((one) => one.dueAt)
  return { money, over, open }
}

const newest = (
  judged: readonly AccountJudged[],
  what: AccountJudged['what'],
  subjectId: string,
): AccountJudged | undefined => judged.find((one) => one.what === what && one.subjectId === subjectId)

/** Why the outcome waits for the account. */
export async function whyNotCloseAccount(tx: Tx, proposal: LoadedProposal, { over, open }: Account) {
  return whyNotClose({
    over: over.map(({ label, judged: word }) => ({ label, word })),
    pct: profileOf(proposal).overrun_pct,
    open,
    changeVoted: (await rejectedChangeOf(tx, proposal.villageId, proposal.id)) !== undefined,
  })
}

/** 提请评议: what is beyond this line, from the saving of another. */
export const askOverLine = (
  parts: Parts,
  { villageId, proposalId, lineId }: { villageId: string; proposalId: string; lineId: string },
  { fromLineId, reason }: Body<'askOverLine'>,
  who: Actor,
  now: Date,
) =>
  withMatter(parts, villageId, proposalId, { request: 'askOverLine', who }, async (tx, proposal) => {
    const { money, over } = await accountOf(tx, proposal)
    const of = (id: string) => money.lines.find((one) => one.id === id && one.kind === 'use')
    const [line, from] = [of(lineId), of(fromLineId)]
    if (!line || !from || lineId === fromLineId || !keepsReceipts(proposal)) throw new Refused('notFound')
    if (!line.over) throw new Refused('lineNotOver', { line: line.label, pct: money.overrunPct })
    // Nobody asks until he is answered otherwise.
    if (over.some((one) => one.lineId === lineId && one.judged !== null)) throw new Refused('alreadyDone')
    const judgement = await askJudgement(tx, {
      what: 'overLine',
      villageId,
      proposalId,
      meetingId: null,
      subjectId: lineId,
      about: null,
      interested: [],
      question: {
        from: `${line.label}：预算${yuan(line.planned)}元，已付${yuan(line.spent)}元`,
        to: `超出的${yuan(line.spent - line.planned)}元从“${from.label}”的结余支付（预算${yuan(from.planned)}元，已付${yuan(from.spent)}元）`,
        why: reason,
      },
      askedBy: who.personId,
      now,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'askOverLine',
      by: who.personId,
      office: who.office,
      proposalId,
      payload: { judgement: judgement.id, line: lineId, from: fromLineId, spent: line.spent, after: reason },
    })
    return { judgement: judgement.id, dueAt: judgement.dueAt.toISOString() }
  })

/** What the account says of lines that are over, and of payments to others, for everybody to read. */
export function accountWords({ money, over }: Account): {
  ofLine: (lineId: string) => string
  payees: string[]
} {
  return {
    ofLine: (lineId) => {
      const line = over.find((one) => one.lineId === lineId)
      return line ? `（${lineSaid(line.judged)}）` : ''
    },
    payees: money.expenses
      .filter((one) => !one.struck && one.otherThan !== null)
      .map(
        (one) =>
          `付给承包方（${one.otherThan}）以外的：${one.payee}${yuan(one.amount)}元，${one.note ?? ''}（${payeeSaid(one.judged)}）`,
      ),
  }
}
