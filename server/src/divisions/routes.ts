import type { FastifyInstance } from 'fastify'
import { answer } from '../answer.ts'
import type { Parts } from '../parts.ts'
import * as actions from './actions.ts'
import * as bases from './bases.ts'
import { getOverview } from './overview.ts'
import * as profile from './profile-actions.ts'

/** 区划、人员任命、规则配置、授权与依据、督导总览 */
export const divisionRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'listDivisions', ({ query }) => actions.listDivisions(parts, query))
  answer(app, parts, 'getDivision', ({ params }) => actions.getDivision(parts, params.division))
  answer(app, parts, 'openVillage', ({ caller, params, body, now }) =>
    actions.openVillage(parts, caller, params.division, body, now),
  )
  answer(app, parts, 'appointStaff', ({ caller, params, body, now }) =>
    actions.appointStaff(parts, caller, params.division, body, now),
  )
  answer(app, parts, 'listStaff', ({ params }) => actions.listStaff(parts, params.division))
  answer(app, parts, 'getProfile', ({ params }) => profile.getProfile(parts, params.division))
  answer(app, parts, 'proposeProfile', ({ caller, params, body, now }) =>
    profile.proposeProfile(parts, caller, params.division, body, now),
  )
  answer(app, parts, 'confirmProfile', ({ caller, params, body, now }) =>
    profile.confirmProfile(parts, caller, params.division, params.version, body.agree, now),
  )
  answer(app, parts, 'listAuthorisations', ({ params }) => bases.listAuthorisations(parts, params.village))
  answer(app, parts, 'recordAuthorisation', ({ caller, body, now }) =>
    bases.recordAuthorisation(parts, caller, body, now),
  )
  answer(app, parts, 'endAuthorisation', ({ caller, params, now }) =>
    bases.endAuthorisation(parts, caller, params.id, now),
  )
  answer(app, parts, 'listLegalBases', ({ params }) => bases.listLegalBases(parts, params.village))
  answer(app, parts, 'recordLegalBasis', ({ caller, body, now }) =>
    bases.recordLegalBasis(parts, caller, body, now),
  )
  answer(app, parts, 'endLegalBasis', ({ caller, params, now }) =>
    bases.endLegalBasis(parts, caller, params.id, now),
  )
  answer(app, parts, 'getOverview', ({ params, now }) => getOverview(parts, params.division, now))
}
