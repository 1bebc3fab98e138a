/**
 * 样本: one village as the demo played it through the product's own requests, taken apart into its people and papers,
 * which every village has once, and its matters, of which each has many.
 */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type pg from 'pg'

/** A table's columns, and rows of text as COPY takes them. */
export type Rows = { columns: string[]; rows: (string | null)[][] }
export type Part = { title: string; stage: string; tables: Map<string, Rows> }
/** `above`: people of other divisions who are named, and stay who they are. */
export type Template = { code: string; name: string; above: string[]; standing: Part; matters: Part[] }

/** Of no village's own, of one log-in, or made anew: the chain and what covers it, files read in, looks, sessions. */
// biome-ignore format: a list
const LEFT_OUT = [
  'evidence_covers', 'chain_heads', 'checkpoints', 'imports', 'access_log', 'account_people', 'push_subscriptions',
  'due_failures', 'office_keys', 'checkpoint_signatures',
]
/** What a row belongs to, the nearest first. */
const BELONGS = [
  'proposal_id',
  'meeting_id',
  'poll_id',
  'disclosure_id',
  'question_id',
  'correction_id',
  'subject_id',
]

export async function readTemplate(client: pg.Client, code: string): Promise<Template> {
  const { rows: columns } = await client.query<{ table: string; column: string }>(
    `select c.table_name as table, c.column_name as column
       from information_schema.columns c
       join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
      where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and coalesce(c.column_default, '') not like 'nextval%'
        and exists (select from information_schema.columns v where v.table_schema = 'public'
                       and v.table_name = c.table_name and v.column_name = 'village_id')
      order by c.table_name, c.ordinal_position`,
  )
  const tables = new Map<string, Rows>()
  for (const [table, list] of Map.groupBy(columns, (one) => one.table)) {
    if (table === 'evidence' || LEFT_OUT.includes(table)) continue
    const names = list.map((one) => one.column)
    const { rows } = await client.query<(string | null)[]>({
      text: `select ${names.map((one) => `"${one}"::text`).join(', ')} from ${table} where village_id = $1`,
      values: [code],
      rowMode: 'array',
    })
    if (rows.length > 0) tables.set(table, { columns: names, rows: inOrder(rows) })
  }
  tables.set('evidence', await chainOf(client, code))
  ownNumbers(tables.get('people'))
  const { rows } = await client.query<{ name: string }>('select name from divisions where code = $1', [code])
  const above = await client.query<{ id: string }>('select id from people where village_id <> $1', [code])
  return {
    code,
    name: rows[0]?.name ?? '',
    above: above.rows.map(({ id }) => id),
    ...partsOf(tables),
  }
}

export const CHAIN = ['at', 'act', 'proposal_id', 'meeting_id', 'salt', 'payload']
/** The chain in its order, payloads as they are digested; its links are made anew. */
async function chainOf(client: pg.Client, code: string): Promise<Rows> {
  const { rows } = await client.query<{ cells: (string | null)[]; payload: unknown }>(
    `select array[at::text, act, proposal_id::text, meeting_id::text, encode(salt, 'hex')] as cells, payload
       from evidence where village_id = $1 and payload is not null order by seq`,
    [code],
  )
  return { columns: CHAIN, rows: rows.map(({ cells, payload }) => [...cells, canonicalize(payload) ?? '']) }
}

/** The same phone is another family's in another village: what it is found by looks like an id and is told apart like one. */
function ownNumbers(people: Rows | undefined) {
  const at = people?.columns.indexOf('phone_index') ?? -1
  for (const row of people?.rows ?? [])
    if (row[at]) {
      const hex = createHash('md5').update(row[at]).digest('hex')
      row[at] = [8, 4, 4, 4, 12]
        .map((n, i) => hex.slice([0, 8, 12, 16, 20][i], ([0, 8, 12, 16, 20][i] ?? 0) + n))
        .join('-')
    }
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
/** Ids are random: rows stand in the order of what is not. */
const inOrder = (rows: (string | null)[][]) =>
  rows
    .map((row) => ({ row, by: row.map((one) => one?.replace(UUID, '') ?? '').join('\t') }))
    .sort((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : 0))
    .map(({ row }) => row)

function partsOf(tables: Map<string, Rows>): { standing: Part; matters: Part[] } {
  const at = (table: string, column: string) => tables.get(table)?.columns.indexOf(column) ?? -1
  const cellsOf = (table: string, column: string) =>
    (tables.get(table)?.rows ?? []).map((row) => row[at(table, column)] ?? null)
  const ids = cellsOf('proposals', 'id') as string[]
  const owner = new Map(ids.map((id, i) => [id, i]))
  const sittings = cellsOf('agenda_items', 'meeting_id')
  for (const [i, of] of cellsOf('agenda_items', 'proposal_id').entries())
    owner.set(sittings[i] as string, owner.get(of as string) as number)
  const ownerOf = ({ columns }: Rows, row: (string | null)[]) => {
    for (const column of ['id', ...BELONGS]) {
      const found = owner.get(row[columns.indexOf(column)] ?? '')
      if (found !== undefined) return found
    }
    return undefined
  }
  // What belongs to something of a matter is the matter's, however deep.
  for (let before = -1; before !== owner.size; ) {
    before = owner.size
    for (const all of tables.values())
      for (const row of all.rows) {
        const [id, of] = [row[all.columns.indexOf('id')], ownerOf(all, row)]
        if (id && of !== undefined) owner.set(id, of)
      }
  }
  const part = (i: number | undefined, title: string, stage: string): Part => ({
    title,
    stage,
    tables: new Map(
      [...tables].flatMap(([table, all]) => {
        const rows = all.rows.filter((row) => ownerOf(all, row) === i)
        return rows.length > 0 ? [[table, { columns: all.columns, rows }] as const] : []
      }),
    ),
  })
  const [titles, stages] = [cellsOf('proposals', 'title'), cellsOf('proposals', 'stage')] as string[][]
  return {
    standing: part(undefined, '', ''),
    matters: ids.map((_, i) => part(i, titles?.[i] ?? '', stages?.[i] ?? '')),
  }
}
