import type { DueWork } from '#base/jobs/due.ts'
import { due as actsDue } from '#matters/acts/due.ts'
import { due as disclosuresDue } from '#matters/disclosures/due.ts'
import { due as judgementsDue } from '#matters/judgements/due.ts'
import { due as meetingsDue } from '#matters/meetings/due.ts'
import { due as pollsDue } from '#matters/polls/due.ts'
import { due as proposalsDue } from '#matters/proposals/due.ts'
import { due as waysDue } from '#matters/ways/due.ts'
import { due as archiveDue } from '#views/archive/due.ts'
import { due as checkpointsDue } from '#views/checkpoints/due.ts'
import { due as remindersDue } from '#views/reminders/due.ts'
import { due as accountsDue } from '#village/accounts/due.ts'
import { due as dutiesDue } from '#village/duties/due.ts'
import { due as messagesDue, sending as sendingWorks } from '#village/messages/due.ts'
import { due as peopleDue } from '#village/people/due.ts'
import { judged } from './judged.ts'

/** Everything the clock does; at one and the same instant in this order. */
export const dueWorks: readonly DueWork[] = [
  ...pollsDue,
  ...actsDue,
  ...judgementsDue(judged),
  ...meetingsDue,
  ...proposalsDue,
  ...waysDue,
  ...disclosuresDue,
  ...remindersDue,
  ...accountsDue,
  ...messagesDue,
  ...peopleDue,
  ...dutiesDue,
  ...checkpointsDue,
  ...archiveDue,
]

/** What leaves for a gateway: apart, so that a slow one keeps no poll from closing. */
export { sendingWorks }
