import { onUnmounted, reactive } from 'vue'

/** 点错了还来得及: so long what one tapped about a person waits here before it is sent. */
export const GRACE_SECONDS = 5
/** One person's entry: it is undone before it leaves the phone, or sent; nothing that was sent is taken back here. */
export type Grace = {
  /** Who waits, and what would be done. */
  waiting: ReadonlyMap<string, string>
  later: (person: string, what: string, send: () => unknown) => void
  undo: (person: string) => void
  /** Sends at once what waits: somebody leaves the page, looks elsewhere or asks who is there. Done when all arrived. */
  flush: () => Promise<void>
}

export function useGrace(seconds = GRACE_SECONDS): Grace {
  const waiting = reactive(new Map<string, string>())
  const held = new Map<string, { timer: ReturnType<typeof setTimeout>; send: () => unknown }>()
  const going = new Set<Promise<unknown>>()
  const take = (person: string) => {
    const one = held.get(person)
    if (one) clearTimeout(one.timer)
    held.delete(person)
    waiting.delete(person)
    return one
  }
  const go = (person: string) => {
    const one = take(person)
    if (!one) return
    const sent = Promise.resolve(one.send())
      .catch(() => undefined)
      .finally(() => going.delete(sent))
    going.add(sent)
  }
  const later = (person: string, what: string, send: () => unknown) => {
    if (held.has(person)) return
    waiting.set(person, what)
    held.set(person, { send, timer: setTimeout(() => go(person), seconds * 1000) })
  }
  const flush = async () => {
    for (const person of [...held.keys()]) go(person)
    await Promise.all(going)
  }
  const hide = () => document.hidden && void flush()
  document.addEventListener('visibilitychange', hide)
  onUnmounted(() => {
    document.removeEventListener('visibilitychange', hide)
    void flush()
  })
  return { waiting, later, undo: take, flush }
}
