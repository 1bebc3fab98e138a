import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { listCheckpoints } from './actions.ts'
import { getReceiptProof } from './proof.ts'

/** 校验点清单 */
export const checkpointRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'listCheckpoints', ({ params, query }) => listCheckpoints(parts, params.county, query))
  answer(app, parts, 'getReceiptProof', ({ params }) =>
    getReceiptProof(parts, { villageId: params.village, pollId: params.poll }),
  )
}
