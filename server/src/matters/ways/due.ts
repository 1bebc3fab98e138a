/** 逾期未答复: whoever asked for the full way and was told nothing; the township is told instead, once. */
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { DueWork } from '#base/jobs/due.ts'
import { updateProposal } from '#matters/proposals/queries/changes.ts'
import { lockProposal } from '#matters/proposals/queries/proposals.ts'
import { tellAbove } from '#village/messages/above.ts'
import { asksOf } from './queries.ts'

export const due: DueWork[] = [
  {
    name: 'lateFullWay',
    run: (parts, villageId, id, now) =>
      inVillage(parts.db, villageId, async (tx) => {
        const proposal = await lockProposal(tx, villageId, id)
        const { fullWayDueAt, fullWayLateAt, title } = proposal
        if (!fullWayDueAt || fullWayLateAt || now < fullWayDueAt) return
        await updateProposal(tx, proposal, { fullWayLateAt: now })
        const n = (await asksOf(tx, villageId, id)).length
        await tellAbove(tx, parts, {
          division: villageId,
          key: 'fullWayUnanswered',
          params: { title, n: String(n) },
          now,
        })
        await appendEvidence(tx, {
          villageId,
          at: now,
          act: 'lateFullWay',
          by: null,
          office: null,
          proposalId: id,
          payload: { dueAt: fullWayDueAt.toISOString(), asking: n },
        })
      }),
  },
]
