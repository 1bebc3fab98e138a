/** 起草、提交 */

import type { Draft } from '@cunyi/shared/api/proposals.ts'
import { ACTS } from '@cunyi/shared/law/acts.ts'
import { whyNotCost } from '@cunyi/shared/matter/danger.ts'
import { MATTER_RULES } from '@cunyi/shared/matter/matter.ts'
import { conveneBy } from '@cunyi/shared/matter/petition.ts'
import { yearOf } from '@cunyi/shared/words/days.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import {
  ASSEMBLIES,
  type Assembly,
  FOLLOWABLE_STAGES,
  IN_FORCE_STAGES,
  isOneOf,
  type Stage,
} from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { bindFile } from '#base/files/bind.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { spentInDanger } from '#matters/dangers/actions.ts'
import { becomeProposal, type Demand, demandOfProposal, takeUpPetition } from '#matters/petitions/demand.ts'
import { getWriting, keepWriting, settleWriting } from '#matters/writings/actions.ts'
import { dropWriting } from '#matters/writings/queries.ts'
import { keepDuties } from '#village/duties/actions.ts'
import { whyNotBudget } from '../budget.ts'
import { likeRejected } from '../likeness.ts'
import { moveProposal } from '../moves.ts'
import {
  insertProposal,
  insertVersion,
  type NewVersion,
  replaceQuestions,
  rewriteDraft,
  updateProposal,
} from '../queries/changes.ts'
import { type LoadedProposal, loadProposal, lockProposal, nextNumber } from '../queries/proposals.ts'
import { findRoute, frozen, mustBeProven, type RouteAsked, routingReply } from '../routing.ts'
import { digestOfText, lintMatter } from '../versions.ts'
import { actorFor, officeOf } from '../who.ts'

/** 分流预览: nothing is written. */
export const checkRoute = (parts: Parts, villageId: string, asked: RouteAsked, now: Date) =>
  inVillage(parts.db, villageId, async (tx) =>
    routingReply(await findRoute(tx, villageId, asked, now), asked, now),
  )

const versionOf = (villageId: string, id: string, draft: Draft, by: string, now: Date): NewVersion => ({
  villageId,
  proposalId: id,
  version: 1,
  title: draft.title,
  summary: draft.summary,
  body: draft.body,
  facts: draft.facts,
  digest: digestOfText(draft),
  kind: 'first',
  reason: null,
  by,
  at: now,
})

/** What the draft says of its way; settled at submission, when it is reckoned again. */
async function columnsOf(
  tx: Tx,
  villageId: string,
  draft: Draft,
  demand: Demand | null,
  now: Date,
  except: string | null,
) {
  const { matter, assembly, profile, closed } = await findRoute(
    tx,
    villageId,
    routeAsked(draft, demand),
    now,
    { except },
  )
  must(closed)
  if (draft.facts.danger)
    must(whyNotCost(draft.facts.amount, await spentInDanger(tx, villageId, draft.facts.danger)))
  const linked = draft.linkedTo ? await loadLinked(tx, villageId, draft.linkedTo) : null
  return {
    linked,
    matter,
    profile,
    columns: {
      title: draft.title,
      track: matter.track,
      codes: draft.codes,
      route: matter.route,
      assembly,
      villageGroup: draft.villageGroup ?? null,
      initiative: draft.initiative,
      initiator: draft.initiator,
      linkedTo: linked?.id ?? null,
      together: draft.together,
      urgentReason: draft.urgentReason?.trim() || null,
      approvalNeeded: matter.approvalNeeded,
      noteNeeded: matter.oversightNoteNeeded,
      sensitive: draft.questions.some((one) => one.sensitive),
      ...(demand
        ? {
            demanded: true,
            demandedAt: demand.at,
            demandDueAt: demand.dueAt,
            conveneDueAt: conveneBy(demand.at, profile.values['demand.convene_days']),
          }
        : {}),
    },
  }
}

const routeAsked = (draft: Draft, demand: Demand | null): RouteAsked => ({
  title: draft.title,
  codes: draft.codes,
  facts: draft.facts,
  demanded: demand?.assembly ?? null,
  ...(draft.urgentReason ? { urgentReason: draft.urgentReason } : {}),
  ...(draft.assembly ? { assembly: draft.assembly } : {}),
  ...(draft.villageGroup ? { villageGroup: draft.villageGroup } : {}),
})

async function layPapers(tx: Tx, villageId: string, subjectId: string, draft: Draft, who: Acting) {
  const proofs = draft.facts.proofs?.map((proof) => proof.paperId) ?? []
  for (const id of new Set([...(draft.paperIds ?? []), ...proofs]))
    await bindFile(tx, { villageId, id, subjectId, personId: who.personId })
}

export const draftProposal = (parts: Parts, villageId: string, draft: Draft, who: Acting, now: Date) =>
  inVillage(parts.db, villageId, async (tx) => {
    lintMatter(draft)
    const id = crypto.randomUUID()
    const demand = draft.petitionId ? await takeUpPetition(tx, villageId, draft.petitionId, who) : null
    const { linked, columns } = await columnsOf(tx, villageId, draft, demand, now, null)
    const prefix = `${yearOf(now)}-`
    const number = await nextNumber(tx, villageId, 'number', prefix)
    await insertProposal(tx, {
      villageId,
      id,
      number,
      stage: 'drafting',
      version: 1,
      lineId: linked?.lineId ?? id,
      draftedBy: who.personId,
      draftedAt: now,
      stageSince: now,
      ...columns,
    })
    await insertVersion(tx, versionOf(villageId, id, draft, who.personId, now), draft.budget)
    await replaceQuestions(tx, { villageId, id }, draft.questions)
    await layPapers(tx, villageId, id, draft, who)
    if (draft.petitionId) await becomeProposal(tx, villageId, draft.petitionId, id, now)
    await keepDuties(tx, villageId, id, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'draftProposal',
      by: who.personId,
      office: officeOf(who),
      proposalId: id,
      payload: {
        number,
        codes: draft.codes,
        petitionId: draft.petitionId ?? null,
        linkedTo: draft.linkedTo ?? null,
        after: draft,
      },
    })
    return { id }
  })

const writingOf = (villageId: string, subjectId: string) => ({
  villageId,
  kind: 'proposal' as const,
  subjectId,
})
/** Only a draft is written on. */
const whileDrafting = (villageId: string, id: string) => async (tx: Tx) => {
  if ((await loadProposal(tx, villageId, id)).stage !== 'drafting') throw new Refused('draftOnly')
}
export const getDraftWriting = (parts: Parts, villageId: string, id: string, now: Date) =>
  getWriting(parts, writingOf(villageId, id), now, whileDrafting(villageId, id))
export const keepDraftWriting = (
  parts: Parts,
  villageId: string,
  id: string,
  asked: { revision: number; content: string },
  who: Acting,
  now: Date,
) =>
  keepWriting(
    parts,
    writingOf(villageId, id),
    asked,
    { personId: who.personId, now },
    whileDrafting(villageId, id),
  )

export const editDraft = (
  parts: Parts,
  villageId: string,
  id: string,
  { revision, ...draft }: Draft & { revision?: number | undefined },
  who: Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const before = await lockProposal(tx, villageId, id)
    if (before.stage !== 'drafting') throw new Refused('draftOnly')
    await settleWriting(tx, writingOf(villageId, id), revision, { personId: who.personId, now })
    lintMatter(draft)
    const demand = await demandOfProposal(tx, villageId, id)
    const { linked, columns } = await columnsOf(tx, villageId, draft, demand, now, id)
    // What was judged of the text before is not said of this one.
    await updateProposal(tx, before, { ...columns, lineId: linked?.lineId ?? id, apartIds: [] })
    await rewriteDraft(tx, versionOf(villageId, id, draft, who.personId, now), draft.budget)
    await replaceQuestions(tx, before, draft.questions)
    await layPapers(tx, villageId, id, draft, who)
    await keepDuties(tx, villageId, id, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'editDraft',
      by: who.personId,
      office: officeOf(who),
      proposalId: id,
      payload: { before: { digest: before.digest, facts: before.facts }, after: draft },
    })
    return { ok: true as const }
  })

/** 提交: the way is reckoned once more and frozen together with the rule profile; from here on only moves count. */
export const submitProposal = (
  parts: Parts,
  villageId: string,
  id: string,
  who: Acting,
  now: Date,
): Promise<{ stage: Stage }> =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, id)
    const by = actorFor(proposal, who, 'submit')
    await dropWriting(tx, writingOf(villageId, id))
    const found = await findRoute(
      tx,
      villageId,
      {
        title: proposal.title,
        apart: proposal.apartIds,
        codes: proposal.codes,
        facts: proposal.facts,
        assembly: proposal.assembly,
        ...(proposal.villageGroup ? { villageGroup: proposal.villageGroup } : {}),
        ...(proposal.urgentReason ? { urgentReason: proposal.urgentReason } : {}),
      },
      now,
      { except: id },
    )
    const { matter, assembly, profile } = found
    must(found.closed)
    must(matter.forbidden)
    mustBeProven(proposal.facts)
    if (matter.route === 'C' && !proposal.villageGroup) throw new Refused('villageGroupMissing')
    must(whyNotBudget(proposal.codes, proposal.facts, linesOf(proposal)))
    if (proposal.linkedTo) await mustFollow(tx, proposal, assembly)
    // A lawful demand asks for the body's word on its own text.
    const like = proposal.demanded ? null : await likeRejected(tx, proposal, now)
    if (like) throw new Refused('likeRejected', { title: like.title, until: like.until.toISOString() })
    if (matter.track === 'opinion' && proposal.budget.length > 0) throw new Refused('opinionSpendsNothing')
    const settled = {
      track: matter.track,
      route: matter.route,
      assembly,
      approvalNeeded: matter.approvalNeeded,
      noteNeeded: matter.oversightNoteNeeded,
      wayReasons: matter.reasons,
      likeIds: found.related.map((row) => row.id),
      profile: frozen(profile, found.named),
      conveneDueAt:
        proposal.demandedAt && conveneBy(proposal.demandedAt, profile.values['demand.convene_days']),
      sensitive: proposal.sensitive,
    }
    await updateProposal(tx, proposal, settled)
    const stage = await moveProposal(tx, parts, {
      proposal: { ...proposal, ...settled },
      move: 'submit',
      by,
      office: officeOf(who, ACTS.submit[matter.route]),
      personId: who.personId,
      reason: proposal.urgentReason,
      now,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'submitProposal',
      by: who.personId,
      office: officeOf(who, ACTS.submit[matter.route]),
      proposalId: id,
      payload: {
        stage,
        track: matter.track,
        route: matter.route,
        assembly,
        urgent: proposal.urgentReason !== null,
        fundraising: proposal.codes.some((code) => MATTER_RULES[code].fundraising),
        related: found.related.map((row) => row.id),
        profileVersions: profile.versions,
        textDigest: proposal.digest,
        after: { profile: settled.profile.values, facts: proposal.facts, budget: linesOf(proposal) },
      },
    })
    return { stage }
  })

export const linesOf = (proposal: LoadedProposal) =>
  proposal.budget.map((line) => ({
    kind: line.kind as 'source' | 'use',
    label: line.label,
    amount: line.amount,
  }))

/** What a linked proposal follows has come to an end, or is a resolution that it would change. */
async function loadLinked(tx: Tx, villageId: string, id: string): Promise<LoadedProposal> {
  const linked = await loadProposal(tx, villageId, id)
  if (!isOneOf(FOLLOWABLE_STAGES, linked.stage)) throw new Refused('linkedStillRunning')
  return linked
}

const VILLAGERS: readonly Assembly[] = ['villagers', 'households']

/** 变更决议: by the body that made it; the villagers' assembly may change what its representatives decided. */
async function mustFollow(tx: Tx, proposal: LoadedProposal, assembly: Assembly) {
  const old = await loadLinked(tx, proposal.villageId, proposal.linkedTo as string)
  if (!isOneOf(IN_FORCE_STAGES, old.stage) || old.track !== 'full') return
  const above =
    VILLAGERS.includes(assembly) && (old.assembly === 'representatives' || VILLAGERS.includes(old.assembly))
  if (assembly !== old.assembly && !above)
    throw new Refused('changeNeedsSameAssembly', {
      assembly: { zh: ASSEMBLIES[old.assembly].zh, en: ASSEMBLIES[old.assembly].en },
    })
}
