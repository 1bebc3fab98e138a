/** 未送达 at the village office: who was not reached and why, to be tried again or told in another way. And the gateway's reports. */
import { randomUUID } from 'node:crypto'
import { type MessageKey, messageCursor } from '@cunyi/shared/api/cursor.ts'
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { maySendAgain } from '@cunyi/shared/words/sending.ts'
import type { ToldBy } from '@cunyi/shared/words/undelivered.ts'
import { inVillage } from '#base/database/connect.ts'
import { appendEvidence } from '#base/evidence/actions.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openPhone } from '#base/system/identity.ts'
import type { Caller } from '#door/session/caller.ts'
import { sealPhone } from './actions.ts'
import { isSigned } from './channels/sms.ts'
import type { Outcome } from './outcome.ts'
import { lockById, lockMessage, updateMessage } from './queries/messages.ts'
import * as queries from './queries/undelivered.ts'
import { tellOf } from './undelivered.ts'

const PAGE = 50
type Asked = { villageId: string; messageId: string; personId: string; caller: Caller; now: Date }

export const listUndelivered = (
  parts: Parts,
  villageId: string,
  asked: { after?: MessageKey | undefined; limit?: number | undefined },
  now: Date,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const limit = asked.limit ?? PAGE
    const found = await queries.undeliveredPage(tx, villageId, asked.after ?? null, limit + 1)
    const shown = found.slice(0, limit)
    const last = found.length > limit ? shown.at(-1)?.row : undefined
    return {
      rows: shown.map(({ row, name, hasPhone, meetingTitle, opensAt }) => ({
        message: row.messageId,
        person: { id: row.personId, name },
        kind: row.kind,
        meeting:
          row.meetingId && meetingTitle && opensAt
            ? { id: row.meetingId, title: meetingTitle, opensAt: opensAt.toISOString() }
            : null,
        reason: row.reason,
        tries: row.tries,
        since: row.since.toISOString(),
        triedAt: row.triedAt.toISOString(),
        givenUpAt: row.givenUpAt?.toISOString() ?? null,
        isPast: row.until <= now,
        mayAgain: hasPhone && maySendAgain({ ...row, isOver: row.givenUpAt !== null }, now),
      })),
      next: last ? messageCursor(last) : null,
      open: await queries.countOpen(tx, villageId, now),
    }
  })

/** 再发一次: to the number he has now, under another key, or the gateway would take it for what it has had. */
export const sendAgain = (parts: Parts, { villageId, messageId, personId, caller, now }: Asked) =>
  inVillage(parts.db, villageId, async (tx) => {
    // In this order, as whoever notes what became of it.
    const message = await lockById(tx, messageId)
    const row = await queries.lockUndelivered(tx, { villageId, messageId, personId })
    if (!row || message?.division !== villageId) throw new Refused('notFound')
    if (row.toldAt || row.givenUpAt === null) throw new Refused('alreadyDone')
    if (!maySendAgain({ ...row, isOver: true }, now)) throw new Refused('messageTooLate')
    const phone = openPhone(parts.keys, await queries.phoneOfPerson(tx, villageId, personId))
    if (phone === null) throw new Refused('noPhoneToSendTo')
    const again = {
      tries: 0,
      nextAt: now,
      isHeld: false,
      sentAt: null,
      failedAt: null,
      reportedAt: null,
      failure: null,
    }
    await updateMessage(tx, messageId, {
      ...again,
      key: randomUUID(),
      ...(message.phone === null ? {} : { phone: sealPhone(parts, phone) }),
    })
    await tellOf(tx, parts, { ...message, tries: 0 }, { is: 'again' }, now)
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'sendAgain',
      by: caller.personId,
      office: caller.offices[0] ?? null,
      meetingId: message.meetingId,
      payload: { person: personId, kind: row.kind },
    })
    return { ok: true as const }
  })

/** 另行告知: by telephone or at the door; the line is settled. */
export const tellOtherwise = (
  parts: Parts,
  { villageId, messageId, personId, caller, now }: Asked,
  how: ToldBy,
) =>
  inVillage(parts.db, villageId, async (tx) => {
    const key = { villageId, messageId, personId }
    const row = await queries.lockUndelivered(tx, key)
    if (!row) throw new Refused('notFound')
    if (row.toldAt) throw new Refused('alreadyDone')
    await queries.updateUndelivered(tx, key, { toldBy: how, toldAt: now })
    const { meetingId, kind } = row
    for (const react of parts.reactions.toldOtherwise)
      await react(tx, { villageId, personId, meetingId, kind, how, by: caller.personId, now })
    await appendEvidence(tx, {
      villageId,
      at: now,
      act: 'tellOtherwise',
      by: caller.personId,
      office: caller.offices[0] ?? null,
      meetingId,
      payload: { person: personId, kind, how },
    })
    return { ok: true as const }
  })

export type Reported = {
  villageId: string
  delivery: string
  state: 'delivered' | 'failed'
  at: string
  now: Date
}

/** 送达回报: believed only where it is signed; what is known for certain is not changed by a later one. */
export async function reportDelivery(parts: Parts, reported: Reported, signature: unknown) {
  const { villageId, delivery, state, now } = reported
  if (!isSigned(parts.config.sms?.reportSecret, reported, signature)) throw new Refused('reportUnsigned')
  await inVillage(parts.db, villageId, async (tx) => {
    const message = await lockMessage(tx, villageId, delivery)
    if (!message) throw new Refused('notFound')
    if (message.failedAt || message.reportedAt) return
    // Not noted as sent: the gateway was quicker than this server's own note, which was lost.
    const sentAt = message.sentAt ?? now
    const settled = { sentAt, reportedAt: now, nextAt: null, isHeld: false, sealed: null }
    const isLost = state === 'failed'
    const outcome: Outcome = isLost
      ? { is: 'failed', reason: 'reportedFailed', nextAt: null }
      : { is: 'delivered' }
    await updateMessage(
      tx,
      message.id,
      isLost ? { ...settled, failedAt: now, failure: 'reportedFailed' } : settled,
    )
    await tellOf(tx, parts, message, outcome, now)
  })
  return { ok: true as const }
}
