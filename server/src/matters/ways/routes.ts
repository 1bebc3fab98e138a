import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import * as actions from './actions.ts'

/** 走哪条路 */
export const wayRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'getFullWay', ({ caller, params, now }) =>
    actions.getFullWay(parts, params.village, params.proposal, caller, now),
  )
  answer(app, parts, 'askFullWay', ({ caller, params, body, now }) =>
    actions.askFullWay(parts, params.village, params.proposal, body.reason, caller, now),
  )
  answer(app, parts, 'answerFullWay', ({ caller, params, body, now }) =>
    actions.answerFullWay(parts, params.village, params.proposal, body.answer, caller, now),
  )
  answer(app, parts, 'askApart', ({ caller, params, body, now }) =>
    actions.askApart(parts, params.village, params.proposal, body, caller, now),
  )
}
