import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import type { Caller } from '#door/session/caller.ts'
import { listUndelivered, reportDelivery, sendAgain, tellOtherwise } from './office.ts'
import { getPushKey, subscribePush, unsubscribePush } from './subscriptions.ts'

/** 手机通知, 未送达, 送达回报 */
export const notifyRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'getPushKey', ({ caller }) => getPushKey(parts, caller))
  answer(app, parts, 'subscribePush', ({ caller, body, now }) => subscribePush(parts, caller, body, now))
  answer(app, parts, 'unsubscribePush', ({ caller }) => unsubscribePush(parts, caller))

  answer(app, parts, 'listUndelivered', ({ params, query, now }) =>
    listUndelivered(parts, params.village, query, now),
  )
  const about = (
    { village, message, person }: { village: string; message: string; person: string },
    caller: Caller,
    now: Date,
  ) => ({ villageId: village, messageId: message, personId: person, caller, now })
  answer(app, parts, 'sendAgain', ({ params, caller, now }) => sendAgain(parts, about(params, caller, now)))
  answer(app, parts, 'tellOtherwise', ({ params, caller, body, now }) =>
    tellOtherwise(parts, about(params, caller, now), body.how),
  )
  answer(app, parts, 'reportDelivery', ({ params, body, now, request }) =>
    reportDelivery(
      parts,
      { villageId: params.village, delivery: params.delivery, ...body, now },
      request.headers['x-cunyi-signature'],
    ),
  )
}
