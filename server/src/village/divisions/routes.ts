import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import * as actions from './actions.ts'

/** 区划、人员任命、规则配置、授权与依据、督导总览 */
export const divisionRoutes =
  (parts: Parts, prepareSlip: actions.PrepareSlip) => async (app: FastifyInstance) => {
    answer(app, parts, 'listDivisions', ({ query }) => actions.listDivisions(parts, query))
    answer(app, parts, 'getDivision', ({ params }) => actions.getDivision(parts, params.division))
    answer(app, parts, 'openVillage', ({ caller, params, body, now }) =>
      actions.openVillage(parts, caller, params.division, body, prepareSlip, now),
    )
    answer(app, parts, 'appointStaff', ({ caller, params, body, now }) =>
      actions.appointStaff(parts, caller, params.division, body, prepareSlip, now),
    )
    answer(app, parts, 'listStaff', ({ params }) => actions.listStaff(parts, params.division))
  }
