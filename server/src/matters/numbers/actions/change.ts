/** 更换号码 of somebody: a clerk proposes, the old number is told, an oversight member confirms. */
import { afterChange, carriesBallot, type NumberInUse } from '@cunyi/shared/law/numbers.ts'
import { isDemoIdNumber, isIdNumber, normaliseIdNumber } from '@cunyi/shared/words/idnumber.ts'
import { mask, maskIfAny } from '@cunyi/shared/words/masking.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { idIndexOf, openIdNumber, openPhone, phoneIndexOf, sealIdentity } from '#base/system/identity.ts'
import { openField, sealField } from '#base/system/keys.ts'
import { endSessions } from '#door/session/actions.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, type Shows, takeAct } from '#matters/acts/actions.ts'
import { phoneOf } from '#village/accounts/codes.ts'
import { findByIdIndex } from '#village/divisions/queries/people.ts'
import { findNumbers, lockNumbers, type NumberRow, updateNumbers } from '#village/people/queries/numbers.ts'
import { effectiveProfile } from '#village/profiles/profile.ts'
import { tellOldNumbers } from '../tell.ts'

const PLACE = 'acts.number'
type Numbers = { phone: string | null; idNumber: string | null }
/** Kept with the act: blind indexes of what is to come and what was there, never a number. */
type Asked = {
  phone: { before: string | null; after: string } | null
  idNumber: { before: string | null; after: string } | null
  agreed?: string
}

export const proposeNumber = (
  parts: Parts,
  asked: {
    villageId: string
    personId: string
    phone: string | undefined
    idNumber: string | undefined
    reason: string
    caller: Caller
    now: Date
  },
) =>
  inVillage(parts.db, asked.villageId, async (tx) => {
    const { villageId, personId, caller, now, reason } = asked
    const { keys } = parts
    const row = await lockNumbers(tx, { villageId, personId })
    if (!row) throw new Refused('notFound')
    const phone = asked.phone ? phoneOf(parts, asked.phone) : null
    const idNumber = asked.idNumber ? idNumberOf(parts, asked.idNumber) : null
    const change: Asked = {
      phone: changeOf(row.phoneIndex, phone && phoneIndexOf(keys, phone)),
      idNumber: changeOf(row.idIndex, idNumber && idIndexOf(keys, idNumber)),
    }
    if (!change.phone && !change.idNumber) throw new Refused('alreadyDone')
    await mustBeHis(tx, villageId, personId, change)
    const old = openPhone(keys, row.phone)
    if (old && change.phone)
      await tellOldNumbers(
        tx,
        parts,
        'numberProposed',
        villageId,
        [{ personId, name: row.name, phone: old }],
        now,
      )
    return proposeAct(tx, {
      what: 'changeNumber',
      villageId,
      personId,
      reason,
      asked: change,
      sealed: sealField(keys, PLACE, JSON.stringify({ phone, idNumber } satisfies Numbers)),
      caller,
      now,
    })
  })

const changeOf = (before: string | null, after: string | null) =>
  after === null || after === before ? null : { before, after }

function idNumberOf({ config }: Parts, text: string): string {
  const idNumber = normaliseIdNumber(text)
  if (!isIdNumber(idNumber)) throw new Refused('idNumberWrong')
  if (isDemoIdNumber(idNumber) && config.mode === 'production') throw new Refused('demoIdNotAllowed')
  return idNumber
}

async function mustBeHis(tx: Tx, villageId: string, personId: string, { idNumber }: Asked) {
  const other = idNumber && (await findByIdIndex(tx, villageId, idNumber.after))
  if (other && other !== personId) throw new Refused('idNumberTaken')
}

export const carryOutNumber: CarryOut = (parts, act, second, now) => {
  const { villageId, personId } = act
  if (!personId) throw new Refused('notFound')
  return inVillage(parts.db, villageId, async (tx) => {
    const row = await lockNumbers(tx, { villageId, personId })
    const { phone, idNumber, agreed } = act.asked as Asked
    // He has changed it himself meanwhile: what was proposed is of another day.
    const stands =
      row && (!phone || row.phoneIndex === phone.before) && (!idNumber || row.idIndex === idNumber.before)
    if (!stands || !act.sealed) throw new Refused('actNotWaiting')
    await mustBeHis(tx, villageId, personId, act.asked as Asked)
    await takeAct(tx, act, second, now)
    const numbers = JSON.parse(openField(parts.keys, PLACE, act.sealed)) as Numbers
    const sealed = sealIdentity(parts.keys, numbers)
    const old = openPhone(parts.keys, row.phone)
    // Told is whom the number is known to be; one that a clerk wrote down and nobody knew says nothing of the next.
    const told = old !== null && carriesBallot(row, now)
    const inUse = await inUseAfter(tx, villageId, { told, agreed: agreed !== undefined }, now)
    if (phone) await endSessions(tx, { villageId, personIds: [personId] }, now)
    await updateNumbers(
      tx,
      { villageId, personId },
      {
        ...(phone ? { phone: sealed.phone, phoneIndex: sealed.phoneIndex, numberSince: now, ...inUse } : {}),
        ...(idNumber ? { idNumber: sealed.idNumber, idIndex: sealed.idIndex } : {}),
        changedAt: now,
      },
    )
    if (phone && old)
      await tellOldNumbers(
        tx,
        parts,
        'numberChanged',
        villageId,
        [{ personId, name: row.name, phone: old }],
        now,
      )
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'changeNumber',
      by: act.by,
      office: act.as,
      payload: {
        personId,
        fields: [...(phone ? ['phone'] : []), ...(idNumber ? ['idNumber'] : [])],
        second: second.personId,
        actId: act.id,
        ...(phone ? { activeFrom: inUse.activeFrom?.toISOString() ?? null, told: old !== null } : {}),
      },
    })
    return null
  })
}

async function inUseAfter(
  tx: Tx,
  villageId: string,
  { told, agreed }: { told: boolean; agreed: boolean },
  now: Date,
): Promise<NumberInUse> {
  if (agreed) return { activeFrom: now, activeBy: 'oldNumber' }
  const { values } = await effectiveProfile(tx, villageId)
  return afterChange(told, values['number.wait_hours'], now)
}

export const showNumber: NonNullable<Shows['changeNumber']> = async (tx, act, { keys }) => {
  const row = act.personId && (await findNumbers(tx, { villageId: act.villageId, personId: act.personId }))
  if (!row) return {}
  const asked = act.asked as Asked
  const numbers = act.sealed ? (JSON.parse(openField(keys, PLACE, act.sealed)) as Numbers) : null
  return { number: shownNumber(keys, row, numbers, asked.agreed !== undefined, act.at) }
}

/** What of a number may be seen by who has to know him by it. */
export function shownNumber(
  keys: Parts['keys'],
  row: NumberRow,
  after: Numbers | null,
  agreed: boolean,
  now: Date,
) {
  const was = {
    phone: maskIfAny('phone', openPhone(keys, row.phone)),
    idNumber: maskIfAny('idNumber', openIdNumber(keys, row.idNumber)),
  }
  const changed = (kind: 'phone' | 'idNumber') =>
    after?.[kind] ? { before: was[kind], after: mask(kind, after[kind]) } : null
  return {
    phone: changed('phone'),
    idNumber: changed('idNumber'),
    since: row.numberSince?.toISOString() ?? null,
    active: carriesBallot(row, now),
    activeFrom: row.activeFrom?.toISOString() ?? null,
    agreed,
  }
}
