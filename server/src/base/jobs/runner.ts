/** 到期办理: runs what is due, in the order of due time, on the clock object. Any number of processes may. */
import { Refused } from '@cunyi/shared/words/refusal.ts'
import { across, inVillage } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { describeError } from '#base/system/log.ts'
import { enter } from '#base/system/turns.ts'
import type { DueItem, DueWork } from './due.ts'
import { dueBy, type Failure, failuresAcross, forgetFailure, noteFailure } from './queries.ts'

/** Looked again at least this often. */
const TICK = 5000
type Found = DueItem & { work: DueWork; failedBefore: boolean }
const keyOf = ({ work, villageId, id, dueAt }: Found) => `${work.name} ${villageId} ${id} ${dueAt.getTime()}`

const keyed = ({ villageId, work, id }: DueItem & { work: DueWork }) => ({
  villageId,
  work: work.name,
  subject: id,
})
const failureKey = ({ villageId, work, subject }: { villageId: string; work: string; subject: string }) =>
  `${work} ${villageId} ${subject}`

/** What failed and waits is due again at its next try and not before, in whichever process. */
async function findAll(parts: Parts, works: readonly DueWork[], now: Date): Promise<Found[]> {
  const { found, failures } = await across(parts.db, async (tx) => {
    const waits = works.some((work) => work.firstWaitSeconds)
    const kept = waits ? await failuresAcross(tx) : []
    const failures = new Map(kept.map((one) => [failureKey(one), one]))
    const found: Found[] = []
    const byIndex = works.filter(({ find }) => !find).map(({ name }) => name)
    const due = await dueBy(tx, byIndex, now)
    for (const work of works)
      for (const item of work.find ? await work.find(tx, parts) : (due.get(work.name) ?? [])) {
        const key = failureKey(keyed({ ...item, work }))
        const next = failures.get(key)?.nextAt
        const dueAt = next && next > item.dueAt ? next : item.dueAt
        found.push({
          villageId: item.villageId,
          id: item.id,
          dueAt,
          work,
          failedBefore: failures.delete(key),
        })
      }
    return { found, failures }
  })
  await forgetSettled(parts, works, [...failures.values()])
  return found.sort(
    (a, b) => a.dueAt.getTime() - b.dueAt.getTime() || works.indexOf(a.work) - works.indexOf(b.work),
  )
}

/** What failed once and waits no more was done in another way: somebody asked for the package by hand, say. */
async function forgetSettled(parts: Parts, works: readonly DueWork[], left: readonly Failure[]) {
  for (const one of left)
    if (works.some((work) => work.name === one.work))
      await inVillage(parts.db, one.villageId, (tx) => forgetFailure(tx, one))
}

/**
 * Does everything due by `now` and names the next instant at which something is. What was tried once is not tried
 * again in the same turn: work that stays due must not keep the process busy.
 */
export async function runDue(
  parts: Parts,
  works: readonly DueWork[],
  now: Date,
): Promise<{ done: number; next: Date | null }> {
  const tried = new Set<string>()
  let done = 0
  for (;;) {
    const all = await findAll(parts, works, now)
    const due = all.filter((item) => item.dueAt <= now && !tried.has(keyOf(item)))
    // One may make work for another at an earlier instant: only what is due together is done before looking again.
    const together = due.filter((item) => item.dueAt.getTime() === due[0]?.dueAt.getTime())
    if (together.length === 0) return { done, next: all.find((item) => item.dueAt > now)?.dueAt ?? null }
    for (const item of together) {
      if (parts.stopping.aborted) return { done, next: null }
      tried.add(keyOf(item))
      const leave = enter(item.work.name)
      try {
        await item.work.run(parts, item.villageId, item.id, now)
        done += 1
        if (item.failedBefore)
          await inVillage(parts.db, item.villageId, (tx) => forgetFailure(tx, keyed(item)))
      } catch (error) {
        parts.log.error(
          { err: describeError(error), work: item.work.name, village: item.villageId },
          'due work failed',
        )
        await keepFailure(parts, item, error, now)
      } finally {
        leave()
      }
    }
  }
}

/**
 * Of work that waits after a failure; other work stays due as it is. A database that is away keeps nothing; the work is
 * then found again as it was.
 */
async function keepFailure(parts: Parts, item: Found, error: unknown, now: Date) {
  const { firstWaitSeconds } = item.work
  if (!firstWaitSeconds) return
  const reason = error instanceof Refused ? error.code : error instanceof Error ? error.name : 'unknown'
  try {
    await inVillage(parts.db, item.villageId, (tx) =>
      noteFailure(tx, { ...keyed(item), reason, now }, firstWaitSeconds),
    )
  } catch (lost) {
    parts.log.error({ err: describeError(lost), work: item.work.name }, 'a failure could not be kept')
  }
}

/** How much has been done since the start of this process; for the answer of the test clock. */
const counts = new WeakMap<Parts, number>()
export const doneSoFar = (parts: Parts): number => counts.get(parts) ?? 0

/** What is under way in each process; whoever closes the database waits for it. */
const turns = new WeakMap<Parts, Set<Promise<unknown>>>()
const turnsOf = (parts: Parts) => {
  const known = turns.get(parts) ?? new Set()
  turns.set(parts, known)
  return known
}
/** With `stopping` told, nothing new is begun. */
export const jobsAtRest = async (parts: Parts): Promise<void> =>
  void (await Promise.allSettled(turnsOf(parts)))

/** Keeps at it until the process stops. A clock that is set runs the same job at each due instant on the way. */
export function startJobs(parts: Parts, works: readonly DueWork[], tick = TICK): void {
  parts.clock.every(
    tick,
    async (now) => {
      const turn = runDue(parts, works, now)
      turnsOf(parts).add(turn)
      const { done, next } = await turn.finally(() => turnsOf(parts).delete(turn))
      counts.set(parts, doneSoFar(parts) + done)
      return { next, done }
    },
    {
      signal: parts.stopping,
      onError: (error) => parts.log.error({ err: describeError(error) }, 'due work could not be looked up'),
    },
  )
}
