import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { backup } from '@cunyi/server/app/commands/backing-up.ts'
import { restore } from '@cunyi/server/app/commands/restoring.ts'
import { takeOver } from '@cunyi/server/app/commands/taking-over.ts'
import { connect, disconnect, inVillage } from '@cunyi/server/base/database/connect.ts'
import type { FreshDatabase } from '@cunyi/server/base/database/test-cluster.ts'
import { appendEvidence, verifyChain } from '@cunyi/server/base/evidence/actions.ts'
import { type Config, readConfig } from '@cunyi/server/base/system/config.ts'
import { makeKeyFile } from '@cunyi/server/base/system/keys.ts'
import { folderPollKeys } from '@cunyi/server/base/system/poll-keys.ts'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../fresh.ts'
import { newHome } from '../process.ts'

const EAST = '411329990201'
const WEST = '411329990202'
const AT = new Date('2026-03-01T08:00:00Z')
const KEPT = '11111111-1111-4111-8111-111111111111'
const LOST = '22222222-2222-4222-8222-222222222222'

const { home, remove } = newHome()
const made: FreshDatabase[] = []
const configFor = (database: FreshDatabase, files = 'files'): Config => ({
  ...readConfig({
    CUNYI_MODE: 'test',
    CUNYI_HOME: home,
    KEYS_DIR: join(home, 'poll-keys'),
    DATABASE_URL: database.ownerUrl,
    APP_DATABASE_URL: database.appUrl,
  }),
  files: join(home, files),
})
const newDatabase = async () => {
  const database = await freshDatabase()
  made.push(database)
  return database
}
const quiet = () => {}

async function fill(database: FreshDatabase) {
  const db = connect(database.appUrl)
  for (const [code, name] of [
    [EAST, '䶮𡐓东村'],
    [WEST, '西村'],
  ])
    await db.execute(
      sql`insert into divisions (code, name, level, opened_at) values (${code}, ${name}, 'village', ${AT})`,
    )
  for (const villageId of [EAST, WEST])
    for (let n = 1; n <= 1200; n += 400)
      await inVillage(db, villageId, (tx) =>
        appendEvidence(tx, {
          villageId,
          at: AT,
          act: 'sample',
          by: null,
          office: null,
          payload: { n, text: '“引号”\n\\' },
        }),
      )
  await inVillage(db, EAST, async (tx) => {
    await tx.execute(sql`insert into proposals (village_id, id, number, title, stage, track, codes, route, assembly, initiative, initiator, version, line_id, drafted_by, drafted_at, stage_since)
                         values (${EAST}, ${LOST}, '1', '修路', 'branchProposal', 'full', '[]', 'A', 'villagers', 'cadres', 'branch', 1, ${LOST}, ${LOST}, ${AT}, ${AT})`)
    await tx.execute(sql`insert into meetings (village_id, id, assembly, stage, title, place, status, notice_at, opens_at, window_hours, lapses_at, convened_by, chair_id, recorder_id, teller_ids, online_counts, hall_secret)
                         values (${EAST}, ${KEPT}, 'branch', 'branchProposal', '会议', '村部', 'inSession', ${AT}, ${AT}, 0, ${AT}, ${KEPT}, ${KEPT}, ${KEPT}, '[]', true, '')`)
  })
  for (const [id, key] of [
    [KEPT, 'key-kept'],
    [LOST, 'key-lost'],
  ])
    await inVillage(db, EAST, (tx) =>
      tx.execute(sql`insert into polls (village_id, id, meeting_id, proposal_id, seq, status, secret, rule, key_name)
                     values (${EAST}, ${id}, ${KEPT}, ${LOST}, 1, 'open', true, '{}', ${key})`),
    )
  await inVillage(db, EAST, (tx) =>
    tx.execute(sql`insert into outages (village_id, "from", "to") values (${EAST}, ${AT}, ${AT})`),
  )
  await disconnect(db)
}

/** Every row of every table, as text, sorted: what has to come back. Which database it is does not. */
async function everything(database: FreshDatabase) {
  const admin = new pg.Client(database.adminUrl)
  await admin.connect()
  const { rows: tables } = await admin.query(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not in ('migrations', 'instance') order by 1`,
  )
  const all: Record<string, string[]> = {}
  for (const { name } of tables) {
    const { rows } = await admin.query(`select t::text as line from "${name}" t order by 1`)
    if (rows.length > 0) all[name] = rows.map(({ line }) => line)
  }
  await admin.end()
  return all
}

let source: FreshDatabase
beforeAll(async () => {
  makeKeyFile(join(home, 'keys.json'))
  mkdirSync(join(home, 'files', 'ab'), { recursive: true })
  writeFileSync(join(home, 'files', 'ab', 'abcd'), 'photo')
  await folderPollKeys(join(home, 'poll-keys'), null).create('key-kept')
  source = await newDatabase()
  await fill(source)
  await backup(configFor(source), join(home, 'backup'), quiet)
})
afterAll(async () => {
  for (const database of made) await database.drop()
  remove()
})

describe('a backup', () => {
  test('holds neither the key file nor a poll key', () => {
    expect(readdirSync(join(home, 'backup')).sort()).toEqual(['database.jsonl.gz', 'files', 'manifest.json'])
    const secrets = JSON.parse(readFileSync(join(home, 'keys.json'), 'utf8'))
    const manifest = readFileSync(join(home, 'backup', 'manifest.json'), 'utf8')
    for (const secret of Object.values<string>(secrets)) expect(manifest).not.toContain(secret)
  })

  test('is never written over another', async () => {
    await expect(backup(configFor(source), join(home, 'backup'), quiet)).rejects.toThrow('is there already')
  })

  test('comes back whole into an empty database, chains and files included', async () => {
    const target = await newDatabase()
    await restore(configFor(target, 'files-back'), join(home, 'backup'), quiet)
    expect(await everything(target)).toEqual(await everything(source))
    expect(readFileSync(join(home, 'files-back', 'ab', 'abcd'), 'utf8')).toBe('photo')
    const db = connect(target.appUrl)
    for (const village of [EAST, WEST])
      expect(await inVillage(db, village, (tx) => verifyChain(tx, village))).toMatchObject({
        whole: true,
        entries: 3,
      })
    await inVillage(db, EAST, (tx) =>
      tx.execute(sql`insert into outages (village_id, "from", "to") values (${EAST}, ${AT}, ${AT})`),
    )
    await disconnect(db)
  })

  test('what comes back is a drill; when it takes over an open poll goes on where its key is still there, and is void where it is gone', async () => {
    const target = await newDatabase()
    await restore(configFor(target, 'files-again'), join(home, 'backup'), quiet)
    const db = connect(target.appUrl)
    const pollsNow = async () =>
      (
        await inVillage(db, EAST, (tx) =>
          tx.execute(sql`select id, status, void_reason as reason from polls order by id`),
        )
      ).rows
    expect(await pollsNow()).toEqual([
      { id: KEPT, status: 'open', reason: null },
      { id: LOST, status: 'open', reason: null },
    ])
    await expect(takeOver(configFor(target, 'files-again'), quiet)).rejects.toThrow(
      '1 open polls have no key',
    )
    await takeOver(configFor(target, 'files-again'), quiet, { voidLost: true })
    expect(await pollsNow()).toEqual([
      { id: KEPT, status: 'open', reason: null },
      { id: LOST, status: 'void', reason: 'keyLost' },
    ])
    expect(await inVillage(db, EAST, (tx) => verifyChain(tx, EAST))).toMatchObject({
      whole: true,
      entries: 4,
    })
    await disconnect(db)
  })

  test('comes back into one where a stranger has asked for a code meanwhile: nobody lives there yet', async () => {
    const target = await newDatabase()
    const app = connect(target.appUrl)
    await app.execute(
      sql`insert into outbox (kind, channel, phone, text, created_at) values ('code', 'sms', 'sealed', '验证码', ${AT})`,
    )
    await disconnect(app)
    await restore(configFor(target, 'files-after-a-code'), join(home, 'backup'), quiet)
    expect(await everything(target)).toEqual(await everything(source))
  })

  test('is refused by a database that is not empty', async () => {
    await expect(restore(configFor(source), join(home, 'backup'), quiet)).rejects.toThrow('not empty')
  })

  test('is refused without the key file it was made with', async () => {
    const target = await newDatabase()
    makeKeyFile(join(home, 'other.json'))
    const config = { ...configFor(target), keyFile: join(home, 'other.json') }
    await expect(restore(config, join(home, 'backup'), quiet)).rejects.toThrow('is not the key file')
  })

  test('is refused when a byte of it has changed, and nothing is left behind', async () => {
    const target = await newDatabase()
    cpSync(join(home, 'backup'), join(home, 'damaged'), { recursive: true })
    const file = join(home, 'damaged', 'database.jsonl.gz')
    const bytes = readFileSync(file)
    bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1
    writeFileSync(file, bytes)
    await expect(restore(configFor(target, 'files-none'), join(home, 'damaged'), quiet)).rejects.toThrow(
      'damaged',
    )
    expect(await everything(target)).toEqual({})
    expect(existsSync(join(home, 'files-none'))).toBe(false)
    rmSync(join(home, 'damaged'), { recursive: true })
  })
})
