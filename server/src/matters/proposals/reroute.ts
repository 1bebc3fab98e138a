import type { MatterFacts } from '@cunyi/shared/api/proposals.ts'
import { must } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import { updateProposal } from './queries/changes.ts'
import { type LoadedProposal, profileOf } from './queries/proposals.ts'
import { findRoute, mustBeProven } from './routing.ts'
import { frozenNamed } from './small-bodies.ts'

/** New facts may close the lighter way or ask for another's approval; they never open a lighter way. */
export async function reroute(
  tx: Tx,
  proposal: LoadedProposal,
  facts: MatterFacts,
  now: Date,
): Promise<LoadedProposal> {
  const { villageId, id, codes, urgentReason } = proposal
  const { matter, assembly, named } = await findRoute(
    tx,
    villageId,
    {
      title: proposal.title,
      apart: proposal.apartIds,
      codes,
      facts,
      assembly: proposal.assembly,
      ...(proposal.villageGroup ? { villageGroup: proposal.villageGroup } : {}),
      ...(urgentReason ? { urgentReason } : {}),
    },
    now,
    { except: id, values: profileOf(proposal) },
  )
  must(matter.forbidden)
  mustBeProven(facts, proposal.facts)
  const grown = proposal.track === 'committeeMatter' && matter.track === 'full'
  const changes = {
    approvalNeeded: matter.approvalNeeded,
    noteNeeded: proposal.noteNeeded || matter.oversightNoteNeeded,
    ...(grown
      ? {
          track: matter.track,
          route: matter.route,
          assembly,
          noteDueAt: null,
          wayReasons: matter.reasons,
          profile: frozenNamed(proposal, named, ['partyMembers', assembly]),
        }
      : {}),
  }
  await updateProposal(tx, proposal, changes)
  return { ...proposal, ...changes }
}
