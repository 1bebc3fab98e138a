import type { acceptanceApi } from '@cunyi/shared/api/acceptance.ts'
import type { disclosureApi } from '@cunyi/shared/api/disclosures.ts'
import type { overLineApi } from '@cunyi/shared/api/over-lines.ts'
import { ACT_OF } from '@cunyi/shared/api/rights.ts'
import { whyNotImplement } from '@cunyi/shared/disclosure/disclosure.ts'
import { type Act, mayAct } from '@cunyi/shared/law/acts.ts'
import { partDoneIn, whyNotFinished } from '@cunyi/shared/matter/carrying-out.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { CARRYING_OUT_STAGES, isOneOf, type Office } from '@cunyi/shared/words/vocabulary.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { publishPicture } from '#base/files/bind.ts'
import type { Parts } from '#base/parts/parts.ts'
import { type LoadedProposal, lockProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { keepDuties } from '#village/duties/actions.ts'
import { ALL_KINDS, lintFields } from '#village/privacy/lint.ts'
import { findWork, insertProgress } from './queries.ts'
import { isHeldToIt } from './resolved.ts'

/** Who acts, and in which office. */
export type Actor = { personId: string; office: string | null; offices: readonly Office[] }
type Api = typeof disclosureApi & typeof acceptanceApi & typeof overLineApi
export type Body<K extends keyof Api> = Api[K] extends { body: infer B extends z.ZodType }
  ? z.output<B>
  : never

/** 组织实施 goes on only in its own step, or during the disclosure where the profile allows it. */
function mustBeCarriedOut(proposal: LoadedProposal) {
  if (!isOneOf(CARRYING_OUT_STAGES, proposal.stage))
    throw new Refused('wrongStage', { stage: proposal.stage })
  must(whyNotImplement(proposal.stage, profileOf(proposal)))
  if (proposal.flawedAt) throw new Refused('worksPaused')
}

type WorkRequest = 'startWork' | 'addProgress' | 'addExpense' | 'strikeExpense' | 'acceptWork' | 'askOverLine'
/** Of the body whose matter it is: the door has asked about the office alone. */
export type By = { request: WorkRequest; who: Actor }

export async function withMatter<T>(
  parts: Parts,
  villageId: string,
  proposalId: string,
  by: By | null,
  fn: (tx: Tx, proposal: LoadedProposal) => Promise<T>,
): Promise<T> {
  return inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, proposalId)
    const acts = by ? (ACT_OF[by.request] as readonly Act[]) : []
    if (by && !acts.some((act) => mayAct(act, proposal.route, by.who.offices))) throw new Refused('forbidden')
    mustBeCarriedOut(proposal)
    return fn(tx, proposal)
  })
}

/** 进度 */
export const addProgress = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  entry: Body<'addProgress'>,
  who: Actor,
  now: Date,
) =>
  withMatter(parts, villageId, proposalId, { request: 'addProgress', who }, async (tx, proposal) => {
    if (!(await findWork(tx, villageId, proposalId))) throw new Refused('executorMissing')
    lintFields([['text', entry.text]], ALL_KINDS)
    if (isHeldToIt(proposal) && entry.percent === 100) must(whyNotFinished(partDoneIn(entry.text)))
    const id = await insertProgress(tx, { villageId, proposalId, ...entry, by: who.personId, at: now })
    // Progress stands on the public page, so its pictures do.
    for (const photo of entry.photoIds)
      await publishPicture(tx, { villageId, id: photo, subjectId: proposalId, personId: who.personId })
    await keepDuties(tx, villageId, proposalId, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'addProgress',
      by: who.personId,
      office: who.office,
      proposalId,
      payload: { id, after: entry },
    })
    return { id }
  })
