import type { SheetKey } from '@cunyi/shared/people/workbook.ts'
import { foldName } from '@cunyi/shared/people/workbook-cell.ts'
import type { Findings } from './findings.ts'
import type { StateHousehold, StatePerson } from './state.ts'

type Named = { row: number; name: string; idNumber?: string | null; household?: string | null }

/** Ids by a key. Nobody needs more than two of them: the second makes it ambiguous. */
class Groups {
  private readonly ids = new Map<string, Set<string>>()
  add(key: string, id: string) {
    const group = this.ids.get(key) ?? new Set()
    this.ids.set(key, group.add(id))
  }
  delete(key: string, id: string) {
    const group = this.ids.get(key)
    group?.delete(id)
    if (group?.size === 0) this.ids.delete(key)
  }
  firstTwo(key: string): string[] {
    const found: string[] = []
    for (const id of this.ids.get(key) ?? []) if (found.push(id) === 2) break
    return found
  }
}

type Nature = Pick<StatePerson, 'name' | 'birthDate' | 'householdId'>
/** Whoever has an ID number stands apart: a row with another one is never him. */
const natureOf = ({ name, birthDate, householdId }: Nature, hasId: boolean) =>
  `${foldName(name)}|${birthDate}|${householdId ?? ''}|${hasId}`
const homeOf = (name: string, householdId: string | null) => `${foldName(name)}|${householdId ?? ''}`
const birthOf = (name: string, birthDate: string) => `${foldName(name)}|${birthDate}`

/**
 * 对人: finds the person a row means, by ID number, else by name with household and birth date. Each look-up costs the
 * same, though a whole village may bear one name.
 */
export class PeopleIndex {
  private readonly people = new Map<string, StatePerson>()
  private readonly byIdNumber = new Map<string, string>()
  private readonly byName = new Groups()
  private readonly byHome = new Groups()
  private readonly byBirth = new Groups()
  /** Whom no row of 人员 has meant yet. */
  private readonly free = new Groups()
  private readonly households: ReadonlyMap<string, StateHousehold>
  private readonly numbers: ReadonlyMap<string, string>
  private readonly taken = new Set<string>()

  constructor(people: readonly StatePerson[], households: ReadonlyMap<string, StateHousehold>) {
    this.households = households
    this.numbers = new Map([...households.values()].map(({ id, number }) => [id, number]))
    for (const person of people) this.put(person)
  }

  put(person: StatePerson) {
    const before = this.people.get(person.id)
    if (before) {
      this.byName.delete(foldName(before.name), before.id)
      this.byBirth.delete(birthOf(before.name, before.birthDate), before.id)
      this.byHome.delete(homeOf(before.name, before.householdId), before.id)
      this.free.delete(natureOf(before, before.idIndex !== null), before.id)
    }
    this.people.set(person.id, person)
    if (person.idIndex) this.byIdNumber.set(person.idIndex, person.id)
    this.byName.add(foldName(person.name), person.id)
    this.byBirth.add(birthOf(person.name, person.birthDate), person.id)
    this.byHome.add(homeOf(person.name, person.householdId), person.id)
    if (!this.taken.has(person.id)) this.free.add(natureOf(person, person.idIndex !== null), person.id)
  }

  all = (): StatePerson[] => [...this.people.values()]
  get = (id: string): StatePerson | undefined => this.people.get(id)
  /** undefined: no such household. */
  householdId = (number: string): string | undefined => this.households.get(number)?.id
  householdNumber = (id: string): string | undefined => this.numbers.get(id)
  /** A person stands for one row of the sheet only. */
  seen(id: string) {
    this.taken.add(id)
    const person = this.people.get(id)
    if (person) this.free.delete(natureOf(person, person.idIndex !== null), id)
  }

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
    const nature = { name: row.name, birthDate: row.birthDate, householdId }
    const without = this.free.firstTwo(natureOf(nature, false))
    const fits = (
      row.idNumber ? without : [...without, ...this.free.firstTwo(natureOf(nature, true))]
    ).flatMap((id) => this.people.get(id) ?? [])
    return fits.length > 1 ? 'ambiguous' : (fits[0] ?? null)
  }

  /** Who of the same name may be meant by a row that fits nobody: the few that speak for it most. */
  namesakes(row: Named & { birthDate: string }, householdId: string | null): StatePerson[] {
    const ids = new Set([
      ...this.byBirth.firstTwo(birthOf(row.name, row.birthDate)),
      ...(householdId === null ? [] : this.byHome.firstTwo(homeOf(row.name, householdId))),
      ...this.byName.firstTwo(foldName(row.name)),
    ])
    return [...ids].flatMap((id) => this.people.get(id) ?? []).filter(({ leftOn }) => leftOn === null)
  }

  /** Somebody named on another sheet, or undefined with a fault noted. */
  resolve(sheet: SheetKey, row: Named, found: Findings): StatePerson | undefined {
    const label = row.name
    if (row.idNumber) {
      const person = this.people.get(this.byIdNumber.get(found.options.idIndex(row.idNumber)) ?? '')
      if (person && foldName(person.name) === foldName(row.name)) return person
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
    const ids = row.household
      ? this.byHome.firstTwo(homeOf(row.name, own ?? null))
      : this.byName.firstTwo(foldName(row.name))
    const fits = ids.flatMap((id) => this.people.get(id) ?? [])
    if (fits.length === 1) return fits[0]
    found.fault(sheet, row.row, 'name', row.name, fits.length === 0 ? 'unknownPerson' : 'personAmbiguous', {
      person: label,
    })
    return undefined
  }
}
