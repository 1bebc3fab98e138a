import { randomUUID } from 'node:crypto'
import { mask } from '@cunyi/shared/words/masking.ts'
import { type MessageKey, messageText } from '@cunyi/shared/words/messages.ts'
import { across, type Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openField, sealField } from '#base/system/keys.ts'
import { messageOf } from '#base/system/log.ts'
import { channelOf } from './channels/channel.ts'
import { insertMessages, lockUnsent, markMessage } from './queries/messages.ts'

const PLACE = 'outbox.phone'
/** A gateway that is away is asked again for this long. */
const GIVE_UP_AFTER = 6 * 3_600_000

export type Message = {
  kind: 'notice' | 'reminder'
  phone: string
  text: string
  division?: string
  personId?: string
  meetingId?: string
}

/** 发通知: put down in the transaction that decides it, sent after its commit. */
export async function enqueueMessages(
  tx: Tx,
  parts: Parts,
  messages: readonly Message[],
  now: Date,
): Promise<void> {
  const channel = channelOf(parts.config)
  await insertMessages(
    tx,
    messages.map(({ kind, phone, text, division, personId, meetingId }) => ({
      id: randomUUID(),
      kind,
      channel: channel.name,
      phone: sealField(parts.keys, PLACE, phone),
      text,
      division: division ?? null,
      personId: personId ?? null,
      meetingId: meetingId ?? null,
      createdAt: now,
      sentAt: channel.name === 'outbox' ? now : null,
    })),
  )
}

export type LoginCode = { phone: string; code: string; minutes: number; voice: boolean; now: Date }

/**
 * 验证码 leaves at once. Where it goes out by SMS it is not kept: the line in the outbox says only that one was sent.
 */
export async function sendCode(parts: Parts, { phone, code, minutes, voice, now }: LoginCode): Promise<void> {
  const channel = channelOf(parts.config)
  const key: MessageKey = voice ? 'voiceCode' : 'loginCode'
  const said = voice ? [...code].join('、') : code
  const shown = channel.name === 'outbox' ? said : mask('passage', code)
  const row = {
    id: randomUUID(),
    kind: 'code',
    channel: channel.name,
    phone: sealField(parts.keys, PLACE, phone),
    text: messageText(key, { code: shown, minutes }),
    createdAt: now,
  }
  try {
    await channel.send({ phone, text: messageText(key, { code: said, minutes }), key: row.id, voice })
    await across(parts.db, (tx) => insertMessages(tx, [{ ...row, sentAt: now }]))
  } catch (error) {
    const failure = messageOf(error)
    parts.log.error({ reason: failure }, 'a log-in code could not be sent')
    await across(parts.db, (tx) => insertMessages(tx, [{ ...row, failedAt: now, failure }]))
  }
}

/** One message of the outbox, by whichever process gets to it first. */
export async function sendOne(parts: Parts, id: string, now: Date): Promise<void> {
  await across(parts.db, async (tx) => {
    const row = await lockUnsent(tx, id)
    if (!row?.phone) return
    try {
      await channelOf(parts.config).send({
        phone: openField(parts.keys, PLACE, row.phone),
        text: row.text,
        key: row.id,
      })
      await markMessage(tx, id, { sentAt: now })
    } catch (error) {
      const failure = messageOf(error)
      const isOver = now.getTime() - row.createdAt.getTime() > GIVE_UP_AFTER
      await markMessage(tx, id, isOver ? { failure, failedAt: now } : { failure })
    }
  })
}

export const phoneOfMessage = (parts: Pick<Parts, 'keys'>, sealed: Buffer | null): string | null =>
  sealed === null ? null : openField(parts.keys, PLACE, sealed)
