import { wholeOf, whyNotAdd } from '@cunyi/shared/disclosure/drawn.ts'
import { mayAct } from '@cunyi/shared/law/acts.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { moveProposal } from '#matters/proposals/moves.ts'
import { lockProposal } from '#matters/proposals/queries/proposals.ts'
import type { Actor, Body } from '#matters/works/actions.ts'
import { whyNotOutcome } from '#matters/works/outcome.ts'
import { lintOrRefuse } from '#village/privacy/lint.ts'
import { newestDisclosure, updateDisclosure } from './queries/disclosures.ts'

/** ⑥ 实施结果公开: the account, the progress and the acceptance become the outcome's disclosure. */
export const reportOutcome = (
  parts: Parts,
  villageId: string,
  proposalId: string,
  facts: Body<'reportOutcome'>,
  who: Actor,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const proposal = await lockProposal(tx, villageId, proposalId)
    if (!mayAct('post', proposal.route, who.offices)) throw new Refused('forbidden')
    if (proposal.stage !== 'implementation') throw new Refused('wrongStage', { stage: proposal.stage })
    if (proposal.flawedAt) throw new Refused('worksPaused')
    await moveProposal(tx, parts, {
      proposal,
      move: 'reportOutcome',
      by: 'poster',
      personId: who.personId,
      reason: facts.overrunReason ?? null,
      now,
      facts: { outcomeRefusal: await whyNotOutcome(tx, proposal, facts, now) },
    })
    const disclosure = await newestDisclosure(tx, villageId, proposalId, 'outcomeDisclosure')
    if (!disclosure) throw new Error('the outcome has no disclosure')
    const { drawn } = disclosure
    if (facts.text && drawn !== null) {
      lintOrRefuse(facts.text)
      must(whyNotAdd({ drawn, added: facts.text, listed: [] }))
      await updateDisclosure(tx, disclosure, { added: facts.text, text: wholeOf(drawn, facts.text) })
    }
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'reportOutcome',
      by: who.personId,
      office: who.office,
      proposalId,
      payload: {
        disclosure: disclosure.id,
        overrunReason: facts.overrunReason ?? null,
        nothingSpent: facts.nothingSpent ?? null,
        after: facts.text && drawn !== null ? wholeOf(drawn, facts.text) : disclosure.text,
      },
    })
    return { disclosureId: disclosure.id }
  })
