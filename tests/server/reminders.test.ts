import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { excuses } from '@cunyi/server/base/database/schema/meetings.ts'
import { signReport } from '@cunyi/server/village/messages/channels/sms.ts'
import { sendDue } from '@cunyi/server/village/messages/send.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FakeGateway, fakeGateway } from './gateway.ts'
import { names, type Sitting, sit } from './polls/sitting.ts'
import { buildVillage, type Village } from './village.ts'

const SECRET = 'a-secret-of-the-gateway'
const HOUR = 3_600_000
const members = names('representative', 12)
let village: Village
let gateway: FakeGateway
beforeEach(async () => {
  gateway = await fakeGateway()
  village = await buildVillage({ representatives: 12 })
  village.parts.config.sms = { url: gateway.url, token: gateway.token, reportSecret: SECRET }
})
afterEach(() => gateway.close())

const CHAIR = 'villageDirector'
const pass = (ms: number) => village.clock.set(new Date(village.clock.now().getTime() + ms))
const under = async (options: Partial<Parameters<typeof sit>[1]> = {}) => {
  const sitting = await sit(village, {
    roll: members,
    windowHours: 48,
    online: members.slice(0, 4),
    ...options,
  })
  expect((await sitting.open()).status).toBe(200)
  return sitting
}
const of = (sitting: Sitting) => ({ params: { meeting: sitting.meetingId } })
const remind = (sitting: Sitting, who = CHAIR) => village.ask(who, 'remindNow', of(sitting))
const list = (sitting: Sitting) => village.must(CHAIR, 'listDeliveries', of(sitting))
const phones = () => gateway.sent.map((one) => one.phone).sort()
const phonesOf = (people: string[]) => people.map(village.phone).sort()

describe('催会: only who has neither signed in nor voted', () => {
  test('those there, those excused and those represented hear nothing; the text names nobody', async () => {
    const sitting = await under()
    await sitting.proxy('representative-5', 'representative-1')
    await inVillage(village.db, village.villageId, (tx) =>
      tx.insert(excuses).values({
        villageId: village.villageId,
        meetingId: sitting.meetingId,
        personId: village.id('representative-6'),
        reason: '住院',
        by: village.id(CHAIR),
        at: village.clock.now(),
      }),
    )
    expect((await remind(sitting)).body).toMatchObject({ round: 1, told: 6, noPhone: 0 })
    await pass(1000)
    expect(phones()).toEqual(phonesOf(members.slice(6)))
    expect(gateway.sent[0]?.text).toMatch(/^【村议】演示村.*\/m\/[2-9A-Z]{13}\b/)
    expect(gateway.sent[0]?.text).not.toContain('representative')
  })

  test('who signs in after the round was made and before his turn gets nothing', async () => {
    village.parts.config.smsSpacing = 15_000
    const sitting = await under()
    await remind(sitting)
    await pass(46_000)
    expect(gateway.sent).toHaveLength(4)
    const heard = new Set(phones())
    const quick = members.slice(4).filter((name) => !heard.has(village.phone(name)))
    await sitting.signIn(quick.slice(0, 1), 'online', 'self')
    await pass(75_000)
    expect(gateway.sent).toHaveLength(7)
    expect(phones()).not.toContain(village.phone(quick[0] as string))
    expect((await list(sitting)).counts).toMatchObject({ sent: 7, notNeeded: 1, waiting: 0 })
  })

  test('one round goes out by itself, twelve hours before the window ends, and only one', async () => {
    const sitting = await under()
    await pass(36 * HOUR - 1000)
    expect(gateway.sent).toHaveLength(0)
    await pass(1000)
    expect(phones()).toEqual(phonesOf(members.slice(4)))
    await pass(11 * HOUR)
    expect(gateway.sent).toHaveLength(8)
    const { rounds } = await list(sitting)
    expect(rounds).toMatchObject([{ round: 1, by: null, told: 8 }])
  })
})

describe('轮次: the chair reminds, not too often', () => {
  test('again only after two hours, and the refusal says when; three rounds are enough', async () => {
    const sitting = await under()
    const first = await remind(sitting)
    expect(first.status).toBe(200)
    await pass(2 * HOUR - 1)
    expect(await remind(sitting)).toMatchObject({
      status: 429,
      body: { code: 'remindTooSoon', params: { next: first.body.nextRoundAt } },
    })
    await pass(1)
    expect((await remind(sitting)).status).toBe(200)
    await pass(2 * HOUR)
    expect((await remind(sitting)).body).toMatchObject({ round: 3, nextRoundAt: null })
    await pass(2 * HOUR)
    expect(await remind(sitting)).toMatchObject({ status: 409, body: { code: 'remindUsedUp' } })
    expect(gateway.sent).toHaveLength(24)
  })

  test('two clicks at once are one round', async () => {
    const sitting = await under()
    const replies = await Promise.all([remind(sitting), remind(sitting)])
    expect(replies.map((one) => one.status).sort()).toEqual([200, 429])
    await pass(1000)
    expect(gateway.sent).toHaveLength(8)
  })

  test('nobody else reminds; not when all are there, not after the last poll has ended', async () => {
    const sitting = await under()
    expect((await remind(sitting, 'accountant')).status).toBe(403)
    const full = await under({ online: members })
    expect(await remind(full)).toMatchObject({ status: 409, body: { code: 'nobodyToRemind' } })
    await pass(49 * HOUR)
    expect(await remind(sitting)).toMatchObject({ status: 409, body: { code: 'remindNotNow' } })
  })
})

describe('送达: what became of each message', () => {
  const report = (key: string, state: string, signature: string) =>
    village.ask(null, 'reportDelivery', {
      params: { delivery: key },
      body: { state, at: '2026-11-02T09:00:00+08:00' },
      headers: { 'x-cunyi-signature': signature },
    })
  const signed = (delivery: string, state: string, secret = SECRET) =>
    signReport(secret, { delivery, state, at: '2026-11-02T09:00:00+08:00' })

  test('a signed report is shown to the chair; one of another message, state or secret is refused', async () => {
    const sitting = await under()
    await remind(sitting)
    await pass(1000)
    const [first, second] = gateway.sent.map((one) => one.key) as [string, string]
    expect(gateway.sent[0]?.reportTo).toContain(`/deliveries/${first}/report`)
    for (const wrong of [
      signed(second, 'delivered'),
      signed(first, 'failed'),
      signed(first, 'delivered', 'x'),
      '',
    ])
      expect(await report(first, 'delivered', wrong)).toMatchObject({
        status: 403,
        body: { code: 'reportUnsigned' },
      })
    expect((await report(first, 'delivered', signed(first, 'delivered'))).status).toBe(200)
    expect((await report(second, 'failed', signed(second, 'failed'))).status).toBe(200)
    // A later contradiction changes nothing.
    expect((await report(first, 'failed', signed(first, 'failed'))).status).toBe(200)
    expect((await list(sitting)).counts).toMatchObject({ sent: 6, delivered: 1, failed: 1 })
  })

  test('a gateway that is away is asked again, and given up when the window ends', async () => {
    const sitting = await under({ windowHours: 10 })
    gateway.refuse(503)
    await remind(sitting)
    await pass(5 * 60_000)
    expect((await list(sitting)).counts).toMatchObject({ waiting: 8, sent: 0 })
    gateway.refuse(null)
    await pass(5 * 60_000)
    expect((await list(sitting)).counts).toMatchObject({ waiting: 0, sent: 8 })
    gateway.refuse(503)
    await pass(2 * HOUR)
    await remind(sitting)
    await pass(6 * HOUR)
    expect((await list(sitting)).counts).toMatchObject({ waiting: 8, sent: 8, failed: 0 })
    await pass(2 * HOUR)
    expect((await list(sitting)).counts).toMatchObject({ waiting: 0, sent: 8, failed: 8 })
    const asked = gateway.asked()
    gateway.refuse(null)
    await pass(HOUR)
    expect(gateway.asked()).toBe(asked)
  })

  test('two processes at the same message: it leaves once', async () => {
    const sitting = await under()
    await remind(sitting)
    village.parts.config.smsSpacing = 0
    await Promise.all([1, 2, 3].map(() => sendDue(village.parts, 'sms')))
    expect([gateway.asked(), gateway.sent.length]).toEqual([8, 8])
  })
})

test('texts to read out, copy and print name the matter and the place, and no person', async () => {
  const sitting = await under()
  const texts = await village.must(CHAIR, 'getCallTexts', of(sitting))
  expect(texts.chat).toContain(`/app/v/${village.villageId}/meetings/${sitting.meetingId}`)
  // Read out by a loudspeaker: an address would be noise.
  expect(texts.loudspeaker).not.toContain('http')
  for (const text of Object.values(texts)) expect(text).toContain('村部')
  expect(JSON.stringify(texts)).not.toContain('representative')
})
