import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { moveVillage } from './actions.ts'
import { renameVillage } from './rename.ts'

/** 并村、分村、改名 */
export const villageRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'moveVillage', ({ caller, params, body, now }) =>
    moveVillage(parts, { villageId: params.village, caller, now }, body),
  )
  answer(app, parts, 'renameVillage', ({ caller, params, body, now }) =>
    renameVillage(parts, { villageId: params.village, caller, now }, body),
  )
}
