/**
 * 覆盖: what of each record stands in the chain. An entry covers the rows that were written with it: one line a row, its
 * digest over all its columns, and a second over what everybody may see of it. Lines stand in groups, by what their rows
 * belong to; a group that is not shown is hidden by a salt. The root over all groups stands in the entry's link.
 */
import { canonicalJson } from '../poll/proof.ts'

export type Covering = {
  /** Columns that tell one row from another; of a set, what the rows have in common. */
  key: readonly string[]
  /** What a public package shows of it. */
  shown?: readonly string[]
  /** Columns that are covered by a line of their own, or said for a package only. */
  apart?: readonly string[]
  /** All rows with this key have one line together, written when their poll ends: a ballot leaves none by itself. */
  set?: true
}

// biome-ignore format: one row, one record
export const COVERED = {
  proposal:            { key: ['id'], shown: ['id', 'number', 'stage', 'track', 'codes', 'route', 'assembly', 'together', 'version', 'demandedAt', 'profile', 'resolutionNumber', 'submittedAt', 'archivedAt'] },
  versions:            { key: ['proposalId', 'version'], shown: ['version', 'digest', 'kind', 'at'] },
  budgetLines:         { key: ['id'] },
  questions:           { key: ['id'], shown: ['id', 'seq', 'text', 'outcome'] },
  moves:               { key: ['id'], shown: ['seq', 'move', 'from', 'to', 'version', 'by', 'meetingId', 'documentNumber', 'article', 'at'] },
  notes:               { key: ['id'] },
  opinions:            { key: ['id'] },
  mandates:            { key: ['proposalId', 'householdId'] },
  meetings:            { key: ['id'], shown: ['id', 'assembly', 'stage', 'noticeAt', 'opensAt', 'windowHours', 'windowEnd', 'endedAt', 'reconvening', 'onlineCounts', 'householdsAll'] },
  meetingPlaces:       { key: ['meetingId', 'placeNo'] },
  agenda:              { key: ['meetingId', 'proposalId'] },
  roll:                { key: ['meetingId', 'personId'] },
  rollCorrections:     { key: ['id'] },
  rollConfirmations:   { key: ['correctionId'] },
  notices:             { key: ['meetingId', 'personId'] },
  attendances:         { key: ['meetingId', 'personId'] },
  attendanceEvents:    { key: ['meetingId', 'personId', 'seq'] },
  excuses:             { key: ['meetingId', 'personId'] },
  proxies:             { key: ['id'] },
  recusals:            { key: ['meetingId', 'proposalId', 'personId'] },
  amendments:          { key: ['id'] },
  minutes:             { key: ['meetingId', 'version'] },
  polls:               { key: ['id'], apart: ['byChannel', 'withheld'], shown: ['id', 'meetingId', 'questionId', 'seq', 'status', 'secret', 'rule', 'version', 'votedDigest', 'openedAt', 'endsAt', 'closedAt', 'figures', 'byChannel', 'outcome', 'voidReason', 'receiptsDigest', 'ballotsDigest', 'withheld'] },
  pollLists:           { key: ['pollId'], set: true },
  envelopes:           { key: ['pollId'], set: true },
  ballots:             { key: ['pollId'], set: true, shown: ['pollId', 'id', 'choice'] },
  slips:               { key: ['pollId', 'personId', 'seq'] },
  slipNumbers:         { key: ['pollId', 'number'] },
  hands:               { key: ['pollId', 'personId'] },
  countSheets:         { key: ['pollId'], set: true, shown: ['pollId', 'placeNo', 'channel', 'for', 'against', 'abstain', 'invalid', 'issued'] },
  assists:             { key: ['pollId', 'personId', 'version'] },
  setAsides:           { key: ['pollId', 'personId', 'version'] },
  recounts:            { key: ['id'], shown: ['pollId', 'figures', 'outcome', 'wrongful', 'stands', 'at'] },
  disclosures:         { key: ['id'], shown: ['id', 'stage', 'version', 'status', 'days', 'postedAt', 'endsAt', 'takenDownAt', 'restarts', 'endedAt'] },
  boardPhotos:         { key: ['id'] },
  objections:          { key: ['id'] },
  works:               { key: ['proposalId'] },
  progress:            { key: ['id'] },
  expenses:            { key: ['id'] },
  attachments:         { key: ['id'] },
} as const satisfies Record<string, Covering>

export type CoveredName = keyof typeof COVERED
/**
 * Lines that are no record's rows: the split of a poll by channels, whether it is withheld with ballots and sheets, a
 * person's name (salted, so that it can be forgotten), and the list of digests of what is drawn for a package.
 */
export const BESIDE = ['splits', 'withheld', 'people', 'drawn'] as const

type Row = Readonly<Record<string, unknown>>
/** The hash is SHA-256, in hex; whoever calls brings it. */
export type Hash = (text: string) => string
export const coveringOf = (record: string): Covering | undefined =>
  (COVERED as Record<string, Covering>)[record]

export const keyOf = (record: string, row: Row): string =>
  (coveringOf(record)?.key ?? ['id']).map((column) => row[column]).join(' ')

const without = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !columns.includes(column)))
export const picked = (row: Row, columns: readonly string[]): Row =>
  Object.fromEntries(columns.filter((column) => column in row).map((column) => [column, row[column]]))

/** Dates as text, as they lie in a file; without what is null, so that a column which a later release adds changes no digest. */
const plain = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(JSON.parse(JSON.stringify(row)) as Row).filter(([, value]) => value !== null),
  )
const digestOf = (rows: readonly Row[], hash: Hash): string =>
  hash(
    rows
      .map((row) => canonicalJson(plain(row)))
      .sort()
      .join('\n'),
  )

/** Of one row, or of all rows of a set whatever their order. */
export function rowsDigest(record: string, rows: readonly Row[], hash: Hash): string {
  const apart = coveringOf(record)?.apart ?? []
  return digestOf(
    rows.map((row) => without(row, apart)),
    hash,
  )
}
/** Of what a public package shows; null: nothing of it. */
export function shownDigest(record: string, rows: readonly Row[], hash: Hash): string | null {
  const { shown, apart = [] } = coveringOf(record) ?? {}
  if (!shown) return null
  const columns = shown.filter((column) => !apart.includes(column))
  return digestOf(
    rows.map((row) => picked(row, columns)),
    hash,
  )
}
export const nameDigest = (salt: string, person: { id: string; name: string }, hash: Hash): string =>
  hash(`${salt}|${person.id}|${person.name}`)

/** A row that was taken away. */
export const GONE = 'gone'

/** record, key, digest, and of a name its salt (null once it is forgotten). */
export type Line = readonly [record: string, key: string, digest: string, salt?: string | null]
export type Group = { about: string; salt: string; lines: readonly Line[] }

export const groupSalt = (salt: string, about: string, hash: Hash): string => hash(`${salt}|${about}`)
export const groupDigest = ({ about, salt, lines }: Group, hash: Hash): string =>
  hash(
    [`${salt}|${about}`, ...lines.map(([record, key, digest]) => `${record}|${key}|${digest}`).sort()].join(
      '\n',
    ),
  )
export const groupsRoot = (digests: readonly string[], hash: Hash): string =>
  hash([...digests].sort().join('\n'))
export const coversRoot = (office: string, shown: string, hash: Hash): string => hash(`${office}|${shown}`)

/** What an entry is about, said so that only who knows the matter or the meeting can tell. */
export const markOf = (seq: number, about: string | null | undefined, hash: Hash): string =>
  about ? hash(`${seq}|${about}`) : ''
