/** 记录: the tables whose rows are a matter's record, as they lie in its package and as the chain covers them. */
import { COVERED, type CoveredName, keyOf } from '@cunyi/shared/papers/covered.ts'
import { and, eq, getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Tx } from '#base/database/connect.ts'
import {
  agendaItems,
  amendments,
  assists,
  attachments,
  attendanceEvents,
  attendances,
  ballots,
  boardPhotos,
  budgetLines,
  countSheets,
  disclosures,
  envelopes,
  excuses,
  expenses,
  handsGroup,
  mandates,
  meetingPlaces,
  meetingRoll,
  meetings,
  minutes,
  notes,
  notices,
  objections,
  opinions,
  pollList,
  polls,
  progressEntries,
  proposalMoves,
  proposals,
  proposalVersions,
  proxies,
  questions,
  recounts,
  recusals,
  rollConfirmations,
  rollCorrections,
  setAsides,
  slipNumbers,
  slips,
  works,
} from '#base/database/schema/index.ts'

type Key = 'id' | 'proposalId' | 'meetingId' | 'pollId' | 'disclosureId' | 'correctionId' | 'subjectId'
export type Spec = {
  table: PgTable
  by: Key
  of: 'matter' | 'meetings' | 'polls' | 'disclosures' | 'corrections' | 'all'
  not?: readonly string[]
}

/**
 * Which rows go into a matter's records, and by what they belong to it. Left out: secrets of the process (keys, the
 * hall's code), and of an envelope what could join a receipt or a choice to a person.
 */
// biome-ignore format: one row, one record
export const RECORDS = {
  proposal:            { table: proposals,         by: 'id',           of: 'matter' },
  versions:            { table: proposalVersions,  by: 'proposalId',   of: 'matter' },
  budgetLines:         { table: budgetLines,       by: 'proposalId',   of: 'matter' },
  questions:           { table: questions,         by: 'proposalId',   of: 'matter' },
  moves:               { table: proposalMoves,     by: 'proposalId',   of: 'matter' },
  notes:               { table: notes,             by: 'proposalId',   of: 'matter' },
  opinions:            { table: opinions,          by: 'proposalId',   of: 'matter' },
  mandates:            { table: mandates,          by: 'proposalId',   of: 'matter' },
  meetings:            { table: meetings,          by: 'id',           of: 'meetings', not: ['hallSecret', 'revision', 'structure', 'remindAt'] },
  meetingPlaces:       { table: meetingPlaces,     by: 'meetingId',    of: 'meetings', not: ['hallSecret'] },
  agenda:              { table: agendaItems,       by: 'meetingId',    of: 'meetings' },
  roll:                { table: meetingRoll,       by: 'meetingId',    of: 'meetings' },
  rollCorrections:     { table: rollCorrections,   by: 'meetingId',    of: 'meetings' },
  rollConfirmations:   { table: rollConfirmations, by: 'correctionId', of: 'corrections' },
  notices:             { table: notices,           by: 'meetingId',    of: 'meetings' },
  attendances:         { table: attendances,       by: 'meetingId',    of: 'meetings', not: ['hallStep'] },
  attendanceEvents:    { table: attendanceEvents,  by: 'meetingId',    of: 'meetings' },
  excuses:             { table: excuses,           by: 'meetingId',    of: 'meetings' },
  proxies:             { table: proxies,           by: 'meetingId',    of: 'meetings' },
  recusals:            { table: recusals,          by: 'proposalId',   of: 'matter' },
  amendments:          { table: amendments,        by: 'proposalId',   of: 'matter' },
  minutes:             { table: minutes,           by: 'meetingId',    of: 'meetings' },
  polls:               { table: polls,             by: 'proposalId',   of: 'matter', not: ['keyName', 'keyDestroyedAt'] },
  pollLists:           { table: pollList,          by: 'pollId',       of: 'polls' },
  envelopes:           { table: envelopes,         by: 'pollId',       of: 'polls', not: ['refHash', 'receipt', 'sealed'] },
  ballots:             { table: ballots,           by: 'pollId',       of: 'polls' },
  slips:               { table: slips,             by: 'pollId',       of: 'polls' },
  slipNumbers:         { table: slipNumbers,       by: 'pollId',       of: 'polls', not: ['code'] },
  hands:               { table: handsGroup,        by: 'pollId',       of: 'polls' },
  countSheets:         { table: countSheets,       by: 'pollId',       of: 'polls' },
  assists:             { table: assists,           by: 'pollId',       of: 'polls' },
  setAsides:           { table: setAsides,         by: 'pollId',       of: 'polls' },
  recounts:            { table: recounts,          by: 'pollId',       of: 'polls' },
  disclosures:         { table: disclosures,       by: 'proposalId',   of: 'matter' },
  boardPhotos:         { table: boardPhotos,       by: 'disclosureId', of: 'disclosures' },
  objections:          { table: objections,        by: 'proposalId',   of: 'matter' },
  works:               { table: works,             by: 'proposalId',   of: 'matter' },
  progress:            { table: progressEntries,   by: 'proposalId',   of: 'matter' },
  expenses:            { table: expenses,          by: 'proposalId',   of: 'matter' },
  attachments:         { table: attachments,       by: 'subjectId',    of: 'all' },
} as const satisfies Record<string, Spec>

export type RecordName = keyof typeof RECORDS
// biome-ignore lint/suspicious/noExplicitAny: rows of forty tables; each reader knows the columns it reads
export type Row = Record<string, any>
export const recordNames = Object.keys(RECORDS) as RecordName[]

/** Which record a table's rows are. */
export const recordOf = new Map<string, RecordName>(
  recordNames.map((name) => [getTableName(RECORDS[name].table), name]),
)

/** Where a row names a file of its own: one that is bound to nothing is covered with the row that names it. */
export const FILES: Partial<Record<RecordName, readonly string[]>> = {
  opinions: ['attachmentId', 'voiceId'],
  notes: ['answerPaperId'],
  mandates: ['paperId'],
  rollCorrections: ['paperId'],
  proxies: ['paperId'],
  countSheets: ['photoId'],
  assists: ['photoId', 'voiceId'],
  boardPhotos: ['attachmentId'],
  works: ['paperIds'],
  progress: ['photoIds'],
  expenses: ['paperIds'],
}
export const filesOf = (record: RecordName, rows: readonly Row[]): string[] => [
  ...new Set(
    rows
      .flatMap((row) => (FILES[record] ?? []).flatMap((column): unknown[] => [row[column]].flat()))
      .filter((id): id is string => typeof id === 'string'),
  ),
]

/** What is read of a record; of an envelope the digest of its seal, as the entry of its batch has it. */
export function columnsOf(record: RecordName) {
  const { table, not }: Spec = RECORDS[record]
  const columns: Record<string, PgColumn | SQL.Aliased<string>> = Object.fromEntries(
    Object.entries(getTableColumns(table)).filter(([name]) => !not?.includes(name)),
  )
  if (record === 'envelopes')
    columns.sha256 = sql<string>`encode(sha256(${envelopes.sealed}), 'hex')`.as('sha256')
  return columns
}

const columnOf = (record: RecordName, name: string): PgColumn => {
  const column = (getTableColumns(RECORDS[record].table) as Record<string, PgColumn>)[name]
  if (!column) throw new Error(`${record} has no column ${name}.`)
  return column
}

/** Rows by what tells them apart; of a set all that share it. */
export async function rowsByKey(
  tx: Tx,
  villageId: string,
  record: CoveredName,
  keys: readonly string[],
): Promise<Map<string, Row[]>> {
  const names = COVERED[record].key as readonly string[]
  const parts = keys.map((key) => key.split(' '))
  const lists = names.map((name, at) => {
    const column = columnOf(record, name)
    const type = column.getSQLType() === 'bigserial' ? 'bigint' : column.getSQLType()
    return sql`${sql.param(parts.map((one) => one[at]))}::text[]::${sql.raw(type)}[]`
  })
  const rows = (await tx
    .select(columnsOf(record))
    .from(RECORDS[record].table)
    .where(
      and(
        eq(columnOf(record, 'villageId'), villageId),
        sql`(${sql.join(
          names.map((name) => columnOf(record, name)),
          sql`, `,
        )}) in (select * from unnest(${sql.join(lists, sql`, `)}))`,
      ),
    )) as Row[]
  const found = new Map<string, Row[]>()
  for (const row of rows) {
    const key = keyOf(record, row)
    found.set(key, [...(found.get(key) ?? []), row])
  }
  return found
}

/** What a row belongs to. */
export const aboutOf = (record: RecordName, row: Row): string => row[RECORDS[record].by] ?? ''

/** Every row there is of a record, for villages of earlier releases. */
export const allRows = async (tx: Tx, villageId: string, record: RecordName): Promise<Row[]> =>
  (await tx
    .select(columnsOf(record))
    .from(RECORDS[record].table)
    .where(eq(columnOf(record, 'villageId'), villageId))) as Row[]
