/** 任期: an office runs until its successor is recorded, and is late ten days after its term (integrity D23). */
import { officesOfBody, TERM_BODIES, type TermBody } from '../law/offices.ts'
import { addDays, type Day, dateToInstant, endOfDays } from '../words/days.ts'
import { keysOf, type Office } from '../words/vocabulary.ts'
import type { Owed } from './duties.ts'

export type Held = { office: Office; to: Day | null; endedAt: Date | null }

/** 十日 (村委会组织法 art 24) */
const HAND_OVER_DAYS = 10
const bodies: readonly TermBody[] = keysOf(TERM_BODIES)
export const ELECTED: readonly Office[] = bodies.flatMap((body) => officesOfBody(body))

/** Whose term a key names. */
export const bodyOfTerm = (key: string): string => TERM_BODIES[key.split(' ')[0] as TermBody]?.zh ?? ''

/** Of each body whose last term has a day on which it ends: the new one is recorded after it. */
export function termsOf(offices: readonly Held[]): Owed[] {
  return bodies.flatMap((body) => {
    const held = offices.filter((one) => officesOfBody(body).includes(one.office) && !one.endedAt)
    const last = held.map(({ to }) => to).reduce<Day | null>((a, b) => (b && (!a || b > a) ? b : a), null)
    if (last === null || held.some(({ to }) => to === null)) return []
    const since = dateToInstant(addDays(last, 1))
    return {
      kind: 'handOver',
      key: `${body} ${last}`,
      since,
      dueAt: endOfDays(since, HAND_OVER_DAYS - 1),
      doneAt: null,
    }
  })
}
