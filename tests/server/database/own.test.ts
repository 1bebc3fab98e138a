/** 本库: a server starts only on what is its own: its key file, one database by both addresses, places that can be written. */
import { randomUUID } from 'node:crypto'
import { readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { freePort } from '@cunyi/server/base/database/cluster.ts'
import { knowInstance } from '@cunyi/server/base/database/instance.ts'
import { as as asUser, type FreshDatabase } from '@cunyi/server/base/database/test-cluster.ts'
import { markTakenOver } from '@cunyi/server/base/system/at-work.ts'
import { makeKeyFile, readKeys, sealField } from '@cunyi/server/base/system/keys.ts'
import { beforeEach, describe, expect, inject, onTestFinished, test } from 'vitest'
import { withClient } from '../../bench/sitting.ts'
import { freshDatabaseForTest } from '../fresh.ts'
import { newHome, startServer } from '../process.ts'

let home: string
let database: FreshDatabase
beforeEach(async () => {
  const made = newHome()
  home = made.home
  onTestFinished(made.remove)
  database = await freshDatabaseForTest()
})

const settings = () => ({
  CUNYI_HOME: home,
  KEYS_DIR: join(home, 'poll-keys'),
  DATABASE_URL: database.ownerUrl,
  APP_DATABASE_URL: database.appUrl,
})
const start = (env: Record<string, string> = {}) => {
  const server = startServer({ ...settings(), ...env })
  onTestFinished(async () => void (await server.stop()))
  return server
}
/** All it says is one sentence. */
async function sentence(env: Record<string, string> = {}): Promise<string> {
  const server = start(env)
  expect(await Promise.race([server.ended, server.address.then(() => 'it started')])).toBe(1)
  const said = server.said().trim()
  expect(said.split('\n')).toHaveLength(1)
  return said
}
const keysIn = (file: string) => ({ keys: readKeys(file), keyFile: file, now: new Date() })

describe('a foreign key file', () => {
  test('is refused in a sentence that names it; the right one starts', async () => {
    const first = start()
    await first.address
    await first.stop()
    makeKeyFile(join(home, 'other.json'))
    expect(await sentence({ KEY_FILE: join(home, 'other.json') })).toBe(
      `${home}/other.json is not the key file this database is sealed with: put the right one in KEY_FILE, nothing in it can be read with another.`,
    )
    await start().address
  })

  test('is refused by a database of 0.1.0 too, which does not say which is its own: it opens nothing there', async () => {
    const [own, other] = [join(home, 'keys.json'), join(home, 'other.json')]
    makeKeyFile(own)
    makeKeyFile(other)
    const phone = sealField(readKeys(own), 'accounts.phone', '10012345678')
    await withClient(database.adminUrl, (admin) =>
      admin.query(`insert into accounts (id, phone_index, phone, created_at) values ($1, 'x', $2, now())`, [
        randomUUID(),
        phone,
      ]),
    )
    await expect(knowInstance(database.ownerUrl, keysIn(other))).rejects.toThrow('is not the key file')
    expect((await knowInstance(database.ownerUrl, keysIn(own))).drill).toBeNull()
  })
})

describe('two addresses', () => {
  test('that lead to two databases of one server are refused in a sentence that names both', async () => {
    const other = await freshDatabaseForTest()
    expect(await sentence({ APP_DATABASE_URL: other.appUrl })).toMatch(
      new RegExp(
        `^APP_DATABASE_URL leads to another database \\(${other.name} at .+\\) than DATABASE_URL \\(${database.name} at .+\\): both must be the same one\\.$`,
      ),
    )
  })

  test('are one database however the host is written', async () => {
    const url = new URL(database.appUrl)
    url.hostname = 'localhost'
    await start({ APP_DATABASE_URL: url.href }).address
  })
})

describe('where things are kept', () => {
  test('a folder of attachments that cannot be written is refused', async () => {
    symlinkSync('/proc', join(home, 'files'))
    expect(await sentence()).toMatch(
      new RegExp(
        `^The attachments cannot be written and read back in ${home}/files \\(CUNYI_HOME\\): E\\w+\\.$`,
      ),
    )
  })

  test('a folder of poll keys that cannot be written is refused', async () => {
    writeFileSync(join(home, 'a-file'), '')
    expect(await sentence({ KEYS_DIR: join(home, 'a-file', 'keys') })).toMatch(
      /^The poll keys cannot be written and read back in .*a-file\/keys \(KEYS_DIR\): ENOTDIR\.$/,
    )
  })

  const bucket = (endpoint: string) => ({
    S3_BUCKET: 'cunyi',
    S3_ENDPOINT: endpoint,
    S3_ACCESS_KEY: 'reader',
    S3_SECRET_KEY: 'secret',
  })
  test('an object store that is not there is refused', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`
    expect(await sentence(bucket(endpoint))).toBe(
      `The attachments cannot be written and read back in the bucket cunyi at ${endpoint} (S3_…): ECONNREFUSED.`,
    )
  })

  test('an object store that gives back something else, or refuses, is refused', async () => {
    const answers = { PUT: 200, GET: 200 }
    const store: Server = createServer((request, reply) => {
      request.resume()
      reply.writeHead(answers[request.method as 'PUT'] ?? 204).end(request.method === 'GET' ? 'other' : '')
    })
    await new Promise<void>((done) => store.listen(0, '127.0.0.1', done))
    onTestFinished(() => void store.close())
    const endpoint = `http://127.0.0.1:${(store.address() as AddressInfo).port}`
    expect(await sentence(bucket(endpoint))).toContain('what is read back is not what was written')
    answers.PUT = 403
    expect(await sentence(bucket(endpoint))).toMatch(/\(S3_…\): \w+\.$/)
  })

  test('a start that goes well leaves nothing behind in any of them', async () => {
    const server = start()
    await server.address
    expect(readdirSync(join(home, 'files'))).toEqual([])
    await server.stop()
    expect(readdirSync(join(home, 'poll-keys'))).toEqual([])
  })
})

describe('a database that was copied without our knowing, by a dump or as a template', () => {
  test('starts as a drill: it is another, and says of which it is a copy', async () => {
    const file = join(home, 'keys.json')
    makeKeyFile(file)
    const mine = await knowInstance(database.ownerUrl, keysIn(file))
    expect(await knowInstance(database.ownerUrl, keysIn(file))).toEqual(mine)
    const name = `${database.name}_copy`
    const { adminUrl } = inject('cluster')
    await withClient(adminUrl, (admin) =>
      admin.query(`create database ${name} template ${database.name} owner cunyi_test_owner`),
    )
    onTestFinished(async () => {
      await withClient(adminUrl, (admin) => admin.query(`drop database ${name} with (force)`))
    })
    const copyUrl = asUser(adminUrl, 'cunyi_test_owner', name)
    const copy = await knowInstance(copyUrl, keysIn(file))
    expect(copy).toMatchObject({ drill: {}, copyOf: mine.id })
    expect(copy.id).not.toBe(mine.id)
    expect((await knowInstance(copyUrl, keysIn(file))).id).toBe(copy.id)
  })
})

test('which database it is stands where the serving log-in can read and not change it', async () => {
  makeKeyFile(join(home, 'keys.json'))
  const { id } = await knowInstance(database.ownerUrl, keysIn(join(home, 'keys.json')))
  await withClient(database.appUrl, async (server) => {
    expect((await server.query('select id from instance')).rows).toEqual([{ id }])
    await expect(server.query('update instance set drill_since = null')).rejects.toThrow('permission denied')
  })
})

test('a server that is taken over while it serves stops in order and says by whom', async () => {
  const server = start()
  await server.address
  const { id } = await knowInstance(database.ownerUrl, keysIn(join(home, 'keys.json')))
  const by = randomUUID()
  await markTakenOver(join(home, 'poll-keys'), id, by)
  expect(await server.ended).toBe(1)
  expect(server.said()).toContain(`This database was taken over by a copy of it (${by})`)
  // It is at work no more.
  expect(readdirSync(join(home, 'poll-keys'))).toEqual([`taken-over-${id}`])
})
