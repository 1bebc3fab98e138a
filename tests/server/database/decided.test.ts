/** A new table is decided upon: what stays, what goes with its years, what lies in the package. Nothing is forgotten in silence. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MIGRATIONS } from '@cunyi/server/base/database/migrate.ts'
import * as schema from '@cunyi/server/base/database/schema/index.ts'
import { RECORDS } from '@cunyi/server/base/evidence/queries/records.ts'
import { TAKEN } from '@cunyi/server/views/archive/queries/retention.ts'
import { is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'

const tables = Object.values(schema).flatMap((one) => (is(one, PgTable) ? [one] : []))
const nameOf = (table: PgTable) => getTableConfig(table).name
const ownersOf = (table: PgTable) =>
  getTableConfig(table).foreignKeys.map((key) => {
    const { columns, foreignTable } = key.reference()
    return { owner: nameOf(foreignTable), by: columns.at(-1)?.name }
  })
const names = tables.map(nameOf).sort()
const without = (all: readonly string[], ...known: (readonly string[])[]) =>
  all.filter((name) => !known.flat().includes(name))

const fence = readFileSync(join(MIGRATIONS, '9000_fence.sql'), 'utf8')
const INSERT_ONLY = [...(/insert_only constant[^;]*/.exec(fence)?.[0] ?? '').matchAll(/'(\w+)'/g)].map(
  ([, name]) => name ?? '',
)
/** Of these the serving role may change and remove rows. */
const CHANGES =
  `account_people accounts acts agenda_items alive amendments attachments attendances authorisations board_photos
  budget_lines chain_heads confirmations data_corrections deliveries disclosures divisions due_failures duties
  excuses expenses follows full_way_asks helpers households imports instance judgements known_devices legal_bases legal_holds login_codes mandates meeting_links meeting_places
  meeting_roll meetings minutes notes notices objections office_keys offices opinions outages outbox people
  petition_signatures petitions polls progress_entries proposal_versions proposals proxies
  push_subscriptions questions recusals rule_profiles sessions text_changes undelivered works writings`.split(
    /\s+/,
  )
/** Belong to a matter and lie in no package: what came before it, who was told, papers that stand in it as files, what only led to a count or an entry with both names, the chain itself. */
const NOT_PACKED =
  `acts assist_calls confirmations deliveries duties evidence follows frozen_papers full_way_asks judgement_votes judgements legal_holds meeting_links named_entries outbox packages petition_signatures petitions
  remind_rounds slip_readings text_changes undelivered`.split(/\s+/)

/** Belong to a matter and stay as long as it does, or have a clock of their own (outbox). */
const STAYS =
  `agenda_items assist_calls assists attendance_events ballots board_photos budget_lines confirmations
  count_sheets deliveries disclosures duties envelopes evidence expenses frozen_papers hands_group judgement_votes judgements
  legal_holds meeting_links meeting_places meeting_roll named_entries notes outbox packages petition_signatures petitions
  poll_list polls progress_entries proposal_moves proposal_versions proposals proxies questions recounts
  recusals remind_rounds roll_confirmations roll_corrections set_asides slip_numbers slip_readings slips
  undelivered works`.split(/\s+/)
/** Of no one village: found before it is known whose, or the process's own. */
const OF_ALL =
  `accounts alive divisions instance known_devices login_codes meeting_links outbox sessions`.split(/\s+/)

test('every table is insert-only by the fence, or said to change', () => {
  expect(
    without(names, INSERT_ONLY, CHANGES),
    'in insert_only of 9000_fence.sql, or in CHANGES above',
  ).toEqual([])
  expect(without(CHANGES, without(names, INSERT_ONLY))).toEqual([])
})

/** All that hangs on a matter, its sittings and its polls. */
const ofMatters = new Set(['proposals'])
for (let before = 0; before < ofMatters.size; ) {
  before = ofMatters.size
  for (const table of tables) {
    const { name, columns } = getTableConfig(table)
    const names = columns.map((column) => column.name)
    if (
      ['proposalId', 'meetingId', 'pollId'].some((column) => names.includes(column)) ||
      ownersOf(table).some(({ owner }) => ofMatters.has(owner))
    )
      ofMatters.add(name)
  }
}

test('every table that belongs to a matter lies in its package, or is said not to', () => {
  const packed = Object.values(RECORDS).map(({ table }) => nameOf(table))
  expect(
    without([...ofMatters].sort(), packed, NOT_PACKED),
    'in RECORDS of base/evidence, or in NOT_PACKED above',
  ).toEqual([])
  expect(without(NOT_PACKED, without([...ofMatters], packed))).toEqual([])
})

test('every table that belongs to a matter goes with its years, or is said to stay', () => {
  const taken = Object.values(TAKEN).flatMap((rows) => rows.map(({ table }) => nameOf(table)))
  expect(
    without([...ofMatters].sort(), taken, STAYS),
    'in TAKEN of views/archive, or in STAYS above',
  ).toEqual([])
  expect(without(STAYS, without([...ofMatters], taken))).toEqual([])
})

test('every table has its village, and with it its fence, or is said to be of all', () => {
  const fenced = tables.filter((table) =>
    getTableConfig(table).columns.some(({ name }) => name === 'villageId'),
  )
  expect(without(names, fenced.map(nameOf), OF_ALL), 'villageId() first, or in OF_ALL above').toEqual([])
  expect(without(OF_ALL, without(names, fenced.map(nameOf)))).toEqual([])
})

test('no time comes from the database: it is passed in', () => {
  const timed = tables.flatMap((table) =>
    getTableConfig(table)
      .columns.filter((column) => column.hasDefault && /date|timestamp/.test(column.getSQLType()))
      .map((column) => `${nameOf(table)}.${column.name}`),
  )
  expect(timed).toEqual([])
})

test('nothing hangs on what the keeper takes: it goes before, or forgets', () => {
  /** Cleared by the keeper before the other goes. */
  const FORGETS = ['recounts.objectionId']
  const left = Object.values(TAKEN).flatMap((rows) =>
    rows.flatMap(({ table }, at) => {
      const gone = rows.slice(0, at).map((row) => nameOf(row.table))
      return tables.flatMap((one) =>
        ownersOf(one)
          .filter(({ owner, by }) => owner === nameOf(table) && !FORGETS.includes(`${nameOf(one)}.${by}`))
          .filter(() => !gone.includes(nameOf(one)))
          .map(({ by }) => `${nameOf(one)}.${by} stays, ${nameOf(table)} goes`),
      )
    }),
  )
  expect(left, 'in TAKEN of views/archive, before what it hangs on').toEqual([])
})
