/** 发送队列: reminders on the real clock, kept by the queue on PostgreSQL. */
import { across, inVillage } from '@cunyi/server/base/database/connect.ts'
import { GIVE_UP, SEND } from '@cunyi/server/base/database/queues.ts'
import { openQueue, type SendingQueue as Queue } from '@cunyi/server/views/reminders/queue.ts'
import pg from 'pg'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { type FakeGateway, fakeGateway } from './gateway.ts'
import { names, sit } from './polls/sitting.ts'
import { buildVillage, type Village } from './village.ts'

const CHAIR = 'villageDirector'
const members = names('representative', 12)
let village: Village
let gateway: FakeGateway
let queue: Queue
beforeEach(async () => {
  gateway = await fakeGateway()
  // The queue goes by the database's clock.
  village = await buildVillage({ representatives: 12, at: new Date().toISOString() })
  village.parts.config.sms = { url: gateway.url, token: gateway.token, reportSecret: undefined }
  queue = await open()
})
afterEach(() => gateway.close())

async function open(): Promise<Queue> {
  const opened = await openQueue(village.db, village.parts.log)
  onTestFinished(() => opened.stop())
  village.parts.queue = opened
  return opened
}
async function asAdmin(text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(village.adminUrl)
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
const jobs = () => asAdmin(`select id, data, state from pgboss.job where name = '${SEND}' order by id`)
async function remindAll() {
  const sitting = await sit(village, { roll: members, windowHours: 48, online: members.slice(0, 4) })
  expect((await sitting.open()).status).toBe(200)
  const of = { params: { meeting: sitting.meetingId } }
  await village.must(CHAIR, 'remindNow', of)
  return { list: () => village.must(CHAIR, 'listDeliveries', of) }
}

test('each message has one job, which names the village and the message and nothing else', async () => {
  const { list } = await remindAll()
  const { rows } = await list()
  const named = rows.map(({ id }) => ({
    id,
    data: { village: village.villageId, delivery: id },
    state: 'created',
  }))
  expect(await jobs()).toEqual(named)
  expect(named).toHaveLength(8)
  await across(village.db, (tx) =>
    queue.put(
      tx,
      rows.map(({ id }) => ({ villageId: village.villageId, id, dueAt: new Date() })),
    ),
  )
  expect(await jobs()).toEqual(named)
})

test('a round that is not kept leaves no job behind', async () => {
  const one = { villageId: village.villageId, id: village.id(CHAIR), dueAt: new Date() }
  await expect(
    inVillage(village.db, village.villageId, async (tx) => {
      await queue.put(tx, [one])
      throw new Error('changed its mind')
    }),
  ).rejects.toThrow('changed its mind')
  expect(await jobs()).toEqual([])
})

test('what waits without a job, as after a restore, is sent all the same; each message once', async () => {
  const { list } = await remindAll()
  await asAdmin('delete from pgboss.job')
  await queue.work(village.parts)
  await expect.poll(async () => (await list()).counts.sent, { timeout: 30_000 }).toBe(8)
  expect([gateway.asked(), new Set(gateway.sent.map((one) => one.key)).size]).toEqual([8, 8])
})

test('a gateway that is away is asked again by the queue, which gives up after its last try', async () => {
  gateway.refuse(503)
  const { list } = await remindAll()
  await queue.work(village.parts)
  const states = async () => (await jobs()).map(({ state }) => state)
  await expect.poll(states, { timeout: 30_000 }).toEqual(Array(8).fill('retry'))
  expect((await list()).counts).toMatchObject({ waiting: 8, failed: 0 })
  // Hours later: nothing but the last try is left.
  await asAdmin(`update pgboss.job set retry_count = retry_limit, start_after = now() where name = '${SEND}'`)
  await expect
    .poll(async () => (await list()).counts, { timeout: 30_000 })
    .toMatchObject({ waiting: 0, failed: 8 })
  expect(gateway.asked()).toBe(16)
  expect(await asAdmin(`select from pgboss.job where name = '${GIVE_UP}'`)).toHaveLength(8)
})

test('the serving log-in reads and writes jobs and changes no table of the queue', async () => {
  const refused = village.db.$client.query('alter table pgboss.job_common add column more text')
  await expect(refused).rejects.toThrow(/must be owner/)
  await expect(village.db.$client.query('create table pgboss.more (n int)')).rejects.toThrow(
    /permission denied/,
  )
})
