import { randomUUID } from 'node:crypto'
import { heldUntil, OVERSIGHT, whyNotByImport } from '@cunyi/shared/law/offices.ts'
import type { OfficeRow } from '@cunyi/shared/people/workbook.ts'
import { ageOn } from '@cunyi/shared/words/days.ts'
import { OFFICES, type Office } from '@cunyi/shared/words/vocabulary.ts'
import type { Findings } from './findings.ts'
import type { PeopleIndex } from './people-index.ts'
import { officeFields, printOf, type State, type StateOffice, type StatePerson } from './state.ts'
import { isRepresentative, TermIndex } from './terms.ts'

type Candidate = { row: OfficeRow; before: StateOffice | null; after: StateOffice; person: StatePerson }

/** 任职: matched by person, office and first day. What the file leaves out stays as it is. */
export function compareOffices(
  state: State,
  rows: readonly OfficeRow[],
  index: PeopleIndex,
  groups: ReadonlySet<string>,
  found: Findings,
) {
  const held = new Held(state.offices)
  const candidates: Candidate[] = []
  const seen = new Map<string, number>()
  for (const row of rows) {
    const candidate = candidateOf(row, held, index, groups, found)
    if (!candidate) continue
    const earlier = seen.get(keyOf(candidate.after))
    if (earlier === undefined) candidates.push(candidate)
    else found.fault('offices', row.row, 'name', row.name, 'rowDuplicate', { row: earlier })
    seen.set(keyOf(candidate.after), row.row)
  }
  // Rows of the file take the place of what they change first, so that a household can pass from one list to another.
  const replaced = new Set(candidates.flatMap(({ before }) => (before ? [before.id] : [])))
  const terms = new TermIndex()
  const all = new Map<string, StateOffice>()
  for (const office of state.offices) {
    all.set(office.id, office)
    if (!replaced.has(office.id)) terms.add(office)
  }
  const write: StateOffice[] = []
  const isFirst = !state.offices.some(({ office }) => OVERSIGHT.includes(office))
  for (const { row, before, after, person } of candidates) {
    // What stands there already is not judged anew.
    const isSame = before !== null && printOf(officeFields(before)) === printOf(officeFields(after))
    // Without anybody who watches over the village the township reads the list, and looks at each of them.
    const no = isSame || isFirst ? null : whyNotByImport(before, after)
    if (no) {
      found.fault('offices', row.row, 'office', wordOf(after.office).zh, no.code, no.params)
      if (before) terms.add(before)
      continue
    }
    const conflict = isSame ? null : terms.conflictOf(after)
    if (conflict) {
      const number = conflict.householdId ? (index.householdNumber(conflict.householdId) ?? '') : ''
      found.fault(
        'offices',
        row.row,
        conflict.column,
        number || row.name,
        conflict.code,
        conflict.code === 'termsOverlap' ? { office: wordOf(after.office) } : { household: number },
      )
      if (before) terms.add(before)
      continue
    }
    if (
      after.office === 'representative' &&
      after.households.length > 0 &&
      (after.households.length < 5 || after.households.length > 15)
    )
      found.fault(
        'offices',
        row.row,
        'households',
        String(after.households.length),
        'householdsPerRepresentative',
        { count: after.households.length },
        false,
      )
    const take = found.note(
      'offices',
      row,
      `o:${person.idIndex ?? person.name}|${after.office}|${after.from}`,
      `${row.name} ${wordOf(after.office).zh}`,
      before && officeFields(before),
      officeFields(after),
    )
    const stands = take ? after : before
    if (stands) {
      terms.add(stands)
      all.set(stands.id, stands)
    }
    if (take) write.push(after)
  }
  return { write, all: [...all.values()] }
}

const keyOf = (office: { personId: string; office: string; from: string }) =>
  `${office.personId}|${office.office}|${office.from}`
const wordOf = (office: Office) => ({ zh: OFFICES[office].zh, en: OFFICES[office].en })

/** A term is known by its first day; an open one, noted when the village was opened, by any term it overlaps. */
class Held {
  private readonly byKey: ReadonlyMap<string, StateOffice>
  private readonly open: ReadonlyMap<string, StateOffice>

  constructor(offices: readonly StateOffice[]) {
    this.byKey = new Map(offices.map((office) => [keyOf(office), office]))
    this.open = new Map(
      offices
        .filter(({ to }) => to === null)
        .map((office) => [`${office.personId}|${office.office}`, office]),
    )
  }

  find(term: { personId: string; office: Office; from: string; to: string | null }): StateOffice | null {
    const same = this.byKey.get(keyOf(term))
    if (same) return same
    const open = this.open.get(`${term.personId}|${term.office}`)
    return open && (term.to === null || term.to >= open.from) ? open : null
  }
}

function candidateOf(
  row: OfficeRow,
  held: Held,
  index: PeopleIndex,
  groups: ReadonlySet<string>,
  found: Findings,
): Candidate | undefined {
  const person = index.resolve('offices', row, found)
  if (!person) return undefined
  const fault = (
    column: string,
    value: string,
    ...rest: [Parameters<Findings['fault']>[4], Parameters<Findings['fault']>[5]?]
  ) => void found.fault('offices', row.row, column, value, ...rest)
  const before = held.find({ personId: person.id, office: row.office, from: row.from, to: row.to ?? null })
  if (person.leftOn !== null && person.leftOn <= row.from)
    return fault('from', row.from, 'personLeft', { person: row.name }) as undefined
  if (isRepresentative(row.office) && ageOn(person.birthDate, row.from) < 18)
    return fault('name', row.name, 'representativeTooYoung') as undefined
  if (row.villageGroup && !groups.has(row.villageGroup))
    return fault('villageGroup', row.villageGroup, 'cellUnknownWord', {
      column: '村民小组',
      value: row.villageGroup,
      choices: [...groups].slice(0, 20).join('、'),
    }) as undefined
  const households: string[] = []
  for (const number of row.households ?? []) {
    const id = index.householdId(number)
    if (id === undefined)
      return fault('households', number, 'unknownHousehold', { household: number }) as undefined
    households.push(id)
  }
  const to = row.to === undefined ? (before?.to ?? null) : row.to
  const after: StateOffice = {
    id: before?.id ?? randomUUID(),
    personId: person.id,
    office: row.office,
    from: row.from,
    to,
    heldUntil: before && before.to === to ? before.heldUntil : heldUntil({ office: row.office, to }),
    villageGroup: row.villageGroup === undefined ? (before?.villageGroup ?? null) : row.villageGroup,
    households: row.households === undefined ? (before?.households ?? []) : households,
  }
  return { row, before, after, person }
}
