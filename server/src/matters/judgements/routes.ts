import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { type Judged, judge, listJudgements } from './actions.ts'

/** 评议: what waits for the oversight committee. */
export const judgementRoutes = (parts: Parts, judged: Judged) => async (app: FastifyInstance) => {
  answer(app, parts, 'listJudgements', ({ params, caller, now }) =>
    listJudgements(parts, { villageId: params.village, caller, now }),
  )
  answer(app, parts, 'judge', ({ params, body, caller, now }) =>
    judge(parts, judged, {
      villageId: params.village,
      judgementId: params.judgement,
      ...body,
      caller,
      now,
    }),
  )
}
