import { publishOutcomeBy } from '@cunyi/shared/disclosure/disclosure.ts'
import { dateToInstant } from '@cunyi/shared/words/days.ts'

/** By when the outcome must be disclosed after acceptance; null before it. */
export const publishDueAt = (
  work: { acceptedOn: string | null } | undefined,
  withinDays: number,
): Date | null => (work?.acceptedOn ? publishOutcomeBy(dateToInstant(work.acceptedOn), withinDays) : null)
