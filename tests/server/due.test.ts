/** 到期的代价: what waits costs nothing until it is due, whatever the number; and each is done once, whichever process looks first. */
import { dueWorks } from '@cunyi/server/app/wiring/due-works.ts'
import { across, connect, disconnect } from '@cunyi/server/base/database/connect.ts'
import { dueBy } from '@cunyi/server/base/jobs/queries.ts'
import { runDue } from '@cunyi/server/base/jobs/runner.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openVillage, VILLAGE, type Village } from './village.ts'

const NOW = '2026-11-02T00:00:00.000Z'
let village: Village
let admin: pg.Client
beforeAll(async () => {
  village = await openVillage({ villagers: 1, at: NOW, without: dueWorks.map(({ name }) => name) })
  admin = new pg.Client({ connectionString: village.adminUrl })
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await village.close()
})

type Node = { 'Node Type': string; 'Relation Name'?: string; 'Index Cond'?: string; Plans?: Node[] }
const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

/** What across_due asks, each with the name of its work. */
async function questions() {
  const { rows } = await admin.query<{ body: string }>(
    `select prosrc as body from pg_proc where proname = 'across_due'`,
  )
  return [
    ...(rows[0]?.body ?? '').matchAll(/if '(\w+)' = any \(works\) then return query (.*?); end if;/gs),
  ].map(([, work = '', text = '']) => ({ work, text }))
}

test('what is due, and what comes next, is found by the index of its instant, in its order', async () => {
  await admin.query('set enable_seqscan = off; set enable_bitmapscan = off')
  const bad: string[] = []
  for (const { work, text } of await questions())
    for (const [which, part] of text.split(/ union all (?=\(select)/).entries()) {
      const asked = part.replace(/([<>]=?) upto\b/g, '$1 now()')
      const plan = await admin.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(`explain (format json) ${asked}`)
      const nodes = nodesOf(plan.rows[0]?.['QUERY PLAN'][0].Plan as Node)
      const told = `${work}, ${which === 0 ? 'due' : 'next'}`
      // Of the acts of two few wait at a time, and any index of those that wait finds them.
      const ofActs = text.includes('from acts x')
      const isFound = nodes.some((node) => /[<>]=? now\(\)/.test(node['Index Cond'] ?? ''))
      if (!isFound && !ofActs) bad.push(told)
      for (const node of nodes) {
        if (node['Node Type'] === 'Seq Scan') bad.push(`${told}: ${node['Relation Name']} from end to end`)
        if (node['Node Type'] === 'Sort' && !ofActs) bad.push(`${told}: all that wait are sorted`)
      }
    }
  await admin.query('reset enable_seqscan; reset enable_bitmapscan')
  expect(bad).toEqual([])
})

test('every work is found, by the look-up of all or by its own', async () => {
  const byIndex = dueWorks.filter(({ find }) => !find).map(({ name }) => name)
  const asked = new Set((await questions()).map(({ work }) => work))
  expect([...asked].sort()).toEqual([...byIndex].sort())
  expect(byIndex.length).toBeGreaterThan(15)
})

const petitions = (n: number, due: string) =>
  village.sql(
    `insert into petitions (village_id, title, text, by, at, status, answer_due_at)
     select '${VILLAGE}', '建议' || i, '修桥', '${village.id('villager-1')}', '2026-10-01', 'threshold', ${due} from generate_series(1, ${n}) i`,
  )

test('a thousand that wait are one line: the one that comes next', async () => {
  await petitions(1000, `'${NOW}'::timestamptz + i * interval '1 hour'`)
  const look = (at: string) => across(village.db, (tx) => dueBy(tx, ['flagPetition'], new Date(at)))
  expect((await look(NOW)).get('flagPetition')).toMatchObject([{ dueAt: new Date('2026-11-02T01:00:00Z') }])
  expect((await look('2026-11-02T03:30:00Z')).get('flagPetition')).toHaveLength(4)
  await village.sql('delete from petitions')
})

test('two processes at the same work: each is done once', async () => {
  await petitions(40, `'${NOW}'::timestamptz - interval '1 hour'`)
  const other = connect(village.adminUrl, { max: 4, role: 'cunyi_app' })
  const works = dueWorks.filter(({ name }) => name === 'flagPetition')
  const now = new Date(NOW)
  const done = await Promise.all([
    runDue(village.parts, works, now),
    runDue({ ...village.parts, db: other }, works, now),
  ]).finally(() => disconnect(other))
  const { rows } = await admin.query(
    `select payload->>'petitionId' as id, count(*)::int as n from evidence where act = 'flagPetition' group by 1`,
  )
  expect(rows).toHaveLength(40)
  expect(rows.filter(({ n }) => n !== 1)).toEqual([])
  // Both were at it.
  expect(done.map(({ done }) => done > 0)).toEqual([true, true])
})
