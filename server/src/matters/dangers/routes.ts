import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { listDangers, recordDanger } from './actions.ts'

/** 险情先办 */
export const dangerRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'recordDanger', ({ params, body, caller, now }) =>
    recordDanger(parts, { villageId: params.village, caller, now }, body),
  )
  answer(app, parts, 'listDangers', ({ params }) => listDangers(parts, params.village))
}
