import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { getPushKey, subscribePush, unsubscribePush } from './subscriptions.ts'

/** 手机通知 */
export const notifyRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'getPushKey', ({ caller }) => getPushKey(parts, caller))
  answer(app, parts, 'subscribePush', ({ caller, body, now }) => subscribePush(parts, caller, body, now))
  answer(app, parts, 'unsubscribePush', ({ caller }) => unsubscribePush(parts, caller))
}
