import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { getOverview, listDuties } from './overview.ts'
export const oversightRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'listDuties', ({ params, now }) => listDuties(parts, params.village, now))
  answer(app, parts, 'listDutiesBelow', ({ params, now }) => listDuties(parts, params.division, now))
  answer(app, parts, 'getOverview', ({ params, now }) => getOverview(parts, params.division, now))
}
