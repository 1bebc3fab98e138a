import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import type { Acting } from '#door/session/caller.ts'
import { answerChallenge } from './actions/challenge.ts'
import * as change from './actions/change.ts'
import * as draft from './actions/draft.ts'
import { followProposal, listFollowed } from './actions/follow.ts'
import * as mandates from './actions/mandates.ts'
import { addNote, reportExtraStep, standInNote } from './actions/note.ts'
import { reviseProposal } from './actions/revise.ts'
import * as stop from './actions/stop.ts'
import * as township from './actions/township.ts'
import { listTextChanges } from './list-changes.ts'
import * as view from './view.ts'

const changeAt = (params: { village: string; proposal: string; change: string }, who: Acting, now: Date) => ({
  villageId: params.village,
  proposalId: params.proposal,
  changeId: params.change,
  who,
  now,
})

/** 议题 */
export const proposalRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'checkRoute', ({ params, body, now }) =>
    draft.checkRoute(parts, params.village, body, now),
  )
  answer(app, parts, 'draftProposal', ({ caller, params, body, now }) =>
    draft.draftProposal(parts, params.village, body, caller, now),
  )
  answer(app, parts, 'editDraft', ({ caller, params, body, now }) =>
    draft.editDraft(parts, params.village, params.proposal, body, caller, now),
  )
  answer(app, parts, 'getDraftWriting', ({ params, now }) =>
    draft.getDraftWriting(parts, params.village, params.proposal, now),
  )
  answer(app, parts, 'keepDraftWriting', ({ caller, params, body, now }) =>
    draft.keepDraftWriting(parts, params.village, params.proposal, body, caller, now),
  )
  answer(app, parts, 'submitProposal', ({ caller, params, now }) =>
    draft.submitProposal(parts, params.village, params.proposal, caller, now),
  )
  answer(app, parts, 'reviseProposal', ({ caller, params, body, now }) =>
    reviseProposal(parts, params.village, params.proposal, body, caller, now),
  )

  answer(app, parts, 'listProposals', ({ caller, params, query, now }) =>
    view.listProposals(parts, params.village, query, caller, now),
  )
  answer(app, parts, 'followProposal', ({ caller, params, body, now }) =>
    followProposal(
      parts,
      { villageId: params.village, proposalId: params.proposal, on: body.on },
      caller,
      now,
    ),
  )
  answer(app, parts, 'listFollowed', ({ caller }) => listFollowed(parts, caller.village, caller))
  answer(app, parts, 'getProposal', ({ caller, params, now }) =>
    view.getProposal(parts, params.village, params.proposal, caller, now),
  )
  answer(app, parts, 'getDifference', ({ caller, params, query }) =>
    view.getDifference(parts, params.village, params.proposal, query, caller),
  )

  const order = ({
    caller,
    params,
    now,
  }: {
    caller: stop.Order['who']
    params: { village: string; proposal: string }
    now: Date
  }) => ({
    villageId: params.village,
    id: params.proposal,
    who: caller,
    now,
  })
  answer(app, parts, 'withdrawProposal', (asked) =>
    stop.withdrawProposal(parts, { ...order(asked), reason: asked.body.reason }),
  )
  answer(app, parts, 'referProposal', (asked) =>
    stop.referProposal(parts, { ...order(asked), reason: asked.body.reason }),
  )
  answer(app, parts, 'shelveProposal', (asked) =>
    stop.shelveProposal(parts, { ...order(asked), reason: asked.body.reason }),
  )
  answer(app, parts, 'archiveProposal', (asked) => stop.archiveProposal(parts, order(asked)))

  answer(app, parts, 'listTextChanges', ({ caller, params, now }) =>
    listTextChanges(parts, params.village, params.proposal, caller, now),
  )
  answer(app, parts, 'objectToChange', ({ caller, params, body, now }) =>
    change.objectToChange(parts, changeAt(params, caller, now), body.ground),
  )
  answer(app, parts, 'withdrawChange', ({ caller, params, now }) =>
    change.withdrawChange(parts, changeAt(params, caller, now)),
  )

  answer(app, parts, 'addNote', ({ caller, params, body, now }) =>
    addNote(parts, params.village, params.proposal, body, caller, now),
  )
  answer(app, parts, 'answerChallenge', ({ caller, params, body, now }) =>
    answerChallenge(
      parts,
      { villageId: params.village, proposalId: params.proposal, noteId: params.note },
      body,
      caller,
      now,
    ),
  )
  answer(app, parts, 'standInNote', ({ caller, params, body, now }) =>
    standInNote(parts, params.village, params.proposal, body, caller, now),
  )
  answer(app, parts, 'reportExtraStep', ({ caller, params, body, now }) =>
    reportExtraStep(parts, params.village, params.proposal, body, caller, now),
  )
  answer(app, parts, 'giveOpinion', (asked) => township.giveOpinion(parts, order(asked), asked.body))
  answer(app, parts, 'fileProposal', (asked) =>
    township.fileProposal(parts, order(asked), asked.body.documentNumber),
  )
  answer(app, parts, 'orderCorrection', (asked) => township.orderCorrection(parts, order(asked), asked.body))
  answer(app, parts, 'approveProposal', (asked) =>
    township.approveProposal(parts, order(asked), asked.body.documentNumber),
  )
  answer(app, parts, 'refuseApproval', (asked) => township.refuseApproval(parts, order(asked), asked.body))

  answer(app, parts, 'recordMandates', ({ caller, params, body, now }) =>
    mandates.recordMandates(parts, params.village, params.proposal, body.rows, caller, now),
  )
  answer(app, parts, 'getMandates', ({ params }) =>
    mandates.getMandates(parts, params.village, params.proposal),
  )
  answer(app, parts, 'postConfirmation', ({ caller, params, body, now }) =>
    mandates.postConfirmation(parts, params.village, body, caller, now),
  )
}
