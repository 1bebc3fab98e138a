/** 比对: a workbook's good rows against what the system holds → what would change, and what is wrong. No SQL. */
import { randomUUID } from 'node:crypto'
import { lastDays } from '@cunyi/shared/law/offices.ts'
import { compositionFaults } from '@cunyi/shared/people/composition.ts'
import { type Likeness, likenessOf } from '@cunyi/shared/people/doubles.ts'
import { HEAD_OF_HOUSEHOLD } from '@cunyi/shared/people/homes.ts'
import type { HouseholdRow, MemberRow, PersonRow, WorkbookRows } from '@cunyi/shared/people/workbook.ts'
import type { RowFault } from '@cunyi/shared/people/workbook-row.ts'
import { compareOffices } from './compare-offices.ts'
import { type Change, type CompareOptions, doubleKey, Findings, type Kind } from './findings.ts'
import { withHomes } from './homes.ts'
import { PeopleIndex } from './people-index.ts'
import {
  householdFields,
  memberFields,
  personFields,
  type State,
  type StateHousehold,
  type StateOffice,
  type StatePerson,
} from './state.ts'
import { tellOf } from './tell.ts'

/** The plain values to seal; only of people that are written. */
export type Secrets = { idNumber?: string; phone?: string | null }
export type Comparison = {
  households: StateHousehold[]
  people: (StatePerson & Secrets)[]
  offices: StateOffice[]
  faults: RowFault[]
  changes: Change[]
  counts: Record<Kind, number>
  basedOn: Record<string, string>
}

export function compareWorkbook(state: State, read: WorkbookRows, options: CompareOptions): Comparison {
  const found = new Findings(options)
  const rows = withHomes(state, read, found)
  const households = compareHouseholds(state, rows.households, found)
  const index = new PeopleIndex(state.people, households.byNumber)
  const people = comparePeople(rows.people, index, found)
  for (const person of compareMembers(rows.members, index, found))
    people.set(person.id, { ...people.get(person.id), ...person })
  const offices = compareOffices(state, rows.offices, index, households.groups, found)
  noteHeads(rows.people, index, found)
  if (rows.offices.length > 0) noteComposition(index, households.all, offices.all, found)
  const { faults, changes, counts, basedOn } = found
  return {
    households: households.write,
    people: [...people.values()],
    offices: offices.write,
    faults,
    changes,
    counts,
    basedOn,
  }
}

function compareHouseholds(state: State, rows: readonly HouseholdRow[], found: Findings) {
  const byNumber = new Map(state.households.map((household) => [household.number, household]))
  const write: StateHousehold[] = []
  for (const row of rows) {
    const before = byNumber.get(row.number) ?? null
    const after: StateHousehold = {
      id: before?.id ?? randomUUID(),
      number: row.number,
      villageGroup: row.villageGroup,
      exemption: row.exemption === undefined ? (before?.exemption ?? null) : row.exemption,
    }
    if (
      !found.note(
        'households',
        row,
        `h:${row.number}`,
        row.label ?? row.number,
        before && householdFields(before),
        householdFields(after),
        (key, side) => String((side === 'before' ? before : after)?.[key as keyof StateHousehold] ?? ''),
      )
    )
      continue
    write.push(after)
    byNumber.set(after.number, after)
  }
  const all = [...byNumber.values()]
  return { write, byNumber, all, groups: new Set(all.map((household) => household.villageGroup)) }
}

function comparePeople(
  rows: readonly PersonRow[],
  index: PeopleIndex,
  found: Findings,
): Map<string, StatePerson & Secrets> {
  const write = new Map<string, StatePerson & Secrets>()
  /** Where in this file a person came from, with the number given there. */
  const brought = new Map<string, { row: number; idNumber: string | null }>()
  for (const row of rows) {
    const householdId = row.household ? index.householdId(row.household) : null
    if (householdId === undefined) {
      found.fault('people', row.row, 'household', row.household ?? '', 'unknownHousehold', {
        household: row.household ?? '',
      })
      continue
    }
    const fits = row.personId
      ? (index.get(row.personId) ?? null)
      : index.match(row, householdId, found.options.idIndex)
    if (fits === 'ambiguous') {
      found.fault('people', row.row, 'name', row.name, 'personAmbiguous', { person: row.name })
      continue
    }
    const match = fits ?? decidedMatch(row, householdId, index, brought, found)
    if (match === 'undecided') continue
    if (match === null && householdId === null)
      found.fault('people', row.row, 'household', '', 'householdEmpty', {}, false)
    const after = afterOf(row, match, householdId, found.options)
    brought.set(after.id, { row: row.row, idNumber: row.idNumber ?? null })
    const isDecided = fits === null && match !== null
    const key = isDecided
      ? doubleKey(row.row)
      : `p:${after.idIndex ?? `${row.name}|${row.household ?? ''}|${row.birthDate}`}`
    index.seen(after.id)
    const tell = tellOf(match, after, index)
    const before = match && personFields(match)
    if (!found.note('people', row, key, row.name, before, personFields(after), tell, after.id)) continue
    index.put(after)
    write.set(after.id, {
      ...after,
      ...(row.idNumber ? { idNumber: row.idNumber } : {}),
      ...(row.phone === undefined ? {} : { phone: row.phone }),
    })
  }
  return write
}

/** Whom a row means that fits nobody by its number: what was decided, else it waits. Null: another person. */
function decidedMatch(
  row: PersonRow,
  householdId: string | null,
  index: PeopleIndex,
  brought: ReadonlyMap<string, { row: number; idNumber: string | null }>,
  found: Findings,
): StatePerson | null | 'undecided' {
  const { decided = {}, idNumberOf = () => null } = found.options
  const one = { ...row, household: householdId, idNumber: row.idNumber ?? null }
  for (const person of index.namesakes(row, householdId)) {
    const here = brought.get(person.id)
    const likeness: Likeness | null = likenessOf(one, {
      ...person,
      household: person.householdId,
      idNumber: here ? here.idNumber : idNumberOf(person.id),
    })
    if (likeness === null) continue
    const answer = decided[row.row]
    if (answer !== undefined) return answer ? person : null
    const like = {
      likeness,
      personId: person.id,
      name: person.name,
      birthDate: person.birthDate,
      household: person.householdId ? (index.householdNumber(person.householdId) ?? null) : null,
      row: here?.row ?? null,
    }
    found.double(row, like, personFields(person))
    return 'undecided'
  }
  return null
}

/** A column the workbook does not have and an empty cell keep what the system holds. */
function afterOf(
  row: PersonRow,
  before: StatePerson | null,
  householdId: string | null,
  { idIndex, phoneIndex }: CompareOptions,
): StatePerson {
  const keep = <T>(given: T | undefined, held: T | undefined, fallback: T): T =>
    given === undefined ? (held ?? fallback) : given
  const phone = row.phone === undefined ? undefined : row.phone === null ? null : phoneIndex(row.phone)
  return {
    id: before?.id ?? randomUUID(),
    name: row.name,
    sex: row.sex,
    birthDate: row.birthDate,
    idIndex: row.idNumber ? idIndex(row.idNumber) : (before?.idIndex ?? null),
    phoneIndex: keep(phone, before?.phoneIndex, null),
    householdId: row.household === undefined ? (before?.householdId ?? null) : householdId,
    relation: keep(row.relation, before?.relation, null),
    registered: keep(row.registered, before?.registered, true),
    away: keep(row.away, before?.away, false),
    awayPlace: keep(row.awayPlace, before?.awayPlace, null),
    partyStatus: keep(row.partyStatus, before?.partyStatus, 'none'),
    partyJoinedOn: keep(row.partyJoinedOn, before?.partyJoinedOn, null),
    partyFullOn: keep(row.partyFullOn, before?.partyFullOn, null),
    fullCapacity: keep(row.fullCapacity, before?.fullCapacity, true),
    leftOn: keep(row.leftOn, before?.leftOn, null),
    leftReason: keep(row.leftReason, before?.leftReason, null),
    collectiveMember: before?.collectiveMember ?? false,
    collectiveFrom: before?.collectiveFrom ?? null,
  }
}

function compareMembers(rows: readonly MemberRow[], index: PeopleIndex, found: Findings): StatePerson[] {
  const write: StatePerson[] = []
  const seen = new Map<string, number>()
  for (const row of rows) {
    const person = index.resolve('members', row, found)
    if (!person) continue
    const earlier = seen.get(person.id)
    if (earlier !== undefined) {
      found.fault('members', row.row, 'name', row.name, 'rowDuplicate', { row: earlier })
      continue
    }
    seen.set(person.id, row.row)
    const after: StatePerson = {
      ...person,
      collectiveMember: !row.until,
      collectiveFrom: row.since === undefined ? person.collectiveFrom : row.since,
    }
    const before = person.collectiveFrom === null && !person.collectiveMember ? null : memberFields(person)
    if (!found.note('members', row, `m:${person.id}`, row.name, before, memberFields(after))) continue
    index.put(after)
    write.push(after)
  }
  return write
}

/** Two heads in one household: said once a household that the workbook speaks of. */
function noteHeads(rows: readonly PersonRow[], index: PeopleIndex, found: Findings) {
  const heads = new Map<string, number>()
  for (const person of index.all())
    if (person.relation === HEAD_OF_HOUSEHOLD && person.householdId && person.leftOn === null)
      heads.set(person.householdId, (heads.get(person.householdId) ?? 0) + 1)
  for (const row of rows) {
    if (row.relation !== HEAD_OF_HOUSEHOLD || !row.household) continue
    const id = index.householdId(row.household)
    if (!id || (heads.get(id) ?? 0) < 2) continue
    found.fault(
      'people',
      row.row,
      'relation',
      HEAD_OF_HOUSEHOLD,
      'secondHead',
      { household: row.household },
      false,
    )
    heads.delete(id)
  }
}

/** Composition below the law does not stop an import: it stands on the sheet 任职 as a remark. */
function noteComposition(
  index: PeopleIndex,
  households: readonly StateHousehold[],
  offices: readonly StateOffice[],
  found: Findings,
) {
  const { today } = found.options
  const groups = new Map(households.map((household) => [household.id, household.villageGroup]))
  const people = index
    .all()
    .filter((person) => person.leftOn === null || person.leftOn > today)
    .map((person) => ({
      ...person,
      villageGroup: person.householdId ? (groups.get(person.householdId) ?? null) : null,
      isHouseholdHead: person.relation === HEAD_OF_HOUSEHOLD,
    }))
  const lastDayOf = lastDays(offices)
  const held = offices.map((one) => ({ ...one, to: lastDayOf(one) }))
  // What concerns one person stands at his own row already.
  for (const { code, params, personId } of compositionFaults(people, held, today))
    if (personId === undefined) found.fault('offices', 0, 'office', '', code, params, false)
}
