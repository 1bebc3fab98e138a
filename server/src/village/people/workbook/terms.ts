import type { Day } from '@cunyi/shared/words/days.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import type { StateOffice } from './state.ts'

export const isRepresentative = (office: Office): boolean =>
  office === 'representative' || office === 'memberRepresentative' || office === 'residentRepresentative'

type Term = Pick<StateOffice, 'personId' | 'office' | 'from' | 'to' | 'households'>
export type Conflict = {
  code: 'termsOverlap' | 'twoFromOneHousehold' | 'householdRepresentedTwice'
  column: 'from' | 'name' | 'households'
  householdId?: string
}
const last: Day = '9999-12-31'
const overlap = (a: Term, b: Term): boolean => a.from <= (b.to ?? last) && b.from <= (a.to ?? last)

/**
 * 任期: no person twice in one office at a time, no two representatives from one household (浙江 and others), no
 * household with two representatives of one kind.
 */
export class TermIndex {
  private readonly people: { get(id: string): { householdId: string | null } | undefined }
  private readonly entries = new Map<string, Term[]>()

  constructor(people: { get(id: string): { householdId: string | null } | undefined }) {
    this.people = people
  }

  add(term: Term) {
    for (const key of this.keysOf(term)) this.entries.set(key, [...(this.entries.get(key) ?? []), term])
  }

  conflictOf(term: Term): Conflict | null {
    const clash = (key: string) => (this.entries.get(key) ?? []).find((other) => overlap(term, other))
    if (clash(`${term.office}|${term.personId}`)) return { code: 'termsOverlap', column: 'from' }
    if (!isRepresentative(term.office)) return null
    const own = this.people.get(term.personId)?.householdId
    if (own && clash(`${term.office}|of|${own}`))
      return { code: 'twoFromOneHousehold', column: 'name', householdId: own }
    const twice = term.households.find((household) => clash(`${term.office}|for|${household}`))
    return twice ? { code: 'householdRepresentedTwice', column: 'households', householdId: twice } : null
  }

  private keysOf(term: Term): string[] {
    const keys = [`${term.office}|${term.personId}`]
    if (!isRepresentative(term.office)) return keys
    const own = this.people.get(term.personId)?.householdId
    return [
      ...keys,
      ...(own ? [`${term.office}|of|${own}`] : []),
      ...term.households.map((household) => `${term.office}|for|${household}`),
    ]
  }
}
