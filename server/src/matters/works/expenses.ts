/** 支出: what was paid, to whom, with its receipt; a wrong entry is struck and stays readable. */
import { isOtherPayee, whyNotEnter } from '@cunyi/shared/matter/account.ts'
import { whyNotYet } from '@cunyi/shared/matter/carrying-out.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { whyNotSpend, yuan } from '@cunyi/shared/words/money.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { bindFile } from '#base/files/bind.ts'
import { findAttachment } from '#base/files/queries.ts'
import type { Parts } from '#base/parts/parts.ts'
import { askJudgement } from '#matters/judgements/actions.ts'
import { type LoadedProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { type Actor, type Body, withMatter } from './actions.ts'
import { moneyOf, ruleLines } from './money.ts'
import { findWork, insertExpense, strikeExpense, type WorkRow } from './queries.ts'
import { isHeldToIt, keepsReceipts } from './resolved.ts'

const PAID_ON = { zh: '付款日期', en: 'payment' }

/** A payment that would carry the total above the resolved sum by more than the profile's share is refused. */
export const addExpense = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  { paperIds = [], ...entry }: Body<'addExpense'>,
  who: Actor,
  now: Date,
) =>
  withMatter(parts, villageId, proposalId, { request: 'addExpense', who }, async (tx, proposal) => {
    const work = await findWork(tx, villageId, proposalId)
    if (!work) throw new Refused('executorMissing')
    const profile = profileOf(proposal)
    const money = await moneyOf(tx, proposal, profile.overrun_pct)
    if (isHeldToIt(proposal)) must(whyNotYet([{ ...PAID_ON, on: entry.paidOn }], shanghaiDate(now)))
    const line = money.lines.find((one) => one.id === entry.budgetLineId && one.kind === 'use')
    if (!line) throw new Refused('notFound')
    const lines = ruleLines(money).map((one) =>
      one.key === line.id ? { ...one, actualFen: one.actualFen + entry.amount } : one,
    )
    must(
      whyNotSpend({
        lines,
        pct: profile.overrun_pct,
        changeResolutionAdopted: false,
        oversightNote: true,
        nowFen: entry.amount,
      }),
    )
    const contractors = contractorsOf(work)
    const looks = keepsReceipts(proposal)
    if (looks)
      must(
        whyNotEnter(profile, {
          ...entry,
          amountFen: entry.amount,
          papers: paperIds.length,
          contractors,
        }),
      )
    const papers = await bindReceipts(tx, proposal, paperIds, who)
    const otherThan = looks && isOtherPayee(contractors, entry.payee) ? (contractors[0] ?? null) : null
    const id = await insertExpense(tx, {
      villageId,
      proposalId,
      ...entry,
      paperIds,
      otherThan,
      by: who.personId,
      at: now,
    })
    const judgement = otherThan
      ? await askOtherPayee(tx, proposal, { id, ...entry, otherThan }, who, now)
      : null
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'addExpense',
      by: who.personId,
      office: who.office,
      proposalId,
      payload: {
        id,
        line: entry.budgetLineId,
        amount: entry.amount,
        ...(looks ? { papers, otherThan, judgement } : {}),
        after: entry,
      },
    })
    return { id }
  })

/** He whom the work was given to, and those before him, who are paid for what they did. */
const contractorsOf = ({ contractor, earlier }: WorkRow): string[] =>
  contractor === null ? [] : [contractor, ...earlier.map((one) => one.contractor)]

/** 票据 with its digest: another picture in its place would not be the one that was entered. */
async function bindReceipts(
  tx: Tx,
  { villageId, id: subjectId }: LoadedProposal,
  paperIds: readonly string[],
  { personId }: Actor,
) {
  const papers: { id: string; digest: string }[] = []
  for (const id of paperIds) {
    await bindFile(tx, { villageId, id, subjectId, personId })
    papers.push({ id, digest: (await findAttachment(tx, villageId, id))?.digest ?? '' })
  }
  return papers
}

async function askOtherPayee(
  tx: Tx,
  { villageId, id: proposalId }: LoadedProposal,
  paid: { id: string; otherThan: string; payee: string; amount: number; note: string | null },
  who: Actor,
  now: Date,
): Promise<string> {
  const judgement = await askJudgement(tx, {
    what: 'otherPayee',
    villageId,
    proposalId,
    meetingId: null,
    subjectId: paid.id,
    about: null,
    interested: [],
    question: {
      from: `承包方：${paid.otherThan}`,
      to: `付给${paid.payee}${yuan(paid.amount)}元`,
      why: paid.note,
    },
    askedBy: who.personId,
    now,
  })
  return judgement.id
}

export const strike = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  expenseId: string,
  reason: string,
  who: Actor,
  now: Date,
) =>
  withMatter(parts, villageId, proposalId, { request: 'strikeExpense', who }, async (tx) => {
    const struck = await strikeExpense(tx, villageId, proposalId, expenseId, reason)
    if (!struck) throw new Refused('notFound')
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'strikeExpense',
      by: who.personId,
      office: who.office,
      proposalId,
      payload: { id: expenseId, amount: struck.amount, reason },
    })
    return { ok: true as const }
  })
