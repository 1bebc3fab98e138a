import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { remindNow } from './round.ts'
import { getCallTexts, listDeliveries } from './view.ts'

/** 催会 */
export const reminderRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  const of = (params: { village: string; meeting: string }) => ({
    villageId: params.village,
    meetingId: params.meeting,
  })

  answer(app, parts, 'listDeliveries', ({ params, query, now }) =>
    listDeliveries(parts, of(params), query, now),
  )
  answer(app, parts, 'remindNow', ({ params, caller, now }) =>
    remindNow(parts, { ...of(params), who: caller, now }),
  )
  answer(app, parts, 'getCallTexts', ({ params }) => getCallTexts(parts, of(params)))
}
