/** 现在可办: moves and requests that this caller may make on the matter as it stands. A page greys the rest. */

import type { RequestName } from '@cunyi/shared/api/index.ts'
import { type Standing, whyNotOn } from '@cunyi/shared/api/may.ts'
import type { FactName, Facts } from '@cunyi/shared/matter/facts.ts'
import { movesOffered, type Offer } from '@cunyi/shared/matter/moves.ts'
import { sitsAt } from '@cunyi/shared/meeting/extra-step.ts'
import {
  type Assembly,
  CARRYING_OUT_STAGES,
  DECIDED_STAGES,
  DISCLOSURE_STAGES,
  MANDATE_STAGES,
  type Move,
  NOTED_STAGES,
  SITTING_STAGES,
  type Stage,
  SUBMITTED_STAGES,
} from '@cunyi/shared/words/vocabulary.ts'
import type { Acting } from '#door/session/caller.ts'
import { type LoadedProposal, profileOf } from './queries/proposals.ts'
import { actorsOn } from './who.ts'

/** At which stages a request that is no move makes sense; the rights table says for whom. */
const REQUESTS: Partial<Record<RequestName, readonly Stage[]>> = {
  editDraft: ['drafting'],
  conveneMeeting: SITTING_STAGES,
  addNote: NOTED_STAGES,
  standInNote: ['branchProposal'],
  reportExtraStep: SITTING_STAGES,
  askApart: ['drafting'],
  sayOpinion: SITTING_STAGES,
  answerOpinion: SITTING_STAGES,
  hideOpinion: SITTING_STAGES,
  writeSpoken: SITTING_STAGES,
  keepVoiceNote: SITTING_STAGES,
  giveOpinion: SUBMITTED_STAGES,
  fileProposal: DECIDED_STAGES,
  recordMandates: MANDATE_STAGES,
  postConfirmation: ['opinionSent', 'archived'],
  editDisclosure: DISCLOSURE_STAGES,
  reviewDisclosure: DISCLOSURE_STAGES,
  postDisclosure: DISCLOSURE_STAGES,
  addBoardPhoto: DISCLOSURE_STAGES,
  reportTakenDown: DISCLOSURE_STAGES,
  raiseObjection: DISCLOSURE_STAGES,
  startWork: CARRYING_OUT_STAGES,
  addProgress: ['implementation'],
  addExpense: ['implementation'],
  acceptWork: ['implementation'],
  reportOutcome: ['implementation'],
}
/** The request behind a move of the table. */
const REQUEST_OF: Partial<Record<Move, RequestName>> = {
  submit: 'submitProposal',
  withdraw: 'withdrawProposal',
  refer: 'referProposal',
  orderCorrection: 'orderCorrection',
  approve: 'approveProposal',
  refuseApproval: 'refuseApproval',
  reportOutcome: 'reportOutcome',
  archive: 'archiveProposal',
  amend: 'reviseProposal',
}
/** An opinion is confirmed by the State and never filed; a resolution the other way round. */
const ONE_TRACK: readonly RequestName[] = ['postConfirmation', 'fileProposal']

/** What comes with the request itself: the table weighs it when the button is pressed. */
const BROUGHT: readonly FactName[] = ['reason', 'documentNumber', 'article', 'substantive']

/** Not refused by what is known, and nothing else left to tell. An approval is noted also while others are outstanding. */
const mayBeAsked = ({ refusal, needs }: Offer): boolean =>
  refusal === null ? needs.every((name) => BROUGHT.includes(name)) : refusal.code === 'approvalsOutstanding'

export function mayNow(
  proposal: LoadedProposal,
  known: Partial<Facts>,
  sits: Assembly | null,
  who: Acting,
  standing: Standing,
): string[] {
  const { stage, route, track } = proposal
  const may = (request: RequestName) => whyNotOn(request, standing, { route, assembly: sits }) === null
  const moves = movesOffered({ track, stage }, actorsOn(proposal, who), known)
    .filter(mayBeAsked)
    .flatMap(({ move }) => {
      // The table moves by body, the door lets in by office: a move is offered with its request or not at all.
      const request = REQUEST_OF[move]
      return !request ? [move] : may(request) ? [move, request] : []
    })
  const offered = new Set<string>(moves)
  // 搁置 is the last failed meeting's move; a leader carries it out where a void poll left the matter standing.
  const ofMeeting = movesOffered({ track, stage }, ['meeting'], known).filter(mayBeAsked)
  if (ofMeeting.some(({ move }) => move === 'shelve') && may('shelveProposal')) offered.add('shelveProposal')
  for (const [name, stages] of Object.entries(REQUESTS) as [RequestName, readonly Stage[]][]) {
    if (!stages.includes(stage) || !may(name)) continue
    if (name === 'recordMandates' && !proposal.facts.agencyOnly) continue
    if (name === 'standInNote' && proposal.urgentReason === null) continue
    if (
      name === 'reportExtraStep' &&
      profileOf(proposal).extra_steps.every((one) => sitsAt(one, route) !== null)
    )
      continue
    if ((name === 'postConfirmation') !== (track === 'opinion') && ONE_TRACK.includes(name)) continue
    offered.add(name)
  }
  return [...offered].sort()
}
