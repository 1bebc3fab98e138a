/** 没有网络时: the worker that keeps the app, who was here last, and from when what is shown was seen. */
import { ref } from 'vue'
import { onSeen } from './api.ts'

/** When what stands on the page was seen, where it did not come from the server just now. */
export const seenAt = ref<string | null>(null)
const WHO = 'cunyi.who'
const HALF = 'cunyi.half.'

/** Nothing a voter needs depends on it: where a browser knows no worker, the pages work without. */
export function startWorker() {
  onSeen((time) => {
    seenAt.value = time
  })
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  addEventListener('load', () => {
    navigator.serviceWorker.register('/sw.js', { scope: '/app/' }).catch(() => undefined)
    // 公开栏: its pages carry no script of their own, so that whoever has the app keeps them from here.
    navigator.serviceWorker.register('/board-sw.js', { scope: '/' }).catch(() => undefined)
  })
}

/** Whoever leaves this phone, or hands it on, leaves nothing of his behind. */
export async function clearSeen() {
  try {
    localStorage.removeItem(WHO)
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(HALF)) sessionStorage.removeItem(key)
    if ('caches' in globalThis) await caches.delete('seen')
  } catch {
    // Storage is forbidden here: then nothing was kept either.
  }
}

export function keepWho(who: unknown) {
  try {
    localStorage.setItem(WHO, JSON.stringify(who))
  } catch {
    // Without storage the app opens only with a connection.
  }
}
export function lastWho<T>(): T | null {
  try {
    return JSON.parse(localStorage.getItem(WHO) ?? 'null')
  } catch {
    return null
  }
}

/** 填了一半的选票: survives a reload in this page, is never sent by itself, and goes when it is cast or taken back. */
export function keepHalf(key: string, choice: string | null) {
  try {
    if (choice) sessionStorage.setItem(HALF + key, choice)
    else sessionStorage.removeItem(HALF + key)
  } catch {
    // Then it lives as long as the page does.
  }
}
export function halfOf(key: string): string | null {
  try {
    return sessionStorage.getItem(HALF + key)
  } catch {
    return null
  }
}
