import { onUnmounted, reactive } from 'vue'

/** 点错了还来得及: so long what one tapped about a person waits here before it is sent. */
export const GRACE_SECONDS = 5
/** One person's entry: it is undone before it leaves the phone, or sent; nothing that was sent is taken back here. */
export type Grace = {
  /** Who waits, and what would be done. */
  waiting: ReadonlyMap<string, string>
  later: (person: string, what: string, send: () => unknown) => void
  undo: (person: string) => void
  /** Sends at once what waits: somebody leaves the page or looks elsewhere. */
  flush: () => void
}

export function useGrace(seconds = GRACE_SECONDS): Grace {
  const waiting = reactive(new Map<string, string>())
  const held = new Map<string, { timer: ReturnType<typeof setTimeout>; send: () => unknown }>()
  const take = (person: string) => {
    const one = held.get(person)
    if (one) clearTimeout(one.timer)
    held.delete(person)
    waiting.delete(person)
    return one
  }
  const later = (person: string, what: string, send: () => unknown) => {
    if (held.has(person)) return
    waiting.set(person, what)
    held.set(person, { send, timer: setTimeout(() => void take(person)?.send(), seconds * 1000) })
  }
  const flush = () => {
    for (const person of [...held.keys()]) void take(person)?.send()
  }
  const hide = () => document.hidden && flush()
  document.addEventListener('visibilitychange', hide)
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', hide)
    flush()
  })
  return { waiting, later, undo: take, flush }
}
