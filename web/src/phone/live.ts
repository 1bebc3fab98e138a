import { attendApi } from '@cunyi/shared/api/meetings/attend.ts'
import type { MeetingNow } from '@cunyi/shared/api/meetings/shapes.ts'
import { onMounted, onUnmounted, ref, shallowRef } from 'vue'
import { tellTime } from '../say/times.ts'
import { waitAfter } from './again.ts'
import { call, getAccessToken, Refused, refresh } from './api.ts'

export type LiveState = 'connecting' | 'live' | 'polling' | 'away'
const TOKEN_REFUSED = 4401
const NOT_HERE = 4403

/**
 * 现场: the whole state of one meeting, told by the server over a WebSocket; where that is blocked it is asked
 * for every few seconds. A lost connection is taken up again by itself; an older state never replaces a newer.
 */
export function useMeetingNow(
  village: string,
  meeting: string,
  onChange: (now: MeetingNow) => void = () => {},
  /** `each`: also when people came or voted, for who looks at names; the counts stand in what is told. */
  when: 'structure' | 'each' = 'structure',
) {
  const now = shallowRef<MeetingNow | null>(null)
  const state = ref<LiveState>('connecting')
  const error = shallowRef<unknown>(null)
  let socket: WebSocket | null = null
  let failures = 0
  let stopped = false
  let retry: ReturnType<typeof setTimeout> | undefined
  let asking: ReturnType<typeof setTimeout> | undefined
  let rereading: ReturnType<typeof setTimeout> | undefined

  function take(next: MeetingNow) {
    tellTime(next.asOf)
    if (now.value && next.revision < now.value.revision) return
    const known = now.value
    const changed =
      !known || next.structure > known.structure || (when === 'each' && next.revision > known.revision)
    now.value = next
    if (!changed || rereading) return
    // All screens heard this in the same moment: what they read again is spread over two seconds.
    rereading = setTimeout(() => {
      rereading = undefined
      onChange(now.value ?? next)
    }, Math.random() * 2000)
  }

  function connect() {
    if (stopped) return
    clearTimeout(retry)
    const at = `/api/villages/${encodeURIComponent(village)}/meetings/${encodeURIComponent(meeting)}/live`
    try {
      socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${at}`)
    } catch {
      return lost()
    }
    socket.onopen = () =>
      socket?.send(JSON.stringify({ token: getAccessToken(), revision: now.value?.revision ?? 0 }))
    socket.onmessage = (event) => {
      failures = 0
      state.value = 'live'
      clearTimeout(asking)
      take(JSON.parse(String(event.data)))
    }
    socket.onclose = (event) => {
      if (event.code === NOT_HERE) return
      if (event.code === TOKEN_REFUSED) void refresh().catch(() => false)
      lost()
    }
  }
  function lost() {
    socket = null
    if (stopped) return
    failures += 1
    if (state.value !== 'polling') state.value = failures > 1 ? 'polling' : 'connecting'
    clearTimeout(asking)
    // Not all in the moment in which all have lost it.
    asking = setTimeout(ask, Math.random() * 1000)
    retry = setTimeout(connect, waitAfter(failures))
  }
  /** The plain way: also the first read, so that a page never waits for a socket. */
  async function ask() {
    if (stopped) return
    try {
      // With a state in hand the server answers when there is a newer one, or after 25 s.
      const since = state.value === 'polling' ? now.value?.revision : undefined
      take(await call(attendApi.getMeetingNow, { village, meeting, since }, undefined, { timeout: 40_000 }))
      error.value = null
      if (state.value === 'away') state.value = 'polling'
    } catch (no) {
      error.value = no
      if (!(no instanceof Refused)) state.value = 'away'
    }
    if (state.value !== 'live' && !(error.value instanceof Refused))
      asking = setTimeout(ask, 3000 + Math.random() * 2000)
  }

  const back = () => {
    if (document.hidden || stopped) return
    if (!socket) connect()
    void ask()
  }
  onMounted(() => {
    void ask()
    connect()
    document.addEventListener('visibilitychange', back)
    addEventListener('online', back)
  })
  onUnmounted(() => {
    stopped = true
    for (const timer of [retry, asking, rereading]) clearTimeout(timer)
    document.removeEventListener('visibilitychange', back)
    removeEventListener('online', back)
    socket?.close()
  })
  return { now, state, error }
}
