import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect, type Database, disconnect, inVillage } from '@cunyi/server/base/database/connect.ts'
import { MIGRATIONS } from '@cunyi/server/base/database/migrate.ts'
import type { FreshDatabase } from '@cunyi/server/base/database/test-cluster.ts'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { emptyDatabase, freshDatabase, freshDatabaseForTest } from '../fresh.ts'

/** In a process of its own: drizzle-kit puts a method on every array of the process that reads it. */
function difference(): { all: string[]; missing: string[] } {
  const file = new URL('../../../server/src/app/commands/schema-difference.ts', import.meta.url).href
  const ask = `import { allStatements, missingStatements } from '${file}'
    console.log(JSON.stringify({ all: await allStatements(), missing: (await missingStatements()).statements }))`
  const flags = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', ask]
  return JSON.parse(execFileSync(process.execPath, flags, { encoding: 'utf8' }))
}

const [EAST, WEST] = ['411329990201', '411329990202'] as const
const [PROPOSAL, MEETING, POLL, PERSON, OTHER] = [1, 2, 3, 4, 5].map(
  (n) => `00000000-0000-4000-8000-00000000000${n}`,
) as [string, string, string, string, string]

/**
 * Columns, keys, checks, indexes and views, as PostgreSQL writes them. `not null` is the column's: from 18 on it has a name
 * besides, which a renamed table keeps and no migration for 15 can change.
 */
async function shapeOf(url: string): Promise<string[]> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    const { rows } = await client.query<{ line: string }>(`
      select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
             || case when a.attnotnull then ' not null' else '' end
             || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '') as line
        from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
       where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v') and c.relname <> 'migrations'
      union all
      select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
       where connamespace = 'public'::regnamespace and conrelid::regclass::text <> 'migrations' and contype <> 'n'
      union all
      select pg_get_indexdef(indexrelid) from pg_index i join pg_class c on c.oid = i.indrelid
       where c.relnamespace = 'public'::regnamespace and c.relname <> 'migrations'
      union all
      select c.relname || ' ' || coalesce(array_to_string(c.reloptions, ','), '') || pg_get_viewdef(c.oid) from pg_class c
       where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'`)
    return rows.map(({ line }) => line).sort()
  } finally {
    await client.end()
  }
}

describe('the migrations', () => {
  test('make what the schema says: columns, keys, checks, indexes and views', async () => {
    const said = await emptyDatabase()
    onTestFinished(() => said.drop())
    const admin = new pg.Client(said.adminUrl)
    await admin.connect()
    for (const one of difference().all) await admin.query(one)
    await admin.end()
    const made = await freshDatabaseForTest()
    const shape = await shapeOf(made.adminUrl)
    expect(shape.filter((line) => line.includes('NOT VALID'))).toEqual([])
    expect(shape).toEqual(await shapeOf(said.adminUrl))
  })

  test('leave nothing for the next one to add', () => {
    expect(difference().missing).toEqual([])
  })
})

describe('the look-ups across villages', () => {
  test('only compare instants: they hold no number of days or hours and read no rule profile of a matter', () => {
    const lookUps = readFileSync(join(MIGRATIONS, '9001_across.sql'), 'utf8')
    expect(lookUps).not.toMatch(/\binterval\b|'days'|'hours'|profile ->|_(days|hours)\b/)
    expect(lookUps).not.toMatch(/::date\s*[+-]\s*\d/)
  })
})

describe('tables hold themselves', () => {
  let database: FreshDatabase
  let db: Database
  beforeAll(async () => {
    database = await freshDatabase()
    db = connect(database.appUrl, { max: 2 })
    await db.execute(
      sql`insert into divisions (code, name, level) values (${EAST}, '东村', 'village'), (${WEST}, '西村', 'village')`,
    )
    await inVillage(db, EAST, async (tx) => {
      await tx.execute(`
        insert into proposals (village_id, id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id, drafted_by, drafted_at, stage_since)
        values ('${EAST}', '${PROPOSAL}', '1', '修路', 'villagerResolution', 'full', '[]', 'A', 'villagers', 'cadres', 'branch', 1, '${PROPOSAL}', '${PERSON}', '2026-11-01', '2026-11-01')`)
      await tx.execute(`
        insert into meetings (village_id, id, assembly, stage, title, place, status, notice_at, opens_at, window_hours, lapses_at, convened_by, chair_id, recorder_id, teller_ids, online_counts, hall_secret)
        values ('${EAST}', '${MEETING}', 'villagers', 'villagerResolution', '会议', '村部', 'inSession', '2026-11-01', '2026-11-03', 0, '2026-11-10', '${PERSON}', '${PERSON}', '${PERSON}', '[]', true, '')`)
      await tx.execute(`
        insert into polls (village_id, id, meeting_id, proposal_id, seq, status, secret, rule) values ('${EAST}', '${POLL}', '${MEETING}', '${PROPOSAL}', 1, 'open', true, '{}')`)
      await tx.execute(`
        insert into meeting_roll (village_id, meeting_id, person_id, votes, capacities, struck_at) values
          ('${EAST}', '${MEETING}', '${PERSON}', true, '[]', null), ('${EAST}', '${MEETING}', '${OTHER}', true, '[]', '2026-11-02')`)
    })
  })
  afterAll(async () => {
    await disconnect(db)
    await database.drop()
  })
  const east = (text: string) => inVillage(db, EAST, (tx) => tx.execute(text))
  const causeOf = (work: Promise<unknown>) => work.then(String, (error) => String(error.cause ?? error))

  test('a row that belongs to nothing is refused, and so is one that names a row of another village', async () => {
    const item = (village: string, proposal: string) =>
      inVillage(db, village, (tx) =>
        tx.execute(
          `insert into agenda_items (village_id, meeting_id, proposal_id, seq) values ('${village}', '${MEETING}', '${proposal}', 1)`,
        ),
      )
    expect(await causeOf(item(EAST, OTHER))).toContain('agenda_items_proposal_id_fk')
    expect(await causeOf(item(WEST, PROPOSAL))).toContain('agenda_items_meeting_id_fk')
    await item(EAST, PROPOSAL)
  })

  test('a matter cannot be taken away under what was decided about it', async () => {
    expect(await causeOf(east(`delete from proposals where id = '${PROPOSAL}'`))).toMatch(
      /violates .*foreign key/,
    )
  })

  test.each([
    [`update proposals set stage = 'decided'`, 'proposals_stage_word'],
    [`update meetings set status = 'over'`, 'meetings_status_word'],
    [`update polls set status = 'closed'`, 'polls_closed_at_with_end'],
    [`update polls set closed_at = '2026-11-03'`, 'polls_closed_at_with_end'],
    [`update meetings set window_end = opens_at`, 'meetings_window_end_after_opening'],
    [
      `insert into budget_lines (village_id, proposal_id, version, kind, label, amount, seq) values ('${EAST}', '${PROPOSAL}', 1, 'use', '砂石', -1, 1)`,
      'budget_lines_amount_not_negative',
    ],
  ])('%s: refused by %s', async (text, check) => {
    expect(await causeOf(east(text))).toContain(check)
  })

  test('no key hangs on what is hot or must outlive everything', async () => {
    const client = new pg.Client(database.adminUrl)
    await client.connect()
    const { rows } = await client.query(
      `select conname from pg_constraint where contype in ('f', 'c')
          and conrelid in ('envelopes'::regclass, 'ballots'::regclass, 'evidence'::regclass)`,
    )
    const { rows: loose } = await client.query(
      `select conname from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and confdeltype <> 'r'`,
    )
    await client.end()
    expect(rows).toEqual([])
    expect(loose).toEqual([])
  })

  test('what stands is seen in its own village and by the right of whoever looks', async () => {
    const seen = (village: string) =>
      inVillage(db, village, async (tx) => (await tx.execute('select person_id from roll_now')).rows)
    expect(await seen(EAST)).toEqual([{ person_id: PERSON }])
    expect(await seen(WEST)).toEqual([])
  })

  test('of several envelopes of one person the newest that was not set aside stands; a slip returned is not out', async () => {
    const envelope = (version: number) =>
      east(`insert into envelopes (village_id, poll_id, person_id, version, channel, ref_hash, receipt, sealed)
            values ('${EAST}', '${POLL}', '${PERSON}', ${version}, 'phone', '', 'r${version}', '')`)
    const standing = async () => (await east('select version from standing_envelopes')).rows
    await envelope(1)
    await envelope(2)
    expect(await standing()).toEqual([{ version: 2 }])
    await east(`insert into set_asides (village_id, poll_id, person_id, version, by, by2, reason, at)
                values ('${EAST}', '${POLL}', '${PERSON}', 2, '${PERSON}', '${OTHER}', '误投', '2026-11-03')`)
    expect(await standing()).toEqual([{ version: 1 }])
    const slip = (seq: number, event: string) =>
      east(`insert into slips (village_id, poll_id, person_id, seq, event, by, at)
            values ('${EAST}', '${POLL}', '${PERSON}', ${seq}, '${event}', '${OTHER}', '2026-11-03')`)
    const out = async () => (await east('select seq from slips_out')).rows
    await slip(1, 'handedOut')
    expect(await out()).toEqual([{ seq: 1 }])
    await slip(2, 'returned')
    expect(await out()).toEqual([])
    await slip(3, 'handedOut')
    expect(await out()).toEqual([{ seq: 3 }])
  })
})
