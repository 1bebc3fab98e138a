/** 任期: an office runs until its successor is recorded, and is late ten days after its term (integrity D23). */
import { officesOfBody, TERM_BODIES, type TermBody } from '../law/offices.ts'
import { addDays, calendarDays, type Day, dateToInstant, endOfDays } from '../words/days.ts'
import { keysOf, type Office } from '../words/vocabulary.ts'
import type { Owed } from './duties.ts'

export type Held = { office: Office; to: Day | null; heldUntil: Day | null }

/** 十日 (村委会组织法 art 24) */
const HAND_OVER_DAYS = 10
const bodies: readonly TermBody[] = keysOf(TERM_BODIES)
export const ELECTED: readonly Office[] = bodies.flatMap((body) => officesOfBody(body))

/** Whose term a key names. */
export const bodyOfTerm = (key: string): string => TERM_BODIES[key.split(' ')[0] as TermBody]?.zh ?? ''

/** Of each body, for each day on which the term of somebody ends whom nobody has followed. */
export function termsOf(offices: readonly Held[]): Owed[] {
  return bodies.flatMap((body) => {
    const ends = offices.flatMap(({ office, to, heldUntil }) =>
      officesOfBody(body).includes(office) && heldUntil === null ? (to ?? []) : [],
    )
    return [...new Set(ends)].toSorted().map((last): Owed => {
      const since = dateToInstant(addDays(last, 1))
      const dueAt = endOfDays(since, HAND_OVER_DAYS - 1)
      return { kind: 'handOver', key: `${body} ${last}`, since, dueAt, doneAt: null }
    })
  })
}

/** 届满未换届: by when a successor is recorded, and how late that is; null: the term runs, or he is not in office. */
export function termOver(
  { to, heldUntil }: Pick<Held, 'to' | 'heldUntil'>,
  today: Day,
): { successorBy: Day; daysLate: number } | null {
  if (to === null || to >= today || heldUntil !== null) return null
  const successorBy = addDays(to, HAND_OVER_DAYS)
  return { successorBy, daysLate: Math.max(0, calendarDays(successorBy, today)) }
}
