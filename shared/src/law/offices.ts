/** 任职怎么定: by which act of two persons each office is recorded and ended; who it bars from which other. */
import { addDays, type Day } from '../words/days.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import { keysOf, OFFICES, type Office } from '../words/vocabulary.ts'
import { type ActOfTwo, PARTIES, secondsOf } from './acts-of-two.ts'

type AboveVillage = 'townshipStaff' | 'countyStaff'
export type VillageOffice = Exclude<Office, AboveVillage>

// biome-ignore format: one row, one office
export const OFFICE_ACT = {
  branchSecretary: 'officeOfParty', branchDeputy: 'officeOfParty', branchCommittee: 'officeOfParty', firstSecretary: 'officeOfParty',
  villageDirector: 'officeOfVillage', villageCommittee: 'officeOfVillage', groupHead: 'officeOfVillage',
  residentDirector: 'officeOfVillage', residentCommittee: 'officeOfVillage',
  representative: 'officeOfVillage', memberRepresentative: 'officeOfVillage', residentRepresentative: 'officeOfVillage',
  accountant: 'officeOfVillage', clerk: 'officeOfVillage',
  oversightChair: 'officeOfOversight', oversightCommittee: 'officeOfOversight', oversightStandIn: 'officeOfOversight',
  boardChair: 'officeOfCollective', boardMember: 'officeOfCollective', supervisor: 'officeOfCollective',
} as const satisfies Record<VillageOffice, ActOfTwo>

export const isVillageOffice = (office: Office): office is VillageOffice => office in OFFICE_ACT

export const OVERSIGHT: readonly Office[] = ['oversightChair', 'oversightCommittee', 'oversightStandIn']
const COMMITTEE: readonly Office[] = [
  'villageDirector',
  'villageCommittee',
  'residentDirector',
  'residentCommittee',
]
const SEATS: readonly Office[] = ['representative', 'memberRepresentative', 'residentRepresentative']

/** By which act it ends: a seat is its households', so whoever loses it may speak first. */
export const endedBy = (office: VillageOffice): ActOfTwo =>
  SEATS.includes(office) ? 'endSeat' : OFFICE_ACT[office]

type Term = { office: Office; to: Day | null }
const isShorter = (before: Term, after: Term) =>
  after.to !== null && (before.to === null || after.to < before.to)

/**
 * 导入: an oversight member reads its list, so it brings only what that committee looks at anyway, and takes nothing
 * from anybody: he is told first. The first roster of a village, which the township reads, brings all of them.
 */
export function whyNotByImport(before: Term | null, after: Term): Refusal | null {
  const { office } = after
  if (!isVillageOffice(office)) return refuse('forbidden')
  if (OVERSIGHT.includes(office)) return refuse('oversightByImport')
  const [second] = secondsOf({ what: OFFICE_ACT[office], as: 'clerk', turn: null })
  if (second && second !== 'oversight')
    return refuse('officeByImport', {
      office: { zh: OFFICES[office].zh, en: OFFICES[office].en },
      second: PARTIES[second],
    })
  return before && isShorter(before, after) ? refuse('officeEndByImport') : null
}

/** 换届: whose whole term is handed over in one act; the township supervises the election. (村委会组织法 arts 11, 20) */
// biome-ignore format: one row, one body
export const TERM_BODIES = {
  branch:                  { zh: '村党支部委员会', en: 'Branch committee', offices: ['branchSecretary', 'branchDeputy', 'branchCommittee'] },
  villageCommittee:        { zh: '村民委员会', en: 'Village committee', offices: ['villageDirector', 'villageCommittee'] },
  representatives:         { zh: '村民代表', en: 'Representatives', offices: ['representative'] },
  residents:               { zh: '居民委员会', en: 'Residents’ committee', offices: ['residentDirector', 'residentCommittee'] },
  residentRepresentatives: { zh: '居民代表', en: 'Residents’ representatives', offices: ['residentRepresentative'] },
  oversight:               { zh: '村务监督委员会', en: 'Oversight committee', offices: ['oversightChair', 'oversightCommittee', 'oversightStandIn'] },
  board:                   { zh: '集体经济组织理事会', en: 'Board of the collective', offices: ['boardChair', 'boardMember'] },
  supervisors:             { zh: '集体经济组织监事会', en: 'Supervisors of the collective', offices: ['supervisor'] },
  memberRepresentatives:   { zh: '成员代表', en: 'Member representatives', offices: ['memberRepresentative'] },
} as const satisfies Record<string, { zh: string; en: string; offices: readonly VillageOffice[] }>
export type TermBody = keyof typeof TERM_BODIES
export const officesOfBody = (body: TermBody): readonly Office[] => TERM_BODIES[body].offices
/** Who watches over the village is posted and told to those who elected him, as when he is appointed alone. */
export const handedOverBy = (body: TermBody): ActOfTwo =>
  body === 'oversight' ? 'handOverOversight' : 'handOver'

/** 届满未换届 (integrity D23): the elected run on; who stands in for the secretary is named for so many days. */
const RUN_ON: readonly Office[] = [
  ...keysOf(TERM_BODIES).flatMap((body) => [...officesOfBody(body)]),
  'groupHead' as const,
].filter((office) => office !== 'branchDeputy')

/** The last day in office as far as it is known; null: it ends when his successor is recorded. (平台默认) */
export const heldUntil = ({ office, to }: Term): Day | null => (RUN_ON.includes(office) ? null : to)

/** 代书记主持: named by one person, so for days and not for a term; a longer absence is said anew. (平台默认) */
const DEPUTY_DAYS = 30
/** Why the secretary may not name somebody until that day: there is one at a time, whoever named or recorded him. */
export function whyNotDeputy(
  { from, to, today }: { from: Day; to: Day; today: Day },
  terms: readonly { office: Office; from: Day; heldUntil: Day | null }[],
): Refusal | null {
  const until = addDays(today, DEPUTY_DAYS)
  const stands = terms.some(
    (one) =>
      one.office === 'branchDeputy' && one.from <= to && (one.heldUntil === null || one.heldUntil >= from),
  )
  return to > until || stands ? refuse('deputyUnfit', { until }) : null
}

/** Of these there is one at a time. */
const ALONE: readonly Office[] = [
  'branchSecretary',
  'villageDirector',
  'residentDirector',
  'oversightChair',
  'boardChair',
]
export type Seat = Term & {
  personId: string
  from: Day
  villageGroup: string | null
  households: readonly string[]
}
/** Under these a term that takes the place of another is found: as the only one, as himself, his group's, his households'. */
const placesOf = ({ office, personId, villageGroup, households }: Seat): string[] =>
  ALONE.includes(office)
    ? [office]
    : [
        `${office} ${personId}`,
        ...(office === 'groupHead' ? [`${office} ${villageGroup}`] : []),
        ...households.map((home) => `${office} ${home}`),
      ]

/**
 * 接任: among all terms, from which day somebody whose term is over is followed; null: he is in office still. By whoever
 * takes his place; one of several who is recorded alone takes none but his own, so all are followed once as many are
 * recorded as ended with him.
 */
export function followers(seats: readonly Seat[]): (one: Seat) => Day | null {
  const begins = new Map<string, Day[]>()
  const ended = new Map<string, number>()
  for (const seat of seats) {
    for (const place of new Set([seat.office, ...placesOf(seat)])) pushTo(begins, place, seat.from)
    const end = `${seat.office} ${seat.to}`
    ended.set(end, (ended.get(end) ?? 0) + 1)
  }
  for (const days of begins.values()) days.sort()
  return (one) => {
    const { office, to } = one
    if (to === null) return null
    const nth = (place: string, n: number) => {
      const days = begins.get(place) ?? []
      return days[begunBy(days, to) + n - 1]
    }
    const his = placesOf(one).flatMap((place) => nth(place, 1) ?? [])
    return his.toSorted()[0] ?? nth(office, ended.get(`${office} ${to}`) ?? 1) ?? null
  }
}

function pushTo(begins: Map<string, Day[]>, place: string, day: Day): void {
  const days = begins.get(place)
  if (days) days.push(day)
  else begins.set(place, [day])
}

/** How many of the sorted days are that day or earlier. */
function begunBy(days: readonly Day[], day: Day): number {
  let [low, high] = [0, days.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((days[middle] ?? day) <= day) low = middle + 1
    else high = middle
  }
  return low
}

/** The last day in office of each; null: he is in office until he is followed. */
export function lastDays(seats: readonly Seat[]): (one: Seat & { heldUntil: Day | null }) => Day | null {
  const followedFrom = followers(seats)
  return (one) => {
    const from = one.heldUntil === null ? followedFrom(one) : null
    return from === null ? one.heldUntil : addDays(from, -1)
  }
}

/** 终止代表资格的依据 */
export const SEAT_GROUNDS = {
  resignation: { zh: '本人书面辞职', en: 'His own resignation in writing' },
  households: { zh: '推选他的户书面终止', en: 'The paper of the households that chose him' },
  death: { zh: '去世', en: 'Death' },
} as const
export type SeatGround = keyof typeof SEAT_GROUNDS

/**
 * 不得兼任: what bars whom, and his near relatives. Art 37 of the 村委会组织法 for the oversight committee, art 34 of the
 * 农村集体经济组织法 for supervisors; both ways, so that neither office is taken up beside the other.
 */
export const BARS = [
  { code: 'oversightInCommittee', watches: OVERSIGHT, watched: COMMITTEE },
  {
    code: 'supervisorBarred',
    watches: ['supervisor'] as readonly Office[],
    watched: ['boardChair', 'boardMember', 'accountant'] as readonly Office[],
  },
] as const

/** The offices that cannot stand beside this one, and why. */
export const barredBy = (office: Office) =>
  BARS.flatMap(({ code, watches, watched }) => [
    ...(watches.includes(office) ? [{ code, others: watched }] : []),
    ...(watched.includes(office) ? [{ code, others: watches }] : []),
  ])
