import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import * as actions from './actions.ts'

/** 会前意见 */
export const opinionRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'sayOpinion', ({ caller, params, body, now }) =>
    actions.sayOpinion(parts, params.village, params.proposal, body, caller, now),
  )
  answer(app, parts, 'listOpinions', ({ caller, params, query }) =>
    actions.listOpinions(parts, params.village, params.proposal, query, caller),
  )
  answer(app, parts, 'answerOpinion', ({ caller, params, body, now }) =>
    actions.answerOpinion(parts, params.village, params.proposal, params.opinion, body, caller, now),
  )
  answer(app, parts, 'writeSpoken', ({ caller, params, body, now }) =>
    actions.writeSpoken(parts, params.village, params.proposal, params.opinion, body.text, caller, now),
  )
  answer(app, parts, 'hideOpinion', ({ caller, params, body, now }) =>
    actions.hideOpinion(parts, params.village, params.proposal, params.opinion, body.reason, caller, now),
  )
}
