import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { Seal } from '#base/evidence/actions.ts'
import type { PollKeys } from '#base/system/poll-keys.ts'
import type { PollRow } from './queries/polls.ts'

const KEPT_MS = 60_000
const cached = new WeakMap<PollKeys, Map<string, KeyObject>>()

/**
 * The poll's key for sealing, or null where it is lost. Each process reads it once a minute at most and keeps it no
 * longer than that, so that a destroyed key does not live on in a memory.
 */
export async function pollKey(store: PollKeys, poll: Pick<PollRow, 'keyName'>): Promise<KeyObject | null> {
  const name = poll.keyName
  if (!name) return null
  const keys = cached.get(store) ?? new Map<string, KeyObject>()
  cached.set(store, keys)
  const known = keys.get(name)
  if (known) return known
  const bytes = await store.read(name)
  if (!bytes) return null
  const key = createSecretKey(bytes)
  bytes.fill(0)
  keys.set(name, key)
  setTimeout(() => keys.delete(name), KEPT_MS).unref()
  return key
}

export const forgetKey = (store: PollKeys, name: string): void => void cached.get(store)?.delete(name)

/** Another key than the one that seals ballots, made from it. */
const sealKeys = new WeakMap<KeyObject, KeyObject>()
export function sealWith(key: KeyObject): Seal {
  const sealKey =
    sealKeys.get(key) ?? createSecretKey(createHmac('sha256', key).update('cunyi evidence').digest())
  sealKeys.set(key, sealKey)
  return (link) => createHmac('sha256', sealKey).update(link).digest()
}

/** For the entries of a poll that say which envelopes there are. None: its key is lost, and with it the poll. */
export async function sealOf(store: PollKeys, poll: Pick<PollRow, 'keyName'>): Promise<Seal | undefined> {
  const key = await pollKey(store, poll)
  return key ? sealWith(key) : undefined
}
