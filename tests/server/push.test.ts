import { createECDH } from 'node:crypto'
import { readConfig } from '@cunyi/server/base/system/config.ts'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { names, type Sitting, sit } from './polls/sitting.ts'
import { authorise, decide, propose, put } from './proposals/matter.ts'
import { type FakePushService, fakePushService } from './push-service.ts'
import { buildVillage, type Village } from './village.ts'

const members = names('representative', 5)
const [one, two] = [members[3] as string, members[4] as string]
let village: Village
let service: FakePushService
beforeEach(async () => {
  service = await fakePushService()
  village = await buildVillage({ representatives: 5 })
})
afterEach(() => service.close())

const vapid = () => {
  const pair = createECDH('prime256v1')
  const publicKey = pair.generateKeys('base64url')
  return { publicKey, privateKey: pair.getPrivateKey().toString('base64url').padStart(43, 'A') }
}
const switchOn = () => {
  village.parts.config.push = {
    ...vapid(),
    subject: 'mailto:office@village.example',
    services: [service.origin],
  }
}
const subscribe = (name: string, body: unknown = service.browser(name)) =>
  village.ask(name, 'subscribePush', { body })
const isOn = async (name: string) => (await village.must(name, 'getPushKey')).on
const kept = async () => {
  const client = new pg.Client(village.adminUrl)
  await client.connect()
  const { rows } = await client.query('select sealed from push_subscriptions')
  await client.end()
  return rows as { sealed: Buffer }[]
}
const CHAIR = 'villageDirector'
const pass = (ms: number) => village.clock.set(new Date(village.clock.now().getTime() + ms))
const under = async () => {
  const sitting = await sit(village, { roll: members, windowHours: 48, online: members.slice(0, 3) })
  expect((await sitting.open()).status).toBe(200)
  return sitting
}
const of = (sitting: Sitting) => ({ params: { meeting: sitting.meetingId } })
const remind = async (sitting: Sitting) => {
  await village.must(CHAIR, 'remindNow', of(sitting))
  await pass(1000)
  const { rows } = await village.must(CHAIR, 'listDeliveries', of(sitting))
  return rows.filter((row) => row.channel === 'push').map(({ person, state }) => [person.id, state])
}

test('off by default: no key, no subscription, and a reminder goes nowhere else', async () => {
  expect(await village.must(one, 'getPushKey')).toEqual({ publicKey: null, on: false })
  expect(await subscribe(one)).toMatchObject({ status: 409, body: { code: 'pushOff' } })
  expect(await remind(await under())).toEqual([])
  expect(service.asked()).toBe(0)
})

test('half a set of keys does not start', () => {
  const { publicKey } = vapid()
  expect(readConfig({ CUNYI_MODE: 'test' }).push).toBeUndefined()
  expect(() => readConfig({ CUNYI_MODE: 'test', VAPID_PUBLIC_KEY: publicKey })).toThrow('VAPID_PRIVATE_KEY')
})

test('who asked for it is reminded in the browser too: the matter and the way there, and no name', async () => {
  switchOn()
  expect((await subscribe(one)).status).toBe(200)
  expect([await isOn(one), await isOn(two)]).toEqual([true, false])
  const sitting = await under()
  expect(await remind(sitting)).toEqual([[village.id(one), 'sent']])
  expect(service.shown).toHaveLength(1)
  expect(service.shown[0]).toMatchObject({ browser: one, note: { title: '会议提醒' } })
  expect(service.shown[0]?.note.link).toContain(`/app/v/${village.villageId}/meetings/${sitting.meetingId}`)
  expect(JSON.stringify(service.shown[0]?.note)).not.toContain(one)
})

test('kept sealed, once for each log-in, and gone when it is switched off', async () => {
  switchOn()
  await subscribe(one)
  await subscribe(one)
  const rows = await kept()
  expect(rows).toHaveLength(1)
  expect(rows[0]?.sealed.includes(service.origin)).toBe(false)
  await village.must(one, 'unsubscribePush')
  expect([await isOn(one), (await kept()).length]).toEqual([false, 0])
})

test.each([404, 410])('a browser that is gone (%i) is forgotten and not asked again', async (status) => {
  switchOn()
  await subscribe(one)
  await subscribe(two)
  const sitting = await under()
  service.refuse(status)
  expect((await remind(sitting)).map(([, state]) => state)).toEqual(['failed', 'failed'])
  expect([await isOn(one), service.asked()]).toEqual([false, 2])
  await pass(3_600_000)
  expect(service.asked()).toBe(2)
})

test('a push service that is away is asked again, and the browser is kept', async () => {
  switchOn()
  await subscribe(one)
  const sitting = await under()
  service.refuse(503)
  expect(await remind(sitting)).toEqual([[village.id(one), 'waiting']])
  service.refuse(null)
  await pass(60_000)
  expect(service.shown).toHaveLength(1)
  expect(await isOn(one)).toBe(true)
})

test('after log-out nothing goes to this browser, and its address is forgotten', async () => {
  switchOn()
  await subscribe(one)
  await subscribe(two)
  const sitting = await under()
  await village.must(one, 'endSession', { body: {} })
  expect(await remind(sitting)).toEqual([[village.id(two), 'sent']])
  expect(service.shown.map(({ browser }) => browser)).toEqual([two])
  expect(await kept()).toHaveLength(1)
})

test('the server posts to known push services only', async () => {
  switchOn()
  const { p256dh, auth } = service.browser(one)
  for (const endpoint of [
    'http://127.0.0.1:9/x',
    'https://10.0.0.1/x',
    'https://fcm.googleapis.com.example/x',
  ])
    expect(await subscribe(one, { endpoint, p256dh, auth })).toMatchObject({
      status: 422,
      body: { code: 'pushServiceUnknown' },
    })
})

const firstPage = () => `${village.parts.config.publicUrl}/app/`

test('the result of a vote goes to the browsers of those on its roll, in the sentence of the record, and to no other', async () => {
  switchOn()
  // One of the roll and one who is not on it; the others of the roll have not asked for it.
  for (const name of [one, 'oversightChair']) await subscribe(name)
  const sitting = await sit(village, { roll: members, inHall: members })
  expect((await sitting.open()).status).toBe(200)
  await sitting.castAll(members, 'for')
  expect((await sitting.close()).status).toBe(200)
  await sitting.pass(120_000)
  expect(service.shown.map(({ browser }) => browser)).toEqual([one])
  const [{ sentence } = { sentence: { zh: '' } }] = (await village.must(one, 'listMyResults')).rows
  expect(sentence.zh).toContain('通过')
  expect(service.shown[0]?.note).toMatchObject({ title: '表决结果', link: firstPage() })
  expect(service.shown[0]?.note.body).toContain(`“修路”有结果了：${sentence.zh.replace(/。$/, '')}`)
})

test('each step of a matter goes to whoever follows it, until he does no more; of one that names persons nothing does', async () => {
  switchOn()
  for (const name of [one, two]) await subscribe(name)
  await authorise(village)
  const proposal = await propose(village)
  const follow = (on: boolean) => village.must(one, 'followProposal', { params: { proposal }, body: { on } })
  await follow(true)
  await decide(village, proposal, 'adopt')
  await pass(60_000)
  const told = () => service.shown.map(({ browser, note }) => [browser, note.title, note.body, note.link])
  const step = (stage: string) => [
    one,
    '您关注的事',
    expect.stringContaining(`”到了新的一步：${stage}。`),
    firstPage(),
  ]
  expect(told()).toEqual([step('两委商议')])
  await put(village, proposal, { sensitive: true })
  await decide(village, proposal, 'adopt')
  await pass(60_000)
  expect(told()).toHaveLength(1)
  await put(village, proposal, { sensitive: false })
  await follow(false)
  await decide(village, proposal, 'adopt')
  await pass(60_000)
  expect(told()).toHaveLength(1)
})
