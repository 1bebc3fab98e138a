import type { PollKeys } from '../poll-keys.ts'
import type { PollRow } from './queries/polls.ts'

const KEPT_MS = 60_000
const cached = new WeakMap<PollKeys, Map<string, Buffer>>()

/**
 * The poll's key for sealing, or null where it is lost. Each process reads it once a minute at most and keeps it no
 * longer than that, so that a destroyed key does not live on in a memory.
 */
export async function pollKey(store: PollKeys, poll: Pick<PollRow, 'keyName'>): Promise<Buffer | null> {
  const name = poll.keyName
  if (!name) return null
  const keys = cached.get(store) ?? new Map<string, Buffer>()
  cached.set(store, keys)
  const known = keys.get(name)
  if (known) return known
  const key = await store.read(name)
  if (!key) return null
  keys.set(name, key)
  setTimeout(() => keys.delete(name), KEPT_MS).unref()
  return key
}

export const forgetKey = (store: PollKeys, name: string): void => void cached.get(store)?.delete(name)
