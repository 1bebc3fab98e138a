import { inVillage } from '#base/database/connect.ts'
import type { DueWork } from '#base/jobs/due.ts'
import { dropEnded, endedSubscriptions } from '#village/messages/queries/subscriptions.ts'
import { deliveriesDue, roundsDue } from './queries.ts'
import { ownRound } from './round.ts'
import { sendDelivery } from './send.ts'

const AT_ONCE = 200

/** The round that a meeting sends by itself; browsers that were logged out are forgotten. */
export const due: DueWork[] = [
  { name: 'remindRound', find: roundsDue, run: ownRound },
  {
    name: 'dropPush',
    find: endedSubscriptions,
    run: (parts, villageId, id, now) =>
      inVillage(parts.db, villageId, (tx) => dropEnded(tx, villageId, id, now)),
  },
]

/** Messages whose turn has come, while the clock is one that is set; on the real one they are the queue's. */
export const sending: DueWork[] = [
  {
    name: 'sendDelivery',
    find: (tx) => deliveriesDue(tx, AT_ONCE),
    run: async (...one) => void (await sendDelivery(...one)),
  },
]
