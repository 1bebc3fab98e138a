/** 遮盖: personal data is left out of what hangs, by two persons, one of the oversight committee; the days run on. */
import type { textChangeApi } from '@cunyi/shared/api/text-changes.ts'
import { type Held, whyNotMask } from '@cunyi/shared/disclosure/masking.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { differenceOf } from '@cunyi/shared/words/difference.ts'
import { maskPassages } from '@cunyi/shared/words/masking.ts'
import { must } from '@cunyi/shared/words/refusal.ts'
import type { z } from 'zod'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, type Show, takeAct } from '#matters/acts/actions.ts'
import { type LoadedProposal, loadProposal } from '#matters/proposals/queries/proposals.ts'
import { findWork, progressOf } from '#matters/works/queries.ts'
import { officersOn } from '#village/people/queries/officers.ts'
import { type DisclosureRow, updateDisclosure } from './queries/disclosures.ts'
import { mustFindDisclosure, withDisclosure } from './with-disclosure.ts'

type Body = z.output<(typeof textChangeApi)['maskDisclosure']['body']>
type Asked = Body & { disclosure: string }

const SIGN = ['villageDirector', 'residentDirector', 'boardChair', 'oversightChair'] as const

/** 决议事实、公开姓名: what neither a mask nor a correction touches. */
export async function heldOf(
  tx: Tx,
  proposal: LoadedProposal,
  disclosure: DisclosureRow,
  now: Date,
): Promise<Held> {
  const { villageId, id, facts, title } = proposal
  const work = await findWork(tx, villageId, id)
  const officers = await officersOn(tx, villageId, shanghaiDate(now), SIGN)
  return {
    drawn: disclosure.drawn ?? disclosure.text,
    facts: [
      title,
      ...[facts.executor, facts.scope],
      ...[facts.contractor, facts.place, facts.beneficiaries, facts.term, facts.duration, facts.purpose],
      ...[work?.executor, work?.contractor, work?.contractNumber],
      ...officers.map((one) => one.name),
      ...(disclosure.namedList ?? []).map((row) => row.name),
    ].flatMap((fact) => (fact ? [fact] : [])),
  }
}

/** All that everybody reads of the matter. */
async function publicTexts(tx: Tx, proposal: LoadedProposal, disclosure: DisclosureRow): Promise<string[]> {
  const progress = await progressOf(tx, proposal.villageId, proposal.id)
  const { title, text, namedList, edited } = disclosure
  return [
    title,
    text,
    edited?.added ?? '',
    ...(namedList ?? []).flatMap((row) => [row.group, row.standard]),
    proposal.summary,
    proposal.body,
    ...progress.map(({ entry }) => entry.text),
  ]
}

async function mustBePersonal(
  tx: Tx,
  disclosure: DisclosureRow,
  { excerpts }: Pick<Body, 'excerpts'>,
  now: Date,
) {
  const proposal = await loadProposal(tx, disclosure.villageId, disclosure.proposalId)
  const texts = await publicTexts(tx, proposal, disclosure)
  const held = await heldOf(tx, proposal, disclosure, now)
  for (const passage of excerpts) must(whyNotMask(texts, passage, held))
}

export const maskDisclosure = (
  parts: Parts,
  villageId: string,
  id: string,
  body: Body,
  caller: Caller,
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const disclosure = await mustFindDisclosure(tx, villageId, id)
    await mustBePersonal(tx, disclosure, body, now)
    return proposeAct(tx, {
      what: 'maskDisclosure',
      villageId,
      proposalId: disclosure.proposalId,
      reason: body.reason ?? null,
      asked: { ...body, disclosure: id } satisfies Asked,
      caller,
      now,
    })
  })

export const carryOutMask: CarryOut = (parts, act, second, now) => {
  const { villageId, by } = act
  const { disclosure: id, excerpts, kind } = act.asked as Asked
  return withDisclosure(parts, villageId, id, async (tx, disclosure, proposal) => {
    const secondAs = await takeAct(tx, act, second, now)
    await mustBePersonal(tx, disclosure, { excerpts }, now)
    const mask = (text: string) => maskPassages(text, excerpts)
    const maskList = (list: DisclosureRow['namedList']) =>
      list?.map((row) => ({ ...row, group: mask(row.group), standard: mask(row.standard) })) ?? null
    const { edited } = disclosure
    const text = mask(disclosure.text)
    await updateDisclosure(tx, disclosure, {
      title: mask(disclosure.title),
      text,
      drawn: disclosure.drawn && mask(disclosure.drawn),
      added: mask(disclosure.added),
      namedList: maskList(disclosure.namedList),
      edited: edited && { ...edited, added: mask(edited.added), namedList: maskList(edited.namedList) },
      maskedAt: now,
      maskedBy: by,
      masks: [
        ...disclosure.masks,
        {
          kind,
          passages: excerpts,
          by,
          as: act.as,
          second: second.personId,
          secondAs,
          reason: act.reason,
          at: now.toISOString(),
        },
      ],
    })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'maskDisclosure',
      by,
      office: null,
      proposalId: proposal.id,
      payload: {
        disclosure: id,
        actId: act.id,
        second: second.personId,
        kind,
        places: excerpts.length,
        before: disclosure.text,
        after: text,
      },
    })
    return null
  })
}

/** What the second sees before he says yes: the text, with what would go. */
export const showMask: Show = async (tx, act) => {
  const { disclosure: id, excerpts, kind } = act.asked as Asked
  const disclosure = await mustFindDisclosure(tx, act.villageId, id)
  const proposal = await loadProposal(tx, act.villageId, disclosure.proposalId)
  const texts = await publicTexts(tx, proposal, disclosure)
  const lines = texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => excerpts.some((one) => line.includes(one)))
  const before = `${[...new Set(lines)].join('\n')}\n`
  return { text: { kind, parts: differenceOf(before, maskPassages(before, excerpts)) } }
}
