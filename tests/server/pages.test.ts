/**
 * 页面的代价: what a page asks of the database does not grow with what a village has, stays below fifteen statements, and
 * none of them must read a large table from end to end.
 */
import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { PAGES, type Page } from '../bench/pages.ts'
import { type Asked, statementsOf } from '../bench/statements.ts'
import { COUNTY, openVillage, TOWNSHIP, VILLAGE, type Village } from './village.ts'

const MOST = 15
/** Tables that a county fills: half a million people, millions of attendances, ballots and entries. */
const LARGE = [
  'access_log', 'agenda_items', 'attachments', 'attendance_events', 'attendances', 'ballots', 'budget_lines', 'deliveries',
  'disclosures', 'duties', 'envelopes', 'evidence', 'evidence_covers', 'households', 'meeting_roll', 'meetings', 'minutes',
  'named_entries', 'notes', 'notices', 'objections', 'offices', 'people', 'poll_list', 'polls', 'proposal_moves',
  'proposal_versions', 'proposals', 'questions', 'sessions', 'slips', 'works',
] // biome-ignore format: a list
/** Of these a village alone has many: the village is not enough to find one by. */
const MANY = [
  'attendance_events',
  'attendances',
  'ballots',
  'envelopes',
  'evidence',
  'evidence_covers',
  'notices',
  'poll_list',
  'slips',
]
const WHO: Record<string, string> = {
  villager: 'villager-1',
  representative: 'representative-1',
  villageDirector: 'villageDirector',
  townshipStaff: 'township-1',
  countyStaff: 'county-1',
}

let village: Village
let matter: string
beforeAll(async () => {
  village = await openVillage({ villagers: 3 })
  matter = await ended(village)
  return () => village.close()
})

/** A matter that has gone the whole way, as far as pages look at it. */
async function ended(on: Village, n = 0): Promise<string> {
  const id = randomUUID()
  const at = `'2026-09-${String(1 + (n % 28)).padStart(2, '0')}T02:00:00Z'::timestamptz`
  const director = on.id('villageDirector')
  await on.sql(
    `insert into proposals (village_id, id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id,
       drafted_by, drafted_at, submitted_at, stage_since)
     values ('${VILLAGE}', '${id}', '2026-${100 + n}', '修路', 'archived', 'full', '["M03"]', 'A', 'representatives', 'cadres', 'branch', 1, '${id}',
       '${director}', ${at}, ${at}, ${at})`,
    `insert into proposal_versions (village_id, proposal_id, version, title, summary, body, facts, digest, kind, by, at)
     values ('${VILLAGE}', '${id}', 1, '修路', '村西道路', '全长一公里', '{"amount": 100}', 'd', 'first', '${director}', ${at})`,
    `insert into budget_lines (village_id, proposal_id, version, kind, label, amount, seq)
     select '${VILLAGE}', '${id}', 1, k, k, 100, 1 from unnest(array['source', 'use']) k`,
    `insert into questions (village_id, proposal_id, seq, text) values ('${VILLAGE}', '${id}', 1, '同意吗？')`,
    `insert into disclosures (village_id, proposal_id, stage, version, title, text, status, days, prepared_at, start_due_at, posted_at, ends_at, ended_at)
     select '${VILLAGE}', '${id}', s, 1, '修路', '全文', 'ended', 15, ${at}, ${at}, ${at}, ${at} + interval '15 days', ${at} + interval '15 days'
       from unnest(array['resolutionDisclosure', 'outcomeDisclosure']) s`,
  )
  return id
}

async function look(page: Page): Promise<Asked[]> {
  const division = { townshipStaff: TOWNSHIP, countyStaff: COUNTY }[page.as ?? ''] ?? VILLAGE
  const ask = async () => {
    const { status, body } = await village.ask(page.as && (WHO[page.as] ?? null), page.request, {
      params: { village: VILLAGE, division, proposal: matter },
      ...(page.query ? { query: page.query } : {}),
    })
    expect(status, `${page.request}: ${JSON.stringify(body)}`).toBe(200)
  }
  // The log-in itself is no part of the page.
  await ask()
  return (await statementsOf(ask)).statements
}

type Node = { 'Node Type': string; 'Relation Name'?: string; 'Index Cond'?: string; Plans?: Node[] }
const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

/** The fence says the village once more. */
const byVillageAlone = ({ 'Index Cond': by }: Node) =>
  by !== undefined && [...by.matchAll(/\((\w+) [=<>]/g)].every(([, column]) => column === 'village_id')

/** The plan where a table is read from end to end only if there is no other way. */
async function planOf({ text, values }: Asked): Promise<Node[]> {
  const client = await village.parts.db.$client.connect()
  try {
    await client.query('begin')
    await client.query(
      `select set_config('app.village', $1, true), set_config('enable_seqscan', 'off', true)`,
      [VILLAGE],
    )
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
      `explain (format json) ${text}`,
      values,
    )
    return nodesOf(rows[0]?.['QUERY PLAN'][0].Plan as Node)
  } finally {
    await client.query('rollback')
    client.release()
  }
}

test('fifteen statements at most, and as many with thirty matters as with one', async () => {
  const first = new Map<Page, number>()
  for (const page of PAGES) first.set(page, (await look(page)).length)
  for (let n = 1; n < 30; n += 1) await ended(village, n)
  const told: Record<string, number[]> = {}
  for (const page of PAGES)
    told[`${page.request} ${page.as}`] = [first.get(page) ?? 0, (await look(page)).length]
  console.log(told)
  for (const [page, [one = 0, many = 0]] of Object.entries(told)) {
    expect(many, `${page}: with thirty matters as with one`).toBe(one)
    expect(many, page).toBeLessThanOrEqual(MOST)
    expect(many, `${page} was counted`).toBeGreaterThan(0)
  }
})

test('no large table is read from end to end; what a village has many of is found by more than the village', async () => {
  const seen = new Map<string, Asked>()
  for (const page of PAGES) for (const one of await look(page)) seen.set(one.text, one)
  const bad: string[] = []
  for (const one of seen.values())
    for (const node of await planOf(one)) {
      const table = node['Relation Name'] ?? ''
      const ends = node['Node Type'] === 'Seq Scan' && LARGE.includes(table)
      const wide = MANY.includes(table) && byVillageAlone(node)
      if (ends || wide)
        bad.push(`${table}: ${node['Node Type']} ${node['Index Cond'] ?? ''} in ${one.text.slice(0, 160)}`)
    }
  expect(seen.size).toBeGreaterThan(50)
  expect(bad).toEqual([])
})

test('the measure itself sees what has no index, and what is found by the village alone', async () => {
  const outside = await planOf({ text: 'select 1 from sessions where device = $1', values: ['?'] })
  expect(outside.map((node) => node['Node Type'])).toContain('Seq Scan')
  const wide = await planOf({ text: 'select 1 from notices where channel = $1', values: ['phone'] })
  expect(wide.some(byVillageAlone)).toBe(true)
})
