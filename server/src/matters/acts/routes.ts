import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { type CarryOuts, confirmAct, listActs, refuseAct, type Shows } from './actions.ts'

/** 两人办理: what waits for its second person. */
export const actRoutes =
  (parts: Parts, carryOuts: CarryOuts, shows: Shows) => async (app: FastifyInstance) => {
    answer(app, parts, 'listActs', ({ params, caller, now }) =>
      listActs(parts, shows, { villageId: params.village, caller, now }),
    )
    answer(app, parts, 'confirmAct', ({ params, caller, now }) =>
      confirmAct(parts, carryOuts, { villageId: params.village, actId: params.act, caller, now }),
    )
    answer(app, parts, 'refuseAct', ({ params, body, caller, now }) =>
      refuseAct(parts, { villageId: params.village, actId: params.act, ...body, caller, now }),
    )
  }
