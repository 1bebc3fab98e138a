import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import type { Caller } from '#door/session/caller.ts'
import { acceptOnSheet, acceptWork, signAcceptance } from './acceptance.ts'
import { addProgress } from './actions.ts'
import { startWork } from './begin.ts'
import { addExpense, strike } from './expenses.ts'
import { askOverLine } from './over.ts'
import { readWork } from './read.ts'

/** 组织实施 */
export const workRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  const who = (caller: Pick<Caller, 'personId' | 'offices'>) => ({
    personId: caller.personId,
    office: caller.offices[0] ?? null,
    offices: caller.offices,
  })
  answer(app, parts, 'startWork', ({ caller, params, body, now }) =>
    startWork(parts, params.village, params.proposal, body, who(caller), now),
  )
  answer(app, parts, 'addProgress', ({ caller, params, body, now }) =>
    addProgress(parts, params.village, params.proposal, body, who(caller), now),
  )
  answer(app, parts, 'addExpense', ({ caller, params, body, now }) =>
    addExpense(parts, params.village, params.proposal, body, who(caller), now),
  )
  answer(app, parts, 'askOverLine', ({ caller, params, body, now }) =>
    askOverLine(
      parts,
      { villageId: params.village, proposalId: params.proposal, lineId: params.line },
      body,
      who(caller),
      now,
    ),
  )
  answer(app, parts, 'strikeExpense', ({ caller, params, body, now }) =>
    strike(parts, params.village, params.proposal, params.expense, body.reason, who(caller), now),
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
