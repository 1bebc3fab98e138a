import type { disclosureApi } from '@cunyi/shared/api/disclosures.ts'
import { publishOutcomeBy, whyNotImplement } from '@cunyi/shared/disclosure/disclosure.ts'
import { dateToInstant, endOfDay } from '@cunyi/shared/words/days.ts'
import { whyNotReportOutcome, whyNotSpend } from '@cunyi/shared/words/money.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { CARRYING_OUT_STAGES, isOneOf } from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { publishPicture } from '#base/files/bind.ts'
import type { Parts } from '#base/parts/parts.ts'
import {
  type LoadedProposal,
  listNotes,
  lockProposal,
  profileOf,
} from '#matters/proposals/queries/proposals.ts'
import { keepDuties } from '#village/duties/actions.ts'
import { ALL_KINDS, lintFields } from '#village/privacy/lint.ts'
import { moneyOf, ruleLines } from './money.ts'
import { findWork, insertExpense, insertProgress, saveWork, strikeExpense } from './queries.ts'

/** Who acts, and in which office. */
export type Actor = { personId: string; office: string | null }
type Api = typeof disclosureApi
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

async function withMatter<T>(
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

/** 实施: executor, contractor, tender and contract. */
export const startWork = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  facts: Body<'startWork'>,
  who: Actor,
  now: Date,
) =>
  withMatter(parts, villageId, proposalId, async (tx) => {
    const { executor, contractor, contractNumber } = facts
    lintFields([
      ['executor', executor],
      ['contractor', contractor],
      ['contractNumber', contractNumber],
    ])
    const before = await findWork(tx, villageId, proposalId)
    await saveWork(tx, {
      ...(before ?? {}),
      ...facts,
      completionDueAt: facts.dueOn ? endOfDay(facts.dueOn) : null,
      villageId,
      proposalId,
      by: who.personId,
      at: now,
    })
    await keepDuties(tx, villageId, proposalId, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'startWork',
      by: who.personId,
      office: who.office,
      proposalId,
      payload: { contract: facts.contractNumber, before: before ?? null, after: facts },
    })
    return { ok: true as const }
  })

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

/** 验收 */
export const acceptWork = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  facts: Body<'acceptWork'>,
  who: Actor,
  now: Date,
) =>
  withMatter(parts, villageId, proposalId, async (tx, proposal) => {
    const work = await findWork(tx, villageId, proposalId)
    if (!work) throw new Refused('executorMissing')
    lintFields(
      [
        ['opinion', facts.opinion],
        ['remaining', facts.remaining],
      ],
      ALL_KINDS,
    )
    const { completedOn, acceptedOn, ...acceptance } = facts
    const days = profileOf(proposal)['result.publish_within_days']
    await saveWork(tx, {
      ...work,
      completedOn,
      outcomeDueAt: publishOutcomeBy(dateToInstant(completedOn), days),
      acceptedOn,
      acceptance,
      by: who.personId,
      at: now,
    })
    await keepDuties(tx, villageId, proposalId, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'acceptWork',
      by: who.personId,
      office: who.office,
      proposalId,
      payload: { completedOn, acceptedOn, after: acceptance },
    })
    return { ok: true as const }
  })

/** A matter without money (village rules, plans) has no contractor, no acceptance and no account to show. */
export async function whyNotOutcome(tx: Tx, proposal: LoadedProposal) {
  const pct = profileOf(proposal).overrun_pct
  const [work, money] = [
    await findWork(tx, proposal.villageId, proposal.id),
    await moneyOf(tx, proposal, pct),
  ]
  const costs = money.planned > 0
  const notes = await listNotes(tx, proposal.villageId, proposal.id)
  return whyNotReportOutcome({
    lines: ruleLines(money),
    pct,
    changeResolutionAdopted: false,
    oversightNote: notes.some(
      (note) => note.kind === 'oversightNote' && note.at.getTime() >= proposal.stageSince.getTime(),
    ),
    executor: !costs || work !== undefined,
    acceptance: !costs || work?.acceptedOn != null,
    account: !costs || money.expenses.some((entry) => !entry.struck),
  })
}
