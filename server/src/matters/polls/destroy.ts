/** 销毁密钥: after the closing has committed; from then on envelopes, log and backups are noise. */
import { across, inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { forgetKey } from './key-cache.ts'
import { namesInUse } from './queries/due.ts'
import { findPoll, updatePoll } from './queries/polls.ts'

/** Repeated until it is noted: a crash between the two steps destroys what is gone already, which is no error. */
export async function destroyKey(parts: Parts, villageId: string, pollId: string, now: Date): Promise<void> {
  const poll = await inVillage(parts.db, villageId, (tx) => findPoll(tx, villageId, pollId))
  if (!poll?.keyName || poll.keyDestroyedAt || (poll.status !== 'closed' && poll.status !== 'void')) return
  // A row that names another poll's key has none of its own.
  const facts = await parts.pollKeys.factsOf(poll.keyName)
  if (!facts || facts.poll === pollId) await parts.pollKeys.destroy(poll.keyName)
  forgetKey(parts.pollKeys, poll.keyName)
  await inVillage(parts.db, villageId, (tx) => updatePoll(tx, poll, { keyDestroyedAt: now }))
}

/** Longer than any transaction may last: what nobody has named by then nobody will. */
const SETTLED_MS = 5 * 60_000

/** At every start: keys of this database that no poll names, and that none named a while later either, are destroyed. */
export async function sweepOrphanKeys(
  parts: Pick<Parts, 'db' | 'pollKeys' | 'log' | 'clock' | 'stopping'>,
  settledMs = SETTLED_MS,
): Promise<number> {
  const found = await orphans(parts, await parts.pollKeys.list())
  if (found.length === 0) return 0
  await parts.clock.sleepUntil(new Date(parts.clock.now().getTime() + settledMs), parts.stopping)
  if (parts.stopping.aborted) return 0
  const still = await orphans(parts, found)
  for (const name of still) await parts.pollKeys.destroy(name)
  if (still.length > 0) parts.log.info({ swept: still.length }, 'orphan poll keys destroyed')
  return still.length
}

async function orphans({ db }: Pick<Parts, 'db'>, names: readonly string[]): Promise<string[]> {
  const inUse = await across(db, namesInUse)
  return names.filter((name) => !inUse.has(name))
}
