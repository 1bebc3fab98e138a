/** 按户主分户: households of a list without numbers. Proposed by the reading, and carried out once the clerk has said yes. */
import { HEAD_OF_HOUSEHOLD, type HomeRow, homesByHead } from '@cunyi/shared/people/homes.ts'
import {
  type Home,
  type HouseholdRow,
  type PersonRow,
  sheetOf,
  type WorkbookRows,
} from '@cunyi/shared/people/workbook.ts'
import { foldName, textOf } from '@cunyi/shared/people/workbook-cell.ts'
import type { CellValue, ParsedRow, RowFault } from '@cunyi/shared/people/workbook-row.ts'
import type { Findings } from './findings.ts'
import type { State, StatePerson } from './state.ts'

const PEOPLE = sheetOf('people').name

/** What a row says of its household, though the row itself may be wrong. */
export const toHomeRow = ({ values }: ParsedRow, cells: Record<string, CellValue>): HomeRow => {
  const text = (key: string) => textOf(cells[key] ?? null)
  return {
    row: values.row,
    name: text('name'),
    number: text('household'),
    relation: typeof values.relation === 'string' ? values.relation : text('relation'),
    headName: text('headName'),
    villageGroup: text('villageGroup'),
  }
}

/** The households that the list proposes; the head’s name goes to each of its rows, so that a mended row finds home. */
export function readHomes(
  rows: readonly HomeRow[],
  parsed: readonly ParsedRow[],
  raw: readonly { row: number; cells: Record<string, string> }[],
  faults: RowFault[],
): Home[] {
  const homes = homesByHead(rows)
  const homeOf = new Map(homes.flatMap((home) => home.rows.map((row) => [row, home] as const)))
  for (const { row, cells } of raw) {
    const home = homeOf.get(row)
    if (!home) continue
    cells.headName = home.headName
    if (home.villageGroup) cells.villageGroup ||= home.villageGroup
  }
  for (const { values } of parsed)
    if (homeOf.get(values.row)?.head === values.row) values.relation ??= HEAD_OF_HOUSEHOLD
  if (homes.length > 0) {
    const params = { people: homeOf.size, homes: homes.length }
    faults.push({
      sheet: PEOPLE,
      row: 0,
      column: '',
      value: '',
      code: 'householdFromHeads',
      params,
      stops: false,
    })
  }
  return homes
}

/** A household whose head stays out waits with him: it comes back whole, to be mended and brought in at once. */
export function waitForHeads(
  checked: { rows: WorkbookRows; faults: RowFault[] },
  homes: readonly Home[],
): { rows: WorkbookRows; faults: RowFault[] } {
  if (homes.length === 0) return checked
  const good = new Set(checked.rows.people.map(({ row }) => row))
  const waits = homes.filter(({ head }) => head !== null && !good.has(head))
  const waiting = new Map(waits.flatMap((home) => home.rows.map((row) => [row, home] as const)))
  const faults = checked.rows.people.flatMap(({ row, name }): RowFault[] => {
    const home = waiting.get(row)
    if (!home) return []
    const params = { head: home.headName, row: home.head ?? 0 }
    return [{ sheet: PEOPLE, row, column: '姓名', value: name, code: 'headFaulty', params, stops: true }]
  })
  return {
    rows: {
      ...checked.rows,
      people: checked.rows.people.filter(({ row }) => !waiting.has(row)),
      homes: homes.filter((home) => !waits.includes(home)),
    },
    faults: [...checked.faults, ...faults],
  }
}

/** The rows with the numbers of their households. Who is in one already stays there, and it is said. */
export function withHomes(state: State, rows: WorkbookRows, found: Findings): WorkbookRows {
  const homes = rows.homes ?? []
  if (homes.length === 0 || found.options.byHead === false) return rows
  const known = new Known(state, found.options.idIndex)
  const byRow = new Map(rows.people.map((row) => [row.row, row]))
  const numbers = freeNumbers(state, rows.households)
  const made: HouseholdRow[] = []
  const given = new Map<number, string>()
  for (const home of homes) {
    const people = home.rows.flatMap((row) => byRow.get(row) ?? [])
    const head = home.head === null ? undefined : byRow.get(home.head)
    const isNew = () => {
      if (!head || !home.villageGroup) return null
      const number = numbers.next().value
      const label = `${number}（${home.headName}，${people.length}人）`
      made.push({ row: head.row, number, villageGroup: home.villageGroup, label })
      return number
    }
    const number =
      home.number ??
      (head ? known.numberOf(head) : known.numberByHead(home)) ??
      people.map((row) => known.numberOf(row)).find((own) => own !== null) ??
      isNew()
    for (const row of people) {
      const own = known.numberOf(row)
      const to = own ?? number
      if (to !== null) given.set(row.row, to)
      if (own !== null && number !== null && own !== number) {
        const params = { person: row.name, head: home.headName, home: number, own }
        found.fault('people', row.row, 'household', own, 'homeKept', params, false)
      }
      if (to === null)
        found.fault(
          'people',
          row.row,
          'household',
          '',
          head ? 'homeNoGroup' : 'headMissing',
          { head: home.headName },
          false,
        )
    }
  }
  return {
    ...rows,
    households: [...rows.households, ...made],
    people: rows.people.map((row) => {
      const household = given.get(row.row)
      return household === undefined ? row : { ...row, household }
    }),
  }
}

/** Who is entered already, by his ID number, else by name and birth date where one alone has them. */
class Known {
  private readonly byId = new Map<string, StatePerson>()
  private readonly byBirth: Map<string, StatePerson[]>
  private readonly byHead: Map<string, StatePerson[]>
  private readonly homes: Map<string, State['households'][number]>
  private readonly idIndex: (text: string) => string

  constructor(state: State, idIndex: (text: string) => string) {
    this.idIndex = idIndex
    const here = state.people.filter(({ leftOn }) => leftOn === null)
    for (const person of state.people) if (person.idIndex) this.byId.set(person.idIndex, person)
    this.byBirth = Map.groupBy(here, ({ name, birthDate }) => `${foldName(name)}|${birthDate}`)
    const heads = here.filter(({ relation, householdId }) => relation === HEAD_OF_HOUSEHOLD && householdId)
    this.byHead = Map.groupBy(heads, ({ name }) => foldName(name))
    this.homes = new Map(state.households.map((home) => [home.id, home]))
  }

  private person(row: PersonRow): StatePerson | undefined {
    const byId = row.idNumber ? this.byId.get(this.idIndex(row.idNumber)) : undefined
    const alike = this.byBirth.get(`${foldName(row.name)}|${row.birthDate}`) ?? []
    return byId ?? (alike.length === 1 && !(row.idNumber && alike[0]?.idIndex) ? alike[0] : undefined)
  }
  private homeOf = (person: StatePerson | undefined) => this.homes.get(person?.householdId ?? '')

  numberOf = (row: PersonRow): string | null => this.homeOf(this.person(row))?.number ?? null
  /** Of a head who stands in no row: the one of that name. */
  numberByHead({ headName, villageGroup }: Home): string | null {
    const fits = (this.byHead.get(headName) ?? [])
      .flatMap((person) => this.homeOf(person) ?? [])
      .filter((home) => villageGroup === null || home.villageGroup === villageGroup)
    return fits.length === 1 ? (fits[0]?.number ?? null) : null
  }
}

/** Numbers that no household has: those of the village go on. */
function* freeNumbers(state: State, others: readonly HouseholdRow[]): Generator<string, never> {
  const taken = [...state.households, ...others].map(({ number }) => number)
  const counted = taken.filter((number) => /^\d{1,6}$/.test(number)).map(Number)
  for (let n = Math.max(0, ...counted) + 1; ; n++) yield String(n).padStart(4, '0')
}
