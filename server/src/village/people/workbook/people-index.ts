import type { SheetKey } from '@cunyi/shared/people/workbook.ts'
import type { Findings } from './findings.ts'
import type { StateHousehold, StatePerson } from './state.ts'

type Named = { row: number; name: string; idNumber?: string | null; household?: string | null }

/** 对人: finds the person a row means, by ID number, else by name with household and birth date. */
export class PeopleIndex {
  private readonly people = new Map<string, StatePerson>()
  private readonly byIdNumber = new Map<string, string>()
  private readonly byName = new Map<string, Set<string>>()
  private readonly households: ReadonlyMap<string, StateHousehold>
  private readonly taken = new Set<string>()

  constructor(people: readonly StatePerson[], households: ReadonlyMap<string, StateHousehold>) {
    this.households = households
    for (const person of people) this.put(person)
  }

  put(person: StatePerson) {
    const before = this.people.get(person.id)
    if (before) this.byName.get(before.name)?.delete(person.id)
    this.people.set(person.id, person)
    if (person.idIndex) this.byIdNumber.set(person.idIndex, person.id)
    const namesakes = this.byName.get(person.name) ?? new Set()
    this.byName.set(person.name, namesakes.add(person.id))
  }

  all = (): StatePerson[] => [...this.people.values()]
  get = (id: string): StatePerson | undefined => this.people.get(id)
  /** undefined: no such household. */
  householdId = (number: string): string | undefined => this.households.get(number)?.id
  householdNumber(id: string): string | undefined {
    for (const household of this.households.values()) if (household.id === id) return household.number
    return undefined
  }
  /** A person stands for one row of the sheet only. */
  seen = (id: string) => void this.taken.add(id)

  /** The person the row of 人员 speaks of; null: nobody yet. */
  match(
    row: Named & { birthDate: string },
    householdId: string | null,
    idIndex: (text: string) => string,
  ): StatePerson | null | 'ambiguous' {
    if (row.idNumber) {
      const known = this.byIdNumber.get(idIndex(row.idNumber))
      if (known !== undefined) return this.people.get(known) ?? null
    }
    const fits = this.namesakes(row.name).filter(
      (person) =>
        !this.taken.has(person.id) &&
        person.birthDate === row.birthDate &&
        person.householdId === householdId &&
        // Whoever has another ID number is somebody else.
        (!row.idNumber || person.idIndex === null),
    )
    return fits.length > 1 ? 'ambiguous' : (fits[0] ?? null)
  }

  /** Somebody named on another sheet, or undefined with a fault noted. */
  resolve(sheet: SheetKey, row: Named, found: Findings): StatePerson | undefined {
    const label = row.name
    if (row.idNumber) {
      const person = this.people.get(this.byIdNumber.get(found.options.idIndex(row.idNumber)) ?? '')
      if (person && person.name === row.name) return person
      found.fault(sheet, row.row, person ? 'name' : 'idNumber', person ? row.name : '', 'unknownPerson', {
        person: label,
      })
      return undefined
    }
    const own = row.household ? this.householdId(row.household) : undefined
    if (row.household && own === undefined) {
      found.fault(sheet, row.row, 'household', row.household, 'unknownHousehold', {
        household: row.household,
      })
      return undefined
    }
    const fits = this.namesakes(row.name).filter((person) => !row.household || person.householdId === own)
    if (fits.length === 1) return fits[0]
    found.fault(sheet, row.row, 'name', row.name, fits.length === 0 ? 'unknownPerson' : 'personAmbiguous', {
      person: label,
    })
    return undefined
  }

  private namesakes = (name: string): StatePerson[] =>
    [...(this.byName.get(name) ?? [])].flatMap((id) => this.people.get(id) ?? [])
}
