import { due as accountsDue } from '../accounts/due.ts'
import { due as archiveDue } from '../archive/due.ts'
import { due as checkpointsDue } from '../checkpoints/due.ts'
import { due as disclosuresDue } from '../disclosures/due.ts'
import { due as meetingsDue } from '../meetings/due.ts'
import { due as noticesDue } from '../notify/due.ts'
import { due as pollsDue } from '../polls/due.ts'
import { due as proposalsDue } from '../proposals/due.ts'
import { due as remindersDue, sending as remindersSending } from '../reminders/due.ts'
import type { DueWork } from './due.ts'

/** Everything the clock does; at one and the same instant in this order. */
export const dueWorks: readonly DueWork[] = [
  ...pollsDue,
  ...meetingsDue,
  ...proposalsDue,
  ...disclosuresDue,
  ...remindersDue,
  ...accountsDue,
  ...checkpointsDue,
  ...archiveDue,
]

/** What leaves for a gateway: apart, so that a slow one keeps no poll from closing. Reminders: where no queue sends them. */
export const sendingWorks: readonly DueWork[] = [...noticesDue, ...remindersSending]
export const sendingBesideQueue: readonly DueWork[] = noticesDue
