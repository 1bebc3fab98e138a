import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { getOverview } from './overview.ts'
export const oversightRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'getOverview', ({ params, now }) => getOverview(parts, params.division, now))
}
