/**
 * 重复登记并为一条: one person stands in the roster twice. A clerk proposes, an oversight member confirms; one record
 * stays as it is, the other leaves the rolls to come and names it. Nothing moves from one to the other, and what either
 * did stays under its own name: both chains are kept. (integrity D23)
 */
import { HEAD_OF_HOUSEHOLD } from '@cunyi/shared/people/homes.ts'
import { addHours, shanghaiDate, shanghaiTime } from '@cunyi/shared/words/days.ts'
import { maskIfAny } from '@cunyi/shared/words/masking.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openIdNumber, openPhone } from '#base/system/identity.ts'
import { endSessions } from '#door/session/actions.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, type Shows, takeAct } from '#matters/acts/actions.ts'
import { tellPeople } from '#matters/offices/tell.ts'
import { officesOf } from '#village/people/queries/people.ts'
import { effectiveProfile } from '#village/profiles/profile.ts'
import { leavesOthers, lockRecords, putInto, type RosterRecord, standsOnRoll } from '../queries/merge.ts'

type Asked = { stays: string }
const REASON = '重复登记，已并入同一人的另一条'

/** Both are there, and the one that goes takes nothing with it that somebody counts on. */
async function mustMerge(tx: Tx, villageId: string, pair: { stays: string; goes: string }, now: Date) {
  if (pair.stays === pair.goes) throw new Refused('mergeSame')
  const records = await lockRecords(tx, villageId, [pair.stays, pair.goes])
  const [stays, goes] = [records.get(pair.stays), records.get(pair.goes)]
  if (!stays || !goes) throw new Refused('notFound')
  if (stays.idNumber && goes.idNumber) throw new Refused('mergeTwoIds')
  if (goes.idNumber) throw new Refused('mergeOtherWay')
  if ((await officesOf(tx, villageId, goes.id, shanghaiDate(now))).length > 0)
    throw new Refused('mergeHoldsOffice')
  if (await standsOnRoll(tx, villageId, goes.id)) throw new Refused('mergeOnRoll')
  if (goes.relation === HEAD_OF_HOUSEHOLD && (await leavesOthers(tx, villageId, goes)))
    throw new Refused('mergeHeads')
  return { stays, goes }
}

export const proposeMerge = (
  parts: Parts,
  asked: { villageId: string; goes: string; stays: string; reason: string; caller: Caller; now: Date },
) =>
  inVillage(parts.db, asked.villageId, async (tx) => {
    const { villageId, goes, stays, reason, caller, now } = asked
    await mustMerge(tx, villageId, { stays, goes }, now)
    const { values } = await effectiveProfile(tx, villageId)
    const hours = values['merge.wait_hours']
    const notBefore = addHours(now, hours)
    const params = { hours: String(hours), until: shanghaiTime(notBefore) }
    return proposeAct(tx, {
      what: 'mergePeople',
      villageId,
      personId: goes,
      reason,
      asked: { stays } satisfies Asked,
      caller,
      now,
      // He has the time to read it and to say no.
      notBefore,
      // Whoever loses his place on the rolls is told first, and may say no.
      tell: () => tellPeople(tx, parts, { villageId, people: [goes], key: 'mergeProposed', params, now }),
    })
  })

export const carryOutMerge: CarryOut = (parts, act, second, now) => {
  const { villageId, personId } = act
  if (!personId) throw new Refused('notFound')
  return inVillage(parts.db, villageId, async (tx) => {
    const { stays } = act.asked as Asked
    // Asked again: an office given or a meeting called meanwhile stands against it.
    await mustMerge(tx, villageId, { stays, goes: personId }, now)
    if (second.personId === stays) throw new Refused('secondPersonNeeded')
    await takeAct(tx, act, second, now)
    await endSessions(tx, { villageId, personIds: [personId] }, now)
    await putInto(tx, villageId, { goes: personId, stays, reason: REASON }, { day: shanghaiDate(now), now })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'mergePeople',
      by: act.by,
      office: act.as,
      payload: { personId, into: stays, second: second.personId, actId: act.id },
    })
    return null
  })
}

export const showMerge: NonNullable<Shows['mergePeople']> = async (tx, act, { keys }) => {
  const { stays } = act.asked as Asked
  if (!act.personId) return {}
  const records = await lockRecords(tx, act.villageId, [stays, act.personId])
  const line = (row: RosterRecord | undefined) =>
    row
      ? {
          id: row.id,
          name: row.name,
          birthDate: row.birthDate,
          household: row.household,
          villageGroup: row.villageGroup,
          idNumberMasked: maskIfAny('idNumber', openIdNumber(keys, row.idNumber)),
          phoneMasked: maskIfAny('phone', openPhone(keys, row.phone)),
        }
      : null
  const [one, other] = [line(records.get(stays)), line(records.get(act.personId))]
  return one && other ? { merge: { stays: one, goes: other } } : {}
}
