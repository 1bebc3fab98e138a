import { type CompositionFault, compositionFaults } from '@cunyi/shared/people/composition.ts'
import {
  membersOf,
  type RollOffice,
  type RollPerson,
  rollFigures,
  rollFor,
} from '@cunyi/shared/people/rolls.ts'
import type { Day } from '@cunyi/shared/words/days.ts'
import { explain } from '@cunyi/shared/words/refusal.ts'
import type { RefusalCode } from '@cunyi/shared/words/refusals.ts'
import type { Assembly, Office } from '@cunyi/shared/words/vocabulary.ts'
import type { Tx } from '#base/database/connect.ts'
import { findDivision } from '#village/divisions/queries/divisions.ts'
import { loadRollOffices, loadRollPeople, namesOf } from './queries/people.ts'
import { loadState } from './workbook/queries.ts'

const IN_VILLAGE: readonly Assembly[] = [
  'branch',
  'committees',
  'partyMembers',
  'representatives',
  'villagers',
  'households',
]
const OF_COLLECTIVE: readonly Assembly[] = ['members', 'memberRepresentatives']
const IN_COMMUNITY: readonly Assembly[] = [
  'branch',
  'committees',
  'partyMembers',
  'residents',
  'residentHouseholds',
  'residentRepresentatives',
]

/** Which row of the list a fault stands at; what names an office stands at that office's assembly. */
const PLACE: Partial<Record<RefusalCode, string>> = {
  tooFewRepresentatives: 'representatives',
  tooFewWomen: 'representatives',
  committeeSize: 'villageCommittee',
  committeeNoWoman: 'villageCommittee',
  oversightSize: 'oversightCommittee',
  oversightInCommittee: 'oversightCommittee',
  oversightAccountant: 'oversightCommittee',
  memberRepresentativesTooFew: 'memberRepresentatives',
}
const placeOf = (fault: CompositionFault): string =>
  PLACE[fault.code] ?? (fault.office === 'memberRepresentative' ? 'memberRepresentatives' : 'representatives')

/** 组成: each body of the village as its roll would be today, and what the law finds wrong with it. */
export async function composition(tx: Tx, villageId: string, day: Day) {
  const people = await loadRollPeople(tx, villageId, day)
  const offices = await loadRollOffices(tx, villageId, day)
  const division = await findDivision(tx, villageId)
  const found = compositionFaults(people, offices, day)
  const name = await namesOf(
    tx,
    found.flatMap(({ personId }) => personId ?? []),
  )
  const numbers = new Map(
    found.length === 0 ? [] : (await loadState(tx, villageId)).households.map((row) => [row.id, row.number]),
  )
  const problemsAt = (place: string) =>
    found.filter((fault) => placeOf(fault) === place).map((fault) => sentence(fault, name, numbers))
  const hasCollective = division?.hasCollective ?? true
  const own = division?.isCommunity ? IN_COMMUNITY : IN_VILLAGE
  const collective = hasCollective ? OF_COLLECTIVE : division?.isCommunity ? [] : (['members'] as const)
  const assemblies = [...own, ...collective]
  const options = {
    branchHasCommittee: division?.branchHasCommittee ?? true,
    ...membersOf(people, hasCollective),
  }
  const rows = assemblies.map((assembly) => {
    const roll = rollFor(assembly, people, offices, day, options)
    const { entitled, women, households } = rollFigures(roll)
    return {
      assembly,
      entitled,
      attending: roll.length - entitled,
      women,
      households,
      problems: problemsAt(assembly),
    }
  })
  return [
    ...rows,
    bodyOf(
      'villageCommittee',
      ['villageDirector', 'villageCommittee', 'residentDirector', 'residentCommittee'],
      people,
      offices,
      problemsAt,
    ),
    bodyOf('oversightCommittee', ['oversightChair', 'oversightCommittee'], people, offices, problemsAt),
  ]
}

function bodyOf(
  body: string,
  seats: readonly Office[],
  people: readonly RollPerson[],
  offices: readonly RollOffice[],
  problemsAt: (place: string) => ReturnType<typeof sentence>[],
) {
  const ids = new Set(offices.filter((row) => seats.includes(row.office)).map((row) => row.personId))
  const women = people.filter((person) => ids.has(person.id) && person.sex === 'female').length
  return {
    assembly: body,
    entitled: ids.size,
    attending: 0,
    women,
    households: 0,
    problems: problemsAt(body),
  }
}

function sentence(
  { code, params, personId }: CompositionFault,
  name: (id: string) => string,
  numbers: ReadonlyMap<string, string>,
) {
  const { household } = params
  const shown =
    typeof household === 'string' ? { ...params, household: numbers.get(household) ?? household } : params
  const { messageZh, messageEn } = explain(code, shown)
  if (!personId) return { code, messageZh, messageEn }
  return { code, messageZh: `${name(personId)}：${messageZh}`, messageEn: `${name(personId)}: ${messageEn}` }
}
