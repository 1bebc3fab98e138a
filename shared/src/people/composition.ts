/** 组成: what the law asks of the make-up of each body, checked when people are imported and offices change. */
import { ageOn, type Day } from '../words/days.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import { atLeast, meets, needed } from '../words/share.ts'
import type { Office } from '../words/vocabulary.ts'
import { officesOn, type RollOffice, type RollPerson } from './rolls.ts'

export type CompositionFault = Refusal & { personId?: string; office?: Office; severity: 'fault' | 'warning' }

const COMMITTEE: readonly Office[] = ['villageDirector', 'villageCommittee']
const OVERSIGHT: readonly Office[] = ['oversightChair', 'oversightCommittee']
const OF_FIFTHS = atLeast(4, 5)
const OF_WOMEN = atLeast(1, 3)

/** 村委会组织法 arts 8, 29, 37 and 农村集体经济组织法 art 28. An empty list: nothing stands against it. */
export function compositionFaults(
  people: readonly RollPerson[],
  offices: readonly RollOffice[],
  day: Day,
): CompositionFault[] {
  const byId = new Map(people.map((person) => [person.id, person]))
  const held = officesOn(offices, day)
  const holders = (wanted: readonly Office[]) => [
    ...new Set(held.filter((office) => wanted.includes(office.office)).map((office) => office.personId)),
  ]
  return [
    ...representativeFaults('representative', byId, held, day),
    ...representativeFaults('memberRepresentative', byId, held, day),
    ...vraFaults(byId, holders(['representative']), holders(COMMITTEE)),
    ...committeeFaults(byId, holders(COMMITTEE)),
    ...oversightFaults(holders(OVERSIGHT), holders(COMMITTEE), holders(['accountant'])),
    ...memberRepresentativeFaults(holders(['memberRepresentative'])),
  ]
}

const fault = (refusal: Refusal, more: Partial<CompositionFault> = {}): CompositionFault => ({
  ...refusal,
  severity: 'fault',
  ...more,
})

/** Each stands for 5 to 15 households, nobody's twice; 18 or over; two from one household are named. */
function representativeFaults(
  office: 'representative' | 'memberRepresentative',
  byId: ReadonlyMap<string, RollPerson>,
  held: readonly RollOffice[],
  day: Day,
): CompositionFault[] {
  const faults: CompositionFault[] = []
  const homes = new Set<string>()
  const represented = new Set<string>()
  for (const one of held.filter((row) => row.office === office)) {
    const person = byId.get(one.personId)
    const about = { personId: one.personId, office }
    if (person && ageOn(person.birthDate, day) < 18)
      faults.push(fault(refuse('representativeTooYoung'), about))
    const count = one.households.length
    if (count > 0 && (count < 5 || count > 15))
      faults.push(fault(refuse('householdsPerRepresentative', { count }), about))
    for (const household of one.households) {
      if (represented.has(household))
        faults.push(fault(refuse('householdRepresentedTwice', { household }), about))
      represented.add(household)
    }
    const home = person?.householdId
    if (home === null || home === undefined) continue
    // Some provinces say so, the law does not.
    if (homes.has(home))
      faults.push(
        fault(refuse('twoFromOneHousehold', { household: home }), { ...about, severity: 'warning' }),
      )
    homes.add(home)
  }
  return faults
}

/** Representatives four fifths or more, women among them one third or more, of the unique persons of the composition. */
function vraFaults(
  byId: ReadonlyMap<string, RollPerson>,
  representatives: readonly string[],
  committee: readonly string[],
): CompositionFault[] {
  if (representatives.length === 0) return []
  const composition = [...new Set([...representatives, ...committee])]
  const base = composition.length
  const women = representatives.filter((id) => byId.get(id)?.sex === 'female').length
  const faults: CompositionFault[] = []
  const count = representatives.length
  if (!meets(OF_FIFTHS, count, base))
    faults.push(fault(refuse('tooFewRepresentatives', { base, count, needed: needed(OF_FIFTHS, base) })))
  if (!meets(OF_WOMEN, women, base))
    faults.push(fault(refuse('tooFewWomen', { base, count: women, needed: needed(OF_WOMEN, base) })))
  return faults
}

function committeeFaults(
  byId: ReadonlyMap<string, RollPerson>,
  committee: readonly string[],
): CompositionFault[] {
  const count = committee.length
  if (count === 0) return []
  const faults: CompositionFault[] = []
  if (count < 3 || count > 7) faults.push(fault(refuse('committeeSize', { count })))
  if (!committee.some((id) => byId.get(id)?.sex === 'female'))
    faults.push(fault(refuse('committeeNoWoman'), { severity: 'warning' }))
  return faults
}

function oversightFaults(
  oversight: readonly string[],
  committee: readonly string[],
  accountants: readonly string[],
): CompositionFault[] {
  const count = oversight.length
  if (count === 0) return []
  const about = (personId: string) => ({ personId, office: 'oversightCommittee' as const })
  const faults: CompositionFault[] = []
  for (const id of oversight) {
    if (committee.includes(id)) faults.push(fault(refuse('oversightInCommittee'), about(id)))
    if (accountants.includes(id)) faults.push(fault(refuse('oversightAccountant'), about(id)))
  }
  if (count < 3 || count > 5) faults.push(fault(refuse('oversightSize', { count })))
  return faults
}

/** More than twenty, where the charter has member representatives at all. */
function memberRepresentativeFaults(representatives: readonly string[]): CompositionFault[] {
  const count = representatives.length
  return count > 0 && count <= 20 ? [fault(refuse('memberRepresentativesTooFew', { count }))] : []
}
