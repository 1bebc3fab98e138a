/** 档案包 in the database: every record of a matter, the slice of the chain, and what packages there are. */
import type { Checkpoint } from '@cunyi/shared/papers/package-format.ts'
import { and, asc, desc, eq, getTableColumns, gte, inArray, lte, or, sql } from 'drizzle-orm'
import type { Tx } from '#base/database/connect.ts'
import {
  type checkpoints,
  evidence,
  evidenceCovers,
  packages,
  polls,
  type proposals,
} from '#base/database/schema/index.ts'
import {
  columnsOf,
  filesOf,
  RECORDS,
  type RecordName,
  type Row,
  recordNames,
  type Spec,
} from '#base/evidence/queries/records.ts'
import type { DueItem } from '#base/jobs/due.ts'

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
    found[name] = await rowsOf(tx, villageId, name, ids[RECORDS[name].of]())
  const named = [...new Set(recordNames.flatMap((record) => filesOf(record, found[record])))]
  const extra = named.filter((id) => !found.attachments.some((row) => row.id === id))
  found.attachments.push(...(await rowsOf(tx, villageId, 'attachments', extra, 'id')))
  return found
}

async function rowsOf(
  tx: Tx,
  villageId: string,
  record: RecordName,
  ids: string[],
  by?: string,
): Promise<Row[]> {
  if (ids.length === 0) return []
  const { table, by: own }: Spec = RECORDS[record]
  const columns = getTableColumns(table) as Record<string, (typeof proposals)['id']>
  const key = columns[by ?? own]
  const village = columns.villageId
  if (!key || !village) throw new Error(`A record has no column ${by ?? own}.`)
  return await tx
    .select(columnsOf(record))
    .from(table)
    .where(and(eq(village, villageId), inArray(key, ids)))
    .orderBy(
      ...Object.values(columns).filter((column) => column.primary || KEY_COLUMNS.includes(column.name)),
    )
}
const KEY_COLUMNS = ['meetingId', 'pollId', 'personId', 'version', 'seq', 'at', 'id', 'teller', 'number']

const OWNERS = ['meetings', 'polls', 'disclosures', 'rollCorrections', 'objections', 'opinions', 'progress', 'boardPhotos'] as const // biome-ignore format: a list
/** Whatever a row of the matter may belong to, and its attachments wherever they belong. */
export const belongingsOf = (proposalId: string, found: Records) => ({
  ids: [proposalId, ...OWNERS.flatMap((name) => found[name].map((row) => row.id as string))],
  attachments: found.attachments.map((row) => row.id as string),
})

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

/** The entries about a matter and its meetings, packing among them. */
export async function markedEntries(
  tx: Tx,
  villageId: string,
  proposalId: string,
  meetingIds: readonly string[],
): Promise<{ seq: number; act: string }[]> {
  const { rows } = await tx.execute<{ seq: number; act: string }>(sql`
    select seq, act from evidence
     where village_id = ${villageId}
       and (proposal_id = ${proposalId}
            or (proposal_id is null and meeting_id = any(${sql.param([...meetingIds])}::uuid[])))
     order by seq`)
  return rows.map(({ seq, act }) => ({ seq: Number(seq), act }))
}

/** The entries, of whatever matter, that cover rows of this one. */
export async function linesAbout(
  tx: Tx,
  villageId: string,
  { ids, attachments: papers }: { ids: readonly string[]; attachments: readonly string[] },
): Promise<number[]> {
  const rows = await tx
    .selectDistinct({ seq: evidenceCovers.seq })
    .from(evidenceCovers)
    .where(
      and(
        eq(evidenceCovers.villageId, villageId),
        or(
          inArray(evidenceCovers.about, [...ids]),
          and(eq(evidenceCovers.record, 'attachments'), inArray(evidenceCovers.key, ['', ...papers])),
        ),
      ),
    )
  return rows.map(({ seq }) => seq)
}

export const entriesBetween = (tx: Tx, villageId: string, from: number, to: number) =>
  tx
    .select()
    .from(evidence)
    .where(and(eq(evidence.villageId, villageId), gte(evidence.seq, from), lte(evidence.seq, to)))
    .orderBy(asc(evidence.seq))

/** What leads from one entry to another, without what they say: a day's entries of a village may be many. */
export const linksBetween = (tx: Tx, villageId: string, from: number, to: number) =>
  tx
    .select({
      seq: evidence.seq,
      at: evidence.at,
      payloadDigest: evidence.payloadDigest,
      covers: evidence.covers,
      proposalId: evidence.proposalId,
      meetingId: evidence.meetingId,
    })
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
export async function packagesDue(tx: Tx, since: Date | null): Promise<DueItem[]> {
  const from = since?.toISOString() ?? '-infinity'
  const { rows } = await tx.execute<Due>(
    sql`select village_id, id, due_at from across_packages_due(${from}::timestamptz)`,
  )
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
