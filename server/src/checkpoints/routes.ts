import type { FastifyInstance } from 'fastify'
import { answer } from '../answer.ts'
import type { Parts } from '../parts.ts'
import { listCheckpoints } from './actions.ts'

/** 校验点清单 */
export const checkpointRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'listCheckpoints', ({ params, query }) => listCheckpoints(parts, params.county, query))
}
