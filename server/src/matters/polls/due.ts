/** What the clock does to polls. */
import type { DueWork } from '#base/jobs/due.ts'
import { endByClock, openBoxOf } from './actions/close.ts'
import { destroyKey } from './destroy.ts'
import { keysToDestroy, pollsCounting, pollsEnding } from './queries/due.ts'

export const due: DueWork[] = [
  { name: 'endPoll', find: pollsEnding, run: endByClock },
  {
    name: 'openBox',
    find: pollsCounting,
    run: async (parts, villageId, id) => {
      await openBoxOf(parts, villageId, id)
    },
  },
  { name: 'destroyPollKey', find: keysToDestroy, run: destroyKey },
]
