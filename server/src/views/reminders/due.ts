import { inVillage } from '#base/database/connect.ts'
import type { DueWork } from '#base/jobs/due.ts'
import { dropEnded, endedSubscriptions } from '#village/messages/queries/subscriptions.ts'
import { ownRound } from './round.ts'

/** The round that a meeting sends by itself; browsers that were logged out are forgotten. */
export const due: DueWork[] = [
  { name: 'remindRound', run: ownRound },
  {
    name: 'dropPush',
    find: endedSubscriptions,
    run: (parts, villageId, id, now) =>
      inVillage(parts.db, villageId, (tx) => dropEnded(tx, villageId, id, now)),
  },
]
