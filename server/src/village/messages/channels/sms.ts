/** 短信 over HTTP. What a gateway takes and reports is written down in README.md beside this file. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { mustBeOutside } from '#base/database/within.ts'
import type { SmsSettings } from '#base/system/config.ts'
import { messageOf } from '#base/system/log.ts'
import { type Channel, NotTaken } from './protocol.ts'

const PATIENCE = 10_000
/** The gateway will never take this number: the contract's word for it. All else may be otherwise later. */
const FOR_GOOD: readonly number[] = [410, 422]

export const smsChannel = ({ url, token, patience = PATIENCE }: SmsSettings): Channel => ({
  name: 'sms',
  send: async ({ phone, text, key, reportTo, voice }) => {
    const response = await ask(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify({ phone, text, ...(reportTo ? { reportTo } : {}), ...(voice ? { voice } : {}) }),
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
    if (response.ok) return
    const reason = FOR_GOOD.includes(response.status)
      ? 'numberRefused'
      : response.status >= 500
        ? 'gatewayAway'
        : 'gatewayRefused'
    throw new NotTaken(reason, `the SMS gateway answered ${response.status}`)
  },
})

async function ask(url: string, request: RequestInit): Promise<Response> {
  mustBeOutside('an SMS gateway')
  try {
    const response = await fetch(url, request)
    // Read to its end, or the connection is not used again.
    await response.arrayBuffer()
    return response
  } catch (error) {
    throw new NotTaken('gatewayAway', `the SMS gateway did not answer: ${messageOf(error)}`)
  }
}

export type Report = { delivery: string; state: string; at: string }

/** Over what the report says of which message, so that none can be used for another. */
export const signReport = (secret: string, { delivery, state, at }: Report): string =>
  `sha256=${createHmac('sha256', secret).update(`${delivery}.${state}.${at}`).digest('hex')}`

export function isSigned(secret: string | undefined, report: Report, given: unknown): boolean {
  if (secret === undefined || typeof given !== 'string') return false
  const [wanted, found] = [Buffer.from(signReport(secret, report)), Buffer.from(given)]
  return wanted.length === found.length && timingSafeEqual(wanted, found)
}
