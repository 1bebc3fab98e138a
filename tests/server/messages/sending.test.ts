/** 发送: one way for whatever leaves, whichever way the gateway fails. */

import { across, inVillage } from '@cunyi/server/base/database/connect.ts'
import { sealIdentity } from '@cunyi/server/base/system/identity.ts'
import { tellOf } from '@cunyi/server/matters/sittings/notice.ts'
import { signReport } from '@cunyi/server/village/messages/channels/sms.ts'
import { sendDue } from '@cunyi/server/village/messages/send.ts'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Answer, FakeGateway } from '../gateway.ts'
import { convene, rowOf } from '../meetings/meeting.ts'
import type { Village } from '../village.ts'
import { HOUR, MINUTE, ROLL, SECOND, villageWithGateway } from './gateway-village.ts'

const SECRET = 'a-secret-of-the-gateway'
let village: Village
let proposal: string
let gateway: FakeGateway
beforeEach(async () => {
  ;({ village, proposal, gateway } = await villageWithGateway(SECRET))
})
afterEach(() => gateway.close())

const pass = (ms: number) => village.clock.set(new Date(village.clock.now().getTime() + ms))
const phones = () => gateway.sent.map((one) => one.phone).sort()
const all = () => ROLL.map(village.phone).sort()
const list = async (who = 'villageDirector') => village.must(who, 'listUndelivered')
const outbox = async <T extends object>(what: string, where = 'true') =>
  across(
    village.db,
    async (tx) => (await tx.execute(sql.raw(`select ${what} from outbox where ${where}`))).rows as T[],
  )
const bad = (name: string, answer: Answer) => {
  const phone = village.phone(name)
  gateway.answer((one) => (one === phone ? answer : null))
  return phone
}

describe('however the gateway fails', () => {
  test('a number it never takes is asked once, and the office is told at once', async () => {
    const phone = bad('representative-3', 422)
    const meeting = await convene(village, proposal)
    await pass(HOUR)
    expect([gateway.asked(phone), gateway.sent.length]).toEqual([1, 18])
    const { rows, open } = await list()
    expect(open).toBe(1)
    expect(rows).toMatchObject([
      {
        person: { id: village.id('representative-3'), name: 'representative-3' },
        kind: 'notice',
        meeting: { id: meeting },
        reason: 'numberRefused',
        tries: 1,
        isPast: false,
        mayAgain: true,
      },
    ])
    expect(rows[0]?.givenUpAt).not.toBeNull()
  })

  test.each([
    ['hangs', 'hang', 'gatewayAway'],
    ['answers 500', 500, 'gatewayAway'],
    ['answers 403', 403, 'gatewayRefused'],
  ] as const)(
    'one for whom it %s is tried after 1, 2, 4 … minutes; the office is told when that has gone on for a while',
    async (_how, answer, reason) => {
      const phone = bad('representative-3', answer)
      await convene(village, proposal)
      const tries: number[] = []
      const made = village.clock.now().getTime()
      gateway.onAsked((_n, asked) => {
        if (asked === phone) tries.push(Math.floor((village.clock.now().getTime() - made) / MINUTE))
      })
      await pass(10 * MINUTE)
      expect([tries, gateway.sent.length, (await list()).rows]).toEqual([[0, 1, 3, 7], 18, []])
      await pass(6 * HOUR)
      expect(tries.slice(4)).toEqual([15, 31, 63, 123, 183, 243, 303, 363])
      expect((await list()).rows).toMatchObject([{ reason, givenUpAt: null, mayAgain: false }])
      gateway.answer(() => null)
      await pass(HOUR)
      expect([phones(), (await list()).rows]).toEqual([all(), []])
    },
  )

  test('one message that hangs holds up one hand, and no other message', async () => {
    const phone = bad('representative-3', 'hang')
    village.parts.config.smsSpacing = 0
    Object.assign(village.parts.config.sms ?? {}, { patience: 5000 })
    await convene(village, proposal)
    const hands = Promise.all([1, 2].map(() => sendDue(village.parts, 'sms')))
    await expect.poll(() => gateway.sent.length, { timeout: 4000 }).toBe(18)
    await hands
    expect(gateway.asked(phone)).toBe(1)
  })

  test('one that takes nobody for an hour: then all leave at its pace, and none twice', async () => {
    gateway.refuse(503)
    village.parts.config.smsSpacing = 500
    await convene(village, proposal)
    await pass(HOUR)
    expect(gateway.sent).toEqual([])
    gateway.refuse(null)
    const left: number[] = []
    gateway.onAsked(() => left.push(village.clock.now().getTime()))
    const asked = gateway.asked()
    await pass(HOUR)
    expect(phones()).toEqual(all())
    expect(gateway.asked() - asked).toBe(19)
    const gaps = left.slice(1).map((at, i) => at - (left[i] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500)
  })

  test('one that cannot be made ready, a number sealed with another key, waits as well and holds up nobody', async () => {
    await convene(village, proposal)
    const phone = village.phone('representative-3')
    await village.sql(
      `update outbox set phone = '\\x00' where person_id = '${village.id('representative-3')}'`,
    )
    await pass(HOUR)
    expect([gateway.asked(phone), gateway.sent.length]).toEqual([0, 18])
    expect((await list()).rows).toMatchObject([{ reason: 'ownFault', tries: 6, givenUpAt: null }])
  })

  test('one that takes a message and reports later that it did not arrive: not sent again, and the office is told', async () => {
    await convene(village, proposal)
    await pass(MINUTE)
    const one = gateway.sent.find(({ phone }) => phone === village.phone('representative-3'))
    expect(one?.reportTo).toContain(`/api/villages/${village.villageId}/deliveries/${one?.key}/report`)
    const at = '2026-11-02T09:00:00+08:00'
    const reported = { delivery: one?.key ?? '', state: 'failed', at }
    const report = (signature: string) =>
      village.ask(null, 'reportDelivery', {
        params: { delivery: reported.delivery },
        body: { state: 'failed', at },
        headers: { 'x-cunyi-signature': signature },
      })
    expect((await report(signReport('another-secret-of-16', reported))).status).toBe(403)
    expect((await list()).rows).toEqual([])
    expect((await report(signReport(SECRET, reported))).status).toBe(200)
    expect((await report(signReport(SECRET, reported))).status).toBe(200)
    await pass(HOUR)
    expect(gateway.sent).toHaveLength(19)
    expect((await list()).rows).toMatchObject([{ reason: 'reportedFailed', mayAgain: true }])
  })

  test('a process that ends between the taking and the note of it: asked for again with the same key', async () => {
    await convene(village, proposal)
    await pass(MINUTE)
    const phone = village.phone('representative-3')
    const key = gateway.sent.find((one) => one.phone === phone)?.key ?? ''
    // As the process left it.
    const now = village.clock.now().toISOString()
    await village.sql(
      `update outbox set sent_at = null, is_held = true, tried_at = '${now}', next_at = '${now}'::timestamptz + interval '1 minute' where id = '${key}'`,
    )
    await pass(59 * SECOND)
    expect(gateway.asked(phone)).toBe(1)
    await pass(SECOND)
    expect([gateway.asked(phone), gateway.sent.length]).toEqual([2, 19])
    expect(await outbox('tries, sent_at is not null as sent', `id = '${key}'`)).toEqual([
      { tries: 2, sent: true },
    ])
  })
})

describe('until it makes no sense any more', () => {
  test('a notice is not sent when the meeting is over', async () => {
    gateway.refuse(503)
    const meeting = await convene(village, proposal)
    await pass(MINUTE)
    await village.sql(`update meetings set status = 'ended', ended_at = now() where id = '${meeting}'`)
    const asked = gateway.asked()
    gateway.refuse(null)
    await pass(24 * HOUR)
    expect([gateway.asked(), gateway.sent]).toEqual([asked, []])
    // That nobody was told stays with the office.
    const { rows, open } = await list()
    expect([rows.length, open]).toEqual([19, 0])
    expect(rows[0]).toMatchObject({ kind: 'notice', reason: 'gatewayAway', isPast: true, mayAgain: false })
  })

  test('an older notice does not come after a newer one of the same meeting', async () => {
    gateway.refuse(503)
    const meeting = await convene(village, proposal)
    await pass(2 * MINUTE)
    const row = await rowOf(village, meeting)
    const person = village.id('representative-3')
    await inVillage(village.db, village.villageId, (tx) =>
      tellOf(tx, village.parts, row, [person], village.clock.now(), 'moved'),
    )
    gateway.refuse(null)
    await pass(HOUR)
    const had = gateway.sent.filter(({ phone }) => phone === village.phone('representative-3'))
    expect(had.map(({ text }) => /^【村议】\S+村【会议改期通知】/.test(text))).toEqual([true])
    expect(phones()).toEqual(all())
  })

  test.each(['assisted', 'setAside'] as const)(
    'what was done with his ballot (%s) he is told also when the meeting is over',
    async (kind) => {
      const meeting = await convene(village, proposal)
      await pass(MINUTE)
      gateway.refuse(503)
      const row = await rowOf(village, meeting)
      const person = village.id('representative-3')
      await inVillage(village.db, village.villageId, (tx) =>
        tellOf(tx, village.parts, row, [person], village.clock.now(), kind),
      )
      await pass(HOUR)
      await village.sql(`update meetings set status = 'ended', ended_at = now() where id = '${meeting}'`)
      await pass(3 * HOUR)
      const line = { kind: 'alert', meeting: { id: meeting }, reason: 'gatewayAway', isPast: false }
      expect((await list()).rows).toMatchObject([line])
      gateway.refuse(null)
      await pass(HOUR)
      expect([gateway.sent.at(-1)?.phone, (await list()).rows]).toEqual([
        village.phone('representative-3'),
        [],
      ])
    },
  )

  test('a code is kept sealed until it has left, is tried while it is good and never later', async () => {
    gateway.refuse(503)
    const phone = village.phone('representative-1')
    await village.must(null, 'requestCode', { body: { phone } })
    await pass(2 * MINUTE)
    const [kept] = await outbox<{ text: string; sealed: Buffer }>('text, sealed')
    expect(kept?.text).not.toMatch(/\d{6}/)
    expect(kept?.sealed).not.toBeNull()
    expect(gateway.asked()).toBe(2)
    await pass(10 * MINUTE)
    gateway.refuse(null)
    await pass(HOUR)
    expect([gateway.asked(), gateway.sent]).toEqual([3, []])
    expect(await outbox('sealed')).toEqual([{ sealed: null }])
    const { rows, open } = await list()
    expect(rows).toMatchObject([{ kind: 'code', reason: 'gatewayAway', isPast: true, mayAgain: false }])
    // Nobody need be told an old code.
    expect(open).toBe(0)
    // One that arrives settles it.
    await village.must(null, 'requestCode', { body: { phone } })
    await pass(SECOND)
    expect([gateway.sent[0]?.text.match(/\d{6}/)?.length, (await list()).rows]).toEqual([1, []])
  })

  test('of a code that another hand has taken meanwhile, the first says nothing to the office', async () => {
    const phone = village.phone('representative-1')
    await village.must(null, 'requestCode', { body: { phone } })
    // Tried so often that the office would be told.
    await village.sql('update outbox set tries = 5')
    const taken = new Date(village.clock.now().getTime() + SECOND).toISOString()
    Object.assign(village.parts.config.sms ?? {}, { patience: 5000 })
    gateway.refuse('hang')
    const sending = sendDue(village.parts, 'sms')
    await expect.poll(() => gateway.asked(phone)).toBe(1)
    await village.sql(`update outbox set tried_at = '${taken}' where is_held`)
    await gateway.close()
    await sending
    expect((await list()).rows).toEqual([])
  })

  test('to a phone that nobody knows nothing leaves, and its number is kept nowhere', async () => {
    await village.must(null, 'requestCode', { body: { phone: '10099999999' } })
    await pass(MINUTE)
    expect(gateway.asked()).toBe(0)
    expect(await outbox('phone, sealed, next_at')).toEqual([{ phone: null, sealed: null, next_at: null }])
  })
})

describe('未送达: what the office does', () => {
  const one = async () => (await list()).rows[0]
  const params = async () => {
    const row = await one()
    return { message: row?.message ?? '', person: row?.person.id ?? '' }
  }
  beforeEach(async () => {
    bad('representative-3', 422)
    await convene(village, proposal)
    await pass(MINUTE)
  })

  test('the number is mended and it is sent again, to the new one and under another key', async () => {
    const asked = await params()
    const again = () => village.ask('villageCommittee-1', 'sendAgain', { params: asked })
    expect((await again()).status).toBe(200)
    await pass(MINUTE)
    expect((await one())?.reason).toBe('numberRefused')
    const { phone } = sealIdentity(village.parts.keys, { phone: '10055550001', idNumber: null })
    await village.sql(
      `update people set phone = '\\x${phone?.toString('hex')}' where id = '${village.id('representative-3')}'`,
    )
    const before = gateway.sent.length
    expect((await again()).status).toBe(200)
    expect(await again()).toMatchObject({ status: 404 })
    await pass(MINUTE)
    expect(gateway.sent.slice(before)).toMatchObject([{ phone: '10055550001' }])
    expect(new Set(gateway.sent.map(({ key }) => key)).size).toBe(19)
    expect((await list()).rows).toEqual([])
  })

  test('it takes the message first and its line second, as whoever notes what became of it', async () => {
    const asked = { params: await params() }
    let again: Promise<{ status: number }> | undefined
    const isLineFree = await inVillage(village.db, village.villageId, async (tx) => {
      await tx.execute(sql`select id from outbox where id = ${asked.params.message} for update`)
      again = village.ask('villageDirector', 'sendAgain', asked)
      const waits = sql`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
      await expect.poll(async () => (await village.db.execute(waits)).rows.length).toBe(1)
      const { rows } = await tx.execute(sql`select 1 from undelivered for update skip locked`)
      return rows.length === 1
    })
    expect([isLineFree, (await again)?.status]).toEqual([true, 200])
  })

  test('told by telephone or at the door: off the list, on the roll as told, in the evidence', async () => {
    const asked = { params: await params(), body: { how: 'telephone' } }
    const meeting = (await one())?.meeting?.id ?? ''
    expect((await village.ask('villageDirector', 'tellOtherwise', asked)).status).toBe(200)
    expect(await village.ask('villageDirector', 'tellOtherwise', asked)).toMatchObject({
      status: 409,
      body: { code: 'alreadyDone' },
    })
    expect(await list()).toMatchObject({ rows: [], open: 0 })
    const { rows } = await village.must('villageDirector', 'getEvidence', { query: { limit: 100 } })
    expect(rows.filter((row) => row.act === 'tellOtherwise').map((row) => row.payload)).toMatchObject([
      { meetingId: meeting, person: village.id('representative-3'), how: 'telephone' },
    ])
    const calls = await inVillage(village.db, village.villageId, (tx) =>
      tx.execute(sql`select person_id from notices where called_at is not null`),
    )
    expect(calls.rows).toEqual([{ person_id: village.id('representative-3') }])
  })

  test('it waits at the office of those who convene or keep the roster, and of nobody else', async () => {
    const kinds = async (name: string) =>
      (await village.must(name, 'listWaiting')).rows.map((row) => row.kind).includes('undelivered')
    expect([
      await kinds('villageCommittee-1'),
      await kinds('oversightChair'),
      await kinds('representative-3'),
    ]).toEqual([true, false, false])
    expect((await village.ask('oversightChair', 'listUndelivered')).status).toBe(403)
    expect((await village.ask('otherDirector', 'listUndelivered')).status).toBe(404)
  })

  test('when the meeting is over it is not sent again', async () => {
    const { lapsesAt } = await rowOf(village, (await one())?.meeting?.id ?? '')
    await village.clock.set(lapsesAt)
    expect(await one()).toMatchObject({ isPast: true, mayAgain: false })
    expect(await village.ask('villageDirector', 'sendAgain', { params: await params() })).toMatchObject({
      status: 409,
      body: { code: 'messageTooLate' },
    })
  })

  test('a line goes with its message after thirty days', async () => {
    // What was said of the meeting later goes later.
    await pass(60 * 24 * HOUR)
    const lines = await inVillage(village.db, village.villageId, (tx) =>
      tx.execute(sql`select message_id from undelivered`),
    )
    expect([lines.rows, await outbox('id')]).toEqual([[], []])
  })
})
