/** 到期办理: runs what is due, in the order of due time, on the clock object. Any number of processes may. */
import { across } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'
import { describeError } from '#base/system/log.ts'
import type { DueItem, DueWork } from './due.ts'

/** Looked again at least this often. */
const TICK = 5000
type Found = DueItem & { work: DueWork }
const keyOf = ({ work, villageId, id, dueAt }: Found) => `${work.name} ${villageId} ${id} ${dueAt.getTime()}`

async function findAll({ db }: Parts, works: readonly DueWork[]): Promise<Found[]> {
  const found = await across(db, async (tx) => {
    const lists: Found[] = []
    for (const work of works) lists.push(...(await work.find(tx)).map((item) => ({ ...item, work })))
    return lists
  })
  return found.sort(
    (a, b) => a.dueAt.getTime() - b.dueAt.getTime() || works.indexOf(a.work) - works.indexOf(b.work),
  )
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
    const all = await findAll(parts, works)
    const due = all.filter((item) => item.dueAt <= now && !tried.has(keyOf(item)))
    // One may make work for another at an earlier instant: only what is due together is done before looking again.
    const together = due.filter((item) => item.dueAt.getTime() === due[0]?.dueAt.getTime())
    if (together.length === 0) return { done, next: all.find((item) => item.dueAt > now)?.dueAt ?? null }
    for (const item of together) {
      if (parts.stopping.aborted) return { done, next: null }
      tried.add(keyOf(item))
      try {
        await item.work.run(parts, item.villageId, item.id, now)
        done += 1
      } catch (error) {
        parts.log.error(
          { err: describeError(error), work: item.work.name, village: item.villageId },
          'due work failed',
        )
      }
    }
  }
}

/** How much has been done since the start of this process; for the answer of the test clock. */
const counts = new WeakMap<Parts, number>()
export const doneSoFar = (parts: Parts): number => counts.get(parts) ?? 0

/** Keeps at it until the process stops. A clock that is set runs the same job at each due instant on the way. */
export function startJobs(parts: Parts, works: readonly DueWork[]): void {
  parts.clock.every(
    TICK,
    async (now) => {
      const { done, next } = await runDue(parts, works, now)
      counts.set(parts, doneSoFar(parts) + done)
      return next
    },
    {
      signal: parts.stopping,
      onError: (error) => parts.log.error({ err: describeError(error) }, 'due work could not be looked up'),
    },
  )
}
