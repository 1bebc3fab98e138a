import { createHash } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backup } from '@cunyi/server/app/commands/backing-up.ts'
import { restore } from '@cunyi/server/app/commands/restoring.ts'
import { MIGRATIONS, migrate } from '@cunyi/server/base/database/migrate.ts'
import type { FreshDatabase } from '@cunyi/server/base/database/test-cluster.ts'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { freshDatabase } from '../fresh.ts'
import { chainsOf, configFor, factsOf, keptDatabase, keptHome, rowsOf, VERSIONS } from './kept.ts'

// The oldest there is: whatever lies between it and today is behind it too.
const VERSION = VERSIONS[0] as string
const facts = factsOf(VERSION)
const quiet = () => {}
/** A column filled from what is there, a key between two tables of a village, a new table. */
const LATER = `alter table people add column called text;
update people set called = name;
alter table people alter column called set not null;
alter table polls add constraint later_meeting foreign key (village_id, meeting_id) references meetings (village_id, id);
alter table divisions add constraint later_parent foreign key (parent_code) references divisions (code);
create table later (village_id text not null, n int);`

let kept: ReturnType<typeof keptHome>
let target: FreshDatabase
let folder: string
beforeEach(async () => {
  kept = keptHome(VERSION)
  target = await freshDatabase()
  folder = mkdtempSync(join(tmpdir(), 'migrations-'))
  cpSync(MIGRATIONS, folder, { recursive: true })
})
afterEach(async () => {
  await target.drop()
  kept.remove()
  rmSync(folder, { recursive: true })
})

const addMigration = (name: string, text: string) => writeFileSync(join(folder, name), text)
const bring = (from = kept.backup, into = target) =>
  restore(configFor(kept.home, into, 'files-back'), from, quiet, folder)
const namesOf = (database: FreshDatabase) =>
  rowsOf(database, `select count(*)::int as n from people where called = name`)
const manifestWith = (change: (migrations: Record<string, string>) => void) => {
  const file = join(kept.backup, 'manifest.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  change(manifest.migrations)
  writeFileSync(file, JSON.stringify(manifest))
}
async function isFenced(database: FreshDatabase, ...tables: string[]) {
  const rows = await rowsOf<{ fenced: boolean }>(
    database,
    `select relrowsecurity and relforcerowsecurity as fenced from pg_class where relname in ('${tables.join("','")}')`,
  )
  return rows.length === tables.length && rows.every(({ fenced }) => fenced)
}

describe('a backup of an earlier release', () => {
  test('comes back and is brought forward, every row of it seen by what came later', async () => {
    addMigration('0998_later.sql', LATER)
    await bring()
    expect(await namesOf(target)).toEqual([{ n: facts.counts.people }])
    expect(await isFenced(target, 'later', 'people', 'polls')).toBe(true)
    expect(await migrate(target.ownerUrl, folder)).toEqual([])
    expect((await chainsOf(target)).filter(({ whole }) => !whole)).toEqual([])
    const [{ found } = { found: true }] = await rowsOf<{ found: boolean }>(
      target,
      `select exists (select from attendance_events where seq >= nextval(pg_get_serial_sequence('attendance_events', 'seq'))) as found`,
    )
    expect(found).toBe(false)
  })

  test('one made after that comes back as well, whatever the order of its tables', async () => {
    addMigration('0998_later.sql', LATER)
    await bring()
    const again = join(kept.home, 'again')
    await backup(configFor(kept.home, target, 'files-back'), again, quiet)
    const second = await freshDatabase()
    onTestFinished(() => second.drop())
    await bring(again, second)
    expect(await namesOf(second)).toEqual([{ n: facts.counts.people }])
    expect(
      await rowsOf(
        second,
        `select conname from pg_constraint where contype = 'f' and convalidated and conname = 'later_meeting'`,
      ),
    ).toHaveLength(1)
  })

  test('leaves nothing behind where a later migration finds a bad row, and the database is as empty as before', async () => {
    addMigration('0998_later.sql', `alter table people add constraint named check (name = '');`)
    await expect(bring()).rejects.toThrow(/0998_later\.sql failed/)
    expect(await rowsOf(target, 'select from people')).toEqual([])
    expect(await rowsOf(target, 'select from divisions')).toEqual([])
    expect(await isFenced(target, 'people', 'evidence')).toBe(true)
    rmSync(join(folder, '0998_later.sql'))
    expect(await migrate(target.ownerUrl)).toEqual([])
    await bring()
    expect((await chainsOf(target)).length).toBeGreaterThan(0)
  })

  test.each([
    [
      'one migration more than there are here',
      (all: Record<string, string>) => (all['0999_next.sql'] = 'ab'),
    ],
    ['one of another form', (all: Record<string, string>) => (all['0000_first.sql'] = 'ab')],
    ['none at all', (all: Record<string, string>) => delete all['0000_first.sql']],
  ])('is refused in a sentence when it has %s', async (_, change) => {
    manifestWith(change)
    await expect(bring()).rejects.toThrow(
      /made by a newer or another release.*restore it with that release\.$/,
    )
    expect(await rowsOf(target, 'select from divisions')).toEqual([])
  })

  test('is refused when a migration has come in between those it has behind it', async () => {
    const third = 'create table third (n int);'
    addMigration('0997_second.sql', 'create table second (n int);')
    addMigration('0998_third.sql', third)
    manifestWith((all) => (all['0998_third.sql'] = createHash('sha256').update(third).digest('hex')))
    await expect(bring()).rejects.toThrow(/not known here \(0998_third\.sql\)/)
  })

  test('is refused by a database with rows of a village, though no division stands in it', async () => {
    await rowsOf(
      target,
      `insert into outages (village_id, "from", "to") values ('${facts.village}', now(), now()) returning 1`,
    )
    await expect(bring()).rejects.toThrow('not empty')
    expect(await isFenced(target, 'outages')).toBe(true)
  })
})

test('a database that is behind is brought forward at the start, every row of it seen', async () => {
  const database = await keptDatabase(VERSION)
  onTestFinished(() => database.drop())
  addMigration('0998_later.sql', LATER)
  expect(await migrate(database.ownerUrl, folder)).toContain('0998_later.sql')
  expect(await namesOf(database)).toEqual([{ n: facts.counts.people }])
  expect(await isFenced(database, 'later', 'people', 'polls')).toBe(true)
})

test('a later migration that fails takes those before it along, and the fence stands', async () => {
  const database = await keptDatabase(VERSION)
  onTestFinished(() => database.drop())
  addMigration('0997_more.sql', 'create table more (village_id text not null, n int);')
  addMigration('0998_later.sql', `alter table people add constraint named check (name = '');`)
  await expect(migrate(database.ownerUrl, folder)).rejects.toThrow(/0998_later\.sql failed/)
  expect(await rowsOf(database, `select to_regclass('more') as more`)).toEqual([{ more: null }])
  expect(await isFenced(database, 'people', 'evidence')).toBe(true)
})
