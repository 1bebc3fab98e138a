/** 村名更改: the township proposes it with the county's approval, the county confirms; papers of before keep their name. */
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { namesAt, renamed, whyNotRename } from '@cunyi/shared/words/village-names.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { findAttachment } from '#base/files/queries.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, type Show, takeAct } from '#matters/acts/actions.ts'
import type { ActRow } from '#matters/acts/queries.ts'
import { findDivision, setNames } from '#village/divisions/queries/divisions.ts'
import { mustHavePaper } from '#village/profiles/paper.ts'

type Asked = {
  villageShort: string
  villageFull: string
  approvalNumber: string
  paperId: string
  /** As it was when this was proposed: the county sees what it agreed to also after more changes. */
  before: { short: string; full: string }
}
const askedOf = (act: ActRow) => act.asked as unknown as Asked
const nameOf = ({ villageShort, villageFull }: Pick<Asked, 'villageShort' | 'villageFull'>) => ({
  short: villageShort,
  full: villageFull,
})

async function weigh(tx: Tx, villageId: string, asked: Omit<Asked, 'before'>, now: Date) {
  const village = await findDivision(tx, villageId)
  if (village?.level !== 'village' || !village.openedAt) throw new Refused('notFound')
  must(whyNotRename(village, nameOf(asked), now))
  const { short, full } = namesAt(village, now)
  return { village, before: { short, full } }
}

export const renameVillage = (
  parts: Parts,
  { villageId, caller, now }: { villageId: string; caller: Caller; now: Date },
  given: Omit<Asked, 'before'>,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const { before } = await weigh(tx, villageId, given, now)
    await mustHavePaper(tx, villageId, given.paperId)
    return proposeAct(tx, { what: 'renameVillage', villageId, asked: { ...given, before }, caller, now })
  })

export const carryOutRename: CarryOut = (parts, act, second, now) =>
  inVillage(parts.db, act.villageId, async (tx) => {
    await takeAct(tx, act, second, now)
    const asked = askedOf(act)
    const { village, before } = await weigh(tx, act.villageId, asked, now)
    const paper = await findAttachment(tx, act.villageId, asked.paperId)
    await setNames(tx, act.villageId, asked.villageFull, renamed(village, nameOf(asked), now))
    await appendEvidence(tx, {
      villageId: act.villageId,
      at: now,
      act: 'renameVillage',
      by: act.by,
      office: act.as,
      payload: {
        before,
        after: nameOf(asked),
        approvalNumber: asked.approvalNumber,
        second: second.personId,
        actId: act.id,
        paper: paper?.digest ?? null,
      },
    })
    return null
  })

export const showRename: Show = async (_tx, act) => {
  const asked = askedOf(act)
  const { before, approvalNumber, paperId } = asked
  return { rename: { before, after: nameOf(asked), approvalNumber, paperId } }
}
