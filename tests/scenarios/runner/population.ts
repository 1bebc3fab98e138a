/**
 * The village block as people: households, adults and children, and who holds which office. Counts make persons
 * with scenario names (`representative-3`); one person may carry several. Deterministic, nobody is real.
 */
import type { OfficeRow, PersonRow, WorkbookRows } from '@cunyi/shared/people/workbook.ts'
import { idCheckDigit } from '@cunyi/shared/words/idnumber.ts'
import type { NamedPerson, VillageBlock } from './file.ts'

export type Someone = {
  /** What stands in the workbook, and by which the test session finds him. */
  name: string
  aliases: string[]
  household: number
  isHead: boolean
  isAdult: boolean
  sex: 'male' | 'female'
  born: string
  party: 'none' | 'full' | 'probationary' | 'underProbation'
  away: string | null
  member: boolean
  fullCapacity: boolean
  registered: boolean
  relation: string
  offices: { office: OfficeRow['office']; households?: number[]; group?: string }[]
}
export type Population = {
  people: Someone[]
  byAlias: Map<string, Someone>
  rows: WorkbookRows
  groupOf: (household: number) => string
  termsTo: string
}

const TERM_FROM = '2025-01-10'
const GROUPS = 9

export const DEFAULT_VILLAGE = {
  households: 612,
  registered: 2430,
  adults: 1866,
  members: 1790,
  party: { full: 63, probationary: 2, underProbation: 1, away: 36 },
  branchCommittee: 5,
  villageCommittee: 5,
  crossPosted: 3,
  representatives: 57,
  committeeRepresentatives: 2,
  womenInAssembly: 21,
  oversight: 3,
  memberRepresentatives: 57,
  board: 5,
  supervisors: 3,
  community: false,
  collective: true,
  oneHead: false,
  termsTo: '2030-01-09',
}
export const SMALL_VILLAGE = {
  households: 30,
  registered: 92,
  adults: 70,
  members: 66,
  party: { full: 8, probationary: 1, underProbation: 0, away: 3 },
  branchCommittee: 3,
  villageCommittee: 3,
  crossPosted: 1,
  representatives: 6,
  committeeRepresentatives: 3,
  womenInAssembly: 2,
  oversight: 3,
  memberRepresentatives: 0,
  board: 3,
  supervisors: 1,
  community: false,
  collective: true,
  oneHead: false,
  termsTo: '2030-01-09',
}

export const householdNumber = (n: number) => String(n).padStart(4, '0')

/** 社区: who bears which name of a scenario there. */
const OF_RESIDENTS: Partial<Record<OfficeRow['office'], OfficeRow['office']>> = {
  villageDirector: 'residentDirector',
  villageCommittee: 'residentCommittee',
  representative: 'residentRepresentative',
}

/** Each representative stands for other than the same number, so that a sum of households can be picked: 8 to 13, all shared out. */
function shares(households: number, parts: number): number[][] {
  const even = Math.floor(households / parts)
  const sizes = Array.from({ length: parts }, (_, i) => Math.max(1, even - 2 + (i % 6)))
  let left = households - sizes.reduce((sum, size) => sum + size, 0)
  for (let i = 0; left !== 0; i = (i + 1) % parts) {
    const step = left > 0 ? 1 : sizes[i] === 1 ? 0 : -1
    sizes[i] = (sizes[i] as number) + step
    left -= step
  }
  let next = 1
  return sizes.map((size) => Array.from({ length: size }, () => next++))
}

export function populate(block: VillageBlock): Population {
  const given = { ...DEFAULT_VILLAGE, ...block, party: { ...DEFAULT_VILLAGE.party, ...block.party } }
  const none = { members: 0, board: 0, supervisors: 0, memberRepresentatives: 0 }
  const v = given.collective ? given : { ...given, ...none }
  const office = (of: OfficeRow['office']) => (v.community ? (OF_RESIDENTS[of] ?? of) : of)
  const people: Someone[] = []
  for (let k = 0; k < v.registered; k += 1) {
    const isAdult = k < v.adults
    people.push({
      name: isAdult ? `villager-${k + 1}` : `child-${k - v.adults + 1}`,
      aliases: isAdult ? [`villager-${k + 1}`] : [],
      household: (k % v.households) + 1,
      isHead: k < v.households,
      isAdult,
      sex: k % 2 === 0 ? 'male' : 'female',
      born: isAdult
        ? `${1950 + (k % 50)}-0${(k % 9) + 1}-1${k % 10}`
        : `${2012 + (k % 12)}-0${(k % 9) + 1}-1${k % 10}`,
      party: 'none',
      away: null,
      member: k < v.members,
      fullCapacity: true,
      registered: true,
      relation: k < v.households ? '户主' : isAdult ? '家属' : '子女',
      offices: [],
    })
  }
  for (let n = 0; n < v.households; n += 1) alias(people[n], `household-${n + 1}`)
  for (let n = 0; n < v.members; n += 1) alias(people[n], `member-${n + 1}`)

  let next = 0
  const take = () => people[next++] as Someone
  const give = (
    one: Someone,
    name: string,
    office?: OfficeRow['office'],
    more: Omit<Someone['offices'][number], 'office'> = {},
  ) => {
    alias(one, name)
    if (office) one.offices.push({ office, ...more })
  }
  // The two committees: the secretary and the director are two persons, unless one is both; the cross-posted stand after them.
  const branch = Array.from({ length: v.branchCommittee }, take)
  branch.forEach((one, i) => {
    give(one, `branchCommittee-${i + 1}`, i === 0 ? 'branchSecretary' : 'branchCommittee')
  })
  const crossPosted = branch.slice(1, 1 + v.crossPosted)
  const committee = [
    (v.oneHead && branch[0]) || take(),
    ...crossPosted,
    ...Array.from({ length: Math.max(0, v.villageCommittee - 1 - crossPosted.length) }, take),
  ].slice(0, v.villageCommittee)
  committee.forEach((one, i) => {
    give(one, `villageCommittee-${i + 1}`, office(i === 0 ? 'villageDirector' : 'villageCommittee'))
  })
  alias(branch[0], 'branchSecretary')
  alias(committee[0], 'villageDirector')

  // Representatives: the last members of the village committee are also elected, then others; one a household.
  const stands = shares(v.households, Math.max(1, v.representatives))
  const elected = [
    ...committee.slice(committee.length - v.committeeRepresentatives),
    ...Array.from({ length: v.representatives - v.committeeRepresentatives }, take),
  ]
  elected.forEach((one, i) => {
    give(one, `representative-${i + 1}`, office('representative'), { households: stands[i] ?? [] })
  })
  const assembly = [...new Set([...elected, ...committee])]
  assembly.forEach((one, i) => {
    one.sex = i > 0 && i <= v.womenInAssembly ? 'female' : 'male'
  })

  const seats = shares(v.households, Math.max(1, v.memberRepresentatives))
  const forMembers = elected.slice(0, v.memberRepresentatives)
  forMembers.forEach((one, i) => {
    give(one, `memberRepresentative-${i + 1}`, 'memberRepresentative', { households: seats[i] ?? [] })
  })

  const oversight = Array.from({ length: v.oversight }, take)
  oversight.forEach((one, i) => {
    give(one, `oversight-${i + 1}`, i === 0 ? 'oversightChair' : 'oversightCommittee')
  })
  alias(oversight[0], 'oversightChair')
  const board = Array.from({ length: v.board }, take)
  board.forEach((one, i) => {
    give(one, `boardMember-${i + 1}`, i === 0 ? 'boardChair' : 'boardMember')
  })
  if (v.board > 0) alias(board[0], 'boardChair')
  Array.from({ length: v.supervisors }, take).forEach((one, i) => {
    give(one, `supervisor-${i + 1}`, 'supervisor')
  })
  give(take(), 'accountant', 'accountant')
  const groupOf = (household: number) => `第${((household - 1) % GROUPS) + 1}组`
  for (let g = 1; g <= Math.min(GROUPS, v.households); g += 1) {
    const head = people.find(
      (one, i) =>
        i >= next && one.isHead && one.offices.length === 0 && groupOf(one.household) === `第${g}组`,
    )
    if (head) give(head, `groupHead-${g}`, 'groupHead', { group: `第${g}组` })
  }

  // Party members: the branch committee first, then others; those away are the last of them.
  const party = [...branch]
  for (let i = next + GROUPS; party.length < v.party.full; i += 1)
    if (!people[i]?.aliases.some((name) => name.startsWith('groupHead'))) party.push(people[i] as Someone)
  const at = people.indexOf(party.at(-1) as Someone) + 1
  const noVote = people.slice(at, at + v.party.probationary + v.party.underProbation)
  party.forEach((one, i) => {
    one.party = 'full'
    alias(one, `partyMember-${i + 1}`)
  })
  noVote.forEach((one, i) => {
    const probationary = i < v.party.probationary
    one.party = probationary ? 'probationary' : 'underProbation'
    alias(one, probationary ? `probationary-${i + 1}` : `underProbation-${i + 1 - v.party.probationary}`)
  })
  const all = [...party, ...noVote]
  for (const one of all.slice(Math.max(0, all.length - v.party.away))) one.away = '广东省'

  const first: Someone = {
    name: 'firstSecretary',
    aliases: ['firstSecretary'],
    household: 0,
    isHead: false,
    isAdult: true,
    sex: 'male',
    born: '1985-03-12',
    party: 'none',
    away: null,
    member: false,
    fullCapacity: true,
    registered: false,
    relation: '驻村',
    offices: [{ office: 'firstSecretary' }],
  }
  people.push(first)

  const byAlias = new Map<string, Someone>()
  for (const one of people) {
    for (const name of one.aliases) if (!byAlias.has(name)) byAlias.set(name, one)
    one.name = primaryName(one)
  }
  for (const named of block.people ?? []) addNamed(named, people, byAlias, v.households)
  return { people, byAlias, rows: rowsOf(people, v, groupOf), groupOf, termsTo: v.termsTo }
}

function alias(one: Someone | undefined, name: string) {
  if (one && !one.aliases.includes(name)) one.aliases.push(name)
}
/** The most telling of a person's scenario names. */
const RANK = [
  'branchSecretary',
  'villageDirector',
  'oversightChair',
  'boardChair',
  'accountant',
  'branchCommittee',
  'villageCommittee',
  'oversight',
  'boardMember',
  'representative',
  'supervisor',
  'groupHead',
  'partyMember',
  'probationary',
  'underProbation',
  'household',
  'villager',
  'child',
  'firstSecretary',
]
function primaryName(one: Someone): string {
  for (const rank of RANK) {
    const found = one.aliases.find((name) => name === rank || name.startsWith(`${rank}-`))
    if (found) return found
  }
  return one.name
}

function addNamed(named: NamedPerson, people: Someone[], byAlias: Map<string, Someone>, households: number) {
  let one = named.is ? byAlias.get(named.is) : undefined
  if (named.is && !one) throw new Error(`there is no ${named.is} in this village`)
  if (!one) {
    one = {
      name: named.name,
      aliases: [],
      household: 1,
      isHead: false,
      isAdult: true,
      sex: 'male',
      born: '1980-06-15',
      party: 'none',
      away: null,
      member: true,
      fullCapacity: true,
      registered: true,
      relation: '家属',
      offices: [],
    }
    people.push(one)
  }
  one.name = named.name
  alias(one, named.name)
  byAlias.set(named.name, one)
  if (named.born) one.born = named.born
  if (named.sex) one.sex = named.sex
  if (named.household !== undefined) {
    if (named.household > households) throw new Error(`there is no household ${named.household}`)
    one.household = named.household
  }
  if (named.relation) one.relation = named.relation
  if (named.registered !== undefined) one.registered = named.registered
  if (named.away) one.away = named.away
  if (named.party) one.party = named.party
  if (named.fullCapacity !== undefined) one.fullCapacity = named.fullCapacity
  if (named.member !== undefined) one.member = named.member
  for (const office of named.offices ?? []) {
    const stands = named.households
      ? Array.from({ length: named.households }, (_, i) => one.household + i).filter((n) => n <= households)
      : []
    one.offices.push({
      office: office as OfficeRow['office'],
      ...(stands.length > 0 ? { households: stands } : {}),
    })
  }
}

/** Demo ID numbers: 990000, birth date, serial, check digit; the serial's last digit says the sex. */
function idNumberOf(one: Someone, serials: Map<string, number>): string {
  const day = one.born.replaceAll('-', '')
  const key = `${day}${one.sex}`
  const n = serials.get(key) ?? 0
  serials.set(key, n + 1)
  if (n > 499) throw new Error('too many people of one birthday')
  const serial = String(n * 2 + (one.sex === 'male' ? 1 : 0)).padStart(3, '0')
  const first = `990000${day}${serial}`
  return first + idCheckDigit(first)
}

function rowsOf(
  people: Someone[],
  { households, termsTo }: { households: number; termsTo: string },
  groupOf: (n: number) => string,
): WorkbookRows {
  const rows: WorkbookRows = { households: [], people: [], offices: [], members: [] }
  for (let n = 1; n <= households; n += 1)
    rows.households.push({ row: 0, number: householdNumber(n), villageGroup: groupOf(n) })
  const serials = new Map<string, number>()
  people.forEach((one, i) => {
    const idNumber = idNumberOf(one, serials)
    const row: PersonRow = {
      row: 0,
      name: one.name,
      sex: one.sex,
      idNumber,
      birthDate: one.born,
      phone: one.isAdult ? `100${String(i + 1).padStart(8, '0')}` : null,
      household: one.household ? householdNumber(one.household) : null,
      relation: one.relation,
      registered: one.registered,
      away: one.away !== null,
      awayPlace: one.away,
      partyStatus: one.party,
      partyJoinedOn: one.party === 'none' ? null : '2008-07-01',
      partyFullOn: one.party === 'full' || one.party === 'underProbation' ? '2009-07-01' : null,
      fullCapacity: one.fullCapacity,
    }
    rows.people.push(row)
    for (const { office, households: stands, group } of one.offices)
      rows.offices.push({
        row: 0,
        name: one.name,
        idNumber,
        office,
        from: TERM_FROM,
        to: termsTo,
        villageGroup: group ?? null,
        households: (stands ?? []).map(householdNumber),
      })
    if (one.member && one.isAdult)
      rows.members.push({ row: 0, name: one.name, idNumber, since: '2020-12-31' })
  })
  return rows
}
