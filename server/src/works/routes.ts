import { mayAct } from '@cunyi/shared/acts.ts'
import { Rejection } from '@cunyi/shared/rejection.ts'
import type { FastifyInstance } from 'fastify'
import { answer } from '../answer.ts'
import { inVillage } from '../database/connect.ts'
import type { Parts } from '../parts.ts'
import { loadProposal, profileOf } from '../proposals/queries.ts'
import * as actions from './actions.ts'
import { moneyOf } from './money.ts'
import { findWork, progressOf } from './queries.ts'

/** 组织实施 */
export const workRoutes = (parts: Parts) => async (app: FastifyInstance) => {
  const who = (caller: { personId: string; offices: readonly string[] }) => ({
    personId: caller.personId,
    office: caller.offices[0] ?? null,
  })
  answer(app, parts, 'startWork', ({ caller, params, body, now }) =>
    actions.startWork(parts, params.village, params.proposal, body, who(caller), now),
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
    actions.acceptWork(parts, params.village, params.proposal, body, who(caller), now),
  )
  answer(app, parts, 'reportOutcome', ({ caller, params, body, now }) =>
    actions.reportOutcome(parts, params.village, params.proposal, body, who(caller), now),
  )
  answer(app, parts, 'getWork', ({ caller, params, now }) =>
    inVillage(parts.db, params.village, async (tx) => {
      const proposal = await loadProposal(tx, params.village, params.proposal)
      const profile = profileOf(proposal)
      const work = await findWork(tx, params.village, params.proposal)
      if (
        !work &&
        !['implementation', 'resolutionDisclosure', 'outcomeDisclosure', 'archived'].includes(proposal.stage)
      )
        throw new Rejection('notFound')
      const progress = await progressOf(tx, params.village, params.proposal)
      const due = actions.publishDueAt(work, profile['result.publish_within_days'])
      const running = proposal.stage === 'implementation'
      const carries = mayAct('carryOut', proposal.route, caller.offices)
      return {
        proposalId: proposal.id,
        executor: work?.executor ?? '',
        contractor: work?.contractor ?? null,
        tender: work?.tender ?? 'none',
        contractNumber: work?.contractNumber ?? null,
        contractAmount: work?.contractAmount ?? null,
        startedOn: work?.startedOn ?? null,
        dueOn: work?.dueOn ?? null,
        completedOn: work?.completedOn ?? null,
        acceptedOn: work?.acceptedOn ?? null,
        acceptance: work?.acceptance ?? null,
        progress: progress.map(({ entry, byName }) => ({
          id: entry.id,
          text: entry.text,
          percent: entry.percent,
          photoIds: entry.photoIds,
          by: { id: entry.by, name: byName ?? '' },
          at: entry.at.toISOString(),
        })),
        money: await moneyOf(tx, proposal, profile.overrun_pct),
        publishDueAt: due?.toISOString() ?? null,
        late: due !== null && running && now >= due,
        mayNow:
          running && carries
            ? ['startWork', ...(work ? ['addProgress', 'addExpense', 'acceptWork'] : []), 'reportOutcome']
            : [],
      }
    }),
  )
}
