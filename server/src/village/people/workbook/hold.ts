/**
 * 待核对: what of an import touches log-in, right to vote, death, departure or an office is one list, which a second
 * person reads to its end and confirms. The rest goes in at once. No SQL.
 */
import { sheetOf } from '@cunyi/shared/people/workbook.ts'
import { OFFICES, PARTY_STATUSES, SEXES } from '@cunyi/shared/words/vocabulary.ts'
import type { Comparison, Secrets } from './compare.ts'
import { same } from './findings.ts'
import type { State, StateHousehold, StateOffice, StatePerson } from './state.ts'

/** Who he is, by what he logs in, on which roll he stands and how his household is counted there. */
const HELD = [
  'name',
  'sex',
  'idIndex',
  'birthDate',
  'phoneIndex',
  'householdId',
  'relation',
  'registered',
  'away',
  'partyStatus',
  'partyFullOn',
  'fullCapacity',
  'leftOn',
  'leftReason',
  'collectiveMember',
  'collectiveFrom',
] as const satisfies readonly (keyof StatePerson)[]
export type HeldField = (typeof HELD)[number]

/** The numbers that stood there, in part. */
export type OldNumbers = { phone: string | null; idNumber: string | null }
export type HeldPerson = {
  before: StatePerson | null
  after: StatePerson
  fields: HeldField[]
  secrets: Secrets
  old: OldNumbers
}
export type HeldList = {
  households: { before: StateHousehold; after: StateHousehold }[]
  people: HeldPerson[]
  offices: { before: StateOffice | null; after: StateOffice; name: string }[]
}
export const lengthOf = ({ households, people, offices }: HeldList): number =>
  households.length + people.length + offices.length

type Split = { atOnce: Pick<Comparison, 'households' | 'people'>; list: HeldList }

export function holdBack(state: State, compared: Comparison, oldOf: (personId: string) => OldNumbers): Split {
  const homes = new Map(state.households.map((one) => [one.id, one]))
  const persons = new Map(state.people.map((one) => [one.id, one]))
  const terms = new Map(state.offices.map((one) => [one.id, one]))
  const list: HeldList = { households: [], people: [], offices: [] }
  const atOnce: Split['atOnce'] = { households: [], people: [] }
  for (const after of compared.households) {
    const before = homes.get(after.id)
    if (!before) atOnce.households.push(after)
    else {
      // Which group a household is of says on whose roll it stands.
      if (before.villageGroup !== after.villageGroup)
        list.households.push({ before, after: { ...before, villageGroup: after.villageGroup } })
      if (before.exemption !== after.exemption)
        atOnce.households.push({ ...after, villageGroup: before.villageGroup })
    }
  }
  for (const { idNumber, phone, ...after } of compared.people) {
    const before = persons.get(after.id) ?? null
    const fields = HELD.filter((field) => !before || !same(before[field], after[field]))
    const secrets: Secrets = {
      ...(idNumber === undefined ? {} : { idNumber }),
      ...(phone === undefined ? {} : { phone }),
    }
    if (fields.length > 0) list.people.push({ before, after, fields, secrets, old: oldOf(after.id) })
    if (!before) continue
    const others = { ...after, ...pick(before, HELD) }
    if (!same(others, before)) atOnce.people.push(others)
  }
  const names = new Map(compared.people.map((one) => [one.id, one.name]))
  for (const after of compared.offices)
    list.offices.push({
      before: terms.get(after.id) ?? null,
      after,
      name: persons.get(after.personId)?.name ?? names.get(after.personId) ?? '',
    })
  return { atOnce, list }
}

export const pick = <K extends keyof StatePerson>(
  person: StatePerson,
  fields: readonly K[],
): Pick<StatePerson, K> =>
  Object.fromEntries(fields.map((field) => [field, person[field]])) as Pick<StatePerson, K>

export type HeldRow = {
  kind: 'person' | 'household' | 'office'
  name: string
  isNew: boolean
  fields: { field: string; before: string | null; after: string | null }[]
}

/** The list as it is read: old and new, numbers only in part. */
export function rowsOfList(
  list: HeldList,
  homes: ReadonlyMap<string, string>,
  masked: (kind: 'phone' | 'idNumber', text: string) => string,
): HeldRow[] {
  return [
    ...list.households.map(({ before, after }) => ({
      kind: 'household' as const,
      name: after.number,
      isNew: false,
      fields: [
        {
          field: headingOf('households', 'villageGroup'),
          before: before.villageGroup,
          after: after.villageGroup,
        },
      ],
    })),
    ...list.people.map((one) => personRow(one, homes, masked)),
    ...list.offices.map(({ before, after, name }) => ({
      kind: 'office' as const,
      name: `${name} ${OFFICES[after.office].zh}`,
      isNew: before === null,
      fields: (['from', 'to', 'villageGroup', 'households'] as const)
        .filter((field) => (before ? !same(before[field], after[field]) : hasValue(after[field])))
        .map((field) => ({
          field: headingOf('offices', field),
          before: before && termText(before, field, homes),
          after: termText(after, field, homes),
        })),
    })),
  ]
}

const hasValue = (value: unknown) =>
  value !== null && value !== '' && !(Array.isArray(value) && !value.length)
const termText = (
  term: StateOffice,
  field: 'from' | 'to' | 'villageGroup' | 'households',
  homes: ReadonlyMap<string, string>,
): string | null =>
  field === 'households' ? term.households.map((id) => homes.get(id) ?? '').join('、') || null : term[field]

function personRow(
  { before, after, fields, secrets, old }: HeldPerson,
  homes: ReadonlyMap<string, string>,
  masked: (kind: 'phone' | 'idNumber', text: string) => string,
): HeldRow {
  const part = (kind: 'phone' | 'idNumber', text: string | null | undefined) =>
    text ? masked(kind, text) : null
  const shown = fields.flatMap((field) => {
    if (!before && !hasValue(after[field])) return []
    const numbers = NUMBERS[field]
    const [was, is] = numbers
      ? [old[numbers], part(numbers, secrets[numbers])]
      : [before && valueText(before, field, homes), valueText(after, field, homes)]
    // Two numbers may look alike in part.
    const alike = numbers && was !== null && was === is
    return [{ field: wordOf(field), before: was, after: alike ? `${is}（中间几位不同）` : is }]
  })
  return { kind: 'person', name: before?.name ?? after.name, isNew: before === null, fields: shown }
}

const NUMBERS: Partial<Record<HeldField, 'phone' | 'idNumber'>> = { phoneIndex: 'phone', idIndex: 'idNumber' }
const headingOf = (sheet: 'households' | 'people' | 'offices', key: string): string =>
  sheetOf(sheet).columns.find((column) => column.key === key)?.heading ?? key
const COLUMNS: Partial<Record<HeldField, string>> = {
  phoneIndex: 'phone',
  idIndex: 'idNumber',
  householdId: 'household',
}
const wordOf = (field: HeldField): string => {
  if (field === 'collectiveMember') return '集体成员'
  if (field === 'collectiveFrom') return '成员确认日期'
  return headingOf('people', COLUMNS[field] ?? field)
}

function valueText(person: StatePerson, field: HeldField, homes: ReadonlyMap<string, string>): string | null {
  if (field === 'sex') return SEXES[person.sex].zh
  if (field === 'partyStatus') return PARTY_STATUSES[person.partyStatus].zh
  if (field === 'householdId') return person.householdId ? (homes.get(person.householdId) ?? null) : null
  const value = person[field]
  return typeof value === 'boolean' ? (value ? '是' : '否') : value
}
