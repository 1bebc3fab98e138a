import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { startOfClock } from '@cunyi/server/app/demo/clock.ts'
import { loadDemo } from '@cunyi/server/app/demo/load.ts'
import { demoRoutes } from '@cunyi/server/app/demo/routes.ts'
import { BIG_VILLAGE, SMALL_VILLAGE } from '@cunyi/server/app/demo/village.ts'
import { buildApp } from '@cunyi/server/app/wiring/app.ts'
import { dueWorks } from '@cunyi/server/app/wiring/due-works.ts'
import { reactions } from '@cunyi/server/app/wiring/reactions.ts'
import { connect, disconnect, inVillage } from '@cunyi/server/base/database/connect.ts'
import { freshDatabase, startTestCluster } from '@cunyi/server/base/database/test-cluster.ts'
import { verifyChain } from '@cunyi/server/base/evidence/actions.ts'
import { startJobs } from '@cunyi/server/base/jobs/runner.ts'
import type { Parts } from '@cunyi/server/base/parts/parts.ts'
import { reachableHosts } from '@cunyi/server/base/system/addresses.ts'
import { realClock, runningClock } from '@cunyi/server/base/system/clock.ts'
import { readConfig } from '@cunyi/server/base/system/config.ts'
import { makeKeyFile, readKeys } from '@cunyi/server/base/system/keys.ts'
import { makeLog } from '@cunyi/server/base/system/log.ts'
import { folderPollKeys } from '@cunyi/server/base/system/poll-keys.ts'
import type { PublicBoard, PublicMatter } from '@cunyi/shared/api/records.ts'
import { sql } from 'drizzle-orm'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { takeTour } from './take-tour.ts'

const MINE = '11111111-1111-4111-8111-111111111111'
let parts: Omit<Parts, 'stopping'>
const closers: (() => unknown)[] = []

beforeAll(async () => {
  const cluster = await startTestCluster()
  closers.push(cluster.stop)
  const database = await freshDatabase(cluster)
  const folder = mkdtempSync(join(tmpdir(), 'cunyi-demo-'))
  closers.push(() => rmSync(folder, { recursive: true, force: true }))
  const config = readConfig({ CUNYI_MODE: 'demo', CUNYI_HOME: folder, LOG_LEVEL: 'error' })
  makeKeyFile(config.keyFile)
  const db = connect(database.appUrl)
  closers.push(() => disconnect(db))
  parts = {
    config,
    db,
    clock: realClock(),
    keys: readKeys(config.keyFile),
    instance: { id: MINE, drill: null, copyOf: null },
    pollKeys: folderPollKeys(config.keysDir, { id: MINE, isDrill: false }),
    reactions,
    log: makeLog('error'),
    fence: 'whole',
  }
})
afterAll(async () => {
  for (const close of closers.reverse()) await close()
})

const stages = (village: string) =>
  inVillage(parts.db, village, async (tx) => {
    const { rows } = await tx.execute<{ title: string; stage: string }>(
      sql`select title, stage from proposals order by number`,
    )
    return rows.map(({ title, stage }) => `${title} ${stage}`)
  })

test('A demo that was stopped in the middle goes on at the next start, doing nothing twice', async () => {
  const stopping = new AbortController()
  await loadDemo({ ...parts, stopping: stopping.signal }, (line) => {
    if (line.includes('50 %')) stopping.abort()
  })
  expect((await stages(BIG_VILLAGE)).some((line) => line.includes('drafting'))).toBe(false)
  const began = performance.now()
  await loadDemo({ ...parts, stopping: new AbortController().signal }, () => {})
  console.log(`the rest of the demo: ${Math.round(performance.now() - began)} ms`)
  expect((await stages(BIG_VILLAGE)).toSorted()).toEqual(
    [
      '村西道路硬化工程 archived',
      '自来水管网改造 implementation',
      '低保对象民主评议 opinionSent',
      '村民小组组长误工补贴标准 committeeDeliberation',
      '村部门前排水沟清理 outcomeDisclosure',
      '文化广场扩建 resolutionDisclosure',
      '村卫生室修缮 villagerResolution',
      '2027年度村庄发展计划 partyReview',
      '第三组路灯安装 drafting',
    ].toSorted(),
  )
  expect(await stages(SMALL_VILLAGE)).toEqual(['机井维修 committeeDeliberation'])
  const sums = await inVillage(parts.db, BIG_VILLAGE, async (tx) => {
    const { rows } = await tx.execute(sql`select
      (select count(*)::int from polls where status = 'open') as open,
      (select count(*)::int from meetings where status = 'scheduled') as scheduled,
      (select count(*)::int from polls where outcome = 'noQuorum') as "noQuorum",
      (select count(*)::int from polls where outcome = 'reject') as rejected,
      (select count(*)::int from objections) as objections,
      (select count(*)::int from petitions) as petitions,
      (select count(*)::int from expenses) as expenses`)
    return rows[0]
  })
  expect(sums).toEqual({
    open: 1,
    scheduled: 1,
    noQuorum: 1,
    rejected: 1,
    objections: 1,
    petitions: 1,
    expenses: 5,
  })
  expect(await inVillage(parts.db, BIG_VILLAGE, (tx) => verifyChain(tx, BIG_VILLAGE))).toMatchObject({
    whole: true,
  })
}, 900_000)

/** Every name of the demo's people, those of the closed list of one response left out. */
test('No public response shows a name of the demo outside the closed list', async () => {
  const app = await buildApp({ ...parts, stopping: new AbortController().signal })
  closers.push(() => app.close())
  const read = async (url: string) => {
    const { statusCode, body } = await app.inject({ method: 'GET', url })
    expect([url, statusCode]).toEqual([url, 200])
    return body
  }
  const found: string[] = []
  let responses = 0
  let officers = 0
  let running = 0
  for (const village of [BIG_VILLAGE, SMALL_VILLAGE]) {
    const { names, matters } = await inVillage(parts.db, village, async (tx) => ({
      names: (
        await tx.execute<{ name: string }>(
          sql`select distinct name from people where village_id = ${village}`,
        )
      ).rows,
      matters: (
        await tx.execute<{ id: string }>(
          sql`select distinct proposal_id as id from disclosures where village_id = ${village} and posted_at is not null`,
        )
      ).rows,
    }))
    const look = async (url: string, allowed: readonly string[]) => {
      const text = await read(url)
      responses++
      officers += allowed.filter((name) => text.includes(name)).length
      for (const { name } of names)
        if (text.includes(name) && !allowed.some((one) => one.includes(name))) found.push(`${url}: ${name}`)
    }
    const board = `/api/public/villages/${village}/board`
    const { confirmations, now } = JSON.parse(await read(board)) as PublicBoard
    // A list that a rule requires published stands in full while its days run.
    const listed = confirmations.flatMap((one) => one.rows.map((row) => row.name))
    running += now.length
    for (const url of [board, `/v/${village}`, `/v/${village}?year=2026`, `/v/${village}?lang=en`])
      await look(url, listed)
    for (const url of ['strip', 'help', 'feed.atom', 'feed.rss']) await look(`/v/${village}/${url}`, [])
    for (const { id } of matters) {
      const url = `/api/public/villages/${village}/matters/${id}`
      const { statusCode, body } = await app.inject({ method: 'GET', url })
      // An opinion is nobody's to read here.
      if (statusCode === 404) continue
      const matter = JSON.parse(body) as PublicMatter
      const allowed = [
        ...matter.officers.map((one) => one.name),
        ...matter.disclosures.flatMap((one) => one.namedList?.map((row) => row.name) ?? []),
        matter.executor ?? '',
        matter.contractor ?? '',
      ].filter((name) => name !== '')
      for (const one of [url, `/v/${village}/m/${id}`, `/v/${village}/m/${id}?lang=en`])
        await look(one, allowed)
    }
  }
  for (const url of ['/', '/villages', '/api/public/villages']) await read(url)
  console.log(`${responses} public responses read, names of the closed list seen ${officers} times`)
  expect(found).toEqual([])
  expect(responses).toBeGreaterThan(20)
  expect(officers).toBeGreaterThan(0)
  expect(running).toBeGreaterThan(0)
})

/** As `npm start -- --host 0.0.0.0` has it: a clock that runs and is moved, the due work on it, the demo's own requests. */
let stopLast = async () => {}
async function served(open: boolean, refresh?: () => void) {
  // One clock at a time.
  await stopLast()
  const stopping = new AbortController()
  const clock = runningClock(startOfClock(parts.config), stopping.signal)
  const config = { ...parts.config, clock: new Date(), isDemoOpen: open }
  const mine: Parts = { ...parts, config, clock, stopping: stopping.signal }
  const app = await buildApp(mine)
  await app.register(demoRoutes(mine, refresh))
  const { port } = new URL(await app.listen({ host: '0.0.0.0', port: 0 }))
  startJobs(mine, dueWorks)
  let isStopped = false
  stopLast = async () => {
    if (isStopped) return
    isStopped = true
    stopping.abort()
    await app.close()
  }
  closers.push(stopLast)
  return { app, clock, port }
}
const DAY = 86_400_000
const ELSEWHERE = '192.168.1.9'

test('No other server has a route for any of it', async () => {
  for (const mode of ['production', 'test'] as const) {
    const app = await buildApp({
      ...parts,
      config: { ...parts.config, mode, clock: new Date() },
      stopping: new AbortController().signal,
    })
    closers.push(() => app.close())
    for (const [method, url] of [
      ['GET', '/api/demo'],
      ['POST', '/api/session/demo'],
      ['POST', '/api/demo/clock'],
      ['GET', '/api/demo/tour'],
      ['POST', '/api/demo/tour'],
      ['POST', '/api/demo/refresh'],
    ] as const)
      expect([url, (await app.inject({ method, url, payload: {} })).statusCode]).toEqual([url, 404])
    expect(JSON.stringify((await app.inject({ url: '/api/openapi.json' })).json())).not.toMatch(/\/demo/)
  }
})

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))
const PICTURES = join(import.meta.dirname, '..', '..', 'artifacts', 'pages')

/** A page of that size in the one browser. */
let browser: Browser | undefined
async function at(width: number, height: number) {
  if (!browser) {
    mkdirSync(PICTURES, { recursive: true })
    const started = await chromium.launch({
      executablePath: CHROMIUM as string,
      args: ['--no-sandbox', '--disable-gpu', '--lang=zh-CN'],
    })
    closers.push(() => started.close())
    browser = started
  }
  const context = await browser.newContext({
    viewport: { width, height },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    serviceWorkers: 'block',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  return page
}

test.runIf(CHROMIUM)(
  'A newcomer in the browser: in as a representative by a button, a vote, the clock moved; a phone by the address of the network',
  async () => {
    const { port } = await served(false)
    const desk = await at(1280, 800)
    const shot = (page: typeof desk, name: string) =>
      page.screenshot({ path: join(PICTURES, `first-${name}.png`), fullPage: true })
    await desk.goto(`http://127.0.0.1:${port}/app/login`)
    await desk.getByRole('heading', { name: '从这里开始' }).waitFor()
    await shot(desk, 'login')
    await desk.getByRole('button', { name: '以村委会主任身份进入' }).click()
    await desk.waitForURL((url) => url.pathname === '/app/')
    await desk.getByText('演示的钟').click()
    const next = desk.getByRole('button', { name: '到下一个时间点' })
    await next.waitFor()
    await shot(desk, 'machine')
    const told = desk.getByText('下一个时间点：')
    const before = await told.textContent()
    await Promise.all([desk.waitForEvent('load'), next.click()])
    await desk.getByText('演示的钟').click()
    await expect.poll(() => told.textContent()).not.toBe(before)
    await shot(desk, 'moved')

    const [host] = reachableHosts('0.0.0.0', networkInterfaces())
    const phone = await at(360, 740)
    await phone.goto(`http://${host ?? '127.0.0.1'}:${port}/v/${BIG_VILLAGE}`)
    await phone.getByRole('heading').first().waitFor()
    await shot(phone, 'phone-board')
    await phone.goto(`http://${host ?? '127.0.0.1'}:${port}/app/login`)
    await phone.getByLabel('手机号').waitFor()
    if (host) await phone.getByText('直接进入和拨钟只在运行演示的电脑上能用').waitFor()
    await shot(phone, 'phone-login')
  },
  120_000,
)

test('The demo lets in as its people and moves its clock, for this machine alone unless it was opened', async () => {
  const { app, clock } = await served(false)
  const ask = (method: 'GET' | 'POST', url: string, payload?: object, remoteAddress = '127.0.0.1') =>
    app.inject({ method, url, remoteAddress, ...(payload ? { payload } : {}) })
  const enter = (phone: string, from?: string) => ask('POST', '/api/session/demo', { phone }, from)
  const move = (to: Date, from?: string) => ask('POST', '/api/demo/clock', { to: to.toISOString() }, from)
  for (const no of [
    await ask('GET', '/api/demo', undefined, ELSEWHERE),
    await enter('10000000001', ELSEWHERE),
    await move(new Date(), ELSEWHERE),
    await ask('GET', '/api/demo/tour?since=2026-01-01T00:00:00Z', undefined, ELSEWHERE),
    await ask('POST', '/api/demo/tour', { since: '2026-01-01T00:00:00Z', scene: 'sit' }, ELSEWHERE),
    await ask('POST', '/api/demo/refresh', {}, ELSEWHERE),
    // A page of another site, open in the browser of this machine.
    await app.inject({
      method: 'POST',
      url: '/api/demo/refresh',
      payload: {},
      headers: { 'sec-fetch-site': 'cross-site' },
    }),
  ])
    expect([no.statusCode, no.json().code]).toEqual([403, 'demoHereOnly'])
  expect((await enter('10000000099')).json().code).toBe('unknownPhone')
  // Nobody by the tests' own requests, though the clock is one of the same kind.
  expect((await ask('POST', '/api/testing/session', { name: 'county-1' })).json().code).toBe('notInThisMode')
  expect((await ask('POST', '/api/testing/clock', { to: new Date().toISOString() })).json().code).toBe(
    'notInThisMode',
  )

  const before = (await ask('GET', '/api/demo')).json()
  expect(before).toMatchObject({ isOld: false, isBehind: false, canRefresh: false })
  expect((await ask('POST', '/api/demo/refresh', {})).json().code).toBe('demoByCommand')
  expect(before.roles).toHaveLength(21)
  expect(before.next.what).toMatch(/^(meetingOpens|pollEnds|disclosureEnds)$/)
  for (const { phone, name } of before.roles) {
    const { acting, accessToken } = (await enter(phone)).json()
    expect(acting.name).toBe(name)
    const me = await app.inject({ url: '/api/me', headers: { authorization: `Bearer ${accessToken}` } })
    expect([phone, me.statusCode]).toEqual([phone, 200])
  }

  expect((await move(new Date(clock.now().getTime() - 1000))).json().code).toBe('clockGoesForward')
  expect((await move(new Date(clock.now().getTime() + 367 * DAY))).json().code).toBe('clockGoesForward')
  const board = async () =>
    ((await ask('GET', `/api/public/villages/${BIG_VILLAGE}/board`)).json() as PublicBoard).now.length
  const hanging = await board()
  const to = new Date(clock.now().getTime() + 16 * DAY)
  const began = performance.now()
  const moved = (await move(to)).json()
  console.log(`sixteen days: ${moved.done} things done in ${Math.round(performance.now() - began)} ms`)
  expect(moved.done).toBeGreaterThan(10)
  expect(new Date(moved.now).getTime()).toBeGreaterThanOrEqual(to.getTime())
  expect(await board()).toBeLessThan(hanging)
  expect((await ask('GET', '/api/demo')).json()).toMatchObject({
    daysAhead: before.daysAhead + 16,
    days: before.days + 16,
    isOld: false,
  })
  // It goes on by itself.
  const first = clock.now().getTime()
  await expect.poll(() => clock.now().getTime() - first).toBeGreaterThan(50)

  let again = 0
  const opened = (await served(true, () => again++)).app
  const inNetwork = await opened.inject({
    method: 'POST',
    url: '/api/session/demo',
    remoteAddress: ELSEWHERE,
    payload: { phone: '10000000001' },
  })
  expect(inNetwork.statusCode).toBe(200)

  // 旧的演示: it says that another version made it, and the launcher that stands by is told to make it anew.
  writeFileSync(join(parts.config.home, 'demo-made.json'), '{"edition":"0.1.0 0007_earlier.sql"}')
  const old = await opened.inject({ url: '/api/demo', remoteAddress: '127.0.0.1' })
  expect(old.json()).toMatchObject({ isBehind: true, canRefresh: true })
  const asked = await opened.inject({ method: 'POST', url: '/api/demo/refresh', payload: {} })
  expect([asked.statusCode, asked.json()]).toEqual([200, { away: true }])
  await expect.poll(() => again).toBe(1)
  // Opened to the network, it is still nobody's there to throw away.
  const away = await opened.inject({
    method: 'POST',
    url: '/api/demo/refresh',
    payload: {},
    remoteAddress: ELSEWHERE,
  })
  expect(away.statusCode).toBe(403)
}, 300_000)

test.runIf(CHROMIUM)(
  'The guided tour: from the first page to the archive package in under ten minutes, as four persons',
  async () => {
    const { port } = await served(false)
    const page = await at(1280, 800)
    const shot = async (name: string) => {
      await page.waitForLoadState('networkidle').catch(() => undefined)
      await page.screenshot({ path: join(PICTURES, `tour-${name}-1280.png`) })
      await page.setViewportSize({ width: 360, height: 740 })
      await page.screenshot({ path: join(PICTURES, `tour-${name}-360.png`) })
      await page.setViewportSize({ width: 1280, height: 800 })
    }
    const { seconds, pressed, faults } = await takeTour(page, `http://127.0.0.1:${port}`, shot)
    console.log(`the tour: ${Math.round(seconds)} s\n${pressed.join('\n')}`)
    expect(faults).toEqual([])
    expect(seconds).toBeLessThan(600)
    expect(await stages(BIG_VILLAGE)).toContain('村口公交候车亭 archived')
    expect(await inVillage(parts.db, BIG_VILLAGE, (tx) => verifyChain(tx, BIG_VILLAGE))).toMatchObject({
      whole: true,
    })
  },
  900_000,
)
