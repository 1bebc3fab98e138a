import { Rejection } from '@cunyi/shared/rejection.ts'
import type { FastifyInstance } from 'fastify'
import { answer } from '../answer.ts'
import { inVillage } from '../database/connect.ts'
import type { Parts } from '../parts.ts'
import { loadProposal } from '../proposals/queries.ts'
import * as actions from './actions.ts'
import * as objections from './objections.ts'
import { findDisclosure, listDisclosures } from './queries.ts'
import { recountPoll } from './recount.ts'
import { viewDisclosures } from './view.ts'

const PAGE = 20

/** 公开、异议、复核 */
export const disclosureRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'getDisclosure', ({ caller, params, now }) =>
    inVillage(parts.db, params.village, async (tx) => {
      const row = await findDisclosure(tx, params.village, params.disclosure)
      if (!row) throw new Rejection('notFound')
      const { route } = await loadProposal(tx, params.village, row.proposalId)
      const [view] = await viewDisclosures(tx, [row], { offices: caller.offices, routeOf: () => route }, now)
      if (!view) throw new Rejection('notFound')
      return view
    }),
  )
  answer(app, parts, 'listDisclosures', ({ caller, params, query, now }) =>
    inVillage(parts.db, params.village, async (tx) => {
      const limit = query.limit ?? PAGE
      const found = await listDisclosures(tx, params.village, {
        status: query.status,
        after: query.after,
        limit,
      })
      const rows = found.slice(0, limit)
      const routes = new Map<string, 'A' | 'B' | 'C' | 'D'>()
      for (const row of rows)
        routes.set(row.proposalId, (await loadProposal(tx, params.village, row.proposalId)).route)
      return {
        rows: await viewDisclosures(
          tx,
          rows,
          { offices: caller.offices, routeOf: (id) => routes.get(id) ?? 'A' },
          now,
        ),
        next: found.length > limit ? (rows.at(-1)?.id ?? null) : null,
      }
    }),
  )
  answer(app, parts, 'editDisclosure', ({ caller, params, body, now }) =>
    actions.editDisclosure(parts, params.village, params.disclosure, body, caller, now),
  )
  answer(app, parts, 'reviewDisclosure', ({ caller, params, body, now }) =>
    actions.reviewDisclosure(parts, params.village, params.disclosure, body, caller, now),
  )
  answer(app, parts, 'postDisclosure', ({ caller, params, now }) =>
    actions.postDisclosure(parts, params.village, params.disclosure, caller, now),
  )
  answer(app, parts, 'addBoardPhoto', ({ caller, params, body, now }) =>
    actions.addBoardPhoto(parts, params.village, params.disclosure, body, caller, now),
  )
  answer(app, parts, 'reportTakenDown', ({ caller, params, body, now }) =>
    actions.reportTakenDown(parts, params.village, params.disclosure, body.reason, caller, now),
  )
  answer(app, parts, 'maskDisclosure', ({ caller, params, body, now }) =>
    actions.maskDisclosure(parts, params.village, params.disclosure, body.excerpts, caller, now),
  )

  answer(app, parts, 'raiseObjection', ({ caller, params, body, now }) =>
    objections.raiseObjection(parts, params.village, params.disclosure, body, caller.personId, now),
  )
  answer(app, parts, 'listObjections', async ({ caller, params, now }) => ({
    rows: await objections.listObjections(parts, params.village, params.proposal, caller, now),
  }))
  answer(app, parts, 'classifyObjection', ({ caller, params, body, now }) =>
    objections.classifyObjection(parts, params.village, params.objection, body.class, caller, now),
  )
  answer(app, parts, 'answerObjection', ({ caller, params, body, now }) =>
    objections.answerObjection(parts, params.village, params.objection, body, caller, now),
  )
  answer(app, parts, 'townshipAnswer', ({ caller, params, body, now }) =>
    objections.answerForTownship(parts, params.village, params.objection, body.answer, caller, now),
  )
  answer(app, parts, 'recountPoll', ({ caller, params, body, now }) =>
    recountPoll(parts, params.village, params.poll, body, caller, now),
  )
}
