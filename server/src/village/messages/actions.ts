/** 发件箱: what is to leave is put down in the transaction that decides it, and leaves after its commit (send.ts). */
import { randomUUID } from 'node:crypto'
import { mask } from '@cunyi/shared/words/masking.ts'
import { type MessageKey, messageText } from '@cunyi/shared/words/messages.ts'
import type { SentKind } from '@cunyi/shared/words/undelivered.ts'
import type { SendingChannel } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { openField, sealField } from '#base/system/keys.ts'
import { channelOf } from './channels/channel.ts'
import { insertMessages, type OutboxRow } from './queries/messages.ts'

export { isFollowed } from './queries/messages.ts'

const PHONE = 'outbox.phone'
const SEALED = 'outbox.sealed'
const MINUTE = 60_000

export type Message = {
  /** Its own where something else is known by it. */
  id?: string
  kind: Exclude<SentKind, 'code'>
  /** If not said: the one by which texts reach phones here. */
  channel?: SendingChannel
  /** Null: number and text are looked up when it leaves (`Reactions.messageLeaving`), and kept nowhere. */
  phone: string | null
  text: string
  division: string
  personId: string
  meetingId?: string
  /** Later it makes no sense any more. */
  until: Date
}

export async function enqueueMessages(
  tx: Tx,
  parts: Parts,
  messages: readonly Message[],
  now: Date,
): Promise<void> {
  const usual = channelOf(parts.config).name
  await insertMessages(
    tx,
    messages.map(({ id, kind, channel = usual, phone, text, division, personId, meetingId, until }) => ({
      id: id ?? randomUUID(),
      kind,
      channel,
      phone: phone === null ? null : sealPhone(parts, phone),
      text,
      division,
      personId,
      meetingId: meetingId ?? null,
      createdAt: now,
      until,
      ...(channel === 'outbox' && phone !== null ? { sentAt: now } : { nextAt: now }),
    })),
  )
}

export type LoginCode = {
  phone: string
  /** Somebody's on a roll; to nobody else anything is sent. */
  isKnown: boolean
  code: string
  minutes: number
  voice: boolean
  now: Date
}

/**
 * 验证码: before everything else that waits. Where it goes out by SMS it is kept sealed until it has left, and the line
 * says only that there was one. A phone that nobody knows costs the same work, so that the time tells nothing.
 */
export async function enqueueCode(
  tx: Tx,
  parts: Parts,
  { phone, isKnown, code, minutes, voice, now }: LoginCode,
): Promise<void> {
  const { name: channel } = channelOf(parts.config)
  const key: MessageKey = voice ? 'voiceCode' : 'loginCode'
  const said = messageText(key, { code: voice ? [...code].join('、') : code, minutes })
  const line = {
    id: randomUUID(),
    kind: 'code' as const,
    channel,
    isSpoken: voice,
    rank: 0,
    createdAt: now,
    until: new Date(now.getTime() + minutes * MINUTE),
  }
  const sealedPhone = sealPhone(parts, phone)
  if (channel === 'outbox') {
    if (isKnown) await insertMessages(tx, [{ ...line, phone: sealedPhone, text: said, sentAt: now }])
    return
  }
  const sealed = sealField(parts.keys, SEALED, said)
  const text = messageText(key, { code: mask('passage', code), minutes })
  const leaves = { phone: sealedPhone, sealed, text, nextAt: now }
  await insertMessages(tx, [{ ...line, ...(isKnown ? leaves : { text: '' }) }])
}

export const sealPhone = (parts: Pick<Parts, 'keys'>, phone: string): Buffer =>
  sealField(parts.keys, PHONE, phone)
export const phoneOfMessage = (parts: Pick<Parts, 'keys'>, sealed: Buffer | null): string | null =>
  sealed === null ? null : openField(parts.keys, PHONE, sealed)
/** What is said to the phone; in the line itself a code is struck out. */
export const textOfMessage = (
  parts: Pick<Parts, 'keys'>,
  { sealed, text }: Pick<OutboxRow, 'sealed' | 'text'>,
): string => (sealed === null ? text : openField(parts.keys, SEALED, sealed))
