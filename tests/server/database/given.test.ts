import { openDatabase } from '@cunyi/server/base/database/open.ts'
import { readConfig } from '@cunyi/server/base/system/config.ts'
import { StartRefused } from '@cunyi/server/base/system/refused.ts'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { emptyDatabase, type freshDatabase } from '../fresh.ts'
import { newHome, type ServerProcess, startServer } from '../process.ts'

const { home, remove } = newHome()
const servers: ServerProcess[] = []
const start = (env: Record<string, string>) => {
  const server = startServer({ CUNYI_HOME: home, KEYS_DIR: `${home}/poll-keys`, ...env })
  servers.push(server)
  return server
}
const ready = async (address: string) => (await fetch(`${address}/health/ready`)).json()
const sentence = async (env: Record<string, string>) => {
  const server = start(env)
  expect(await server.ended).toBe(1)
  return server.said().trim()
}

afterAll(async () => {
  for (const server of servers) await server.stop()
  remove()
})

describe('a database of one’s own, named by DATABASE_URL', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>
  beforeAll(async () => {
    database = await emptyDatabase()
    const admin = new pg.Client(database.adminUrl)
    await admin.connect()
    await admin.query('grant all on schema public to cunyi_test_owner')
    await admin.end()
  })
  afterAll(() => database.drop())

  test('several processes start at once on an empty one: each migration runs once, all of them serve', async () => {
    const all = Array.from({ length: 3 }, () => start({ DATABASE_URL: database.ownerUrl }))
    const addresses = await Promise.all(all.map((server) => server.address))
    for (const address of addresses) expect((await ready(address)).ready).toBe(true)
    const client = new pg.Client(database.ownerUrl)
    await client.connect()
    const { rows } = await client.query('select name, count(*)::int as times from migrations group by name')
    await client.end()
    expect(rows.length).toBeGreaterThan(2)
    expect(rows.every(({ times }) => times === 1)).toBe(true)
  })

  test('the owner alone: the server takes the role cunyi_app and says aloud that the fence is weaker', async () => {
    const server = start({ DATABASE_URL: database.ownerUrl })
    const address = await server.address
    expect((await ready(address)).checks.fence.note).toContain('weaker')
    expect(server.said()).toContain('the fence between villages is weaker')
    const admin = new pg.Client(database.adminUrl)
    await admin.connect()
    const { rows } = await admin.query(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name = 'cunyi'`,
    )
    await admin.end()
    expect(rows[0].n).toBeGreaterThan(0)
  })

  test('with a serving log-in of its own nothing is weaker', async () => {
    const server = start({ DATABASE_URL: database.ownerUrl, APP_DATABASE_URL: database.appUrl })
    const { ready: isReady, checks } = await ready(await server.address)
    expect(isReady).toBe(true)
    expect(checks.fence).toEqual({ ok: true })
    expect(server.said()).not.toContain('weaker')
  })

  test('a serving log-in that may do more than serve is refused', async () => {
    expect(await refusal({ DATABASE_URL: database.ownerUrl, APP_DATABASE_URL: database.ownerUrl })).toMatch(
      /^APP_DATABASE_URL: cunyi_test_owner (may do more than serve|is no cunyi_app)/,
    )
  })

  test('no folder for poll keys, no start', async () => {
    expect(await refusal({ DATABASE_URL: database.ownerUrl, KEYS_DIR: '' })).toContain('KEYS_DIR is missing')
  })
})

/** The sentence with which a start is refused, without starting a process. */
const refusal = async (env: Record<string, string>): Promise<string> => {
  try {
    const config = readConfig({ CUNYI_MODE: 'test', CUNYI_HOME: home, KEYS_DIR: `${home}/poll-keys`, ...env })
    await openDatabase(config, () => {})
  } catch (error) {
    if (error instanceof StartRefused) return error.message
    throw error
  }
  return ''
}

describe('a wrong DATABASE_URL is told in one sentence, without its password', () => {
  const admin = new URL(inject('cluster').adminUrl)
  const changed = (change: Partial<Record<'port' | 'password' | 'pathname', string>>) =>
    Object.assign(new URL(admin), { password: 'secret-word', ...change }).href
  test.each([
    ['nothing there', changed({ port: '1' }), /nothing listens at 127\.0\.0\.1:1\.$/],
    ['wrong password', changed({}), /the password of postgres is wrong\.$/],
    [
      'no such database',
      changed({ password: admin.password, pathname: '/nowhere' }),
      /there is no database named nowhere\.$/,
    ],
    ['no address', 'here', /DATABASE_URL must be an address that begins with postgres:/],
    ['no such host', 'postgres://x:secret-word@no-such-host.invalid/z', /no-such-host\.invalid/],
  ])('%s', async (_, url, expected) => {
    const said = await refusal({ DATABASE_URL: url })
    expect(said).toMatch(expected)
    expect(said.split('\n')).toHaveLength(1)
    expect(said).not.toContain('secret-word')
  })

  test('and the process says it, and nothing else, and ends with 1', async () => {
    const said = await sentence({ DATABASE_URL: changed({ port: '1' }) })
    expect(said).toMatch(/^DATABASE_URL does not lead to a usable database: [^\n]*$/)
  })
})

describe('production', () => {
  test('is the default with DATABASE_URL and says everything that is missing', async () => {
    const said = await refusal({ CUNYI_MODE: '', DATABASE_URL: 'postgres://a:b@127.0.0.1/c', KEYS_DIR: '' })
    for (const name of ['KEY_FILE', 'KEYS_DIR', 'PUBLIC_URL', 'SMS_URL']) expect(said).toContain(name)
  })

  test('keeps attachments in a folder that was named, or in an object store; the demo asks for neither', async () => {
    const given = { CUNYI_MODE: '', CUNYI_HOME: '', DATABASE_URL: 'postgres://a:b@127.0.0.1/c' }
    expect(await refusal(given)).toContain('CUNYI_HOME is missing')
    expect(await refusal({ ...given, CUNYI_HOME: home })).not.toContain('CUNYI_HOME')
    expect(await refusal({ ...given, S3_BUCKET: 'cunyi' })).not.toContain('CUNYI_HOME')
    expect(readConfig({}).home).toMatch(/\.cunyi$/)
  })

  test('wants https and knows no settable clock', async () => {
    const said = await refusal({
      CUNYI_MODE: 'production',
      PUBLIC_URL: 'http://village.example',
      CUNYI_CLOCK: '2026-03-01T00:00:00Z',
    })
    expect(said).toContain('PUBLIC_URL is missing or not https')
    expect(said).toContain('CUNYI_CLOCK is for CUNYI_MODE=test only')
  })
})
