import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import * as actions from './actions.ts'

/** 个人信息 */
export const privacyRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'getMyData', ({ caller, params, now }) =>
    actions.getMyData(parts, params.village, caller, now),
  )
  answer(app, parts, 'askCorrection', ({ caller, params, body, now }) =>
    actions.askCorrection(parts, params.village, body.text, caller, now),
  )
  answer(app, parts, 'listCorrections', ({ params }) => actions.listCorrections(parts, params.village))
  answer(app, parts, 'answerCorrection', ({ caller, params, body, now }) =>
    actions.answerCorrection(parts, params.village, params.correction, body.answer, caller, now),
  )
}
