import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { setClock, testSession } from './actions.ts'

/** 测试: the clock and log-ins by name. */
export const testingRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'setClock', ({ body }) => setClock(parts, body.to))
  answer(app, parts, 'testClock', () => ({ now: parts.clock.now().toISOString() }))
  answer(app, parts, 'testSession', ({ body, now }) => testSession(parts, body, now))
}
