/** 手机通知: asks this browser for an address of its push service, and gives it back. */
import { pushApi } from '@cunyi/shared/api/push.ts'
import { call } from './api.ts'

export const canPush = () =>
  'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis

/** The worker of an installed build; none while developing. */
const workerHere = () => navigator.serviceWorker.getRegistration('/app/')

const bytesOf = (base64url: string) =>
  Uint8Array.from(atob(base64url.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0))
const textOf = (key: ArrayBuffer | null) =>
  btoa(String.fromCharCode(...new Uint8Array(key || new ArrayBuffer(0))))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replaceAll('=', '')

/** False where the person or the browser says no. */
export async function turnPushOn(publicKey: string): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false
  const worker = await workerHere()
  if (!worker) return false
  const found = await worker.pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) })
    .catch(() => null)
  if (!found) return false
  const [p256dh, auth] = [textOf(found.getKey('p256dh')), textOf(found.getKey('auth'))]
  await call(pushApi.subscribePush, {}, { endpoint: found.endpoint, p256dh, auth })
  return true
}

export async function turnPushOff(): Promise<void> {
  await call(pushApi.unsubscribePush, {})
}
