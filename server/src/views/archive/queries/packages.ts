/** 档案包 in the database: every record of a matter, the slice of the chain, and what packages there are. */
import type { Checkpoint } from '@cunyi/shared/papers/package-format.ts'
import { and, asc, desc, eq, getTableColumns, gte, inArray, lte, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
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
  type checkpoints,
  countSheets,
  disclosures,
  envelopes,
  evidence,
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
  packages,
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
import type { DueItem } from '#base/jobs/due.ts'

type Key = 'id' | 'proposalId' | 'meetingId' | 'pollId' | 'disclosureId' | 'correctionId' | 'subjectId'
type Spec = {
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
  meetings:            { table: meetings,          by: 'id',           of: 'meetings', not: ['hallSecret'] },
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
  polls:               { table: polls,             by: 'proposalId',   of: 'matter', not: ['keyName'] },
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
export type Records = Record<RecordName, Row[]>

/** Every record of a matter as the tables hold it, each table in the order of its key. */
export async function recordsOf(tx: Tx, villageId: string, proposalId: string): Promise<Records> {
  const found = {} as Records
  const idsOf = (rows: readonly Row[] | undefined, key = 'id') => [...new Set(rows?.map((row) => row[key]))]
  const pollRows = await tx
    .select({ id: polls.id, meetingId: polls.meetingId })
    .from(polls)
    .where(and(eq(polls.villageId, villageId), eq(polls.proposalId, proposalId)))
  const meetingIds = idsOf(pollRows, 'meetingId')
  const ids: Record<Spec['of'], () => string[]> = {
    matter: () => [proposalId],
    meetings: () => meetingIds,
    polls: () => idsOf(pollRows),
    disclosures: () => idsOf(found.disclosures),
    corrections: () => idsOf(found.rollCorrections),
    all: () => [
      proposalId,
      ...meetingIds,
      ...(['disclosures', 'objections', 'opinions', 'progress', 'boardPhotos'] as const).flatMap((name) =>
        idsOf(found[name]),
      ),
    ],
  }
  for (const name of Object.keys(RECORDS) as RecordName[])
    found[name] = await rowsOf(tx, villageId, RECORDS[name], ids[RECORDS[name].of]())
  const named = attachmentIds(found)
  const extra = named.filter((id) => !found.attachments.some((row) => row.id === id))
  found.attachments.push(...(await rowsOf(tx, villageId, { table: attachments, by: 'id', of: 'all' }, extra)))
  return found
}

async function rowsOf(tx: Tx, villageId: string, { table, by, not }: Spec, ids: string[]): Promise<Row[]> {
  if (ids.length === 0) return []
  const columns = Object.fromEntries(
    Object.entries(getTableColumns(table)).filter(([name]) => !not?.includes(name)),
  )
  const own = columns as Record<string, (typeof proposals)['id']>
  const key = own[by]
  const village = own.villageId
  if (!key || !village) throw new Error(`A record has no column ${by}.`)
  return await tx
    .select(columns)
    .from(table)
    .where(and(eq(village, villageId), inArray(key, ids)))
    .orderBy(...Object.values(own).filter((column) => column.primary || KEY_COLUMNS.includes(column.name)))
}
const KEY_COLUMNS = ['meetingId', 'pollId', 'personId', 'version', 'seq', 'at', 'id', 'teller', 'number']

/** Papers and photos that a record names by id. */
const attachmentIds = (found: Records): string[] => [
  ...new Set(
    [
      ...found.boardPhotos.map((row) => row.attachmentId),
      ...found.proxies.map((row) => row.paperId),
      ...found.rollCorrections.map((row) => row.paperId),
      ...found.opinions.map((row) => row.attachmentId),
      ...found.mandates.map((row) => row.paperId),
      ...found.countSheets.map((row) => row.photoId),
      ...found.assists.flatMap((row) => [row.photoId, row.voiceId]),
      ...found.progress.flatMap((row) => row.photoIds),
    ].filter((id) => typeof id === 'string'),
  ),
]

/** The form of a record, from its table: what a reader in thirty years needs beside the rows. */
export function schemaOf(name: RecordName) {
  const { table, not }: Spec = RECORDS[name]
  const types = { string: 'string', date: 'string', number: 'number', boolean: 'boolean' } as Record<
    string,
    string
  >
  const columns = Object.entries(getTableColumns(table)).filter(([column]) => !not?.includes(column))
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: name,
    type: 'array',
    items: {
      type: 'object',
      properties: Object.fromEntries(
        columns.map(([column, { dataType, notNull }]) => {
          const type = types[dataType]
          const format = dataType === 'date' ? { format: 'date-time' } : {}
          return [column, type ? { type: notNull ? type : [type, 'null'], ...format } : {}]
        }),
      ),
      required: columns.filter(([, { notNull }]) => notNull).map(([column]) => column),
      additionalProperties: false,
    },
  }
}
export const recordNames = Object.keys(RECORDS) as RecordName[]

/** Digests of the sealed envelopes, as the evidence has them; the seal itself is noise by now. */
export async function sealsOf(tx: Tx, villageId: string, pollIds: string[]) {
  if (pollIds.length === 0) return []
  return await tx
    .select({
      pollId: envelopes.pollId,
      personId: envelopes.personId,
      version: envelopes.version,
      sha256: sql<string>`encode(sha256(${envelopes.sealed}), 'hex')`,
    })
    .from(envelopes)
    .where(and(eq(envelopes.villageId, villageId), inArray(envelopes.pollId, pollIds)))
}

/** The numbers of the entries about a matter and its meetings; that a package was made of them is none. */
export async function ownEntries(
  tx: Tx,
  villageId: string,
  proposalId: string,
  meetingIds: readonly string[],
) {
  const { rows } = await tx.execute<{ seq: number }>(sql`
    select seq from evidence
     where village_id = ${villageId} and act <> 'makePackage'
       and (proposal_id = ${proposalId}
            or (proposal_id is null and meeting_id = any(${sql.param([...meetingIds])}::uuid[])))
     order by seq`)
  return rows.map((row) => Number(row.seq))
}

export const entriesBetween = (tx: Tx, villageId: string, from: number, to: number) =>
  tx
    .select()
    .from(evidence)
    .where(and(eq(evidence.villageId, villageId), gte(evidence.seq, from), lte(evidence.seq, to)))
    .orderBy(asc(evidence.seq))

export type PackageRow = typeof packages.$inferSelect

export const packagesOf = (tx: Tx, villageId: string, proposalId: string): Promise<PackageRow[]> =>
  tx
    .select()
    .from(packages)
    .where(and(eq(packages.villageId, villageId), eq(packages.proposalId, proposalId)))
    .orderBy(asc(packages.kind), desc(packages.edition))

/** False: another process was quicker with the same edition. */
export async function insertPackage(tx: Tx, row: typeof packages.$inferInsert): Promise<boolean> {
  const rows = await tx.insert(packages).values(row).onConflictDoNothing().returning({ id: packages.id })
  return rows.length > 0
}

type Due = { village_id: string; id: string; due_at: Date | string }
export async function packagesDue(tx: Tx): Promise<DueItem[]> {
  const { rows } = await tx.execute<Due>(sql`select village_id, id, due_at from across_packages_due()`)
  return rows.map((row) => ({ villageId: row.village_id, id: row.id, dueAt: new Date(row.due_at) }))
}

/** The first checkpoint of the county that has this entry of the village's chain behind it, with the head it names. */
export async function checkpointAfter(
  tx: Tx,
  villageId: string,
  seq: number,
): Promise<{ checkpoint: number; head: number } | null> {
  const { rows } = await tx.execute<{ checkpoint: number; head: number }>(
    sql`select checkpoint, head from across_checkpoint_after(${villageId}, ${seq})`,
  )
  const [row] = rows
  return row ? { checkpoint: Number(row.checkpoint), head: Number(row.head) } : null
}

export type CheckpointRow = typeof checkpoints.$inferSelect
export const asCheckpoint = ({ villageId: _county, at, ...row }: CheckpointRow): Checkpoint => ({
  ...row,
  at: at.toISOString(),
})
