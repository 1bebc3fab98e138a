/**
 * `node server/launch/run.mjs tests/server/upgrade/make.ts VERSION`: keeps a filled database of this very release in
 * kept/VERSION, for every later release to open; how it was done for 0.1.0 stands in README.md. What is kept is never
 * made again. Needs TEST_DATABASE_URL (the administrator of an empty PostgreSQL 15) and its pg_dump in PG_DUMP.
 */
import { spawnSync } from 'node:child_process'
import { createECDH, createHash, randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'
import { connect, disconnect } from '@cunyi/server/base/database/connect.ts'
import { MIGRATIONS } from '@cunyi/server/base/database/migrate.ts'
import { freshDatabase, startTestCluster } from '@cunyi/server/base/database/test-cluster.ts'
import { beat } from '@cunyi/server/matters/polls/outage.ts'
import pg from 'pg'
import { readScenario } from '../../scenarios/runner/file.ts'
import { play, startOf } from '../../scenarios/runner/play.ts'
import type { World } from '../../scenarios/runner/world.ts'
import { zipOf } from '../people/zip.ts'
import { startServer } from '../process.ts'

const VILLAGE = '411329990201'
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))
const version = process.argv[2] ?? ''
const kept = new URL(`kept/${version}/`, import.meta.url)
const scenario = readScenario(fileURLToPath(new URL(`played-${version}.yaml`, import.meta.url)))
if (!process.env.TEST_DATABASE_URL) throw new Error('TEST_DATABASE_URL is missing')

const cluster = await startTestCluster()
const database = await freshDatabase(cluster)
const home = mkdtempSync(join(tmpdir(), 'cunyi-kept-'))
const push = createECDH('prime256v1')
const settings = (clock: Date) => ({
  CUNYI_MODE: 'test',
  CUNYI_HOME: home,
  CUNYI_CLOCK: clock.toISOString(),
  DATABASE_URL: database.ownerUrl,
  APP_DATABASE_URL: database.appUrl,
  KEYS_DIR: join(home, 'poll-keys'),
  LOG_LEVEL: 'error',
  VAPID_PUBLIC_KEY: push.generateKeys('base64url'),
  VAPID_PRIVATE_KEY: push.getPrivateKey().toString('base64url').padStart(43, 'A'),
  VAPID_SUBJECT: 'mailto:office@village.example',
  PUSH_SERVICES: 'push.village.example',
})
const say = (line: string) => console.log(line)

/** What no scenario does: log-ins by phone, a browser that asked for messages, one's own data, a hold. */
async function beside(world: World) {
  const bridge = world.matter('bridge').id
  const phone = world.population.rows.people.find(
    (row) => row.name === world.nameOf('representative-9'),
  )?.phone
  await world.ask(null, 'requestCode', {}, { phone })
  const outbox = await world.ask(null, 'listOutbox')
  const code = JSON.stringify(outbox).match(/\b\d{6}\b/)?.[0]
  const { accessToken } = await world.ask(null, 'login', {}, { phone, code })
  const personId = await world.idOf('representative-9')
  const slip = await world.ask('villageDirector', 'printPaperCode', { person: personId }, {})
  await world.ask('oversightChair', 'confirmAct', { act: slip.actId }, {})
  const choice = { village: VILLAGE, personId, paperCode: slip.code, newPin: '314159' }
  await world.send(null, 'POST', '/api/login/capacity', choice, accessToken ?? undefined)
  await world.ask('villageDirector', 'printPaperCode', { person: await world.idOf('villager-72') }, {})
  await world.ask(null, 'requestCode', {}, { phone: '10099999999' })
  await world.ask(
    'representative-10',
    'readNotice',
    { meeting: world.matter('lamps').sittings.at(-1)?.meetingId },
    {},
  )
  const { id } = await world.ask('villager-70', 'askCorrection', {}, { text: '出生日期登记错了一天。' })
  await world.ask('villager-71', 'askCorrection', {}, { text: '户籍已经迁走。' })
  await world.ask('villageDirector', 'answerCorrection', { correction: id }, { answer: '已更正。' })
  const browser = createECDH('prime256v1')
  await world.ask(
    'representative-11',
    'subscribePush',
    {},
    {
      endpoint: 'https://push.village.example/browser-11',
      p256dh: browser.generateKeys('base64url'),
      auth: randomBytes(16).toString('base64url'),
    },
  )
  for (const sitting of world.matter('bridge').sittings.slice(2)) {
    const meeting = { meeting: sitting.meetingId }
    await world.ask(sitting.recorder, 'saveMinutes', meeting, {
      gist: '与会人员听取了说明。',
      finalOpinion: '按表决结果办理。',
    })
    await world.ask(sitting.recorder, 'saveMinutes', meeting, {
      gist: '与会人员听取了说明，问了工期。',
      finalOpinion: '按表决结果办理。',
    })
    await world.ask(sitting.chair, 'approveMinutes', meeting, { version: 2 })
    await world.ask(sitting.recorder, 'signMinutes', meeting, {})
  }
  const person = await world.idOf('villager-70')
  await world.ask('villageDirector', 'getPerson', { person })
  await world.ask('villageDirector', 'setHold', { proposal: bridge }, { reason: '有人起诉' })
  await world.ask('oversightChair', 'setHold', { proposal: bridge }, { reason: '有人起诉' })
}

const filesIn = (folder: string, under = ''): Record<string, Buffer> =>
  Object.assign(
    {},
    ...readdirSync(join(folder, under)).map((name) => {
      const path = join(under, name)
      return statSync(join(folder, path)).isDirectory()
        ? filesIn(folder, path)
        : { [path]: readFileSync(join(folder, path)) }
    }),
  )

function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    env: { PATH: process.env.PATH, ...env },
  })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
  return stdout
}

let world: World | undefined
const server = startServer(settings(startOf(scenario)))
try {
  const good = await play(scenario, await server.address, VILLAGE, say, async (played) => {
    world = played
    await beside(played)
  })
  if (!good || !world) throw new Error('It did not come to its end.')
  // As if the server had been away for twenty minutes of the open poll; only a real clock's server says so by itself.
  const at = new Date(world.now.getTime() + 20 * 60_000)
  const db = connect(database.appUrl, { max: 1 })
  for (const instant of [world.now, at]) await beat({ db }, instant)
  await disconnect(db)
  await world.moveClock(at)
  // While it is at work, as anybody does it.
  const backup = join(home, 'backup')
  say(run('npm', ['run', '--silent', 'backup', '--', backup], { ...settings(at) }).trim())
  await server.stop()

  const dump = run(process.env.PG_DUMP ?? 'pg_dump', [
    '--inserts',
    '--rows-per-insert=200',
    '--encoding=UTF8',
    database.adminUrl,
  ])
  const plain = dump
    .split('\n')
    .filter((line) => !/^(--|\\(un)?restrict )/.test(line) && line !== '')
    .join('\n')
  const files = filesIn(home)
  const inBackup = Object.keys(files).filter((path) => path.startsWith('backup/files/'))
  for (const path of inBackup)
    if (!files[path]?.equals(files[path.slice('backup/'.length)] as Buffer))
      throw new Error(`${path} differs`)
  if (inBackup.length !== Object.keys(files).filter((path) => path.startsWith('files/')).length)
    throw new Error('the backup has not all files')
  // The backup's files are the store's own, byte for byte: kept once. Compiled scripts only make a start faster.
  for (const path of [...inBackup, ...Object.keys(files).filter((one) => one.startsWith('compiled/'))])
    delete files[path]

  const admin = new pg.Client(database.adminUrl)
  await admin.connect()
  const { rows: tables } = await admin.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  )
  const counts: Record<string, number> = {}
  for (const { name } of tables)
    counts[name] = (await admin.query(`select count(*)::int as n from "${name}"`)).rows[0].n
  await admin.end()
  const migrations = Object.fromEntries(
    readdirSync(MIGRATIONS)
      .filter((name) => /^\d{4}_.+\.sql$/.test(name) && name < '9000')
      .sort()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(MIGRATIONS, name)))
          .digest('hex'),
      ]),
  )
  const matters = Object.fromEntries([...world.matters].map(([name, { id }]) => [name, id]))
  const lamps = world.matter('lamps').sittings.at(-1)
  const names = Object.fromEntries([...world.population.byAlias].map(([alias, one]) => [alias, one.name]))
  const facts = {
    version,
    commit: run('git', ['rev-parse', 'HEAD']).trim(),
    at: at.toISOString(),
    village: VILLAGE,
    owner: 'cunyi_test_owner',
    migrations,
    matters,
    open: {
      meeting: lamps?.meetingId,
      poll: lamps?.polls[0]?.id,
      windowEnd: lamps?.windowEnd,
      slips: { for: 5, against: 1 },
      /** On the roll, signed in on a phone, and without a ballot. */
      waiting: lamps?.online
        .filter((id) => !lamps.voted.get(lamps.polls[0]?.id ?? '')?.has(id) && !lamps.helped.includes(id))
        .map((id) => lamps.roll.find((row) => row.id === id)?.name),
      tellers: lamps?.tellers,
    },
    names,
    counts,
  }
  mkdirSync(kept, { recursive: true })
  writeFileSync(
    new URL('database.sql.br', kept),
    brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_LGWIN]: 24 } }),
  )
  writeFileSync(new URL('home.zip', kept), zipOf(files))
  writeFileSync(new URL('facts.json', kept), `${JSON.stringify(facts, null, 1)}\n`)
  say(
    `empty: ${
      Object.keys(counts)
        .filter((name) => counts[name] === 0)
        .join(', ') || 'none'
    }`,
  )
  for (const [path, content] of Object.entries(files))
    if (content.length > 50_000) say(`${path} ${content.length}`)
} finally {
  await server.stop()
  await database.drop()
  await cluster.stop()
}
