/**
 * 手写的规矩: the procedure once more, by hand from integrity.md and domain.md and from nothing of the product. Where the
 * two differ, one of them is wrong.
 */

/** 推进: from, to, and by whom it may be brought about. */
const EDGE_LINES = `
drafting > branchProposal: branch
drafting > withdrawn: person
branchProposal > committeeDeliberation: meeting clock
branchProposal > shelved: meeting person
branchProposal > withdrawn: person
committeeDeliberation > partyReview: meeting clock
committeeDeliberation > resolutionDisclosure: meeting
committeeDeliberation > branchProposal: meeting branch person
committeeDeliberation > shelved: meeting person
committeeDeliberation > withdrawn: person
partyReview > villagerResolution: meeting clock
partyReview > committeeDeliberation: meeting person chair clock
partyReview > branchProposal: meeting
partyReview > shelved: meeting person
partyReview > withdrawn: person
villagerResolution > resolutionDisclosure: meeting
villagerResolution > awaitingApproval: meeting
villagerResolution > opinionSent: meeting
villagerResolution > committeeDeliberation: meeting person chair clock
villagerResolution > shelved: meeting person
villagerResolution > withdrawn: person
shelved > villagerResolution: person
awaitingApproval > resolutionDisclosure: township
awaitingApproval > committeeDeliberation: township
awaitingApproval > villagerResolution: recount
resolutionDisclosure > implementation: clock
resolutionDisclosure > committeeDeliberation: township recount
resolutionDisclosure > villagerResolution: recount
resolutionDisclosure > superseded: meeting clock
implementation > outcomeDisclosure: village
implementation > committeeDeliberation: township recount
implementation > villagerResolution: recount
implementation > superseded: meeting clock
outcomeDisclosure > archived: clock
outcomeDisclosure > committeeDeliberation: township
outcomeDisclosure > superseded: meeting clock
opinionSent > archived: village
archived > superseded: meeting clock`

export const EDGES: ReadonlyMap<string, readonly string[]> = new Map(
  EDGE_LINES.trim()
    .split('\n')
    .map((line) => line.split(': '))
    .map(([edge, by]) => [String(edge), String(by).split(' ')]),
)

export const SITTING = [
  'branchProposal',
  'committeeDeliberation',
  'partyReview',
  'villagerResolution',
] as const

/** 一个班子: whoever sits in one of these is the same hand as the others of it. */
const BODIES: Record<string, readonly string[]> = {
  branch: ['branchSecretary', 'branchDeputy', 'branchCommittee'],
  village: ['villageDirector', 'villageCommittee', 'residentDirector', 'residentCommittee'],
  board: ['boardChair', 'boardMember'],
  oversight: ['oversightChair', 'oversightCommittee', 'oversightStandIn'],
  supervisor: ['supervisor'],
  clerk: ['clerk'],
  township: ['townshipStaff'],
  county: ['countyStaff'],
  representative: ['representative', 'memberRepresentative'],
}
export const bodiesOf = (offices: readonly string[]): string[] =>
  Object.entries(BODIES).flatMap(([body, list]) => (offices.some((one) => list.includes(one)) ? [body] : []))

export const OVERSIGHT = BODIES.oversight as readonly string[]

/** What somebody may be to an act: by his bodies, or by his part in the meeting. */
export type Kind =
  | 'branch'
  | 'village'
  | 'board'
  | 'oversight'
  | 'supervisor'
  | 'clerk'
  | 'township'
  | 'county'
  | 'representative'
  | 'chair'
  | 'recorder'
  | 'teller'
  | 'helper'
  | 'himself'
type ActRow = {
  first: readonly Kind[]
  second: readonly Kind[]
  /** Whose it becomes when nobody came in time. */
  late?: readonly Kind[]
  /** By who the first was, another second. */
  unless?: Partial<Record<Kind, readonly Kind[]>>
  /** Each of those named in it, its tellers, says yes from his own session; whose turn it is after them is one. */
  each?: true
  /** The second is of the same kind as the first, and another person of it. */
  peers?: true
}
const KEEPERS = ['clerk', 'branch', 'village'] as const

/** 两人办理, from the table of integrity.md D23. */
// biome-ignore format: one row, one act
export const ACTS: Record<string, ActRow> = {
  returnSlip:         { first: ['teller', 'recorder'], second: ['teller', 'oversight'], peers: true },
  setAsideEnvelope:   { first: ['chair', 'oversight'], second: ['oversight', 'chair'] },
  castAssisted:       { first: ['helper'], second: ['helper'], peers: true },
  assistedByPhone:    { first: ['helper'], second: ['oversight'] },
  recountPoll:        { first: ['village', 'board', 'oversight'], second: ['oversight'], unless: { oversight: ['township'] }, late: ['township'] },
  recountPaper:       { first: ['village', 'board', 'oversight'], second: ['teller', 'oversight'], unless: { oversight: ['teller', 'township'] }, late: ['township'], each: true },
  correctRoll:        { first: ['village', 'board', 'branch', 'chair', 'oversight'], second: ['oversight'], unless: { oversight: ['township'] } },
  withdrawEntry:      { first: ['recorder', 'teller'], second: ['teller', 'oversight'], peers: true },
  officeOfParty:      { first: KEEPERS, second: ['township'], late: ['county'] },
  officeOfVillage:    { first: KEEPERS, second: ['oversight'], late: ['township', 'county'] },
  officeOfOversight:  { first: [...KEEPERS, 'oversight'], second: ['township'], late: ['county'] },
  handOverOversight:  { first: [...KEEPERS, 'oversight'], second: ['township'], late: ['county'] },
  officeOfCollective: { first: KEEPERS, second: ['supervisor'], late: ['oversight', 'township', 'county'] },
  endSeat:            { first: KEEPERS, second: ['oversight'], late: ['township', 'county'] },
  registerCollective: { first: KEEPERS, second: ['township'], late: ['county'] },
  moveVillage:        { first: ['township'], second: ['county'] },
  renameVillage:      { first: ['township'], second: ['county'] },
  extendWindow:       { first: ['chair'], second: ['township'], late: ['oversight'] },
  dangerToLife:       { first: ['village'], second: ['township'], late: ['county'] },
  nameHelpers:        { first: KEEPERS, second: ['oversight'], late: ['township'] },
  clerkByTownship:    { first: ['township'], second: ['township'], peers: true, late: ['county'] },
  contestClass:       { first: ['village', 'board'], second: ['township'] },
  changeNumber:       { first: KEEPERS, second: ['oversight'] },
  mergePeople:        { first: KEEPERS, second: ['oversight'] },
  identityCall:       { first: ['oversight', 'representative'], second: ['representative', 'oversight'] },
  paperCode:          { first: KEEPERS, second: ['oversight'] },
  maskDisclosure:     { first: ['village', 'board', 'oversight', 'township'], second: ['oversight'], unless: { oversight: ['village', 'board', 'township'] }, late: ['township'] },
  correctDisclosure:  { first: ['village', 'board', 'oversight'], second: ['oversight'], unless: { oversight: ['village', 'board'] } },
  extraStep:          { first: ['village', 'branch', 'board'], second: ['oversight'], late: ['township'] },
  acceptanceSheet:    { first: ['village', 'board'], second: ['oversight'], late: ['township'] },
  invalidCount:       { first: ['chair', 'oversight'], second: ['teller'], each: true },
  importList:         { first: KEEPERS, second: ['oversight'] },
}
/** Where two of one body are not one hand: neither of them was chosen by the other. */
const PEERS: readonly Kind[] = ['teller', 'helper', 'representative']

export type First = { id: string; account: string; kinds: readonly Kind[] }

/** Why this second was not to have confirmed this act, by the table; or null. */
export function whyNotSecond(act: {
  what: string
  first: First
  second: First
  /** It had gone on to the next: the first time was over, or nobody of those first asked was left. */
  isLate: boolean
  about: string | null
}): string | null {
  const { what, first, second } = act
  const row = ACTS[what]
  if (!row) return `the table of D23 has no act ${what}`
  if (first.id === second.id) return 'confirmed by its first'
  if (first.account === second.account) return 'confirmed through the account of its first'
  if (act.about === second.id) return 'confirmed by whom it is about'
  const as = first.kinds.filter((kind) => row.first.includes(kind))
  if (as.length === 0) return `proposed by ${first.kinds.join(' and ') || 'nobody in particular'}`
  const asked = as.flatMap((kind) => row.unless?.[kind] ?? row.second)
  const wanted = [...asked, ...(act.isLate ? (row.late ?? []) : [])]
  const fits = second.kinds.filter((kind) => wanted.includes(kind))
  if (fits.length === 0) return `confirmed by ${second.kinds.join(' and ') || 'nobody in particular'}`
  const apart = fits.some(
    (kind) => (row.peers && (PEERS.includes(kind) || kind === 'township')) || !first.kinds.includes(kind),
  )
  return apart ? null : `both are of one body: ${fits.join(', ')}`
}

/** 法定人数 and 通过, in whole numbers: `n` of `d`, and whether it must be more. */
type Share = { n: number; d: number; more: boolean }
const share = (n: number, d: number, more = false): Share => ({ n, d, more })
const reaches = ({ n, d, more }: Share, count: number, base: number) =>
  base > 0 && (more ? count * d > base * n : count * d >= base * n)

// biome-ignore format: one row, one body
const SHARES: Record<string, { quorum: Share; majority: Share; of: 'present' | 'entitled' }> = {
  branch:          { quorum: share(1, 2), majority: share(1, 2, true), of: 'entitled' },
  committees:      { quorum: share(2, 3), majority: share(1, 2, true), of: 'entitled' },
  partyMembers:    { quorum: share(2, 3), majority: share(1, 2, true), of: 'entitled' },
  representatives: { quorum: share(2, 3), majority: share(1, 2, true), of: 'present' },
}
export const COUNTED_BODIES = Object.keys(SHARES)

export type Counted = {
  entitled: number
  present: number
  recusedPresent: number
  recused: number
  for: number
  against: number
  abstain: number
}
/** What a poll comes to; `soft`: an opinion or a demanded matter is supported or opposed. */
export function outcomeOf(assembly: string, counted: Counted, soft: boolean): string {
  const rule = SHARES[assembly]
  if (!rule) throw new Error(`The model does not know how ${assembly} decides.`)
  if (!reaches(rule.quorum, counted.present, counted.entitled)) return 'noQuorum'
  // Steps 1 and 2: the rest vote. Of the Party's members all are the base.
  const rest =
    assembly === 'branch' || assembly === 'committees' ? counted.entitled - counted.recused : counted.entitled
  const base = rule.of === 'entitled' ? rest : counted.present - counted.recusedPresent
  const passes = reaches(rule.majority, counted.for, base)
  return passes ? (soft ? 'support' : 'adopt') : soft ? 'oppose' : 'reject'
}

/** Whose offices sit in a body, by hand; the Party's members sit by themselves. */
export const SEATS: Record<string, readonly string[]> = {
  branch: ['branchSecretary', 'branchCommittee'],
  committees: ['branchSecretary', 'branchCommittee', 'villageDirector', 'villageCommittee'],
  representatives: ['representative', 'villageDirector', 'villageCommittee'],
}

/**
 * 谁能办: of requests that decide something, who alone may be heard. Offices; `chair`, `recorder`, `teller` of the meeting
 * meant; `roll`: with a vote on its roll. What is not here, the product's own table of rights decides.
 */
const COMMITTEE = ['villageDirector', 'villageCommittee'] as const
const ANSWERS = [...COMMITTEE, 'boardChair', 'residentDirector'] as const
const WATCHES = ['oversightChair', 'oversightCommittee'] as const
const CONVENES = [
  'branchSecretary',
  'branchDeputy',
  ...COMMITTEE,
  'boardChair',
  'groupHead',
  'branchCommittee',
] as const
export const ONLY: Record<string, readonly string[]> = {
  submitProposal: ['branchSecretary', 'branchDeputy', 'branchCommittee'],
  conveneMeeting: CONVENES,
  openPoll: ['chair'],
  closePoll: ['chair'],
  endMeeting: ['chair'],
  endHall: ['chair'],
  adjournMeeting: ['chair'],
  callHands: ['chair'],
  castBallot: ['roll'],
  enterCountSheet: ['teller'],
  enterNamed: ['teller'],
  reviewDisclosure: [...WATCHES, 'supervisor'],
  postDisclosure: ANSWERS,
  editDisclosure: ANSWERS,
  answerObjection: ANSWERS,
  startWork: [...ANSWERS, 'boardMember', 'residentCommittee', 'groupHead'],
  reportOutcome: ANSWERS,
  acceptOnSheet: ANSWERS,
  giveOpinion: ['townshipStaff'],
  fileProposal: ['townshipStaff'],
  orderCorrection: ['townshipStaff'],
  townshipAnswer: ['townshipStaff'],
  // Of which body it is asked: holds/judged.ts.
  judge: [...WATCHES, 'oversightStandIn', 'supervisor', 'branchSecretary', 'branchCommittee'],
}
