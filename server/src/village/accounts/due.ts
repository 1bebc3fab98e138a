import { clearedAt, clearedBefore } from '@cunyi/shared/law/clearing.ts'
import { across } from '#base/database/connect.ts'
import type { DueWork } from '#base/jobs/due.ts'
import { forgetOld, oldestLeftover } from './queries.ts'

/** 清理: nothing of a log-in is kept longer than it serves. */
export const due: DueWork[] = [
  {
    name: 'forgetLogins',
    find: async (tx) => {
      const oldest = await oldestLeftover(tx)
      return oldest ? [{ villageId: '', id: 'logins', dueAt: clearedAt('logIn', oldest) }] : []
    },
    run: ({ db }, _villageId, _id, now) => across(db, (tx) => forgetOld(tx, clearedBefore('logIn', now))),
  },
]
