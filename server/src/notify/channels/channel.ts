/** 通道: how a message leaves. The demo and tests keep it in the outbox, where a page shows it. */
import type { Config } from '../../config.ts'
import { smsChannel } from './sms.ts'

export type Outgoing = {
  phone: string
  text: string
  /** The same for every try of one message: the gateway sends it once. */
  key: string
  /** Where the gateway may report what became of it. */
  reportTo?: string
}

export interface Channel {
  name: 'sms' | 'outbox'
  /** Throws when the message was not taken. */
  send(message: Outgoing): Promise<void>
}

const outboxChannel: Channel = { name: 'outbox', send: async () => {} }

export const channelOf = ({ sms }: Pick<Config, 'sms'>): Channel => (sms ? smsChannel(sms) : outboxChannel)
