/** 依决议: what of a matter's carrying out its resolution has settled. */
import { wayFor } from '@cunyi/shared/law/choosing.ts'
import { EXECUTOR_OF, type Resolved } from '@cunyi/shared/matter/carrying-out.ts'
import type { Tx } from '#base/database/connect.ts'
import { type LoadedProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'

/** Submitted under rules that hold the work against the resolution; what was frozen earlier keeps what it had. */
export const isHeldToIt = ({ profile }: Pick<LoadedProposal, 'profile'>): boolean =>
  profile?.values !== undefined && 'acceptance.persons' in profile.values

/** Submitted under rules that have receipts, payees and lines looked at; what was frozen earlier keeps what it had. */
export const keepsReceipts = ({ profile }: Pick<LoadedProposal, 'profile'>): boolean =>
  profile?.values !== undefined && 'expense.receipt_from_yuan' in profile.values

/** 另行发包、待定: says that nobody is named yet. */
const NOT_NAMED = /^(?:另行|另外|待定|未定|待.{0,6}(?:确定|选定|定)|(?:公开)?(?:招标|询价|发包))/

export function resolvedOf({ facts, budget }: Pick<LoadedProposal, 'facts' | 'budget'>): Resolved {
  const planned = budget.filter((line) => line.kind === 'use').reduce((sum, line) => sum + line.amount, 0)
  return {
    executor: facts.executor || null,
    contractor: facts.contractor && !NOT_NAMED.test(facts.contractor.trim()) ? facts.contractor : null,
    place: facts.place || null,
    scope: facts.scope || null,
    beneficiaries: facts.beneficiaries || null,
    dueOn: facts.dueOn ?? null,
    choosing: facts.choosing ?? null,
    sumFen: Math.max(planned, facts.amount ?? 0),
  }
}

/** All that `whyNotAsResolved` is asked about. */
export async function heldTo(tx: Tx, proposal: LoadedProposal) {
  const resolved = resolvedOf(proposal)
  return {
    resolved,
    route: proposal.route,
    village: (await findDivision(tx, proposal.villageId))?.name ?? '',
    least: wayFor(proposal.codes, resolved.sumFen, profileOf(proposal).choosing),
  }
}

/** As the pages show it: who carries it out is named by the route where the resolution does not say. */
export const resolvedShown = (proposal: LoadedProposal) => ({
  ...resolvedOf(proposal),
  executor: proposal.facts.executor || EXECUTOR_OF[proposal.route],
})
