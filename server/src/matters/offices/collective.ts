/** 登记集体经济组织: from then on new matters of the collective are its own; those under way end as they began. */
import type { Day } from '@cunyi/shared/words/days.ts'
import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import { findAttachment } from '#base/files/queries.ts'
import type { Parts } from '#base/parts/parts.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, type Show, takeAct } from '#matters/acts/actions.ts'
import type { ActRow } from '#matters/acts/queries.ts'
import { findDivision, setHasCollective } from '#village/divisions/queries/divisions.ts'
import { mustHavePaper } from '#village/profiles/paper.ts'

type Asked = { registration: string; registeredOn: Day; paperId: string }
const askedOf = (act: ActRow) => act.asked as unknown as Asked

export const registerCollective = (
  parts: Parts,
  { villageId, caller, now }: { villageId: string; caller: Caller; now: Date },
  asked: Asked,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    if ((await findDivision(tx, villageId))?.hasCollective) throw new Refused('alreadyDone')
    if (asked.registeredOn > shanghaiDate(now)) throw new Refused('termUnfit')
    await mustHavePaper(tx, villageId, asked.paperId)
    return proposeAct(tx, { what: 'registerCollective', villageId, asked, caller, now })
  })

export const carryOutCollective: CarryOut = (parts, act, second, now) =>
  inVillage(parts.db, act.villageId, async (tx) => {
    await takeAct(tx, act, second, now)
    const { registration, registeredOn, paperId } = askedOf(act)
    const paper = await findAttachment(tx, act.villageId, paperId)
    if (!(await setHasCollective(tx, act.villageId))) throw new Refused('alreadyDone')
    await appendEvidence(tx, {
      villageId: act.villageId,
      at: now,
      act: 'registerCollective',
      by: act.by,
      office: act.as,
      payload: {
        registration,
        registeredOn,
        second: second.personId,
        actId: act.id,
        paper: paper?.digest ?? null,
      },
    })
    return null
  })

export const showCollective: Show = async (_tx, act) => ({ collective: askedOf(act) })
