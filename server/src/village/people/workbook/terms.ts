import type { Day } from '@cunyi/shared/words/days.ts'
import type { Office } from '@cunyi/shared/words/vocabulary.ts'
import type { StateOffice } from './state.ts'

export const isRepresentative = (office: Office): boolean =>
  office === 'representative' || office === 'memberRepresentative' || office === 'residentRepresentative'

type Term = Pick<StateOffice, 'personId' | 'office' | 'from' | 'to' | 'households'>
export type Conflict = {
  code: 'termsOverlap' | 'householdRepresentedTwice'
  column: 'from' | 'households'
  householdId?: string
}
const last: Day = '9999-12-31'
const overlap = (a: Term, b: Term): boolean => a.from <= (b.to ?? last) && b.from <= (a.to ?? last)

/** The terms of one key in the order of their days, so that one look finds what overlaps. */
class Terms {
  private readonly inOrder: Term[] = []
  /** What overlapped already when it came in. */
  private readonly others: Term[] = []

  /** How many begin on that day or before. */
  private begunBy(day: Day): number {
    let [low, high] = [0, this.inOrder.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.inOrder[middle]?.from ?? last) <= day) low = middle + 1
      else high = middle
    }
    return low
  }
  /** None of them overlap each other: only the last that begins in time can reach into this one. */
  private neighbour(term: Term): Term | undefined {
    const before = this.inOrder[this.begunBy(term.to ?? last) - 1]
    return before && overlap(before, term) ? before : undefined
  }

  clash = (term: Term) => this.neighbour(term) ?? this.others.find((other) => overlap(term, other))
  add(term: Term) {
    if (term.to !== null && term.to < term.from) this.others.push(term)
    else if (this.neighbour(term)) this.others.push(term)
    else this.inOrder.splice(this.begunBy(term.from), 0, term)
  }
}

/** 任期: no person twice in one office at a time, no household with two representatives of one kind. */
export class TermIndex {
  private readonly entries = new Map<string, Terms>()

  add(term: Term) {
    for (const key of this.keysOf(term)) {
      const terms = this.entries.get(key) ?? new Terms()
      terms.add(term)
      this.entries.set(key, terms)
    }
  }

  conflictOf(term: Term): Conflict | null {
    const clash = (key: string) => this.entries.get(key)?.clash(term)
    if (clash(`${term.office}|${term.personId}`)) return { code: 'termsOverlap', column: 'from' }
    if (!isRepresentative(term.office)) return null
    const twice = term.households.find((household) => clash(`${term.office}|for|${household}`))
    return twice ? { code: 'householdRepresentedTwice', column: 'households', householdId: twice } : null
  }

  private keysOf(term: Term): string[] {
    const keys = [`${term.office}|${term.personId}`]
    if (!isRepresentative(term.office)) return keys
    return [...keys, ...term.households.map((household) => `${term.office}|for|${household}`)]
  }
}
