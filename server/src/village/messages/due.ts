import type { DueWork } from '#base/jobs/due.ts'
import { sendOne } from './actions.ts'
import { unsentMessages } from './queries/messages.ts'

const AT_ONCE = 200

/** Messages that wait for the SMS gateway. */
export const due: DueWork[] = [
  {
    name: 'sendMessage',
    find: async (tx) =>
      (await unsentMessages(tx, 'sms', AT_ONCE)).map(({ id, division, createdAt }) => ({
        villageId: division ?? '',
        id,
        dueAt: createdAt,
      })),
    run: (parts, _villageId, id, now) => sendOne(parts, id, now),
  },
]
