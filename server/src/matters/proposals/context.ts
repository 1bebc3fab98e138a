/** What the table of moves must know of a matter, read from the database. */
import type { ApprovalBy, MoveContext } from '@cunyi/shared/matter/moves.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { Tx } from '#base/database/connect.ts'
import {
  adoptedAlready,
  approvalsGiven,
  type LoadedProposal,
  lastRejectedBy,
  livePolls,
  notesSince,
  profileOf,
} from './queries/proposals.ts'

export async function moveContext(tx: Tx, proposal: LoadedProposal, now: Date): Promise<MoveContext> {
  const { villageId, id, stage } = proposal
  const shelved = stage === 'shelved'
  const live = await livePolls(tx, villageId, id)
  return {
    now,
    profile: profileOf(proposal),
    demanded: proposal.demanded,
    demandOverdue: proposal.demandDueAt !== null && now >= proposal.demandDueAt,
    approvalNeeded: proposal.approvalNeeded as ApprovalBy[],
    approvalGiven: await approvalsGiven(tx, proposal),
    s4Rejections: proposal.rejectionsAtStep4,
    rejectedBy: shelved ? await lastRejectedBy(tx, villageId, id) : null,
    shelvedAt: proposal.shelvedAt,
    referredBefore: proposal.referredAt !== null,
    branchConsents:
      shelved && proposal.shelvedAt !== null
        ? (await notesSince(tx, proposal, 'branchConsent', proposal.shelvedAt)).length > 0
        : false,
    reconvened: Math.max(0, proposal.reconvenings - 1),
    pollOpen: live.some((poll) => poll.status !== 'waiting'),
    adopted: adoptedAlready(proposal),
  }
}

export const yearOf = (now: Date): string => shanghaiDate(now).slice(0, 4)
