/** 通道: how a message leaves. The demo and tests keep it in the outbox, where a page shows it. */
import type { Config } from '#base/system/config.ts'
import type { Channel } from './protocol.ts'
import { smsChannel } from './sms.ts'

const outboxChannel: Channel = { name: 'outbox', send: async () => {} }

export const channelOf = ({ sms }: Pick<Config, 'sms'>): Channel => (sms ? smsChannel(sms) : outboxChannel)
