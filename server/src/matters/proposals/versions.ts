/** 文本: versions are never changed, only followed by the next; each knows who wrote it and why. */
import { createHash } from 'node:crypto'
import type { MatterFacts } from '@cunyi/shared/api/proposals.ts'
import { isSubstantive, type TextFacts, textForDigest } from '@cunyi/shared/matter/amendment.ts'
import type { Tx } from '#base/database/connect.ts'
import { insertVersion, type NewBudgetLine, updateProposal } from './queries/changes.ts'
import { type LoadedProposal, loadBudget } from './queries/proposals.ts'
import { reroute } from './reroute.ts'

export type VersionKind = 'editorial' | 'substantive' | 'revision'
export type TextChanges = {
  title?: string
  summary?: string
  body?: string
  facts?: MatterFacts
  budget?: readonly NewBudgetLine[]
}

/** 同一方案: what the text says without spaces, punctuation and width. */
export const digestOfText = (text: { title: string; summary: string; body: string }): string =>
  createHash('sha256')
    .update(textForDigest(text.title, `${text.summary}\n${text.body}`))
    .digest('hex')

/** The facts that the rule of amendments reckons with. */
export const textFacts = (facts: MatterFacts): TextFacts => ({
  amountFen: facts.amount ?? null,
  areaCentiMu: facts.area ?? null,
  beneficiaries: facts.beneficiaries ?? null,
  term: facts.term ?? null,
  place: facts.place ?? null,
  contractor: facts.contractor ?? null,
  duration: facts.duration ?? null,
})

export const substantiveChange = (
  before: MatterFacts,
  after: MatterFacts,
  options: { pct: number; touchesRights?: boolean | undefined },
): boolean =>
  isSubstantive(textFacts(before), textFacts(after), {
    pct: options.pct,
    rightsOrDuties: options.touchesRights ?? false,
  })

/**
 * Follows the newest text by another. The proposal is locked by the caller; the new state is returned. New facts are
 * asked for their way again, so that no change of text slips past a threshold or an approval.
 */
export async function addVersion(
  tx: Tx,
  order: {
    proposal: LoadedProposal
    changes: TextChanges
    kind: VersionKind
    reason: string | null
    by: string
    now: Date
  },
): Promise<LoadedProposal> {
  const { changes, kind, reason, by, now } = order
  const proposal = changes.facts ? await reroute(tx, order.proposal, changes.facts, now) : order.proposal
  const { villageId, id } = proposal
  const text = {
    title: changes.title ?? proposal.title,
    summary: changes.summary ?? proposal.summary,
    body: changes.body ?? proposal.body,
  }
  const facts = changes.facts ?? proposal.facts
  const version = proposal.version + 1
  const digest = digestOfText(text)
  const budget =
    changes.budget ??
    proposal.budget.map(({ kind, label, amount }) => ({ kind: kind as NewBudgetLine['kind'], label, amount }))
  await insertVersion(
    tx,
    { villageId, proposalId: id, version, ...text, facts, digest, kind, reason, by, at: now },
    budget,
  )
  await updateProposal(tx, proposal, { version, title: text.title })
  return {
    ...proposal,
    ...text,
    facts,
    digest,
    version,
    budget: await loadBudget(tx, villageId, id, version),
  }
}
