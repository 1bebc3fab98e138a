import type { FastifyInstance } from 'fastify'
import { inVillage } from '#base/database/connect.ts'
import { verifyChain } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { dossier } from './dossier.ts'
import { evidencePage } from './evidence.ts'
import { publicBoard, publicMatter } from './public.ts'
import { publicVillages } from './villages.ts'

/** 留痕、档案 and what everybody may see. */
export const recordRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'getEvidence', ({ params, query }) =>
    inVillage(parts.db, params.village, (tx) => evidencePage(tx, params.village, query)),
  )
  answer(app, parts, 'checkEvidence', ({ params }) =>
    inVillage(parts.db, params.village, async (tx) => {
      const { entries, whole, firstBad, head } = await verifyChain(tx, params.village)
      return { entries, whole, firstBad, head }
    }),
  )
  answer(app, parts, 'getRecord', ({ params }) =>
    inVillage(parts.db, params.village, (tx) => dossier(tx, params.village, params.proposal)),
  )
  answer(app, parts, 'getPublicBoard', ({ params, query, now }) =>
    publicBoard(parts, params.village, query, now),
  )
  answer(app, parts, 'getPublicMatter', ({ params, now }) =>
    publicMatter(parts, params.village, params.proposal, now),
  )
  answer(app, parts, 'getPublicVillages', ({ query, now }) => publicVillages(parts, query, now))
}
