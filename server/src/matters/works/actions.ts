import type { acceptanceApi } from '@cunyi/shared/api/acceptance.ts'
import type { disclosureApi } from '@cunyi/shared/api/disclosures.ts'
import { whyNotImplement } from '@cunyi/shared/disclosure/disclosure.ts'
import { whyNotYet } from '@cunyi/shared/matter/carrying-out.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { whyNotSpend } from '@cunyi/shared/words/money.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { CARRYING_OUT_STAGES, isOneOf } from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { publishPicture } from '#base/files/bind.ts'
import type { Parts } from '#base/parts/parts.ts'
import { type LoadedProposal, lockProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { keepDuties } from '#village/duties/actions.ts'
import { ALL_KINDS, lintFields } from '#village/privacy/lint.ts'
import { moneyOf, ruleLines } from './money.ts'
import { findWork, insertExpense, insertProgress, strikeExpense } from './queries.ts'
import { isHeldToIt } from './resolved.ts'

/** Who acts, and in which office. */
export type Actor = { personId: string; office: string | null }
type Api = typeof disclosureApi & typeof acceptanceApi
export type Body<K extends keyof Api> = Api[K] extends { body: infer B extends z.ZodType }
  ? z.output<B>
  : never

/** 组织实施 goes on only in its own step, or during the disclosure where the profile allows it. */
function mustBeCarriedOut(proposal: LoadedProposal) {
  if (!isOneOf(CARRYING_OUT_STAGES, proposal.stage))
    throw new Refused('wrongStage', { stage: proposal.stage })
  must(whyNotImplement(proposal.stage, profileOf(proposal)))
  if (proposal.flawedAt) throw new Refused('worksPaused')
}

export async function withMatter<T>(
  parts: Parts,
  villageId: string,
  proposalId: string,
  fn: (tx: Tx, proposal: LoadedProposal) => Promise<T>,
): Promise<T> {
  return inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, proposalId)
    mustBeCarriedOut(proposal)
    return fn(tx, proposal)
  })
}

/** 进度 */
export const addProgress = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  entry: Body<'addProgress'>,
  who: Actor,
  now: Date,
) =>
  withMatter(parts, villageId, proposalId, async (tx) => {
    if (!(await findWork(tx, villageId, proposalId))) throw new Refused('executorMissing')
    lintFields([['text', entry.text]], ALL_KINDS)
    const id = await insertProgress(tx, { villageId, proposalId, ...entry, by: who.personId, at: now })
    // Progress stands on the public page, so its pictures do.
    for (const photo of entry.photoIds)
      await publishPicture(tx, { villageId, id: photo, subjectId: proposalId, personId: who.personId })
    await keepDuties(tx, villageId, proposalId, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'addProgress',
      by: who.personId,
      office: who.office,
      proposalId,
      payload: { id, after: entry },
    })
    return { id }
  })

const PAID_ON = { zh: '付款日期', en: 'payment' }

/** 支出: a payment that would carry the total above the resolved sum by more than the profile's share is refused. */
export const addExpense = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  entry: Body<'addExpense'>,
  who: Actor,
  now: Date,
) =>
  withMatter(parts, villageId, proposalId, async (tx, proposal) => {
    if (!(await findWork(tx, villageId, proposalId))) throw new Refused('executorMissing')
    const pct = profileOf(proposal).overrun_pct
    const money = await moneyOf(tx, proposal, pct)
    if (isHeldToIt(proposal)) must(whyNotYet([{ ...PAID_ON, on: entry.paidOn }], shanghaiDate(now)))
    const line = money.lines.find((one) => one.id === entry.budgetLineId && one.kind === 'use')
    if (!line) throw new Refused('notFound')
    const lines = ruleLines(money).map((one) =>
      one.key === line.id ? { ...one, actualFen: one.actualFen + entry.amount } : one,
    )
    must(whyNotSpend({ lines, pct, changeResolutionAdopted: false, oversightNote: true }))
    const id = await insertExpense(tx, { villageId, proposalId, ...entry, by: who.personId, at: now })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'addExpense',
      by: who.personId,
      office: who.office,
      proposalId,
      payload: { id, line: entry.budgetLineId, amount: entry.amount, after: entry },
    })
    return { id }
  })

export const strike = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  expenseId: string,
  reason: string,
  who: Actor,
  now: Date,
) =>
  withMatter(parts, villageId, proposalId, async (tx) => {
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
