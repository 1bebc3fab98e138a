import { connect, type Database, disconnect, inVillage } from '@cunyi/server/base/database/connect.ts'
import type { FreshDatabase } from '@cunyi/server/base/database/test-cluster.ts'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../fresh.ts'

const EAST = '411329990201'
const WEST = '411329990202'
const AT = '2026-11-22T00:00:00Z'

let database: FreshDatabase
let db: Database
let admin: pg.Client

beforeAll(async () => {
  database = await freshDatabase()
  db = connect(database.appUrl)
  admin = new pg.Client({ connectionString: database.adminUrl })
  await admin.connect()
  for (const village of [EAST, WEST]) await inVillage(db, village, (tx) => tx.execute(entry(village, 1)))
})
afterAll(async () => {
  await disconnect(db)
  await admin.end()
  await database.drop()
})

const entry = (village: string, seq: number) => sql`
  insert into evidence (village_id, seq, at, act, prev_link, link, payload_digest)
  values (${village}, ${seq}, ${AT}, 'sample', '', ${`link-${seq}`}, '')`

const rows = async (text: string) => (await admin.query(text)).rows
const tablesWithVillage = () =>
  rows(`select c.relname as name, c.relrowsecurity as on, c.relforcerowsecurity as forced,
               array(select polname::text from pg_policy p where p.polrelid = c.oid order by 1) as policies
          from pg_class c join pg_attribute a on a.attrelid = c.oid
         where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
           and a.attname = 'village_id' and not a.attisdropped`)

describe('the fence between villages', () => {
  test('every table with a village_id has both policies, forced on its owner too', async () => {
    const tables = await tablesWithVillage()
    expect(tables.length).toBeGreaterThan(20)
    for (const { name, on, forced, policies } of tables)
      expect({ name, on, forced, policies }).toEqual({
        name,
        on: true,
        forced: true,
        policies: ['across', 'village'],
      })
  })

  test('a village sees its own rows and no others', async () => {
    const seen = await inVillage(db, EAST, (tx) => tx.execute(sql`select village_id from evidence`))
    expect(seen.rows).toEqual([{ village_id: EAST }])
  })

  test('outside a village nothing is seen, and the setting does not outlive its transaction', async () => {
    const one = connect(database.appUrl, { max: 1 })
    await inVillage(one, EAST, (tx) => tx.execute(sql`select 1`))
    expect((await one.execute(sql`select village_id from evidence`)).rows).toEqual([])
    await disconnect(one)
  })

  test('a row of another village cannot be written', async () => {
    const write = inVillage(db, EAST, (tx) => tx.execute(entry(WEST, 2)))
    await expect(write).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  test('a row cannot be moved to another village', async () => {
    await inVillage(db, EAST, (tx) =>
      tx.execute(sql`insert into chain_heads (village_id, seq, link) values (${EAST}, 0, '')`),
    )
    const move = inVillage(db, EAST, (tx) => tx.execute(sql`update chain_heads set village_id = ${WEST}`))
    await expect(move).rejects.toMatchObject({ cause: { code: '42501' } })
  })

  test('the owner of the tables is bound by the fence as well', async () => {
    const owner = connect(database.ownerUrl)
    expect((await owner.execute(sql`select village_id from evidence`)).rows).toEqual([])
    await disconnect(owner)
  })

  test('the owner is no superuser and the server is nothing but a cunyi_app', async () => {
    const acts = (name: string) => `pg_has_role(rolname, '${name}', 'usage') as ${name}`
    // Up to PostgreSQL 15 a member always inherits; the owner is a member of the two he takes on by SET ROLE.
    const isOld = Number((await rows('show server_version_num'))[0].server_version_num) < 160_000
    expect(
      await rows(`select rolname, rolsuper or rolbypassrls or rolcreatedb as mighty, rolcreaterole,
                         ${['cunyi_app', 'cunyi_keeper', 'cunyi_across'].map(acts).join()}
                    from pg_roles where rolname in ('cunyi_test_owner', 'cunyi_test_server') order by 1`),
    ).toEqual([
      {
        rolname: 'cunyi_test_owner',
        mighty: false,
        rolcreaterole: true,
        cunyi_app: isOld,
        cunyi_keeper: isOld,
        cunyi_across: false,
      },
      {
        rolname: 'cunyi_test_server',
        mighty: false,
        rolcreaterole: false,
        cunyi_app: true,
        cunyi_keeper: false,
        cunyi_across: false,
      },
    ])
  })
})

describe('what happened stays', () => {
  test.each([
    'assists',
    'attendance_events',
    'ballots',
    'count_sheets',
    'envelopes',
    'evidence',
    'hands_group',
    'poll_list',
    'proposal_moves',
    'recounts',
    'set_asides',
    'slip_numbers',
    'slip_readings',
    'slips',
  ])('the serving role may add to %s, never change, remove or empty it', async (table) => {
    for (const act of [
      `update ${table} set village_id = village_id`,
      `delete from ${table}`,
      `truncate ${table}`,
    ])
      await expect(inVillage(db, EAST, (tx) => tx.execute(sql.raw(act)))).rejects.toMatchObject({
        cause: { code: '42501' },
      })
  })

  test('the keeper may withhold a payload, not rewrite the link', async () => {
    const owner = connect(database.ownerUrl, { role: 'cunyi_keeper' })
    await inVillage(owner, EAST, (tx) => tx.execute(sql`update evidence set payload = null, salt = null`))
    const forge = inVillage(owner, EAST, (tx) => tx.execute(sql`update evidence set link = 'forged'`))
    await expect(forge).rejects.toMatchObject({ cause: { code: '42501' } })
    await disconnect(owner)
  })
})

describe('look-ups across villages', () => {
  test('each belongs to cunyi_across, runs as it, has a fixed search_path and is closed to strangers', async () => {
    const found =
      await rows(`select proname, prosecdef, proconfig, has_function_privilege('public', oid, 'execute') as open
                                from pg_proc where proowner = 'cunyi_across'::regrole`)
    expect(found.length).toBeGreaterThan(0)
    for (const { proname, prosecdef, proconfig, open } of found)
      expect({ proname, prosecdef, proconfig, open }).toEqual({
        proname,
        prosecdef: true,
        proconfig: expect.arrayContaining(['search_path=pg_catalog, public']),
        open: false,
      })
  })

  test('the opened divisions are found without standing in any village', async () => {
    await db.execute(
      sql`insert into divisions (code, name, level, opened_at) values (${EAST}, '东村', 'village', ${AT})`,
    )
    expect((await db.execute(sql`select code from across_divisions_open()`)).rows).toEqual([{ code: EAST }])
  })

  test('nobody can become cunyi_across by log-in, nor stays a member of it', async () => {
    expect(
      await rows(`select from pg_auth_members where roleid = 'cunyi_across'::regrole and not admin_option`),
    ).toEqual([])
    await expect(db.execute(sql`set role cunyi_across`)).rejects.toMatchObject({ cause: { code: '42501' } })
  })
})
