import { dateToInstant } from '@cunyi/shared/days.ts'
import { publishOutcomeBy } from '@cunyi/shared/disclosure.ts'

/** By when the outcome must be disclosed after acceptance; null before it. */
export const publishDueAt = (
  work: { acceptedOn: string | null } | undefined,
  withinDays: number,
): Date | null => (work?.acceptedOn ? publishOutcomeBy(dateToInstant(work.acceptedOn), withinDays) : null)
