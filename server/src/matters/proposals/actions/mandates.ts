/** 委托流转书: what the vote cannot do, each household does for itself (农村土地承包法 art 36). */

import { mandatesUntil } from '@cunyi/shared/disclosure/disclosure.ts'
import { endOfDays } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { isOneOf, MANDATE_STAGES } from '@cunyi/shared/words/vocabulary.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Acting } from '#door/session/caller.ts'
import { lintOrRefuse } from '#village/privacy/lint.ts'
import { effectiveProfile } from '#village/profiles/profile.ts'
import { sittingsOf } from '../queries/lists.ts'
import { insertConfirmation, knownHouseholds, mandateRows, saveMandates } from '../queries/mandates.ts'
import { type LoadedProposal, listMoves, loadProposal, lockProposal } from '../queries/proposals.ts'
import { officeOf } from '../who.ts'

export type MandateRow = {
  householdId: string
  consents: boolean
  area: number
  paperId?: string | undefined
}

/** From the notice of step 4 until ten days after adoption. */
async function mustBeOpen(tx: Tx, proposal: LoadedProposal, now: Date) {
  const { villageId, id } = proposal
  if (!proposal.facts.agencyOnly) throw new Refused('mandateNotForMatter')
  const noticed = (await sittingsOf(tx, villageId, id)).some(
    (row) => row.stage === 'villagerResolution' && row.noticeAt <= now,
  )
  const adoption = (await listMoves(tx, villageId, id)).findLast(
    (row) => row.move === 'adopt' && row.from === 'villagerResolution',
  )
  const over = adoption && proposal.stage !== 'villagerResolution' && now >= mandatesUntil(adoption.at)
  if (!noticed || over || !isOneOf(MANDATE_STAGES, proposal.stage)) throw new Refused('mandatesNotOpen')
}

const sums = (rows: { consents: boolean; area: number }[]) => {
  const yes = rows.filter((row) => row.consents)
  const no = rows.filter((row) => !row.consents)
  const area = (list: { area: number }[]) => list.reduce((sum, row) => sum + row.area, 0)
  return { consenting: yes.length, refusing: no.length, area: area(yes), refusedArea: area(no) }
}

export const recordMandates = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  rows: MandateRow[],
  who: Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, proposalId)
    await mustBeOpen(tx, proposal, now)
    const ids = [...new Set(rows.map((row) => row.householdId))]
    if (ids.length !== rows.length) throw new Refused('malformed')
    if ((await knownHouseholds(tx, villageId, ids)).length !== ids.length) throw new Refused('notFound')
    await saveMandates(
      tx,
      rows.map((row) => ({
        villageId,
        proposalId,
        householdId: row.householdId,
        consents: row.consents,
        area: row.area,
        paperId: row.paperId ?? null,
        recordedBy: who.personId,
        recordedAt: now,
      })),
    )
    const { consenting, refusing, area } = sums(await mandateRows(tx, villageId, proposalId))
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'recordMandates',
      by: who.personId,
      office: officeOf(who),
      proposalId,
      payload: { households: rows.length, consenting, refusing, area, after: rows },
    })
    return { consenting, refusing, area }
  })

export const getMandates = (parts: Parts, villageId: string, proposalId: string) =>
  inVillage(parts.db, villageId, async (tx) => {
    await loadProposal(tx, villageId, proposalId)
    return sums(await mandateRows(tx, villageId, proposalId))
  })

export type Confirmation = {
  proposalId?: string | undefined
  title: string
  rows: { name: string; group: string; category: string; amount: number }[]
  on?: string | undefined
}

/** 县级确认结果: what the State decided, shown in the village: name, group, category and amount, nothing else. */
export const postConfirmation = (
  parts: Parts,
  villageId: string,
  posted: Confirmation,
  who: Acting,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    if (posted.proposalId) {
      const proposal = await loadProposal(tx, villageId, posted.proposalId)
      const { stage, track } = proposal
      if (track !== 'opinion' || (stage !== 'opinionSent' && stage !== 'archived'))
        throw new Refused('wrongStage', { stage })
    }
    lintOrRefuse(
      [posted.title, ...posted.rows.flatMap((row) => [row.name, row.group, row.category])].join('\n'),
    )
    const id = crypto.randomUUID()
    const { values } = await effectiveProfile(tx, villageId)
    await insertConfirmation(tx, {
      villageId,
      id,
      proposalId: posted.proposalId ?? null,
      title: posted.title,
      rows: posted.rows,
      postedBy: who.personId,
      postedAt: now,
      endsAt: endOfDays(now, values['disclosure.days']),
      on: posted.on ?? null,
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'postConfirmation',
      by: who.personId,
      office: officeOf(who),
      proposalId: posted.proposalId ?? null,
      payload: { confirmationId: id, rows: posted.rows.length, after: posted },
    })
    return { id }
  })
