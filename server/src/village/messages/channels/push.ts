/** 手机通知 by Web Push: off unless the VAPID settings are there. The push service sees an address and ciphertext. */
import { mustBeOutside } from '#base/database/within.ts'
import type { PushSettings } from '#base/system/config.ts'

const PATIENCE = 10_000
/** A reminder that reached no phone in this time comes too late. */
const KEPT_SECONDS = 6 * 3600

export type Subscription = { endpoint: string; p256dh: string; auth: string }
export type PushNote = { title: string; body: string; link: string }

/** A browser names the address the server posts to: only known push services, or it could be sent anywhere. */
export function isPushService(endpoint: string, { services }: Pick<PushSettings, 'services'>): boolean {
  const { origin, protocol, port, hostname } = new URL(endpoint)
  const isUsual = protocol === 'https:' && port === ''
  return services.some(
    (one) => one === origin || (isUsual && (hostname === one || hostname.endsWith(`.${one}`))),
  )
}

/** gone: this browser wants no more. Throws when the message was not taken. */
export async function sendPush(
  settings: PushSettings,
  subscription: Subscription,
  note: PushNote,
  key: string,
): Promise<'sent' | 'gone'> {
  mustBeOutside('a push service')
  const { endpoint, ...keys } = subscription
  if (!isPushService(endpoint, settings)) return 'gone'
  // Loaded only where it is used.
  const { default: webPush } = await import('web-push')
  const { publicKey, privateKey, subject } = settings
  const request = webPush.generateRequestDetails({ endpoint, keys }, JSON.stringify({ ...note, key }), {
    vapidDetails: { publicKey, privateKey, subject },
    TTL: KEPT_SECONDS,
    // A second try takes the place of the first.
    topic: key.replaceAll('-', ''),
  })
  // fetch reckons the length itself.
  const { 'Content-Length': _, ...headers } = request.headers as Record<string, string>
  const response = await fetch(endpoint, {
    method: 'POST',
    headers,
    body: new Uint8Array(request.body as Buffer),
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
  })
  await response.arrayBuffer()
  if (response.status === 404 || response.status === 410) return 'gone'
  if (!response.ok) throw new Error(`the push service answered ${response.status}`)
  return 'sent'
}
