/** 现在可办: moves and requests that this caller may make on the matter as it stands. A page greys the rest. */
import type { RequestName } from '@cunyi/shared/api/index.ts'
import { RIGHTS } from '@cunyi/shared/api/rights.ts'
import { mayAct, whyNotMeetingAct } from '@cunyi/shared/law/acts.ts'
import { type MoveContext, movesOffered } from '@cunyi/shared/matter/moves.ts'
import type { Assembly, Move, Stage } from '@cunyi/shared/words/vocabulary.ts'
import type { LoadedProposal } from './queries/proposals.ts'
import { actorsOn, isInitiator, type Who } from './who.ts'

const SITTINGS: readonly Stage[] = [
  'branchProposal',
  'committeeDeliberation',
  'partyReview',
  'villagerResolution',
]
const RESOLVED: readonly Stage[] = [
  'awaitingApproval',
  'resolutionDisclosure',
  'implementation',
  'outcomeDisclosure',
  'archived',
]
const DISCLOSED: readonly Stage[] = ['resolutionDisclosure', 'outcomeDisclosure']
const SUBMITTED: readonly Stage[] = [...SITTINGS, ...RESOLVED, 'shelved', 'opinionSent']

/** At which stages a request that is no move makes sense; the rights table says for whom. */
const REQUESTS: Partial<Record<RequestName, readonly Stage[]>> = {
  editDraft: ['drafting'],
  conveneMeeting: SITTINGS,
  addNote: [
    ...SITTINGS,
    'shelved',
    'awaitingApproval',
    'resolutionDisclosure',
    'implementation',
    'outcomeDisclosure',
  ],
  sayOpinion: SITTINGS,
  answerOpinion: SITTINGS,
  hideOpinion: SITTINGS,
  giveOpinion: SUBMITTED,
  fileProposal: RESOLVED,
  recordMandates: ['villagerResolution', 'awaitingApproval', 'resolutionDisclosure'],
  postConfirmation: ['opinionSent', 'archived'],
  editDisclosure: DISCLOSED,
  reviewDisclosure: DISCLOSED,
  postDisclosure: DISCLOSED,
  addBoardPhoto: DISCLOSED,
  reportTakenDown: DISCLOSED,
  raiseObjection: DISCLOSED,
  startWork: ['resolutionDisclosure', 'implementation'],
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

export function mayNow(
  proposal: LoadedProposal,
  context: MoveContext,
  sits: Assembly | null,
  standing: Standing,
): string[] {
  const { who } = standing
  const { stage, route, track } = proposal
  // Whoever presses the button gives these; the table asks for them then.
  const given = {
    ...context,
    ...{ reason: '-', documentNumber: '-', article: '-', substantive: true, takenUp: true },
    approvalGiven: context.approvalNeeded ?? [],
  }
  const approved = (context.approvalGiven ?? []).includes(
    who.offices.includes('countyStaff') ? 'county' : 'township',
  )
  const moves = movesOffered({ track, stage }, actorsOn(proposal, who), given)
    .filter(
      (row) =>
        row.refusal === null &&
        !(row.move === 'withdraw' && proposal.demanded) &&
        !(row.move === 'approve' && approved),
    )
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
