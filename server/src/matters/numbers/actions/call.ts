/** 通话确认身份 (domain 4.6): an oversight member and a representative of another family have both seen and heard him. */
import { whyNotFromNumber } from '@cunyi/shared/law/numbers.ts'
import { maskIfAny } from '@cunyi/shared/words/masking.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone } from '#base/system/identity.ts'
import type { Caller } from '#door/session/caller.ts'
import { type CarryOut, proposeAct, type Shows, takeAct } from '#matters/acts/actions.ts'
import { activateNumber, findNumbers, notInUse, openPin } from '#village/people/queries/numbers.ts'
import { shownNumber } from './change.ts'

const HOUR = 3_600_000
/** So long he may set his first PIN after it. */
const PIN_HOURS = 24
const MOST_FOUND = 20

type Him = { villageId: string; personId: string }

/** Neither of his family, and each known by a number of his own. */
async function mustKnow(tx: Tx, him: Him, knows: readonly string[], now: Date) {
  const row = await findNumbers(tx, him)
  if (!row?.phone) throw new Refused('notFound')
  const homes = [row.householdId]
  for (const personId of knows) {
    const one = await findNumbers(tx, { ...him, personId })
    if (!one) throw new Refused('notFound')
    must(whyNotFromNumber(one, now))
    if (one.householdId !== null && homes.includes(one.householdId)) throw new Refused('sameFamily')
    homes.push(one.householdId)
  }
  return row
}

export const confirmIdentity = (
  parts: Parts,
  { villageId, personId, caller, now }: Him & { caller: Caller; now: Date },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const row = await mustKnow(tx, { villageId, personId }, [caller.personId], now)
    return proposeAct(tx, {
      what: 'identityCall',
      villageId,
      personId,
      // Whom they saw is known by this number and by no other.
      asked: { phone: row.phoneIndex },
      caller,
      now,
    })
  })

export const carryOutCall: CarryOut = (parts, act, second, now) => {
  const { villageId, personId } = act
  if (!personId) throw new Refused('notFound')
  return inVillage(parts.db, villageId, async (tx) => {
    const him = { villageId, personId }
    const row = await mustKnow(tx, him, [act.by, second.personId], now)
    if (row.phoneIndex !== act.asked.phone) throw new Refused('actNotWaiting')
    await takeAct(tx, act, second, now)
    await activateNumber(tx, him, 'call', now)
    await openPin(tx, him, new Date(now.getTime() + PIN_HOURS * HOUR))
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'identityCall',
      by: act.by,
      office: act.as,
      payload: { personId, second: second.personId, actId: act.id },
    })
    return null
  })
}

export const showCall: NonNullable<Shows['identityCall']> = async (tx, act, { keys }) => {
  const row = act.personId && (await findNumbers(tx, { villageId: act.villageId, personId: act.personId }))
  if (!row) return {}
  const phone = openPhone(keys, row.phone)
  return { number: shownNumber(keys, row, { phone, idNumber: null }, false, act.decidedAt ?? act.at) }
}

/** Whose numbers carry no ballot yet: found by his name, as he says it in the call. */
export const findToIdentify = (
  { db, keys }: Parts,
  { villageId, q, now }: { villageId: string; q: string; now: Date },
) =>
  inVillage(db, villageId, async (tx) => ({
    rows: (await notInUse(tx, villageId, q.normalize('NFC').trim(), now, MOST_FOUND)).map((row) => ({
      id: row.id,
      name: row.name,
      household: row.household,
      phoneMasked: maskIfAny('phone', openPhone(keys, row.phone)),
      since: row.numberSince?.toISOString() ?? null,
      activeFrom: row.activeFrom?.toISOString() ?? null,
    })),
  }))
