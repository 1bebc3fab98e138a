import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { effectiveProfile } from '@cunyi/server/village/profiles/profile.ts'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { buildVillage, idNumberOf, VILLAGE, type Village } from '../village.ts'
import {
  cast,
  codeTo,
  enter,
  evidence,
  HOUR,
  later,
  NEW,
  numberRow,
  openSitting,
  PIN,
  proposeNumber,
  say,
  textsTo,
  VOTER,
  withPin,
} from './played.ts'

describe('更换号码: a clerk proposes, the old number is told, an oversight member confirms', () => {
  test('until then the old number is his; afterwards the new one carries no ballot for 72 hours, and every log-in of his has ended', async () => {
    const village = await buildVillage()
    const old = await withPin(village, VOTER)
    const sitting = await openSitting(village, 120)
    const ticket = await village.must(null, 'getTicket', {
      params: { poll: sitting.pollId },
      headers: old.headers,
    })

    const { body } = await proposeNumber(village, VOTER, { phone: NEW })
    expect((await textsTo(village, village.phone(VOTER))).join()).toContain('换成另一个号码')
    expect(
      (await village.ask(null, 'login', { body: { phone: NEW, ...(await codeTo(village, NEW)) } })).status,
    ).toBe(401)
    expect((await village.ask(null, 'getMe', { headers: old.headers })).status).toBe(200)

    expect((await say(village, 'villageDirector', body.actId)).body.code).toBe('samePersonTwice')
    expect((await say(village, 'villageCommittee-1', body.actId)).body.code).toBe('secondPersonNeeded')
    const { rows } = await village.must('oversightCommittee-1', 'listActs')
    expect(rows.find((row) => row.id === body.actId)?.number).toMatchObject({
      phone: { before: expect.stringMatching(/^100\*{4}\d{4}$/), after: '100****0001' },
      idNumber: null,
    })
    expect((await say(village, 'oversightCommittee-1', body.actId)).status).toBe(200)
    expect((await village.ask(null, 'getMe', { headers: old.headers })).body.code).toBe('sessionEnded')
    expect((await textsTo(village, village.phone(VOTER))).join()).toContain('已经换成另一个号码')

    // His PIN is his, whatever number he has.
    const now = await enter(village, NEW, VOTER, { pin: PIN })
    expect(now.reply.status).toBe(200)
    expect(await cast(village, sitting, now.headers)).toMatchObject({
      status: 409,
      body: { code: 'numberWaits', messageZh: expect.stringContaining('监委会成员') },
    })
    // Nor with a ticket of the old one.
    const late = await village.ask(null, 'castBallot', {
      params: { poll: sitting.pollId },
      headers: { authorization: `Bearer ${ticket.ticket}` },
      body: { ref: sitting.ref(), choice: 1 },
    })
    expect(late.status).not.toBe(200)
    const { values } = await inVillage(village.db, VILLAGE, (tx) => effectiveProfile(tx, VILLAGE))
    expect(values['number.wait_hours']).toBe(72)
    await later(village, 72 * HOUR - 10_000)
    const before = await enter(village, NEW, VOTER, { pin: PIN })
    expect((await cast(village, sitting, before.headers)).body.code).toBe('numberWaits')
    await later(village, 10_000)
    const after = await enter(village, NEW, VOTER, { pin: PIN })
    expect((await cast(village, sitting, after.headers)).status).toBe(200)
  })

  test('a person who had no number has nobody who was told: it comes into use by no lapse of time', async () => {
    const village = await buildVillage({
      people: [{ name: VOTER, phone: null, offices: ['representative'] }],
    })
    const sitting = await openSitting(village, 168)
    const { body } = await proposeNumber(village, VOTER, { phone: NEW })
    await say(village, 'oversightChair', body.actId)
    expect(await numberRow(village, VOTER)).toEqual({ by: null, from: null })
    await later(village, 100 * HOUR)
    expect((await village.ask(VOTER, 'getTicket', { params: { poll: sitting.pollId } })).body.code).not.toBe(
      'ok',
    )
    const ticket = await village.ask(VOTER, 'getTicket', { params: { poll: sitting.pollId } })
    expect(ticket.status === 200 ? 'ticket' : ticket.body.code).toMatch(/numberNotActive|sessionEnded/)
  })

  test('nor does a second change by which the first, that nobody knew him by, would vouch for itself', async () => {
    const village = await buildVillage({
      people: [{ name: VOTER, phone: null, offices: ['representative'] }],
    })
    for (const phone of [NEW, '10099990002']) {
      const { body } = await proposeNumber(village, VOTER, { phone })
      expect((await say(village, 'oversightChair', body.actId)).status).toBe(200)
    }
    expect(await numberRow(village, VOTER)).toEqual({ by: null, from: null })
    // One that is only waited for does not either.
    for (const phone of ['10099990003', '10099990004']) {
      const { body } = await proposeNumber(village, 'representative-2', { phone })
      expect((await say(village, 'oversightChair', body.actId)).status).toBe(200)
    }
    expect(await numberRow(village, 'representative-2')).toEqual({ by: null, from: null })
  })

  test('evidence names the person and the fields and both who did it, and no number', async () => {
    const village = await buildVillage()
    const idNumber = idNumberOf(777, '1980-01-01')
    const { body } = await proposeNumber(village, VOTER, { phone: NEW, idNumber })
    await say(village, 'oversightChair', body.actId)
    const entry = (await evidence(village)).find((one) => one.act === 'changeNumber')
    expect(entry?.payload).toMatchObject({
      personId: village.id(VOTER),
      fields: ['phone', 'idNumber'],
      by: village.id('villageDirector'),
      second: village.id('oversightChair'),
    })
    const all = JSON.stringify(await evidence(village))
    for (const secret of [NEW, idNumber, village.phone(VOTER)]) expect(all).not.toContain(secret)
    const kept = await inVillage(village.db, VILLAGE, (tx) => tx.execute(sql`select asked, sealed from acts`))
    expect(JSON.stringify(kept.rows)).not.toContain(NEW)
    expect((kept.rows as { sealed: unknown }[]).every((row) => row.sealed === null)).toBe(true)
  })

  test('whom it is about says no from his own log-in, and nothing changes; it lapses after seven days', async () => {
    const village = await buildVillage()
    const first = await proposeNumber(village, VOTER, { phone: NEW })
    const mine = await village.must(VOTER, 'getMyNumber')
    expect(mine.proposed).toMatchObject({ actId: first.body.actId, phoneAfter: '100****0001', agreed: false })
    const params = { act: first.body.actId }
    expect((await village.ask(VOTER, 'confirmAct', { params })).body.code).toBe('secondPersonNeeded')
    await village.must(VOTER, 'refuseAct', { params, body: { ground: '不是我要求的' } })
    expect((await say(village, 'oversightChair', first.body.actId)).body.code).toBe('actNotWaiting')
    expect((await numberRow(village, VOTER))?.by).toBe('kept')

    const second = await proposeNumber(village, VOTER, { phone: NEW })
    await later(village, 7 * 24 * HOUR)
    expect((await say(village, 'oversightChair', second.body.actId)).body.code).toBe('actNotWaiting')
  })

  test('the old number says yes while it waits: once confirmed the new one is in use at once', async () => {
    const village = await buildVillage()
    const { body } = await proposeNumber(village, VOTER, { phone: NEW })
    expect(
      (await village.ask('representative-2', 'agreeToNumber', { params: { act: body.actId } })).status,
    ).toBe(404)
    await village.must(VOTER, 'agreeToNumber', { params: { act: body.actId } })
    await say(village, 'oversightChair', body.actId)
    expect((await numberRow(village, VOTER))?.by).toBe('oldNumber')
  })

  test('nobody proposes his own; without an oversight committee the township confirms', async () => {
    const village = await buildVillage()
    expect((await proposeNumber(village, 'villageDirector', { phone: NEW })).body.code).toBe(
      'secondPersonNeeded',
    )
    await village.sql(
      `update offices set "to" = '2024-02-01', held_until = '2024-02-01' where office in ('oversightChair', 'oversightCommittee')`,
    )
    const { body } = await proposeNumber(village, VOTER, { phone: NEW })
    expect((await say(village, 'township-1', body.actId)).status).toBe(200)
    // Whoever handed a slip over stands there as what he is.
    const { actId } = await village.must('villageDirector', 'printPaperCode', {
      params: { person: village.id(VOTER) },
    })
    expect((await say(village, 'township-1', actId)).status).toBe(200)
    const handed = (await evidence(village)).find((one) => one.act === 'handOverPaperCode')
    expect(handed?.payload).toMatchObject({ office: 'township', by: village.id('township-1') })
  })
})

test('a committee of one does not confirm his own number, nor does it wait for him in vain', async () => {
  const village = await buildVillage({ oversight: 1 })
  const { body } = await proposeNumber(village, 'oversightChair', { phone: NEW })
  expect((await say(village, 'oversightChair', body.actId)).body.code).toBe('secondPersonNeeded')
  expect((await say(village, 'township-1', body.actId)).status).toBe(200)
})

describe('本人更换: with a code to both numbers, at once', () => {
  const codesOf = async (village: Village, old: string) => {
    const newest = async (phone: string) => {
      const texts = await textsTo(village, phone)
      return /\d{6}/.exec(texts.find((text) => text.includes('验证码')) ?? '')?.[0] ?? '000000'
    }
    return { old: await newest(old), new: await newest(NEW) }
  }

  test('the new number votes at once, the log-ins on the old one end', async () => {
    const village = await buildVillage()
    const { headers } = await withPin(village, VOTER)
    const sitting = await openSitting(village)
    await later(village, 1000)
    const asked = await village.must(null, 'askNumberCodes', { headers, body: { phone: NEW } })
    const codes = await codesOf(village, village.phone(VOTER))
    const body = (code: string) => ({
      phone: NEW,
      old: { code: codes.old, challenge: asked.oldChallenge },
      new: { code, challenge: asked.newChallenge },
    })
    const wrong = codes.new === '000000' ? '000001' : '000000'
    expect((await village.ask(null, 'changeMyNumber', { headers, body: body(wrong) })).body.code).toBe(
      'wrongCode',
    )
    await later(village, 1000)
    const again = await village.must(null, 'askNumberCodes', { headers, body: { phone: NEW } })
    const fresh = await codesOf(village, village.phone(VOTER))
    await village.must(null, 'changeMyNumber', {
      headers,
      body: {
        phone: NEW,
        old: { code: fresh.old, challenge: again.oldChallenge },
        new: { code: fresh.new, challenge: again.newChallenge },
      },
    })
    expect((await village.ask(null, 'getMe', { headers })).body.code).toBe('sessionEnded')
    const now = await enter(village, NEW, VOTER, { pin: PIN })
    expect((await cast(village, sitting, now.headers)).status).toBe(200)
    expect((await numberRow(village, VOTER))?.by).toBe('self')
  })

  test('a number that carries no ballot is not handed on either', async () => {
    const village = await buildVillage()
    await withPin(village, VOTER)
    const { body } = await proposeNumber(village, VOTER, { phone: NEW })
    await say(village, 'oversightChair', body.actId)
    const { headers } = await enter(village, NEW, VOTER, { pin: PIN })
    expect(
      (await village.ask(null, 'askNumberCodes', { headers, body: { phone: '10099990002' } })).body.code,
    ).toBe('numberWaits')
  })
})

describe('通话确认身份', () => {
  const call = (village: Village, by: string) =>
    village.ask(by, 'confirmIdentity', { params: { person: village.id(VOTER) } })
  async function renumbered() {
    const village = await buildVillage({
      people: [
        { name: VOTER, household: 'H900', offices: ['representative'] },
        { name: 'representative-2', household: 'H900', offices: ['representative'] },
        { name: 'representative-3', household: 'H903', offices: ['representative'] },
        { name: 'oversightChair', household: 'H904', offices: ['oversightChair'] },
      ],
    })
    const { body } = await proposeNumber(village, VOTER, { phone: NEW })
    await say(village, 'oversightCommittee-1', body.actId)
    return village
  }

  test('an oversight member and a representative of another family, each from his own session: he votes, and sets his PIN within a day', async () => {
    const village = await renumbered()
    const sitting = await openSitting(village)
    expect((await enter(village, NEW, VOTER, { newPin: PIN })).reply.body.code).toBe('pinNotSet')
    const found = await village.must('oversightChair', 'findToIdentify', { query: { q: 'representative-1' } })
    expect(found.rows.map((row) => [row.name, row.phoneMasked])).toEqual([[VOTER, '100****0001']])
    const { body } = await call(village, 'oversightChair')
    expect((await say(village, 'oversightCommittee-1', body.actId)).body.code).toBe('secondPersonNeeded')
    expect((await say(village, 'representative-2', body.actId)).body.code).toBe('sameFamily')
    expect((await say(village, 'representative-3', body.actId)).status).toBe(200)
    const now = await enter(village, NEW, VOTER, { newPin: PIN })
    expect((await cast(village, sitting, now.headers)).status).toBe(200)
    const entry = (await evidence(village)).find((one) => one.act === 'identityCall')
    expect(entry?.payload).toMatchObject({
      personId: village.id(VOTER),
      by: village.id('oversightChair'),
      second: village.id('representative-3'),
    })
  })

  test('it is for the number they saw him with, within the hour, and of no clerk', async () => {
    const village = await renumbered()
    expect((await call(village, 'villageDirector')).status).toBe(403)
    const first = await call(village, 'representative-3')
    await later(village, HOUR)
    expect((await say(village, 'oversightChair', first.body.actId)).body.code).toBe('actNotWaiting')
    const second = await call(village, 'representative-3')
    const again = await proposeNumber(village, VOTER, { phone: '10099990003' })
    await say(village, 'oversightCommittee-1', again.body.actId)
    expect((await say(village, 'oversightChair', second.body.actId)).body.code).toBe('actNotWaiting')
  })
})

describe('登录纸条: the clerk prints it sealed, an oversight member hands it over', () => {
  test('it opens nothing before that, is good for fourteen days, and puts the number into use', async () => {
    const village = await buildVillage()
    const changed = await proposeNumber(village, VOTER, { phone: NEW })
    await say(village, 'oversightChair', changed.body.actId)
    const print = () =>
      village.must('villageDirector', 'printPaperCode', { params: { person: village.id(VOTER) } })
    const first = await print()
    expect((await enter(village, NEW, VOTER, { paperCode: first.code, newPin: PIN })).reply.body.code).toBe(
      'linkUsedOrExpired',
    )
    // Printed once more, the first is waste.
    const slip = await print()
    expect((await say(village, 'oversightChair', first.actId)).body.code).toBe('actNotWaiting')
    expect((await say(village, 'oversightChair', slip.actId)).status).toBe(200)
    expect((await enter(village, NEW, VOTER, { paperCode: slip.code, newPin: PIN })).reply.status).toBe(200)
    expect((await numberRow(village, VOTER))?.by).toBe('paper')
    expect((await evidence(village)).map((one) => one.act)).toEqual(
      expect.arrayContaining(['printPaperCode', 'handOverPaperCode']),
    )

    const late = await print()
    await later(village, 14 * 24 * HOUR)
    expect((await say(village, 'oversightChair', late.actId)).body.code).toBe('actNotWaiting')
  })
})
