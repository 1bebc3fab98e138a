/** 经办人 of a matter: who acts, as which actor of the table of moves, in which office. */
import type { Person } from '@cunyi/shared/matter/facts.ts'
import { actorsOf, PROPOSAL_MOVES } from '@cunyi/shared/matter/moves.ts'
import { Rejection } from '@cunyi/shared/words/rejection.ts'
import type { Initiator, Move, Office } from '@cunyi/shared/words/vocabulary.ts'
import type { ProposalRow } from './queries/proposals.ts'

/** Whoever is logged in: the person and the offices he holds today in this village, or above it. */
export type Who = { personId: string; offices: readonly Office[] }

/** 动议主体 that is a body speaks through these offices. */
const SPEAKS_FOR: Record<Initiator, readonly Office[]> = {
  branch: ['branchSecretary'],
  villageCommittee: ['villageDirector', 'residentDirector'],
  oversightCommittee: ['oversightChair'],
  collective: ['boardChair'],
  villagers: [],
  representatives: [],
}

export const isInitiator = (proposal: ProposalRow, who: Who): boolean =>
  proposal.draftedBy === who.personId ||
  SPEAKS_FOR[proposal.initiator].some((office) => who.offices.includes(office))

export const actorsOn = (proposal: ProposalRow, who: Who): Person[] =>
  actorsOf(who.offices, proposal.route, { isInitiator: isInitiator(proposal, who) })

/** As which actor this person makes the move; refused here when the table gives it to others. */
export function actorFor(proposal: ProposalRow, who: Who, move: Move): Person {
  const { stage, track } = proposal
  const rows = PROPOSAL_MOVES.filter(
    (row) => row.from === stage && row.move === move && row.tracks.includes(track),
  )
  if (rows.length === 0) throw new Rejection('moveNotInTable', { stage, move })
  const actor = actorsOn(proposal, who).find((one) => rows.some((row) => row.by.includes(one)))
  if (!actor) throw new Rejection('notYourMove', { move })
  return actor
}

/** The office acted in: the first of those that carry the act; else the first held. */
export const officeOf = (who: Who, wanted: readonly Office[] = []): Office | null =>
  who.offices.find((office) => wanted.includes(office)) ?? who.offices[0] ?? null
