import type { Tx } from '#base/database/connect.ts'
import type { Parts } from '#base/parts/parts.ts'

export type DueItem = { villageId: string; id: string; dueAt: Date }

/**
 * 到期事项: what the clock does. What is due stands as an instant in a row, with an index on it: across_due of
 * 9001_across.sql answers for all works at once what is due by now and what comes next, as ids only. A work that is
 * found otherwise has its own `find`, which names the same. `run` does one of them in its own transaction and looks again
 * under a lock whether it is still to be done, because another process may have been quicker.
 */
export interface DueWork {
  name: string
  find?: (tx: Tx, parts: Parts) => Promise<DueItem[]>
  /** How long it waits after a first failure; then twice as long each time, six hours at most. If not said: no failure is kept, and it is tried again at each look. */
  firstWaitSeconds?: number
  run: (parts: Parts, villageId: string, id: string, now: Date) => Promise<void>
}
