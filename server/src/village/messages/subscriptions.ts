/** 手机通知: switched on and off in one browser, by whoever is logged in there. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openField, sealField } from '#base/system/keys.ts'
import type { Caller } from '#door/session/caller.ts'
import { isPushService, type PushNote, type Subscription, sendPush } from './channels/push.ts'
import * as queries from './queries/subscriptions.ts'

const PLACE = 'push_subscriptions.sealed'

export async function getPushKey(parts: Parts, caller: Caller) {
  const publicKey = parts.config.push?.publicKey ?? null
  const on = await inVillage(parts.db, caller.village, (tx) => queries.isSubscribed(tx, caller))
  return { publicKey, on: publicKey !== null && on }
}

export async function subscribePush(parts: Parts, caller: Caller, subscription: Subscription, now: Date) {
  if (!parts.config.push) throw new Refused('pushOff')
  if (!isPushService(subscription.endpoint, parts.config.push)) throw new Refused('pushServiceUnknown')
  const sealed = sealField(parts.keys, PLACE, JSON.stringify(subscription))
  await inVillage(parts.db, caller.village, (tx) => queries.keepSubscription(tx, caller, sealed, now))
  return { ok: true as const }
}

export async function unsubscribePush(parts: Parts, caller: Caller) {
  await inVillage(parts.db, caller.village, (tx) => queries.dropDevice(tx, caller))
  return { ok: true as const }
}

/** Who gets reminders in a browser as well; nobody where it is off. */
export async function subscribers(tx: Tx, parts: Parts, villageId: string, now: Date): Promise<Set<string>> {
  if (!parts.config.push) return new Set()
  return new Set((await queries.subscriptionsOf(tx, villageId, now)).map((one) => one.personId))
}

/** To every browser of one person. A browser that wants no more is forgotten; false: none is left. */
export async function pushTo(
  parts: Parts,
  { villageId, personId, key, now }: { villageId: string; personId: string; key: string; now: Date },
  note: PushNote,
): Promise<boolean> {
  const { push } = parts.config
  if (!push) return false
  let sent = 0
  let failure: unknown = null
  const found = await inVillage(parts.db, villageId, (tx) =>
    queries.subscriptionsOf(tx, villageId, now, personId),
  )
  for (const { id, sealed } of found) {
    const subscription: Subscription = JSON.parse(openField(parts.keys, PLACE, sealed))
    try {
      if ((await sendPush(push, subscription, note, key)) === 'sent') sent += 1
      else await inVillage(parts.db, villageId, (tx) => queries.dropSubscription(tx, villageId, id))
    } catch (error) {
      failure = error
    }
  }
  if (sent === 0 && failure) throw failure
  return sent > 0
}
