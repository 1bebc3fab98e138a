/** 任职怎么定: by which act of two persons each office is recorded and ended; who it bars from which other. */
import type { Day } from '../words/days.ts'
import { type Refusal, refuse } from '../words/refusal.ts'
import { OFFICES, type Office } from '../words/vocabulary.ts'
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
} as const satisfies Record<string, { zh: string; en: string; offices: readonly VillageOffice[] }>
export type TermBody = keyof typeof TERM_BODIES
export const officesOfBody = (body: TermBody): readonly Office[] => TERM_BODIES[body].offices

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
