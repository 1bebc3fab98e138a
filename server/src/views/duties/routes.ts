import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { listWaiting } from './duties.ts'
import { listMyMeetings, listMyResults, listMySayings } from './mine.ts'
export const dutyRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'listWaiting', ({ caller, now }) => listWaiting(parts, caller, now))
  answer(app, parts, 'listMyMeetings', ({ caller, now }) => listMyMeetings(parts, caller, now))
  answer(app, parts, 'listMyResults', ({ caller, now }) => listMyResults(parts, caller, now))
  answer(app, parts, 'listMySayings', ({ caller }) => listMySayings(parts, caller))
}
