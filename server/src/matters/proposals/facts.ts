/** What the records say of a matter, fact by fact; a move reads those its rows of the table ask for, and no others. */
import type { ApprovalBy, FactName, Facts, RecordedFacts } from '@cunyi/shared/matter/facts.ts'
import type { Tx } from '#base/database/connect.ts'
import { adoptedChangeOf } from './queries/lists.ts'
import {
  adoptedAlready,
  approvalsGiven,
  type LoadedProposal,
  lastRejectedBy,
  livePolls,
  notesSince,
  profileOf,
} from './queries/proposals.ts'
import { isRecusedOut } from './queries/recused.ts'
import { isUnfit } from './unfit.ts'

type Of = { tx: Tx; proposal: LoadedProposal; now: Date }
type Readers = { [K in keyof RecordedFacts]: (of: Of) => Facts[K] | Promise<Facts[K]> }

const READERS: Readers = {
  now: ({ now }) => now,
  profile: ({ proposal }) => profileOf(proposal),
  demanded: ({ proposal }) => proposal.demanded,
  demandOverdue: ({ proposal, now }) => proposal.demandDueAt !== null && now >= proposal.demandDueAt,
  approvalNeeded: ({ proposal }) => proposal.approvalNeeded as ApprovalBy[],
  approvalGiven: ({ tx, proposal }) => approvalsGiven(tx, proposal),
  rejectionsAtStep4: ({ proposal }) => proposal.rejectionsAtStep4,
  rejectedBy: ({ tx, proposal }) => lastRejectedBy(tx, proposal.villageId, proposal.id),
  shelvedAt: ({ proposal }) => proposal.shelvedAt,
  referredBefore: ({ proposal }) => proposal.referredAt !== null,
  branchConsents: async ({ tx, proposal }) =>
    proposal.shelvedAt !== null &&
    (await notesSince(tx, proposal, 'branchConsent', proposal.shelvedAt)).length > 0,
  failedSittings: ({ proposal }) => proposal.reconvenings,
  pollOpen: async ({ tx, proposal }) =>
    (await livePolls(tx, proposal.villageId, proposal.id)).some((poll) => poll.status !== 'waiting'),
  recusedOut: ({ tx, proposal }) => isRecusedOut(tx, proposal),
  bodyUnfit: ({ tx, proposal, now }) => isUnfit(tx, proposal, now),
  adopted: ({ proposal }) => adoptedAlready(proposal),
  newResolutionAdopted: async ({ tx, proposal }) =>
    (await adoptedChangeOf(tx, proposal.villageId, proposal.id)) !== undefined,
}

/** Those of the facts asked for that the matter's own records hold. What arises elsewhere stays untold. */
export async function readFacts(of: Of, asked: readonly FactName[]): Promise<Partial<RecordedFacts>> {
  const facts: Partial<RecordedFacts> = {}
  const read = async <K extends keyof RecordedFacts>(name: K) => {
    facts[name] = (await READERS[name](of)) as RecordedFacts[K]
  }
  for (const name of asked) if (isRecorded(name)) await read(name)
  return facts
}

const isRecorded = (name: FactName): name is keyof RecordedFacts => name in READERS
