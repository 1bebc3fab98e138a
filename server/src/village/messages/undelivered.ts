/** 未送达: written for the office of the village whose person a message did not reach; gone when it reaches him after all. */

import { shanghaiDate } from '@cunyi/shared/words/days.ts'
import { isToldOf } from '@cunyi/shared/words/sending.ts'
import { isNews } from '@cunyi/shared/words/undelivered.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { phoneIndexOf } from '#base/system/identity.ts'
import { phoneOfMessage } from './actions.ts'
import type { Outcome } from './outcome.ts'
import type { OutboxRow } from './queries/messages.ts'
import { dropOfKind, dropUndelivered, peopleWithPhone, putUndelivered } from './queries/undelivered.ts'

type Whom = { villageId: string; personId: string }

/** A browser comes beside the phone, never in its place: of it the office is told nothing. */
export async function keepUndelivered(
  tx: Tx,
  { villageId, personId }: Whom,
  message: OutboxRow,
  outcome: Outcome,
  now: Date,
): Promise<void> {
  const { id: messageId, kind, meetingId, tries, createdAt: since } = message
  if (message.channel === 'push' || isNews(kind)) return
  const isCode = kind === 'code'
  if (outcome.is !== 'failed') {
    if (isCode) await dropOfKind(tx, { villageId, personId }, kind)
    else await dropUndelivered(tx, { villageId, messageId, personId })
    return
  }
  const { reason, nextAt, isOver } = outcome
  if (!isToldOf(tries, nextAt === null)) return
  if (isCode) await dropOfKind(tx, { villageId, personId }, kind)
  await putUndelivered(tx, {
    villageId,
    messageId,
    personId,
    kind,
    meetingId,
    reason,
    tries,
    since,
    triedAt: now,
    until: isOver ? now : (message.until ?? now),
    givenUpAt: nextAt === null ? now : null,
  })
}

/** A code belongs to a phone: whose it is, in each village. */
export async function peopleOf(tx: Tx, parts: Parts, message: OutboxRow, now: Date): Promise<Whom[]> {
  const phone = phoneOfMessage(parts, message.phone)
  if (phone === null) return []
  const found = await peopleWithPhone(tx, phoneIndexOf(parts.keys, phone), shanghaiDate(now))
  return found.map(({ village, personId }) => ({ villageId: village, personId }))
}

/** In the village's own transaction: the office's list, and whoever else wants to know. */
export async function tellOf(
  tx: Tx,
  parts: Parts,
  message: OutboxRow,
  outcome: Outcome,
  now: Date,
): Promise<void> {
  const { division: villageId, personId } = message
  if (villageId === null) return
  if (personId !== null) await keepUndelivered(tx, { villageId, personId }, message, outcome, now)
  for (const react of parts.reactions.messageTried) await react(tx, parts, message, outcome, now)
}
