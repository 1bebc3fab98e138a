/**
 * 名册: who is on the roll of an assembly on a day, from people and terms of office. Each person once, whatever
 * he holds; age is reckoned for the day of the meeting.
 */
import type { ProfileValues } from '../law/profile.ts'
import { ageOn, type Day } from '../words/days.ts'
import type { Assembly, Office, PartyStatus, Route, Sex } from '../words/vocabulary.ts'

export type RollPerson = {
  id: string
  sex: Sex
  birthDate: Day
  /** 户籍 in the village. */
  registered: boolean
  away: boolean
  partyStatus: PartyStatus
  /** The day of becoming a full member, where known. */
  partyFullOn: Day | null
  /** 完全民事行为能力 */
  fullCapacity: boolean
  householdId: string | null
  villageGroup: string | null
  collectiveMember: boolean
  /** The head of his household, who stands for it unless another was chosen. */
  isHouseholdHead?: boolean
}

/** `households` are those a representative stands for; `from` and `to` are both days in office. */
export type RollOffice = {
  personId: string
  office: Office
  from: Day
  to: Day | null
  households: readonly string[]
  villageGroup?: string | null
}

export type RollOptions = {
  /** C: whose group. */
  villageGroup?: string
  /** household → person chosen to stand for it, in place of its head. */
  householdRepresentatives?: Readonly<Record<string, string>>
  /** Board members join the two committees for collective matters. */
  withBoard?: boolean
  /** No collective is registered, and nobody was entered as a member of one: the villagers are (农村集体经济组织法 art 64). */
  villagersAsMembers?: boolean
  /** A small branch without a committee takes step 1 with all its members. */
  branchHasCommittee?: boolean
  /** Left out of 应到 under a named local basis only. */
  excluded?: readonly string[]
}

/** 没有成员名册: what of the village bears on the roll of its members. */
export const membersOf = (
  people: readonly Pick<RollPerson, 'collectiveMember'>[],
  hasCollective: boolean,
): Pick<RollOptions, 'villagersAsMembers'> => ({
  villagersAsMembers: !hasCollective && !people.some((person) => person.collectiveMember),
})

/** What of the profile in force and of the village bears on a roll, whenever one is drawn or looked into. */
export const rollOptionsOf = (
  profile: Pick<ProfileValues, 'joint_includes_board' | 'branch_has_committee'>,
  route: Route,
  village: {
    people: readonly Pick<RollPerson, 'collectiveMember'>[]
    division: { hasCollective: boolean; branchHasCommittee: boolean } | undefined
    villageGroup: string | null
  },
): RollOptions => ({
  ...(village.villageGroup === null ? {} : { villageGroup: village.villageGroup }),
  withBoard: profile.joint_includes_board && route === 'B',
  branchHasCommittee: profile.branch_has_committee && (village.division?.branchHasCommittee ?? true),
  ...membersOf(village.people, village.division?.hasCollective ?? true),
})

export type RollEntry = {
  personId: string
  /** Counts in the base and may vote; without it he attends. */
  votes: boolean
  /** Belongs to the body (党员总数), with a vote or without; guests do not. */
  member: boolean
  capacity: Office[]
  households: string[]
  woman: boolean
  reasonZh?: string
  reasonEn?: string
}

const GUESTS: readonly Office[] = ['firstSecretary', 'townshipStaff']

/** Offices in force on a day. */
export const officesOn = (offices: readonly RollOffice[], day: Day): RollOffice[] =>
  offices.filter((office) => office.from <= day && (office.to === null || office.to >= day))

/** 支委会 */
export const COMMITTEE_OF_BRANCH = ['branchSecretary', 'branchCommittee'] as const satisfies readonly Office[]

/** By office: whose holders are the body. The rest are by person (see `byPerson`). */
// biome-ignore format: one row, one assembly
const BY_OFFICE: Partial<Record<Assembly, readonly Office[]>> = {
  branch:                  COMMITTEE_OF_BRANCH,
  committees:              ['branchSecretary', 'branchCommittee', 'villageDirector', 'villageCommittee', 'residentDirector', 'residentCommittee'],
  representatives:         ['representative', 'villageDirector', 'villageCommittee'],
  memberRepresentatives:   ['memberRepresentative'],
  residentRepresentatives: ['residentRepresentative', 'residentDirector', 'residentCommittee'],
}
const BOARD: readonly Office[] = ['boardChair', 'boardMember']
const REPRESENTS: readonly Office[] = ['representative', 'memberRepresentative', 'residentRepresentative']

/** The roll, in the order in which the people were given. */
export function rollFor(
  assembly: Assembly,
  people: readonly RollPerson[],
  offices: readonly RollOffice[],
  day: Day,
  options: RollOptions = {},
): RollEntry[] {
  const held = new Map<string, RollOffice[]>()
  for (const office of officesOn(offices, day))
    held.set(office.personId, [...(held.get(office.personId) ?? []), office])
  const households = householdRepresentatives(people, day, options)
  const entries: RollEntry[] = []
  for (const person of people) {
    const mine = held.get(person.id) ?? []
    const entry = entryFor(assembly, person, mine, day, options, households)
    if (entry) entries.push(entry)
  }
  return entries
}

type Standing = {
  votes: boolean
  member: boolean
  capacity: Office[]
  households?: string[]
  reasonZh?: string
  reasonEn?: string
}

function entryFor(
  assembly: Assembly,
  person: RollPerson,
  held: readonly RollOffice[],
  day: Day,
  options: RollOptions,
  households: ReadonlyMap<string, string>,
): RollEntry | null {
  if (options.excluded?.includes(person.id) && isExcludable(assembly)) return null
  const standing =
    byOffice(assembly, held, options) ?? byPerson(assembly, person, day, options, households) ?? guest(held)
  if (!standing) return null
  return {
    personId: person.id,
    votes: standing.votes,
    member: standing.member,
    capacity: standing.capacity,
    households: standing.households ?? [],
    woman: person.sex === 'female',
    ...(standing.reasonZh ? { reasonZh: standing.reasonZh, reasonEn: standing.reasonEn ?? '' } : {}),
  }
}

/** Only the villagers' assembly and the Party may leave somebody out, and only under a recorded local basis. */
const isExcludable = (assembly: Assembly): boolean =>
  assembly === 'villagers' || assembly === 'households' || assembly === 'partyMembers'

function byOffice(assembly: Assembly, held: readonly RollOffice[], options: RollOptions): Standing | null {
  if (assembly === 'branch' && options.branchHasCommittee === false) return null
  const seats = BY_OFFICE[assembly]
  if (!seats) return null
  const own = assembly === 'committees' && options.withBoard ? [...seats, ...BOARD] : seats
  const mine = held.filter((office) => own.includes(office.office))
  if (mine.length === 0) return null
  const represented = mine
    .filter((office) => REPRESENTS.includes(office.office))
    .flatMap((office) => office.households)
  return {
    votes: true,
    member: true,
    capacity: unique(mine.map((office) => office.office)),
    households: unique(represented),
  }
}

/** Its roll is of who holds an office, whoever else lives here. */
export const isOfOffices = (assembly: Assembly, options: Pick<RollOptions, 'branchHasCommittee'>): boolean =>
  assembly in BY_OFFICE && !(assembly === 'branch' && options.branchHasCommittee === false)

/** 列席: the first secretary and township staff are there without a vote, unless they belong to the body. */
function guest(held: readonly RollOffice[]): Standing | null {
  const mine = held.filter((office) => GUESTS.includes(office.office))
  if (mine.length === 0) return null
  return {
    votes: false,
    member: false,
    capacity: unique(mine.map((office) => office.office)),
    reasonZh: '列席，没有表决权',
    reasonEn: 'Attends without a vote',
  }
}

function byPerson(
  assembly: Assembly,
  person: RollPerson,
  day: Day,
  options: RollOptions,
  households: ReadonlyMap<string, string>,
): Standing | null {
  const full: Standing = { votes: true, member: true, capacity: [] }
  const adult = ageOn(person.birthDate, day) >= 18
  const inGroup = options.villageGroup !== undefined && person.villageGroup === options.villageGroup
  const standsFor = person.householdId !== null && households.get(person.householdId) === person.id
  const asHousehold: Standing | null = standsFor
    ? { ...full, households: [person.householdId as string] }
    : null
  switch (assembly) {
    case 'branch':
      return options.branchHasCommittee === false ? partyStanding(person, day) : null
    case 'partyMembers':
      return partyStanding(person, day)
    case 'villagers':
    case 'residents':
      return person.registered && adult ? full : null
    case 'households':
    case 'residentHouseholds':
      return person.registered ? asHousehold : null
    case 'groupVillagers':
      return person.registered && adult && inGroup ? full : null
    case 'groupHouseholds':
      return person.registered && inGroup ? asHousehold : null
    case 'members':
      return (options.villagersAsMembers ? person.registered : person.collectiveMember) &&
        adult &&
        person.fullCapacity
        ? full
        : null
    default:
      return null
  }
}

/** 有表决权: full members; probationary ones, and those under 留党察看, attend without a vote. */
function partyStanding(person: RollPerson, day: Day): Standing | null {
  const notYetFull = person.partyStatus === 'full' && person.partyFullOn !== null && person.partyFullOn > day
  if (person.partyStatus === 'full' && !notYetFull) return { votes: true, member: true, capacity: [] }
  if (person.partyStatus === 'probationary' || notYetFull)
    return {
      votes: false,
      member: true,
      capacity: [],
      reasonZh: '预备党员没有表决权',
      reasonEn: 'Probationary members have no vote',
    }
  if (person.partyStatus === 'underProbation')
    return {
      votes: false,
      member: true,
      capacity: [],
      reasonZh: '留党察看期间没有表决权',
      reasonEn: 'No vote while on probation within the Party',
    }
  return null
}

/** 户的代表: the chosen one, else the head, else the eldest; always 18 or over and of that household. */
export function householdRepresentatives(
  people: readonly RollPerson[],
  day: Day,
  options: Pick<RollOptions, 'householdRepresentatives' | 'excluded'> = {},
): Map<string, string> {
  const adults = new Map<string, RollPerson[]>()
  for (const person of people) {
    if (person.householdId === null || !person.registered || ageOn(person.birthDate, day) < 18) continue
    if (options.excluded?.includes(person.id)) continue
    adults.set(person.householdId, [...(adults.get(person.householdId) ?? []), person])
  }
  const chosen = new Map<string, string>()
  for (const [household, members] of adults) {
    const named = members.find((person) => person.id === options.householdRepresentatives?.[household])
    const head = members.find((person) => person.isHouseholdHead)
    const eldest = members.reduce((a, b) => (b.birthDate < a.birthDate ? b : a))
    chosen.set(household, (named ?? head ?? eldest).id)
  }
  return chosen
}

/** The sums of a roll that a tally and the quorum line need. */
export function rollFigures(roll: readonly RollEntry[]): {
  entitled: number
  allMembers: number
  women: number
  households: number
} {
  const voters = roll.filter((entry) => entry.votes)
  return {
    entitled: voters.length,
    allMembers: roll.filter((entry) => entry.member).length,
    women: voters.filter((entry) => entry.woman).length,
    households: unique(voters.flatMap((entry) => entry.households)).length,
  }
}

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)]
