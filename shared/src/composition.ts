/** 组成: the bodies of a village against the law. Says what is wrong; nothing is stopped by it. */
import { ageOn, type Day } from './days.ts'
import { type Refusal, refuse } from './rejection.ts'
import { officesOn, type RollEntry, rollFigures, rollFor, type RollOffice, type RollOptions, type RollPerson } from './rolls.ts'
import type { Assembly, Office } from './vocabulary.ts'

export type Composition = {
  assembly: Assembly | 'oversight' | 'villageCommittee'
  entitled: number
  /** There without a vote. */
  attending: number
  women: number
  households: number
  problems: Refusal[]
}
type Facts = { people: readonly RollPerson[]; offices: readonly RollOffice[]; day: Day; options?: RollOptions }

const SHOWN: readonly Assembly[] = ['branch', 'committees', 'partyMembers', 'representatives', 'villagers', 'households', 'members', 'memberRepresentatives']

export function compositionOf(facts: Facts): Composition[] {
  const rows: Composition[] = SHOWN.map((assembly) => {
    const roll = rollFor(assembly, facts.people, facts.offices, facts.day, facts.options)
    const { entitled, women, households } = rollFigures(roll)
    return { assembly, entitled, women, households, attending: roll.length - entitled, problems: problemsOf(assembly, roll, facts) }
  })
  return [...rows, body('villageCommittee', ['villageDirector', 'villageCommittee'], facts), body('oversight', OVERSIGHT, facts)]
}

const OVERSIGHT: readonly Office[] = ['oversightChair', 'oversightCommittee']
const COMMITTEE: readonly Office[] = ['villageDirector', 'villageCommittee']

const holders = ({ offices, day }: Facts, wanted: readonly Office[]): Set<string> =>
  new Set(officesOn(offices, day).filter((row) => wanted.includes(row.office)).map((row) => row.personId))

function problemsOf(assembly: Assembly, roll: readonly RollEntry[], facts: Facts): Refusal[] {
  const voters = roll.filter((entry) => entry.votes)
  if (assembly === 'representatives' && voters.length > 0) return representatives(voters, facts)
  // RCEO art 28: 多于二十人
  if (assembly === 'memberRepresentatives' && voters.length > 0 && voters.length <= 20)
    return [refuse('memberRepresentativesTooFew', { count: voters.length })]
  return []
}

/** 村委会组织法 art 29: representatives at least four fifths, women at least one third of those composing the meeting. */
function representatives(voters: readonly RollEntry[], facts: Facts): Refusal[] {
  const base = voters.length
  const elected = voters.filter((entry) => entry.capacity.includes('representative')).length
  const women = voters.filter((entry) => entry.woman).length
  const problems: Refusal[] = []
  if (5 * elected < 4 * base) problems.push(refuse('tooFewRepresentatives', { base, count: elected, needed: Math.ceil((4 * base) / 5) }))
  if (3 * women < base) problems.push(refuse('tooFewWomen', { base, count: women, needed: Math.ceil(base / 3) }))
  const byId = new Map(facts.people.map((person) => [person.id, person]))
  const young = voters.some((entry) => ageOn(byId.get(entry.personId)?.birthDate ?? facts.day, facts.day) < 18)
  if (young) problems.push(refuse('representativeTooYoung'))
  return problems
}

function body(assembly: 'oversight' | 'villageCommittee', seats: readonly Office[], facts: Facts): Composition {
  const ids = holders(facts, seats)
  const women = facts.people.filter((person) => ids.has(person.id) && person.sex === 'female').length
  const count = ids.size
  const problems: Refusal[] = []
  if (assembly === 'villageCommittee' && count > 0) {
    if (count < 3 || count > 7) problems.push(refuse('committeeSize', { count }))
    if (women === 0) problems.push(refuse('committeeNoWoman'))
  }
  if (assembly === 'oversight' && count > 0) {
    if (count < 3 || count > 5) problems.push(refuse('oversightSize', { count }))
    if (overlaps(ids, holders(facts, COMMITTEE))) problems.push(refuse('oversightInCommittee'))
    if (overlaps(ids, holders(facts, ['accountant']))) problems.push(refuse('oversightAccountant'))
  }
  return { assembly, entitled: count, attending: 0, women, households: 0, problems }
}

const overlaps = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => [...a].some((id) => b.has(id))
