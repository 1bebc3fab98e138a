/** 通道: how a message leaves. SMS goes out over HTTP; the demo and tests keep it in the outbox, where a page shows it. */
import type { Config } from '../config.ts'

export interface Channel {
  name: 'sms' | 'outbox'
  /** Throws when the message was not taken. */
  send(message: { phone: string; text: string }): Promise<void>
}

const PATIENCE = 10_000

/**
 * POST {phone, text} as JSON with a bearer token; any 2xx means taken. A gateway with another form is put behind
 * a small adapter that speaks this one.
 */
export const smsChannel = ({ url, token }: { url: string; token: string | undefined }): Channel => ({
  name: 'sms',
  send: async ({ phone, text }) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ phone, text }),
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    })
    if (!response.ok) throw new Error(`the SMS gateway answered ${response.status}`)
  },
})

const outboxChannel: Channel = { name: 'outbox', send: async () => {} }

export const channelOf = ({ sms }: Pick<Config, 'sms'>): Channel => (sms ? smsChannel(sms) : outboxChannel)
