import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { acceptOnSheet, acceptWork, signAcceptance } from './acceptance.ts'
import * as actions from './actions.ts'
import { startWork } from './begin.ts'
import { readWork } from './read.ts'

/** 组织实施 */
export const workRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  const who = (caller: { personId: string; offices: readonly string[] }) => ({
    personId: caller.personId,
    office: caller.offices[0] ?? null,
  })
  answer(app, parts, 'startWork', ({ caller, params, body, now }) =>
    startWork(parts, params.village, params.proposal, body, who(caller), now),
  )
  answer(app, parts, 'addProgress', ({ caller, params, body, now }) =>
    actions.addProgress(parts, params.village, params.proposal, body, who(caller), now),
  )
  answer(app, parts, 'addExpense', ({ caller, params, body, now }) =>
    actions.addExpense(parts, params.village, params.proposal, body, who(caller), now),
  )
  answer(app, parts, 'strikeExpense', ({ caller, params, body, now }) =>
    actions.strike(parts, params.village, params.proposal, params.expense, body.reason, who(caller), now),
  )
  answer(app, parts, 'acceptWork', ({ caller, params, body, now }) =>
    acceptWork(parts, params.village, params.proposal, body, who(caller), now),
  )
  answer(app, parts, 'signAcceptance', ({ caller, params, body, now }) =>
    signAcceptance(parts, params.village, params.proposal, body, caller, now),
  )
  answer(app, parts, 'acceptOnSheet', ({ caller, params, body, now }) =>
    acceptOnSheet(parts, params.village, params.proposal, body, caller, now),
  )
  answer(app, parts, 'getWork', ({ caller, params, now }) =>
    readWork(parts, params.village, params.proposal, caller, now),
  )
}
