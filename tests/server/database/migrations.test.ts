import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MIGRATIONS, migrate, readMigrations } from '@cunyi/server/base/database/migrate.ts'
import type { FreshDatabase } from '@cunyi/server/base/database/test-cluster.ts'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emptyDatabase } from '../fresh.ts'

let database: FreshDatabase
let folder: string
beforeEach(async () => {
  database = await emptyDatabase()
  const admin = new pg.Client(database.adminUrl)
  await admin.connect()
  await admin.query('grant all on schema public to cunyi_test_owner')
  await admin.end()
  folder = mkdtempSync(join(tmpdir(), 'migrations-'))
  cpSync(MIGRATIONS, folder, { recursive: true })
})
afterEach(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

describe('migrations', () => {
  test('run in the order of their names, once, and a second start finds nothing to do', async () => {
    const applied = await migrate(database.ownerUrl)
    expect(applied).toEqual([...applied].sort())
    expect(applied).toContain('0000_first.sql')
    expect(await migrate(database.ownerUrl)).toEqual([])
  })

  test('of several processes at once each file is applied by one of them', async () => {
    const done = await Promise.all(Array.from({ length: 6 }, () => migrate(database.ownerUrl)))
    expect(done.filter((names) => names.includes('0000_first.sql'))).toHaveLength(1)
    expect(done.flat()).toHaveLength(new Set(done.flat()).size)
  })

  test('a file that was changed after it had been applied is refused by name', async () => {
    await migrate(database.ownerUrl, folder)
    const file = join(folder, '0000_first.sql')
    writeFileSync(file, `${readFileSync(file, 'utf8')}\n-- changed`)
    await expect(migrate(database.ownerUrl, folder)).rejects.toThrow(
      /0000_first\.sql was applied .* in another form/,
    )
  })

  test('a file that fails leaves nothing behind, and says its name and line', async () => {
    await migrate(database.ownerUrl, folder)
    writeFileSync(join(folder, '0001_half.sql'), 'create table half (village_id text);\nselect nonsense;')
    await expect(migrate(database.ownerUrl, folder)).rejects.toThrow(/0001_half\.sql failed in line 2/)
    writeFileSync(join(folder, '0001_half.sql'), 'create table half (village_id text);')
    expect(await migrate(database.ownerUrl, folder)).toContain('0001_half.sql')
  })

  test('a new table with a village_id is fenced at once', async () => {
    await migrate(database.ownerUrl, folder)
    writeFileSync(join(folder, '0001_more.sql'), 'create table more (village_id text not null, n int);')
    expect(await migrate(database.ownerUrl, folder)).toEqual([
      '0001_more.sql',
      '9000_fence.sql',
      '9001_across.sql',
      '9002_covered.sql',
    ])
    const client = new pg.Client(database.ownerUrl)
    await client.connect()
    const { rows } = await client.query(
      `select relrowsecurity and relforcerowsecurity as fenced, has_table_privilege('cunyi_app', oid, 'insert') as serves
         from pg_class where relname = 'more'`,
    )
    await client.end()
    expect(rows).toEqual([{ fenced: true, serves: true }])
  })

  test('two databases of one cluster share the roles', async () => {
    const second = await emptyDatabase()
    const admin = new pg.Client(second.adminUrl)
    await admin.connect()
    await admin.query('grant all on schema public to cunyi_test_owner')
    await admin.end()
    await Promise.all([migrate(database.ownerUrl), migrate(second.ownerUrl)])
    await second.drop()
  })

  test('an owner who may not make or take the roles is told what an administrator runs, and that is enough', async () => {
    const admin = new pg.Client(database.adminUrl)
    await admin.connect()
    const name = `plain_${database.name}`
    await admin.query(`create role ${name} login password 'test'; alter schema public owner to ${name}`)
    const url = Object.assign(new URL(database.ownerUrl), { username: name }).href
    try {
      const refusal = await migrate(url).then(String, (error: Error) => error.message)
      const told = refusal.match(/an administrator runs: (.+)$/)?.[1]
      expect(told).toContain(`to "${name}"`)
      await admin.query(told ?? '')
      expect(await migrate(url)).toEqual((await readMigrations(MIGRATIONS)).map(({ name }) => name))
    } finally {
      await admin.query(`drop owned by ${name} cascade; drop role ${name}`)
      await admin.end()
    }
  })
})
