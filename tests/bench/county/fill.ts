/** Fills an empty database with a county. */
import { loadDemo } from '@cunyi/server/app/demo/load.ts'
import { Client } from '@cunyi/server/base/database/client.ts'
import { across, inVillage } from '@cunyi/server/base/database/connect.ts'
import { appendEvidence } from '@cunyi/server/base/evidence/actions.ts'
import { sql } from 'drizzle-orm'
import type pg from 'pg'
import { copyIn, inBulk } from './bulk.ts'
import { COLUMNS, linked } from './chain.ts'
import { cast, fillSlots, type Mould, mouldOf, type Put } from './mould.ts'
import type { Stand } from './stand.ts'
import { type Part, readTemplate, type Template } from './template.ts'

export type Size = {
  villages: number
  years: number
  mattersAYear: number
  seed: string
  say?(line: string): void
}
type Target = { code: string; name: string }

const TEMPLATE = '411329990201'
/** What stands at one of these asks nobody for anything any more. */
const OVER = ['archived', 'opinionSent']
/** The last years end before what the template's village did this autumn. */
const WEEKS_BETWEEN = 18
const TITLES = [
  '村西道路硬化工程', '村东石桥维修', '生产路拓宽', '老水井改造', '村部屋面维修', '灌溉渠清淤', '第二组路灯安装', '幸福院厨房改造',
  '村口涵洞重建', '垃圾收集点建设', '晒场硬化', '文化室桌椅购置', '果园滴灌工程', '排污管道改造', '小学围墙修缮', '农机库扩建',
] // biome-ignore format: a list

const numberOf = (part: Part) => {
  const all = part.tables.get('proposals')
  return all?.rows[0]?.[all.columns.indexOf('number')] ?? ''
}

/** Answers how many rows each large table has; throws where something is there already. */
export async function fillCounty({ parts, ownerUrl }: Stand, size: Size): Promise<[string, number][]> {
  const say = size.say ?? (() => {})
  // The demo may be there: it is what the county is made from.
  const { rows } = await across(parts.db, (tx) =>
    tx.execute(sql`select from divisions where opened_at is not null and code not like '411329990%' limit 1`),
  )
  if (rows.length > 0)
    throw new Error('This database is not empty: a county is written into an empty one only.')
  await loadDemo(parts, say)
  let template: Template | undefined
  await inBulk(ownerUrl, async (client) => {
    template = await readTemplate(client, TEMPLATE)
    await fillVillages(client, template, size, say)
    say('keys and look-ups are made again')
  })
  say('the last entry of each village')
  for (const { code } of await targetsOf(ownerUrl, size)) await coverMatters(parts, code)
  return countRows(ownerUrl)
}

const targetsIn = async (client: pg.Client, { villages }: Size): Promise<Target[]> =>
  (
    await client.query<Target>(
      `select code, name from divisions where level = 'village' and left(code, 9) <> left($1, 9) or code = $1 order by code <> $1, code limit $2`,
      [TEMPLATE, villages],
    )
  ).rows.filter(({ code }) => code !== TEMPLATE)

async function asOwner<T>(ownerUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  return work(client).finally(() => client.end())
}
const targetsOf = (ownerUrl: string, size: Size) => asOwner(ownerUrl, (client) => targetsIn(client, size))

async function fillVillages(client: pg.Client, template: Template, size: Size, say: (line: string) => void) {
  const stem = template.name.replace(/村$/, '')
  const mouldFor = (part: Part) => mouldOf(part, { code: template.code, name: stem, number: numberOf(part) })
  const standing = mouldFor(template.standing)
  const today = template.matters.map((part) => ({ part, mould: mouldFor(part) }))
  const over = OVER.map((stage) => today.find(({ part }) => part.stage === stage)).filter(
    (one) => one !== undefined,
  )
  const above = new Map(template.above.map((id) => [id, id]))
  const targets = await targetsIn(client, size)
  await client.query(
    `update divisions d set (opened_at, is_community, has_collective, branch_has_committee) =
       (select opened_at, is_community, has_collective, branch_has_committee from divisions where code = $1) where code = any ($2)`,
    [template.code, targets.map(({ code }) => code)],
  )
  for (const [n, { code, name }] of targets.entries()) {
    const tables = new Map<string, { columns: string[]; lines: string[] }>()
    const entries: string[] = []
    const pour = ({ tables: cut }: Mould, values: readonly string[]) => {
      for (const [table, { columns, rows }] of cut) {
        const lines = cast(rows, values)
        if (table === 'evidence') entries.push(...lines)
        else {
          const all = tables.get(table) ?? { columns, lines: [] }
          tables.set(table, all)
          for (const line of lines) all.lines.push(line)
        }
      }
    }
    const put: Put = {
      village: code,
      copy: '',
      name: name.replace(/村$/, ''),
      title: '',
      number: '',
      days: 0,
    }
    const own = fillSlots(standing, size.seed, put, above)
    const people = new Map(above)
    for (const [i, slot] of standing.slots.entries())
      if (slot.is === 'id') people.set(slot.text, own[i] as string)
    pour(standing, own)
    for (const { part, mould } of today) {
      const copy = { ...put, copy: part.title, title: part.title, number: numberOf(part) }
      pour(mould, fillSlots(mould, size.seed, copy, people))
    }
    for (const copy of pastOf(size)) {
      const { part, mould } = over[copy.i % 8 === 7 ? over.length - 1 : 0] as (typeof over)[number]
      const title = part.stage === 'archived' ? (TITLES[(copy.i + n) % TITLES.length] as string) : part.title
      const year = shiftedYear(part, copy.days)
      const values = {
        ...put,
        copy: String(copy.i),
        title,
        number: `${year}-${101 + copy.i}`,
        days: copy.days,
      }
      pour(mould, fillSlots(mould, size.seed, values, people))
    }
    for (const [table, { columns, lines }] of tables) await copyIn(client, table, columns, lines)
    const { lines, head } = linked(code, entries)
    await copyIn(client, 'evidence', COLUMNS, lines)
    await client.query('insert into chain_heads (village_id, seq, link) values ($1, $2, $3)', [
      code,
      head.seq,
      head.link,
    ])
    if ((n + 1) % 25 === 0) say(`${n + 1} of ${targets.length} villages`)
  }
}

/** Whole weeks back, evenly over the years: a sitting of a Saturday stays one of a Saturday. */
function pastOf({ years, mattersAYear }: Size): { i: number; days: number }[] {
  const n = Math.max(0, years * mattersAYear - 9)
  const weeks = Math.max(1, years * 52 - WEEKS_BETWEEN)
  return Array.from({ length: n }, (_, i) => ({ i, days: 7 * (WEEKS_BETWEEN + Math.floor((i * weeks) / n)) }))
}
const shiftedYear = (part: Part, days: number) => {
  const all = part.tables.get('proposals')
  const at = all?.rows[0]?.[all.columns.indexOf('submitted_at')] ?? ''
  return new Date(Date.parse(at) - days * 86_400_000).getUTCFullYear()
}

/** One entry covers the matters themselves, so that no server takes the village for one of an earlier release. */
const coverMatters = ({ db, clock }: Stand['parts'], villageId: string) =>
  inVillage(db, villageId, async (tx) => {
    const { rows } = await tx.execute<{ id: string }>(
      sql`select id from proposals where village_id = ${villageId}`,
    )
    await appendEvidence(tx, {
      villageId,
      at: clock.now(),
      act: 'coverRecords',
      by: null,
      office: null,
      also: rows.map(({ id }) => ({ record: 'proposal' as const, key: id, about: id })),
      payload: { records: rows.length },
    })
  })

const COUNTED = [
  'divisions',
  'people',
  'proposals',
  'meetings',
  'attendances',
  'envelopes',
  'ballots',
  'poll_list',
  'duties',
  'evidence',
]
const countRows = (ownerUrl: string) =>
  asOwner(ownerUrl, async (client) => {
    const { rows } = await client.query<{ name: string; n: string }>(
      `select relname as name, reltuples::bigint as n from pg_class where relname = any ($1) order by 2 desc`,
      [COUNTED],
    )
    return rows.map(({ name, n }): [string, number] => [name, Number(n)])
  })
