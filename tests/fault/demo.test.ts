import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadDemo } from '@cunyi/server/app/demo/load.ts'
import { BIG_VILLAGE, SMALL_VILLAGE } from '@cunyi/server/app/demo/village.ts'
import { buildApp } from '@cunyi/server/app/wiring/app.ts'
import { reactions } from '@cunyi/server/app/wiring/reactions.ts'
import { connect, disconnect, inVillage } from '@cunyi/server/base/database/connect.ts'
import { freshDatabase, startTestCluster } from '@cunyi/server/base/database/test-cluster.ts'
import { verifyChain } from '@cunyi/server/base/evidence/actions.ts'
import type { Parts } from '@cunyi/server/base/parts/parts.ts'
import { realClock } from '@cunyi/server/base/system/clock.ts'
import { readConfig } from '@cunyi/server/base/system/config.ts'
import { makeKeyFile, readKeys } from '@cunyi/server/base/system/keys.ts'
import { makeLog } from '@cunyi/server/base/system/log.ts'
import { folderPollKeys } from '@cunyi/server/base/system/poll-keys.ts'
import type { PublicBoard, PublicMatter } from '@cunyi/shared/api/records.ts'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'

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
