/** 更正: a typo in what hangs is put right beside it, agreed by the oversight committee; the text and its days stay. */
import type { textChangeApi } from '@cunyi/shared/api/text-changes.ts'
import { whyNotTypo } from '@cunyi/shared/disclosure/masking.ts'
import { differenceOf } from '@cunyi/shared/words/difference.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, type Show, takeAct } from '#matters/acts/actions.ts'
import { loadProposal } from '#matters/proposals/queries/proposals.ts'
import { lintOrRefuse } from '#village/privacy/lint.ts'
import { heldOf } from './mask.ts'
import { type DisclosureRow, updateDisclosure } from './queries/disclosures.ts'
import { mustFindDisclosure, withDisclosure } from './with-disclosure.ts'

type Body = z.output<(typeof textChangeApi)['correctDisclosure']['body']>
type Asked = Body & { disclosure: string }

async function mustBeTypo(tx: Tx, disclosure: DisclosureRow, { oldText, newText }: Body, now: Date) {
  if (disclosure.status !== 'posted') throw new Refused('disclosureNotPosted')
  lintOrRefuse(newText)
  const proposal = await loadProposal(tx, disclosure.villageId, disclosure.proposalId)
  must(whyNotTypo(disclosure.text, oldText, newText, await heldOf(tx, proposal, disclosure, now)))
}

export const correctDisclosure = (
  parts: Parts,
  villageId: string,
  id: string,
  body: Body,
  caller: Caller,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const disclosure = await mustFindDisclosure(tx, villageId, id)
    await mustBeTypo(tx, disclosure, body, now)
    return proposeAct(tx, {
      what: 'correctDisclosure',
      villageId,
      proposalId: disclosure.proposalId,
      asked: { ...body, disclosure: id } satisfies Asked,
      caller,
      now,
    })
  })

export const carryOutTypo: CarryOut = (parts, act, second, now) => {
  const { villageId, by } = act
  const { disclosure: id, oldText, newText } = act.asked as Asked
  return withDisclosure(parts, villageId, id, async (tx, disclosure, proposal) => {
    await takeAct(tx, act, second, now)
    await mustBeTypo(tx, disclosure, { oldText, newText }, now)
    const correction = { oldText, newText, by, second: second.personId, at: now.toISOString() }
    await updateDisclosure(tx, disclosure, { corrections: [...disclosure.corrections, correction] })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'correctDisclosure',
      by,
      office: null,
      proposalId: proposal.id,
      payload: { disclosure: id, actId: act.id, second: second.personId, before: oldText, after: newText },
    })
    return null
  })
}

export const showTypo: Show = async (_tx, act) => {
  const { oldText, newText } = act.asked as Asked
  return { text: { kind: null, parts: differenceOf(`${oldText}\n`, `${newText}\n`) } }
}
