import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import * as actions from './actions.ts'

/** 联名动议 */
export const petitionRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'raisePetition', ({ caller, params, body, now }) =>
    actions.raisePetition(parts, params.village, body, caller, now),
  )
  answer(app, parts, 'listPetitions', ({ caller, params, query, now }) =>
    actions.listPetitions(parts, params.village, query, caller, now),
  )
  answer(app, parts, 'signPetition', ({ caller, params, body, now }) =>
    actions.signPetition(parts, params.village, params.petition, body.demand, caller, now),
  )
  answer(app, parts, 'answerPetition', ({ caller, params, body, now }) =>
    actions.answerPetition(parts, params.village, params.petition, body.answer, caller, now),
  )
}
