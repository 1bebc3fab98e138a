import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { moveVillage } from './actions.ts'

/** 并村、分村 */
export const villageRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'moveVillage', ({ caller, params, body, now }) =>
    moveVillage(parts, { villageId: params.village, caller, now }, body),
  )
}
