import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { recordDone } from './record.ts'

/** 应办 */
export const lawDutyRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'recordDone', ({ caller, params, body, now }) =>
    recordDone(parts, { villageId: params.village, caller, now }, body),
  )
}
