/** 发出: one message, by whichever process gets to it first; and what the gateway reports of it. */
import { nextTryAt, pushNote, reminderText } from '@cunyi/shared/meeting/remind.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone } from '#base/system/identity.ts'
import { messageOf } from '#base/system/log.ts'
import { loadMeeting } from '#matters/sittings/queries/meetings.ts'
import { enqueueMessages } from '#village/messages/actions.ts'
import { channelOf } from '#village/messages/channels/channel.ts'
import { isSigned } from '#village/messages/channels/sms.ts'
import { pushTo } from '#village/messages/subscriptions.ts'
import { isStillAwaited, meetingLink } from './facts.ts'
import { lockDelivery, updateDelivery } from './queries.ts'

/**
 * The message leaves inside the transaction that notes it. Stopped in between, it is asked for again with the same
 * key, and the gateway sends it once. False: the gateway did not take it, and it has to be tried again.
 */
export async function sendDelivery(parts: Parts, villageId: string, id: string, now: Date): Promise<boolean> {
  return inVillage(parts.db, villageId, async (tx) => {
    const row = await lockDelivery(tx, villageId, id)
    if (row?.state !== 'waiting') return true
    // With a queue the turn is the queue's.
    if (!parts.queue && (!row.nextAt || row.nextAt > now)) return false
    const end = { nextAt: null, endedAt: now }
    const meeting = await loadMeeting(tx, villageId, row.meetingId)
    const one = await isStillAwaited(tx, meeting, row.personId, now)
    const phone = (one && openPhone(parts.keys, one.phone)) ?? ''
    const isPush = row.channel === 'push'
    if (!one || (phone === '' && !isPush)) {
      await updateDelivery(tx, villageId, id, { ...end, state: 'notNeeded' })
      return true
    }
    const facts = { ...meeting, link: meetingLink(parts, villageId, meeting.id) }
    const text = reminderText(facts)
    const attempts = row.attempts + 1
    const { publicUrl, sms } = parts.config
    try {
      if (isPush) {
        const { personId } = row
        const hasSent = await pushTo(tx, parts, { villageId, personId, key: id, now }, pushNote(facts))
        if (!hasSent) {
          const failure = 'no browser left'
          await updateDelivery(tx, villageId, id, { ...end, attempts, state: 'failed', failure })
          return true
        }
      } else if (row.channel === 'outbox')
        await enqueueMessages(
          tx,
          parts,
          [
            {
              kind: 'reminder',
              phone,
              text,
              division: villageId,
              personId: row.personId,
              meetingId: meeting.id,
            },
          ],
          now,
        )
      else
        await channelOf(parts.config).send({
          phone,
          text,
          key: id,
          ...(sms?.reportSecret
            ? { reportTo: `${publicUrl}/api/villages/${villageId}/deliveries/${id}/report` }
            : {}),
        })
    } catch (error) {
      const failure = messageOf(error)
      const nextAt = parts.queue ? row.nextAt : nextTryAt(row.createdAt, attempts, now)
      const then = nextAt ? { nextAt } : { ...end, state: 'failed' as const }
      await updateDelivery(tx, villageId, id, { attempts, failure, ...then })
      return false
    }
    await updateDelivery(tx, villageId, id, { attempts, nextAt: null, sentAt: now, state: 'sent' })
    return true
  })
}

/** The queue has tried it to the end of its patience. */
export async function giveUp(parts: Parts, villageId: string, id: string, now: Date): Promise<void> {
  await inVillage(parts.db, villageId, async (tx) => {
    const row = await lockDelivery(tx, villageId, id)
    if (row?.state !== 'waiting') return
    await updateDelivery(tx, villageId, id, { nextAt: null, endedAt: now, state: 'failed' })
  })
}

type Reported = { villageId: string; delivery: string; state: 'delivered' | 'failed'; at: string; now: Date }

/** 送达回报: believed only where it is signed; what is known for certain is not changed by a later one. */
export async function reportDelivery(
  parts: Parts,
  { villageId, delivery, state, at, now }: Reported,
  signature: unknown,
) {
  if (!isSigned(parts.config.sms?.reportSecret, { delivery, state, at }, signature))
    throw new Refused('reportUnsigned')
  await inVillage(parts.db, villageId, async (tx) => {
    const row = await lockDelivery(tx, villageId, delivery)
    if (!row) throw new Refused('notFound')
    // Waiting: the gateway was quicker than this server's own note, which was lost.
    if (row.state === 'delivered' || row.state === 'failed' || row.state === 'notNeeded') return
    await updateDelivery(tx, villageId, delivery, {
      state,
      nextAt: null,
      sentAt: row.sentAt ?? now,
      endedAt: now,
    })
  })
  return { ok: true as const }
}
