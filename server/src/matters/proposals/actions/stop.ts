/** 撤回、提请村民会议、搁置、归档 */

import type { Stage } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { dropWriting } from '#matters/writings/queries.ts'
import { moveProposal } from '../moves.ts'
import { lockProposal } from '../queries/proposals.ts'
import { actorFor, officeOf } from '../who.ts'

export type Order = { villageId: string; id: string; who: Acting; reason?: string | null; now: Date }

/** One move made by a person: lock, ask the table, move, evidence. */
const byPerson = (
  parts: Parts,
  act: string,
  move: 'withdraw' | 'refer' | 'shelve' | 'archive',
  order: Order,
) =>
  inVillage(parts.db, order.villageId, async (tx): Promise<{ stage: Stage }> => {
    const { villageId, id, who, now } = order
    const reason = order.reason ?? null
    const proposal = await lockProposal(tx, villageId, id)
    const by = move === 'shelve' ? 'meeting' : actorFor(proposal, who, move)
    const office = officeOf(who)
    const stage = await moveProposal(tx, parts, {
      proposal,
      move,
      by,
      office,
      personId: who.personId,
      reason,
      now,
    })
    if (move === 'withdraw') await dropWriting(tx, { villageId, kind: 'proposal', subjectId: id })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act,
      by: who.personId,
      office,
      proposalId: id,
      payload: { from: proposal.stage, to: stage, reason },
    })
    return { stage }
  })

/** 撤回: what the law lets people demand is not one person's to take back. */
export const withdrawProposal = (parts: Parts, order: Order) =>
  byPerson(parts, 'withdrawProposal', 'withdraw', order)

export const referProposal = (parts: Parts, order: Order) => byPerson(parts, 'referProposal', 'refer', order)

/** 搁置: what the last reconvening without quorum leads to, where a void poll left the matter standing. */
export const shelveProposal = (parts: Parts, order: Order) =>
  byPerson(parts, 'shelveProposal', 'shelve', order)

export const archiveProposal = (parts: Parts, order: Order) =>
  byPerson(parts, 'archiveProposal', 'archive', order)
