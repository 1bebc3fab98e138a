/** 实施: executor, contractor, tender and contract, as the resolution has them. */
import { whyNotAsResolved } from '@cunyi/shared/matter/carrying-out.ts'
import { endOfDay } from '@cunyi/shared/words/days.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { bindFile } from '#base/files/bind.ts'
import type { Parts } from '#base/parts/parts.ts'
import { type LoadedProposal, profileOf } from '#matters/proposals/queries/proposals.ts'
import { findRoute } from '#matters/proposals/routing.ts'
import { keepDuties } from '#village/duties/actions.ts'
import { lintFields } from '#village/privacy/lint.ts'
import { type Actor, type Body, withMatter } from './actions.ts'
import { findWork, saveWork, type WorkRow } from './queries.ts'
import { heldTo, isHeldToIt } from './resolved.ts'

type Facts = Body<'startWork'>

export const startWork = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  facts: Facts,
  who: Actor,
  now: Date,
) =>
  withMatter(parts, villageId, proposalId, { request: 'startWork', who }, async (tx, proposal) => {
    lintFields([
      ['executor', facts.executor],
      ['contractor', facts.contractor],
      ['contractNumber', facts.contractNumber],
      ['place', facts.place],
      ['scope', facts.scope],
      ['beneficiaries', facts.beneficiaries],
    ])
    const before = await findWork(tx, villageId, proposalId)
    const begun = await asResolved(tx, proposal, facts, before, now)
    if (begun.contractor !== before?.contractor) await mustNotBeSplit(tx, proposal, begun.contractor, now)
    for (const id of begun.paperIds)
      if (!before?.paperIds.includes(id))
        await bindFile(tx, { villageId, id, subjectId: proposalId, personId: who.personId })
    await saveWork(tx, {
      ...(before ?? {}),
      ...begun,
      completionDueAt: begun.dueOn ? endOfDay(begun.dueOn) : null,
      villageId,
      proposalId,
      by: who.personId,
      at: now,
    })
    await keepDuties(tx, villageId, proposalId, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'startWork',
      by: who.personId,
      office: who.office,
      proposalId,
      payload: { contract: facts.contractNumber, before: before ?? null, after: begun },
    })
    return { ok: true as const }
  })

/**
 * 拆分: below the threshold a contractor named only now is compared as one named in the draft would have been; with his
 * other jobs of twelve months the sum may ask for the full way.
 */
async function mustNotBeSplit(tx: Tx, proposal: LoadedProposal, contractor: string | null, now: Date) {
  if (proposal.track !== 'committeeMatter' || !contractor || !isHeldToIt(proposal)) return
  const { id, villageId, title, codes, apartIds: apart, assembly } = proposal
  const facts = { ...proposal.facts, contractor }
  const asked = { title, codes, apart, facts, assembly }
  const { matter, related } = await findRoute(tx, villageId, asked, now, {
    except: id,
    values: profileOf(proposal),
  })
  if (matter.track === 'full')
    throw new Refused('contractorSplits', { contractor, titles: related.map((one) => one.title).join('、') })
}

/** The row of the work: what is not said is as resolved; another contractor leaves the one before him readable. */
async function asResolved(
  tx: Tx,
  proposal: LoadedProposal,
  facts: Facts,
  before: WorkRow | undefined,
  now: Date,
) {
  const { place, scope, beneficiaries, paperIds = [], ...said } = facts
  const kept = { details: before?.details ?? {}, earlier: before?.earlier ?? [] }
  if (!isHeldToIt(proposal)) return { ...said, ...kept, paperIds: before?.paperIds ?? [] }
  const of = await heldTo(tx, proposal)
  const fresh = paperIds.filter((id) => !before?.paperIds.includes(id))
  must(
    whyNotAsResolved(
      of,
      {
        ...said,
        place: place || null,
        scope: scope || null,
        beneficiaries: beneficiaries || null,
        papers: fresh.length,
      },
      before ?? null,
    ),
  )
  const contractor = said.contractor ?? of.resolved.contractor
  const leaves = before?.contractor && before.contractor !== contractor ? before : null
  return {
    ...said,
    contractor,
    dueOn: said.dueOn ?? of.resolved.dueOn,
    details: {
      ...kept.details,
      ...(place ? { place } : {}),
      ...(scope ? { scope } : {}),
      ...(beneficiaries ? { beneficiaries } : {}),
    },
    paperIds: leaves ? fresh : [...(before?.paperIds ?? []), ...fresh],
    earlier: leaves
      ? [
          ...kept.earlier,
          {
            contractor: leaves.contractor ?? '',
            tender: leaves.tender,
            paperIds: leaves.paperIds,
            until: now.toISOString(),
          },
        ]
      : kept.earlier,
  }
}
