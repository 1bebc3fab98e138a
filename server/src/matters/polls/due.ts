/** What the clock does to polls. */
import { newCountUntil } from '@cunyi/shared/poll/poll.ts'
import type { DueWork } from '#base/jobs/due.ts'
import { endByClock, openBoxOf } from './actions/close.ts'
import { endNewCount } from './actions/invalid.ts'
import { destroyKey } from './destroy.ts'
import { pollsCountedAnew } from './queries/new-counts.ts'

export const due: DueWork[] = [
  { name: 'endPoll', run: endByClock },
  {
    name: 'openBox',
    run: async (parts, villageId, id) => {
      await openBoxOf(parts, villageId, id)
    },
  },
  {
    name: 'endNewCount',
    find: async (tx) =>
      (await pollsCountedAnew(tx)).map((one) => ({ ...one, dueAt: newCountUntil(one.dueAt) })),
    run: endNewCount,
  },
  { name: 'destroyPollKey', run: destroyKey },
]
