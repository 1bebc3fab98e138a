import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { listCheckpoints } from './actions.ts'
import * as keys from './keys.ts'
import { getReceiptProof } from './proof.ts'

/** 校验点清单 */
export const checkpointRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'listCheckpoints', ({ params, query }) => listCheckpoints(parts, params.county, query))
  answer(app, parts, 'getReceiptProof', ({ params }) =>
    getReceiptProof(parts, { villageId: params.village, pollId: params.poll }),
  )
  answer(app, parts, 'listOfficeKeys', ({ params, caller }) =>
    keys.listOfficeKeys(parts, caller, params.division),
  )
  answer(app, parts, 'registerKey', ({ params, body, caller, now }) =>
    keys.registerKey(parts, caller, params.division, body, now),
  )
  answer(app, parts, 'answerKey', ({ params, body, caller, now }) =>
    keys.answerKey(parts, caller, { ...params, ...body }, now),
  )
  answer(app, parts, 'endKey', ({ params, body, caller, now }) =>
    keys.endKey(parts, caller, { ...params, ...body }, now),
  )
  answer(app, parts, 'signCheckpoint', ({ params, body, caller, now }) =>
    keys.signCheckpoint(parts, caller, params.division, body, now),
  )
}
