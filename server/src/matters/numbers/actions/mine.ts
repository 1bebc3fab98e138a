/** 我的号码: changed by himself with a code to both numbers; and his word on what a clerk has proposed. */
import { carriesBallot, whyNotFromNumber } from '@cunyi/shared/law/numbers.ts'
import { mask, maskIfAny } from '@cunyi/shared/words/masking.ts'
import { must, Refused } from '@cunyi/shared/words/refusal.ts'
import { across, inVillage, type Tx } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone, phoneIndexOf, sealIdentity } from '#base/system/identity.ts'
import { endSessions } from '#door/session/actions.ts'
import type { Caller } from '#door/session/caller.ts'
import { findAct, findWaiting, noteInAct } from '#matters/acts/queries.ts'
import { phoneOf, sendCode, useCode } from '#village/accounts/codes.ts'
import { findNumbers, lockNumbers, updateNumbers } from '#village/people/queries/numbers.ts'
import { tellOldNumbers } from '../tell.ts'
import { showNumber } from './change.ts'

const himOf = ({ village, personId }: Caller) => ({ villageId: village, personId })

export const getMyNumber = (parts: Parts, caller: Caller, now: Date) =>
  inVillage(parts.db, caller.village, async (tx) => {
    const row = await findNumbers(tx, himOf(caller))
    if (!row) throw new Refused('notFound')
    const act = await findWaiting(tx, {
      ...himOf(caller),
      what: 'changeNumber',
    })
    const shown = act && (await showNumber(tx, act, parts, caller)).number
    return {
      phoneMasked: maskIfAny('phone', openPhone(parts.keys, row.phone)),
      since: row.numberSince?.toISOString() ?? null,
      active: carriesBallot(row, now),
      activeFrom: row.activeFrom?.toISOString() ?? null,
      activeBy: row.activeBy,
      proposed:
        act && (act.dueAt === null || act.dueAt > now)
          ? {
              actId: act.id,
              phoneAfter: shown?.phone?.after ?? null,
              at: act.at.toISOString(),
              agreed: shown?.agreed ?? false,
            }
          : null,
    }
  })

/** Only from a number that is in use: who was given a new one cannot hand it on. */
async function oldNumberOf(parts: Parts, tx: Tx, caller: Caller, now: Date) {
  const row = await lockNumbers(tx, himOf(caller))
  const phone = openPhone(parts.keys, row?.phone ?? null)
  if (!row || !phone) throw new Refused('notFound')
  must(whyNotFromNumber(row, now))
  return { row, phone }
}

export async function askNumberCodes(
  parts: Parts,
  asked: { phone: string; caller: Caller; address: string; now: Date },
) {
  const { caller, now } = asked
  const phone = phoneOf(parts, asked.phone)
  const old = await inVillage(
    parts.db,
    caller.village,
    async (tx) => (await oldNumberOf(parts, tx, caller, now)).phone,
  )
  if (phone === old) throw new Refused('alreadyDone')
  const send = (to: string) =>
    sendCode(parts, { phone: to, challenge: undefined, address: asked.address, isKnown: true, now })
  const first = await send(old)
  const second = await send(phone)
  return {
    expiresIn: Math.min(first.expiresIn, second.expiresIn),
    again: Math.max(first.again, second.again),
    oldChallenge: first.challenge,
    newChallenge: second.challenge,
    oldMasked: mask('phone', old),
  }
}

type Code = { code: string; challenge: string }

export async function changeMyNumber(
  parts: Parts,
  asked: { phone: string; old: Code; new: Code; caller: Caller; now: Date },
) {
  const { caller, now } = asked
  const { keys } = parts
  const phone = phoneOf(parts, asked.phone)
  const him = himOf(caller)
  const before = await inVillage(
    parts.db,
    caller.village,
    async (tx) => (await oldNumberOf(parts, tx, caller, now)).phone,
  )
  if (before === phone) throw new Refused('alreadyDone')
  // Wrong tries last, although the request is refused.
  for (const [number, code] of [
    [before, asked.old],
    [phone, asked.new],
  ] as const) {
    const phoneIndex = phoneIndexOf(keys, number)
    const { refusal } = await across(parts.db, (tx) => useCode(tx, parts, { phoneIndex, ...code, now }))
    must(refusal)
  }
  return inVillage(parts.db, caller.village, async (tx) => {
    const { row, phone: old } = await oldNumberOf(parts, tx, caller, now)
    if (old !== before) throw new Refused('alreadyDone')
    await endSessions(tx, { villageId: him.villageId, personIds: [him.personId] }, now)
    const sealed = sealIdentity(keys, { phone, idNumber: null })
    await updateNumbers(tx, him, {
      phone: sealed.phone,
      phoneIndex: sealed.phoneIndex,
      numberSince: now,
      activeFrom: now,
      activeBy: 'self',
      changedAt: now,
    })
    const told = [{ personId: him.personId, name: row.name, phone: old }]
    await tellOldNumbers(tx, parts, 'numberChanged', him.villageId, told, now)
    await appendEvidence(tx, {
      villageId: him.villageId,
      at: now,
      act: 'changeMyNumber',
      by: him.personId,
      office: null,
      payload: { personId: him.personId, fields: ['phone'] },
    })
    return { ok: true as const }
  })
}

/** 旧号码确认: said while the old number is still his; once the second person says yes the new one is in use at once. */
export const agreeToNumber = (
  parts: Parts,
  { villageId, actId, caller, now }: { villageId: string; actId: string; caller: Caller; now: Date },
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const act = await findAct(tx, { villageId, id: actId })
    if (act?.what !== 'changeNumber' || act.personId !== caller.personId) throw new Refused('notFound')
    if (act.state !== 'waiting' || (act.dueAt && act.dueAt <= now)) throw new Refused('actNotWaiting')
    await oldNumberOf(parts, tx, caller, now)
    await noteInAct(tx, act, { ...act.asked, agreed: now.toISOString() })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'agreeToNumber',
      by: caller.personId,
      office: null,
      payload: { personId: caller.personId, actId },
    })
    return { ok: true as const }
  })
