/**
 * One of two checkouts under `npm run bench:paired`: its own database and server stand for the whole measurement, and
 * a burst is fired when asked. Copied into the older checkout, so it finds its modules where either has them.
 */
import { fork } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fire, type Shot } from './burst.ts'
import { openSitting, stored } from './sitting.ts'

/** Where 0.1.0 has it, and where it stands since. */
const has = (path: string) => existsSync(new URL(`../../server/src/${path}`, import.meta.url))
const from = (now: string, then: string) =>
  import(new URL(`../../server/src/${has(now) ? now : then}`, import.meta.url).href)
const { freshDatabase, startTestCluster } = await from(
  'base/database/test-cluster.ts',
  'database/test-cluster.ts',
)
const { makeKeyFile, readKeys } = await from('base/system/keys.ts', 'keys.ts')
const { folderPollKeys } = await from('base/system/poll-keys.ts', 'poll-keys.ts')
const { signTicket } = await from('door/session/tokens.ts', 'session/tokens.ts')

const folder = mkdtempSync(join(tmpdir(), 'cunyi-turn-'))
const keyFile = join(folder, 'keys.json')
const keysDir = join(folder, 'poll-keys')
makeKeyFile(keyFile)
const keys = readKeys(keyFile)
const cluster = await startTestCluster({ fsync: true })
const database = await freshDatabase(cluster)
const server = fork(new URL('./server.ts', import.meta.url), {
  env: {
    ...process.env,
    CUNYI_MODE: 'production',
    CUNYI_HOME: folder,
    DATABASE_URL: database.ownerUrl,
    APP_DATABASE_URL: database.appUrl,
    KEY_FILE: keyFile,
    KEYS_DIR: keysDir,
    PUBLIC_URL: 'https://bench.invalid',
    SMS_URL: 'https://bench.invalid',
    LOG_LEVEL: 'error',
  },
})
const port = await new Promise<number>((resolve, reject) => {
  server.once('message', (message) => resolve((message as { port: number }).port))
  server.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)))
})

/** Ballots a second of one burst; throws where one was lost, doubled or refused. */
async function burst(count: number): Promise<number> {
  const poll = await openSitting(database.adminUrl, folderPollKeys(keysDir, null), count)
  const now = new Date()
  const until = new Date(now.getTime() + 3_600_000)
  const { instance } = poll as { instance?: { id: string } }
  const shots: Shot[] = poll.voters.map((personId) => ({
    path: `/api/villages/${poll.villageId}/polls/${poll.pollId}/ballot`,
    token: signTicket(
      { ...keys, keys, instance },
      { village: poll.villageId, pollId: poll.pollId, personId, castBy: null },
      now,
      until,
    ),
    body: JSON.stringify({ ref: randomBytes(16).toString('hex'), choice: randomInt(1, 4) }),
  }))
  const { hits, totalMs } = await fire(port, shots, count)
  const good = hits.filter((hit) => hit.status === 200)
  const kept = await stored(database.adminUrl, poll)
  const receipts = new Set(kept.map((row) => row.receipt))
  const lost = good.filter((hit) => !receipts.has(JSON.parse(hit.body).receipt)).length
  const doubled = kept.length - new Set(kept.map((row) => row.person)).size
  if (good.length !== count || lost > 0 || doubled > 0)
    throw new Error(`${count - good.length} refused, ${lost} lost, ${doubled} doubled`)
  return (count / totalMs) * 1000
}

process.on('message', async (count) => process.send?.({ rate: await burst(count as number) }))
process.once('disconnect', async () => {
  server.removeAllListeners('exit')
  server.kill()
  await cluster.stop()
  rmSync(folder, { recursive: true, force: true })
  process.exit()
})
process.send?.({ ready: true })
