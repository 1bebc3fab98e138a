import { across } from '#base/database/connect.ts'
import type { DueWork } from '#base/jobs/due.ts'
import { forgetOld, oldestLeftover } from './queries.ts'

const DAY = 86_400_000
/** Used codes and ended sessions are of no more use to anybody. */
const KEPT_DAYS = 30

/** 清理: nothing of a log-in is kept longer than it serves. */
export const due: DueWork[] = [
  {
    name: 'forgetLogins',
    find: async (tx) => {
      const oldest = await oldestLeftover(tx)
      return oldest
        ? [{ villageId: '', id: 'logins', dueAt: new Date(oldest.getTime() + KEPT_DAYS * DAY) }]
        : []
    },
    run: ({ db }, _villageId, _id, now) =>
      across(db, (tx) => forgetOld(tx, new Date(now.getTime() - KEPT_DAYS * DAY))),
  },
]
