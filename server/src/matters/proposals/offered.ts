/** 现在可办: moves and requests that this caller may make on the matter as it stands. A page greys the rest. */
import type { RequestName } from '@cunyi/shared/api/index.ts'
import { RIGHTS } from '@cunyi/shared/api/rights.ts'
import { mayAct, whyNotMeetingAct } from '@cunyi/shared/law/acts.ts'
import type { FactName, Facts } from '@cunyi/shared/matter/facts.ts'
import { movesOffered, type Offer } from '@cunyi/shared/matter/moves.ts'
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
import type { LoadedProposal } from './queries/proposals.ts'
import { actorsOn, isInitiator, type Who } from './who.ts'

/** At which stages a request that is no move makes sense; the rights table says for whom. */
const REQUESTS: Partial<Record<RequestName, readonly Stage[]>> = {
  editDraft: ['drafting'],
  conveneMeeting: SITTING_STAGES,
  addNote: NOTED_STAGES,
  sayOpinion: SITTING_STAGES,
  answerOpinion: SITTING_STAGES,
  hideOpinion: SITTING_STAGES,
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
/** What a body's own office does and no other: narrower than the rights table. */
const ACT_OF: Partial<Record<RequestName, 'post' | 'answer' | 'carryOut'>> = {
  editDisclosure: 'post',
  postDisclosure: 'post',
  reportOutcome: 'post',
  startWork: 'carryOut',
  addProgress: 'carryOut',
  addExpense: 'carryOut',
}

/** An opinion is confirmed by the State and never filed; a resolution the other way round. */
const ONE_TRACK: readonly RequestName[] = ['postConfirmation', 'fileProposal']

export type Standing = { who: Who; registered: boolean; onRoll: boolean }

/** What comes with the request itself: the table weighs it when the button is pressed. */
const BROUGHT: readonly FactName[] = ['reason', 'documentNumber', 'article', 'substantive']

/** Not refused by what is known, and nothing else left to tell. An approval is noted also while others are outstanding. */
const mayBeAsked = ({ refusal, needs }: Offer): boolean =>
  refusal === null ? needs.every((name) => BROUGHT.includes(name)) : refusal.code === 'approvalsOutstanding'

export function mayNow(
  proposal: LoadedProposal,
  known: Partial<Facts>,
  sits: Assembly | null,
  standing: Standing,
): string[] {
  const { who } = standing
  const { stage, route, track } = proposal
  const moves = movesOffered({ track, stage }, actorsOn(proposal, who), known)
    .filter(mayBeAsked)
    .map((row) => row.move)
  const offered = new Set<string>(moves)
  for (const move of moves) {
    const request = REQUEST_OF[move]
    if (request && hasRight(request, standing, proposal)) offered.add(request)
  }
  for (const [name, stages] of Object.entries(REQUESTS) as [RequestName, readonly Stage[]][]) {
    const act = ACT_OF[name]
    if (!stages.includes(stage) || !hasRight(name, standing, proposal)) continue
    if (act && !mayAct(act, route, who.offices)) continue
    if (name === 'conveneMeeting' && (!sits || whyNotMeetingAct('convene', sits, who.offices))) continue
    if (name === 'recordMandates' && !proposal.facts.agencyOnly) continue
    if ((name === 'postConfirmation') !== (track === 'opinion') && ONE_TRACK.includes(name)) continue
    offered.add(name)
  }
  return [...offered].sort()
}

function hasRight(
  request: RequestName,
  { who, registered, onRoll }: Standing,
  proposal: LoadedProposal,
): boolean {
  const isStaff = who.offices.some((office) => office === 'townshipStaff' || office === 'countyStaff')
  return RIGHTS[request].some(
    (one) =>
      one === 'account' ||
      (one === 'villager' && registered && !isStaff) ||
      (one === 'roll' && onRoll) ||
      (one === 'initiator' && isInitiator(proposal, who)) ||
      (one === 'township' && who.offices.includes('townshipStaff')) ||
      (one === 'county' && who.offices.includes('countyStaff')) ||
      (who.offices as readonly string[]).includes(one),
  )
}
