import { clearedAt, clearedBefore } from '@cunyi/shared/law/clearing.ts'
import { across } from '#base/database/connect.ts'
import type { DueWork } from '#base/jobs/due.ts'
import { sendOne } from './actions.ts'
import { dropMessages, oldestMessage, unsentMessages } from './queries/messages.ts'

const AT_ONCE = 200

/** Messages that wait for the SMS gateway. */
export const sending: DueWork[] = [
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

export const due: DueWork[] = [
  {
    /** 清理发件箱, also of what never left: nobody wants a message of a month ago. */
    name: 'emptyOutbox',
    find: async (tx) => {
      const oldest = await oldestMessage(tx)
      return oldest ? [{ villageId: '', id: 'outbox', dueAt: clearedAt('message', oldest) }] : []
    },
    run: ({ db }, _villageId, _id, now) =>
      across(db, (tx) => dropMessages(tx, clearedBefore('message', now))),
  },
]
