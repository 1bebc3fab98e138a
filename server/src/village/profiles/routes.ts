import type { FastifyInstance } from 'fastify'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import * as profile from './actions.ts'
import * as authorisations from './authorisations.ts'
import * as legalBases from './legal-bases.ts'
export const profileRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'getProfile', ({ params }) => profile.getProfile(parts, params.division))
  answer(app, parts, 'proposeProfile', ({ caller, params, body, now }) =>
    profile.proposeProfile(parts, caller, params.division, body, now),
  )
  answer(app, parts, 'confirmProfile', ({ caller, params, body, now }) =>
    profile.confirmProfile(parts, caller, params.division, params.version, body.agree, now),
  )
  answer(app, parts, 'listAuthorisations', ({ params }) =>
    authorisations.listAuthorisations(parts, params.village),
  )
  answer(app, parts, 'recordAuthorisation', ({ caller, body, now }) =>
    authorisations.recordAuthorisation(parts, caller, body, now),
  )
  answer(app, parts, 'endAuthorisation', ({ caller, params, now }) =>
    authorisations.endAuthorisation(parts, caller, params.id, now),
  )
  answer(app, parts, 'listLegalBases', ({ params }) => legalBases.listLegalBases(parts, params.village))
  answer(app, parts, 'recordLegalBasis', ({ caller, body, now }) =>
    legalBases.recordLegalBasis(parts, caller, body, now),
  )
  answer(app, parts, 'endLegalBasis', ({ caller, params, now }) =>
    legalBases.endLegalBasis(parts, caller, params.id, now),
  )
}
