import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import * as actions from './actions.ts'
import * as answers from './answers.ts'
import { correctDisclosure } from './correct.ts'
import { maskDisclosure } from './mask.ts'
import * as objections from './objections.ts'
import { readDisclosure, readDisclosures } from './read.ts'
import { recountPoll } from './recount.ts'
import { reportOutcome } from './report-outcome.ts'

/** 公开、异议、复核 */
export const disclosureRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'getDisclosure', ({ caller, params, now }) =>
    readDisclosure(parts, params.village, params.disclosure, caller, now),
  )
  answer(app, parts, 'listDisclosures', ({ caller, params, query, now }) =>
    readDisclosures(parts, params.village, query, caller, now),
  )
  answer(app, parts, 'editDisclosure', ({ caller, params, body, now }) =>
    actions.editDisclosure(parts, params.village, params.disclosure, body, caller, now),
  )
  answer(app, parts, 'reviewDisclosure', ({ caller, params, body, now }) =>
    actions.reviewDisclosure(parts, params.village, params.disclosure, body, caller, now),
  )
  answer(app, parts, 'postDisclosure', ({ caller, params, now }) =>
    actions.postDisclosure(parts, params.village, params.disclosure, caller, now),
  )
  answer(app, parts, 'addBoardPhoto', ({ caller, params, body, now }) =>
    actions.addBoardPhoto(parts, params.village, params.disclosure, body, caller, now),
  )
  answer(app, parts, 'reportTakenDown', ({ caller, params, body, now }) =>
    actions.reportTakenDown(parts, params.village, params.disclosure, body.reason, caller, now),
  )
  answer(app, parts, 'maskDisclosure', ({ caller, params, body, now }) =>
    maskDisclosure(parts, params.village, params.disclosure, body, caller, now),
  )
  answer(app, parts, 'correctDisclosure', ({ caller, params, body, now }) =>
    correctDisclosure(parts, params.village, params.disclosure, body, caller, now),
  )

  answer(app, parts, 'raiseObjection', ({ caller, params, body, now }) =>
    objections.raiseObjection(parts, params.village, params.disclosure, body, caller.personId, now),
  )
  answer(app, parts, 'listObjections', ({ caller, params, now }) =>
    answers.listObjections(parts, params.village, params.proposal, caller, now),
  )
  answer(app, parts, 'classifyObjection', ({ caller, params, body, now }) =>
    objections.classifyObjection(parts, params.village, params.objection, body.class, caller, now),
  )
  answer(app, parts, 'answerObjection', ({ caller, params, body, now }) =>
    answers.answerObjection(parts, params.village, params.objection, body, caller, now),
  )
  answer(app, parts, 'contestObjection', ({ caller, params, body, now }) =>
    objections.contestObjection(parts, params.village, params.objection, body, caller, now),
  )
  answer(app, parts, 'takeObjectionFurther', ({ caller, params, body, now }) =>
    answers.takeObjectionFurther(parts, params.village, params.objection, body.reason, caller.personId, now),
  )
  answer(app, parts, 'townshipAnswer', ({ caller, params, body, now }) =>
    answers.answerFromAbove(parts, 'township', {
      villageId: params.village,
      id: params.objection,
      body,
      personId: caller.personId,
      now,
    }),
  )
  answer(app, parts, 'countyAnswer', ({ caller, params, body, now }) =>
    answers.answerFromAbove(parts, 'county', {
      villageId: params.village,
      id: params.objection,
      body,
      personId: caller.personId,
      now,
    }),
  )
  answer(app, parts, 'recountPoll', ({ caller, params, body, now }) =>
    recountPoll(parts, params.village, params.poll, body, caller, now),
  )
  answer(app, parts, 'reportOutcome', ({ caller, params, body, now }) =>
    reportOutcome(
      parts,
      params.village,
      params.proposal,
      body,
      { personId: caller.personId, office: caller.offices[0] ?? null, offices: caller.offices },
      now,
    ),
  )
}
