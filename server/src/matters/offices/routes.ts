import { termOver } from '@cunyi/shared/matter/terms.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import type { FastifyInstance } from 'fastify'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { answer } from '#door/http/answer.ts'
import { listOffices } from '#village/people/roster.ts'
import { appoint, endOffice } from './actions.ts'
import { contestAct, listWaitingOffices } from './carry-out.ts'
import { registerCollective } from './collective.ts'
import { nameDeputy } from './deputy.ts'
import { handOver } from './hand-over.ts'

/** 任职 */
export const officeRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  answer(app, parts, 'listOffices', ({ params, query, now }) =>
    inVillage(parts.db, params.village, async (tx) => {
      const today = shanghaiDate(now)
      const held = await listOffices(tx, params.village, query.on ?? today)
      return {
        rows: held.map(({ heldUntil, ...row }) => ({
          ...row,
          termOver: termOver({ to: row.to, heldUntil }, today),
        })),
        waiting: await listWaitingOffices(tx, params.village),
      }
    }),
  )
  answer(app, parts, 'appoint', ({ caller, params, body, now }) =>
    appoint(parts, { villageId: params.village, caller, now }, body),
  )
  answer(app, parts, 'endOffice', ({ caller, params, body, now }) =>
    endOffice(parts, { villageId: params.village, caller, now }, params.id, body),
  )
  answer(app, parts, 'handOver', ({ caller, params, body, now }) =>
    handOver(parts, { villageId: params.village, caller, now }, body),
  )
  answer(app, parts, 'registerCollective', ({ caller, params, body, now }) =>
    registerCollective(parts, { villageId: params.village, caller, now }, body),
  )
  answer(app, parts, 'nameDeputy', ({ caller, params, body, now }) =>
    nameDeputy(parts, { villageId: params.village, caller, now }, body),
  )
  answer(app, parts, 'contestAct', ({ caller, params, body, now }) =>
    contestAct(parts, { villageId: params.village, actId: params.act, ...body, caller, now }),
  )
}
