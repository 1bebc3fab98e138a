import { OFFICES, PARTY_STATUSES, SEXES } from '@cunyi/shared/words/vocabulary.ts'
import {
  householdFields,
  memberFields,
  officeFields,
  personFields,
  printOf,
  type State,
  type StatePerson,
} from './state.ts'
import type { TextRow, WorkbookTexts } from './write.ts'

export type Opened = { idNumber: string | null; phone: string | null }

/** 导出: what the system holds, as the words of the sheets, each row with its print in the hidden column. */
export function textsOf(state: State, secretsOf: (personId: string) => Opened): WorkbookTexts {
  const numbers = new Map(state.households.map((household) => [household.id, household.number]))
  const people = new Map(state.people.map((person) => [person.id, person]))
  const numberOf = (id: string | null) => (id === null ? '' : (numbers.get(id) ?? ''))
  const named = (person: StatePerson): TextRow => ({
    name: person.name,
    idNumber: secretsOf(person.id).idNumber ?? '',
    household: numberOf(person.householdId),
  })
  return {
    households: state.households.map((row) => ({
      number: row.number,
      villageGroup: row.villageGroup,
      exemption: row.exemption ?? '',
      version: printOf(householdFields(row)),
    })),
    people: state.people.map((row) => ({
      ...named(row),
      sex: SEXES[row.sex].zh,
      birthDate: row.birthDate,
      phone: secretsOf(row.id).phone ?? '',
      relation: row.relation ?? '',
      registered: yesNo(row.registered),
      away: yesNo(row.away),
      awayPlace: row.awayPlace ?? '',
      partyStatus: PARTY_STATUSES[row.partyStatus].zh,
      partyJoinedOn: row.partyJoinedOn ?? '',
      partyFullOn: row.partyFullOn ?? '',
      fullCapacity: yesNo(row.fullCapacity),
      leftOn: row.leftOn ?? '',
      leftReason: row.leftReason ?? '',
      version: printOf(personFields(row)),
    })),
    offices: state.offices.flatMap((row) => {
      const person = people.get(row.personId)
      if (!person) return []
      return {
        ...named(person),
        office: OFFICES[row.office].zh,
        from: row.from,
        to: row.to ?? '',
        villageGroup: row.villageGroup ?? '',
        households: row.households.map(numberOf).filter(Boolean).sort().join('、'),
        version: printOf(officeFields(row)),
      }
    }),
    members: state.people
      .filter((person) => person.collectiveMember)
      .map((person) => ({
        ...named(person),
        since: person.collectiveFrom ?? '',
        until: '',
        version: printOf(memberFields(person)),
      })),
  }
}

const yesNo = (value: boolean): string => (value ? '是' : '否')
