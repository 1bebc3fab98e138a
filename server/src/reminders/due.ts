import type { DueWork } from '../jobs/due.ts'
import { deliveriesDue, roundsDue } from './queries.ts'
import { ownRound } from './round.ts'
import { sendDelivery } from './send.ts'

const AT_ONCE = 200

/** The round that a meeting sends by itself. */
export const due: DueWork[] = [{ name: 'remindRound', find: roundsDue, run: ownRound }]

/** Messages whose turn has come. */
export const sending: DueWork[] = [
  { name: 'sendDelivery', find: (tx) => deliveriesDue(tx, AT_ONCE), run: sendDelivery },
]
