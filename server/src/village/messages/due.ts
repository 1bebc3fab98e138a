import { clearedAt, clearedBefore } from '@cunyi/shared/law/clearing.ts'
import type { SendingChannel } from '@cunyi/shared/words/vocabulary.ts'
import { across, inVillage } from '#base/database/connect.ts'
import type { DueWork } from '#base/jobs/due.ts'
import { dropMessages, oldestMessage } from './queries/messages.ts'
import { dropOldUndelivered, oldestUndelivered } from './queries/undelivered.ts'
import { nextLeaving, sendDue } from './send.ts'

/** 发送 of whatever waits, one item a channel. */
export const sending: DueWork[] = [
  {
    name: 'sendMessage',
    find: async (tx, parts) =>
      (await nextLeaving(tx, parts)).map(({ channel, at }) => ({ villageId: '', id: channel, dueAt: at })),
    run: (parts, _villageId, channel) => sendDue(parts, channel as SendingChannel),
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
  {
    name: 'emptyUndelivered',
    find: async (tx) =>
      (await oldestUndelivered(tx)).map(({ villageId, since }) => ({
        villageId,
        id: 'undelivered',
        dueAt: clearedAt('message', since),
      })),
    run: ({ db }, villageId, _id, now) =>
      inVillage(db, villageId, (tx) => dropOldUndelivered(tx, villageId, clearedBefore('message', now))),
  },
]
