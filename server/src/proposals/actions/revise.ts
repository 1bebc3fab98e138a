/** 修改方案 between steps: a new version with its reason; a substantive change goes back to step 2. */
import type { MatterFacts } from '@cunyi/shared/api/proposals.ts'
import { must, Rejection } from '@cunyi/shared/rejection.ts'
import type { Stage } from '@cunyi/shared/vocabulary.ts'
import { inVillage, type Tx } from '../../database/connect.ts'
import { appendEvidence } from '../../evidence/actions.ts'
import type { Parts } from '../../parts.ts'
import { whyNotBudget } from '../budget.ts'
import { moveProposal } from '../moves.ts'
import { adoptedAlready, type LoadedProposal, livePolls, lockProposal, profileOf } from '../queries.ts'
import { type NewBudgetLine, updateProposal } from '../queries/changes.ts'
import { findRoute } from '../routing.ts'
import { addVersion, substantiveChange, type VersionKind } from '../versions.ts'
import { actorFor, officeOf, type Who } from '../who.ts'

export type Revision = {
  title: string
  summary: string
  body: string
  facts: MatterFacts
  budget: NewBudgetLine[]
  reason: string
  touchesRights?: boolean | undefined
}

const BEFORE_REVIEW: readonly Stage[] = ['branchProposal', 'committeeDeliberation']
const REVISABLE: readonly Stage[] = [...BEFORE_REVIEW, 'partyReview', 'villagerResolution']

export const reviseProposal = (parts: Parts, villageId: string, id: string, revision: Revision, who: Who, now: Date) =>
  inVillage(parts.db, villageId, async (tx) => {
    const before = await lockProposal(tx, villageId, id)
    const { stage } = before
    if (stage === 'drafting') throw new Rejection('moveNotInTable', { stage, move: 'amend' })
    if (stage === 'archived') throw new Rejection('readOnly')
    if (!REVISABLE.includes(stage)) throw new Rejection('moveNotInTable', { stage, move: 'amend' })
    const by = actorFor(before, who, 'amend')
    if ((await livePolls(tx, villageId, id)).some((poll) => poll.status !== 'waiting')) throw new Rejection('pollRunning')
    if (adoptedAlready(before)) throw new Rejection('alreadyAdopted')
    must(whyNotBudget(before.codes, revision.facts, revision.budget))

    const substantive = substantiveChange(before.facts, revision.facts, {
      pct: profileOf(before).amendment_pct,
      touchesRights: revision.touchesRights,
    })
    const early = BEFORE_REVIEW.includes(stage)
    const kind: VersionKind = substantive ? 'substantive' : early ? 'revision' : 'editorial'
    const rerouted = await reroute(tx, before, revision.facts, now)
    const { title, summary, body, facts, budget, reason } = revision
    const after = await addVersion(tx, {
      proposal: rerouted,
      changes: { title, summary, body, facts, budget },
      kind,
      reason,
      by: who.personId,
      now,
    })
    const to =
      substantive || early
        ? await moveProposal(tx, parts, {
            proposal: after,
            move: 'amend',
            by,
            office: officeOf(who),
            personId: who.personId,
            reason,
            // Those who bring the text take it up themselves; nobody else's meeting is interrupted.
            context: { substantive, takenUp: true },
            now,
          })
        : stage
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'reviseProposal',
      by: who.personId,
      office: officeOf(who),
      proposalId: id,
      payload: {
        version: after.version,
        kind,
        reason,
        stage: to,
        textDigest: after.digest,
        before: { title: before.title, summary: before.summary, body: before.body, facts: before.facts },
        after: { title, summary, body, facts, budget },
      },
    })
    return { version: after.version, kind, stage: to }
  })

/** New facts may close the lighter way or ask for another's approval; they never open a lighter way. */
async function reroute(tx: Tx, proposal: LoadedProposal, facts: MatterFacts, now: Date): Promise<LoadedProposal> {
  const { villageId, id, codes, urgentReason } = proposal
  const { matter, assembly } = await findRoute(
    tx,
    villageId,
    { codes, facts, assembly: proposal.assembly, ...(urgentReason ? { urgentReason } : {}) },
    now,
    { except: id, values: profileOf(proposal) },
  )
  must(matter.forbidden)
  const grown = proposal.track === 'committeeMatter' && matter.track === 'full'
  const changes = {
    approvalNeeded: matter.approvalNeeded,
    noteNeeded: proposal.noteNeeded || matter.oversightNoteNeeded,
    ...(grown ? { track: matter.track, route: matter.route, assembly, noteDueAt: null } : {}),
  }
  await updateProposal(tx, proposal, changes)
  return { ...proposal, ...changes }
}
