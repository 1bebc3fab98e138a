/**
 * 数据库不在: the short form of `npm run faults`; and what a server does about a fault that nobody expected.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ADMIN, urlOf } from '@cunyi/server/base/database/cluster.ts'
import { databasePasswords } from '@cunyi/server/base/system/keys.ts'
import { folderPollKeys } from '@cunyi/server/base/system/poll-keys.ts'
import { expect, onTestFinished, test } from 'vitest'
import { openSitting, withClient } from '../bench/sitting.ts'
import { leaksIn } from '../server/leaks.ts'
import { newHome, startServer } from '../server/process.ts'
import { childrenOf } from './rig/database.ts'
import { ask } from './rig/phones.ts'
import { shotsOf } from './rig/play.ts'
import { faults } from './rig/rows.ts'

const START = fileURLToPath(new URL('../../server/launch/start.mjs', import.meta.url))

test('the database goes while 30 a second vote, in four ways: nobody loses a ballot, no server ends, all is well within 5 s', async () => {
  const rows = []
  for await (const { row, said } of faults(5, true)) {
    rows.push(row)
    expect(leaksIn(said)).toEqual([])
  }
  console.table(rows.map(({ wrong, ...row }) => ({ ...row, wrong: wrong.length })))
  for (const row of rows)
    expect(row).toMatchObject({ acknowledged: row.ballots, lost: 0, doubled: 0, ended: 0, wrong: [] })
  for (const row of rows) expect(row.healSeconds, row.name).toBeLessThanOrEqual(5)
  // Where nobody was ever told to come again, nothing was away.
  expect(rows.filter((row) => row.later > 0).map((row) => row.name)).toHaveLength(rows.length)
})

test('a rejection nobody handles: it is told with its place, what is in hand is answered, then the process ends', async () => {
  const { home, remove } = newHome()
  onTestFinished(remove)
  // Planted from outside: the server has no such fault that we know of.
  const plant = `process.on('SIGUSR2', () => { Promise.reject(new Error('planted')) })`
  const server = startServer({
    CUNYI_HOME: home,
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(plant)}`,
  })
  onTestFinished(async () => void (await server.stop()))
  const address = await server.address
  const port = Number(readFileSync(join(home, 'data', 'postmaster.pid'), 'utf8').split('\n')[3])
  const keyFile = join(home, 'keys.json')
  const adminUrl = urlOf(ADMIN, databasePasswords(keyFile).admin, port, 'cunyi')
  const poll = await openSitting(adminUrl, folderPollKeys(join(home, 'poll-keys'), null), 5)
  const answers = await withClient(adminUrl, async (admin) => {
    // The ballots are on their way and cannot be written yet.
    await admin.query('begin; lock table envelopes in exclusive mode')
    const voting = shotsOf({ keyFile }, poll).map(({ path, token, body }) =>
      ask(`${address}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body,
      }),
    )
    await sleep(500)
    server.child.kill('SIGUSR2')
    await sleep(1000)
    await admin.query('commit')
    return Promise.all(voting)
  })
  expect(answers.map((one) => one.status)).toEqual([200, 200, 200, 200, 200])
  expect(await server.ended).toBe(70)
  expect(server.said()).toMatch(/"level":60.*"message":"planted".*at process.*a fault nobody expected/)
})

test('`npm start` starts a server again that was struck down, and one that is asked to stop it lets stop', async () => {
  const { home, remove } = newHome()
  onTestFinished(remove)
  const launcher = spawn(process.execPath, [START], {
    env: {
      PATH: process.env.PATH ?? '',
      CUNYI_HOME: home,
      CUNYI_MODE: 'test',
      PORT: '0',
      HOME: process.env.HOME ?? '',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void launcher.kill('SIGTERM'))
  let said = ''
  launcher.stdout.on('data', (chunk: Buffer) => {
    said += chunk
  })
  const ready = () => said.match(/is ready: (\S+)/g)?.length ?? 0
  await expect.poll(ready, { timeout: 60_000 }).toBe(1)
  await sleep(5000)
  for (const pid of childrenOf(launcher.pid ?? 0)) process.kill(pid, 'SIGKILL')
  await expect.poll(ready, { timeout: 60_000 }).toBe(2)
  expect(said).toContain('it is started again')
  const ended = once(launcher, 'exit')
  launcher.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})
