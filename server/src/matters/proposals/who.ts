/** 经办人 of a matter: who acts, as which actor of the table of moves, in which office. */

import type { Person } from '@cunyi/shared/matter/facts.ts'
import { actorsOf, PROPOSAL_MOVES } from '@cunyi/shared/matter/moves.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import type { Initiator, Move, Office } from '@cunyi/shared/words/vocabulary.ts'
import type { Acting } from '#door/session/caller.ts'
import type { ProposalRow } from './queries/proposals.ts'

/** 动议主体 that is a body speaks through these offices. */
const SPEAKS_FOR: Record<Initiator, readonly Office[]> = {
  branch: ['branchSecretary', 'branchDeputy'],
  villageCommittee: ['villageDirector', 'residentDirector'],
  oversightCommittee: ['oversightChair'],
  collective: ['boardChair'],
  villagers: [],
  representatives: [],
}

export const isInitiator = (proposal: ProposalRow, who: Acting): boolean =>
  proposal.draftedBy === who.personId ||
  SPEAKS_FOR[proposal.initiator].some((office) => who.offices.includes(office))

export const actorsOn = (proposal: ProposalRow, who: Acting): Person[] =>
  actorsOf(who.offices, proposal.route, { isInitiator: isInitiator(proposal, who) })

/** As which actor this person makes the move; refused here when the table gives it to others. */
export function actorFor(proposal: ProposalRow, who: Acting, move: Move): Person {
  const { stage, track } = proposal
  const rows = PROPOSAL_MOVES.filter(
    (row) => row.from === stage && row.move === move && row.tracks.includes(track),
  )
  if (rows.length === 0) throw new Refused('moveNotInTable', { stage, move })
  const actor = actorsOn(proposal, who).find((one) => rows.some((row) => row.by.includes(one)))
  if (!actor) throw new Refused('notYourMove', { move })
  return actor
}

/** The office acted in: the first of those that carry the act; else the first held. */
export const officeOf = (who: Acting, wanted: readonly Office[] = []): Office | null =>
  who.offices.find((office) => wanted.includes(office)) ?? who.offices[0] ?? null
