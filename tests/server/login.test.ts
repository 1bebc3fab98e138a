/** 弱网登录: an answer that was lost, a wrong code of somebody else's, a number that many ask for. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { slipFor } from './numbers/slip.ts'
import { buildVillage, type Reply, VILLAGE, type Village } from './village.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const later = (village: Village, ms: number) =>
  village.clock.set(new Date(village.clock.now().getTime() + ms))

/** One device: what it asked for under its own challenge, and the code the phone got for that. */
async function askCode(village: Village, phone: string, challenge?: string) {
  const reply = await village.must(null, 'requestCode', { body: { phone, challenge } })
  const { rows } = await village.must(null, 'listOutbox', { query: { q: phone } })
  const digits = rows[0]?.text.replace(/(?<=\d)、(?=\d)/g, '').match(/\d{8}|\d{6}/)?.[0]
  return { ...reply, code: digits ?? 'none' }
}
const login = (village: Village, phone: string, code: string, challenge?: string) =>
  village.ask(null, 'login', { body: { phone, code, challenge } })
const wrongOf = (code: string) => (code === '000000' ? '000001' : '000000')
const cookieOf = (reply: Reply) => String(reply.headers['set-cookie']).split(';')[0] ?? ''
const refresh = (village: Village, cookie: string, device = 'phone') =>
  village.ask(null, 'refreshSession', { headers: { cookie, 'user-agent': device } })
async function enter(village: Village, name: string) {
  const { code, challenge } = await askCode(village, village.phone(name))
  const reply = await village.ask(null, 'login', {
    headers: { 'user-agent': 'phone' },
    body: { phone: village.phone(name), code, challenge },
  })
  return { cookie: cookieOf(reply), bearer: { authorization: `Bearer ${reply.body.accessToken}` } }
}

describe('an answer that was lost', () => {
  test('of a refresh is given once more within a minute, with the same next token', async () => {
    const village = await buildVillage({ villagers: 1 })
    const { cookie } = await enter(village, 'villager-1')
    const lost = await refresh(village, cookie)
    await later(village, 59 * SECOND)
    const again = await refresh(village, cookie)
    expect(again).toMatchObject({ status: 200, body: { acting: { name: 'villager-1' } } })
    expect(cookieOf(again)).toBe(cookieOf(lost))
    expect((await refresh(village, cookieOf(again))).status).toBe(200)
  })

  test.each([
    ['a third time', 0, 'phone', 1],
    ['after a minute', 61 * SECOND, 'phone', 0],
    ['from another device', 0, 'another', 0],
  ])('does not let an old token in %s: that ends the chain for everybody', async (_, ms, device, before) => {
    const village = await buildVillage({ villagers: 1 })
    const { cookie, bearer } = await enter(village, 'villager-1')
    const next = cookieOf(await refresh(village, cookie))
    for (let i = 0; i < before; i++) expect((await refresh(village, cookie)).status).toBe(200)
    await later(village, ms)
    expect((await refresh(village, cookie, device)).body.code).toBe('sessionEnded')
    expect((await refresh(village, next)).body.code).toBe('sessionEnded')
    expect((await village.ask(null, 'getMe', { headers: bearer })).body.code).toBe('sessionEnded')
  })

  test('of one choosing a person between two refreshes does not lengthen the minute', async () => {
    const village = await buildVillage({ villagers: 1 })
    const { cookie, bearer } = await enter(village, 'villager-1')
    await refresh(village, cookie)
    await later(village, 40 * SECOND)
    const body = { village: VILLAGE, personId: village.id('villager-1') }
    expect((await village.ask(null, 'chooseCapacity', { headers: bearer, body })).status).toBe(200)
    await later(village, 30 * SECOND)
    expect((await refresh(village, cookie)).body.code).toBe('sessionEnded')
  })

  test('of a log-in lets the same device in once more with its code, and the session nobody got is ended', async () => {
    const village = await buildVillage({ villagers: 1 })
    const phone = village.phone('villager-1')
    const { code, challenge } = await askCode(village, phone)
    const lost = await login(village, phone, code, challenge)
    expect((await login(village, phone, code)).body.code).toBe('codeExpired')
    const got = await login(village, phone, code, challenge)
    expect(got).toMatchObject({ status: 200, body: { acting: { name: 'villager-1' } } })
    expect((await refresh(village, cookieOf(lost), '')).status).toBe(401)
    expect((await login(village, phone, code, challenge)).body.code).toBe('codeExpired')
  })

  test('of a log-out ends the session with the token before as well', async () => {
    const village = await buildVillage({ villagers: 1 })
    const { cookie } = await enter(village, 'villager-1')
    const next = cookieOf(await refresh(village, cookie))
    await village.must(null, 'endSession', { headers: { cookie }, body: {} })
    expect((await refresh(village, next)).body.code).toBe('sessionEnded')
  })
})

describe('a wrong answer is told as what it is', () => {
  test('the slip from the office, the PIN: each by its name, each counted once', async () => {
    const village = await buildVillage({ villagers: 1 })
    const personId = village.id('branchSecretary')
    const { bearer } = await enter(village, 'branchSecretary')
    const choose = async (more: Record<string, string>) =>
      (
        await village.ask(null, 'chooseCapacity', {
          headers: bearer,
          body: { village: VILLAGE, personId, ...more },
        })
      ).body
    const paperCode = await slipFor(village, 'branchSecretary')
    expect(await choose({ paperCode: 'AAAA-AAAA' })).toMatchObject({
      code: 'wrongPaperCode',
      params: { left: 4 },
    })
    expect((await choose({ paperCode, newPin: '739164' })).acting.name).toBe('branchSecretary')
    expect(await choose({ pin: '000001' })).toMatchObject({ code: 'wrongPin', params: { left: 4 } })
  })
})

describe('验证码 belongs to the device that asked', () => {
  test('wrong codes of other devices, with and without a challenge, never void it', async () => {
    const village = await buildVillage({ villagers: 1 })
    const phone = village.phone('villager-1')
    const mine = await askCode(village, phone)
    await later(village, SECOND)
    const theirs = await askCode(village, phone)
    for (let i = 0; i < 12; i++) {
      await login(village, phone, wrongOf(theirs.code), theirs.challenge)
      await login(village, phone, wrongOf(mine.code))
    }
    if (mine.code !== theirs.code)
      expect((await login(village, phone, theirs.code, mine.challenge)).body).toMatchObject({
        code: 'wrongCode',
        params: { left: 4 },
      })
    expect((await login(village, phone, mine.code, mine.challenge)).status).toBe(200)
  })

  test('has five tries of its own', async () => {
    const village = await buildVillage({ villagers: 1 })
    const phone = village.phone('villager-1')
    const { code, challenge } = await askCode(village, phone)
    for (const left of [4, 3, 2, 1, 0])
      expect((await login(village, phone, wrongOf(code), challenge)).body).toMatchObject({
        code: 'wrongCode',
        params: { left },
      })
    expect((await login(village, phone, code, challenge)).body.code).toBe('codeExpired')
    await later(village, SECOND)
    const next = await askCode(village, phone, challenge)
    expect(next.challenge).toBe(challenge)
    expect((await login(village, phone, next.code, challenge)).status).toBe(200)
  })

  test('asked for again, the former one is good until its own time', async () => {
    const village = await buildVillage({ villagers: 1 })
    const phone = village.phone('villager-1')
    const first = await askCode(village, phone)
    await later(village, 2 * MINUTE)
    const second = await askCode(village, phone, first.challenge)
    await later(village, 2 * MINUTE)
    expect((await login(village, phone, first.code, first.challenge)).status).toBe(200)
    // Who is in needs no other: what else was sent for that log-in is over too.
    expect((await login(village, phone, second.code, first.challenge)).body.code).toBe('codeExpired')

    const third = await askCode(village, phone)
    await later(village, 3 * MINUTE)
    const fourth = await askCode(village, phone, third.challenge)
    await later(village, 3 * MINUTE)
    if (third.code !== fourth.code)
      expect((await login(village, phone, third.code, third.challenge)).body.code).toBe('wrongCode')
    expect((await login(village, phone, fourth.code, third.challenge)).status).toBe(200)
  })

  test('a page of before, which knows no challenge, still logs in', async () => {
    const village = await buildVillage({ villagers: 1 })
    const phone = village.phone('villager-1')
    await village.must(null, 'requestCode', { body: { phone } })
    const { code } = await askCode(village, phone)
    expect((await login(village, phone, code)).status).toBe(200)
  })

  test('a stranger’s challenge is not taken over, and an invented one is nobody’s', async () => {
    const village = await buildVillage({ villagers: 2 })
    const other = await askCode(village, village.phone('villager-2'))
    const { challenge } = await askCode(village, village.phone('villager-1'), other.challenge)
    expect(challenge).toMatch(/^[0-9a-f-]{36}$/)
    expect(challenge).not.toBe(other.challenge)
  })
})

describe('a number that many ask for', () => {
  const limited = async (counts = {}) => {
    const village = await buildVillage({ villagers: 1, ...counts })
    village.parts.config.clock = undefined
    return village
  }

  test('waits longer each time and never a day, and a code that arrived is good while it waits', async () => {
    const village = await limited()
    const phone = village.phone('villager-1')
    let waited = 0
    for (let i = 0; i < 20; i++) {
      const { again, expiresIn, code } = await askCode(village, phone)
      expect(again).toBeGreaterThanOrEqual(waited)
      expect(again).toBeLessThanOrEqual(15 * 60)
      expect(expiresIn).toBeGreaterThanOrEqual(Math.max(again, 300))
      waited = again
      await later(village, (again - 1) * SECOND)
      expect((await village.ask(null, 'requestCode', { body: { phone } })).body).toMatchObject({
        code: 'rateLimited',
        params: { seconds: 1 },
      })
      if (i === 19) expect((await login(village, phone, code)).status).toBe(200)
      await later(village, SECOND)
    }
    expect(waited).toBeGreaterThan(5 * 60)
    // A quiet day makes it short again.
    await later(village, 24 * 60 * MINUTE)
    expect((await askCode(village, phone)).again).toBe(60)
  })

  test('asked for at the same moment by several gets one code', async () => {
    const village = await limited()
    const phone = village.phone('villager-1')
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => village.ask(null, 'requestCode', { body: { phone } })),
    )
    expect(replies.filter((one) => one.status === 200)).toHaveLength(1)
  })

  /** A hundred wrong tries, five a code, as somebody would make them who knows the number. */
  async function guessAHundred(village: Village, phone: string) {
    for (let i = 0; i < 20; i++) {
      const { code, challenge, again } = await askCode(village, phone)
      for (let tried = 0; tried < 5; tried++)
        expect((await login(village, phone, wrongOf(code), challenge)).body.code).toBe('wrongCode')
      await later(village, again * SECOND)
    }
  }

  test('after a hundred wrong tries a day it gets its code by a call, from the same gateway', async () => {
    const village = await limited()
    const phone = village.phone('villager-1')
    for (const one of [phone, '10099999999']) {
      const before = await village.must(null, 'requestCode', { body: { phone: one } })
      expect(before.by).toBe('sms')
      await later(village, before.again * SECOND)
    }
    const kept = await askCode(village, phone)
    await later(village, kept.again * SECOND)
    await village.sql(`update login_codes set tries = 50, tries_elsewhere = 0 where voice = false`)
    const barred = await village.ask(null, 'login', {
      body: { phone, code: kept.code, challenge: kept.challenge },
    })
    expect(barred).toMatchObject({ status: 429, body: { code: 'codeByVoiceOnly' } })

    const got: { phone: string; text: string; voice?: boolean }[] = []
    const gateway = createServer((request, response) => {
      let body = ''
      request.on('data', (piece) => (body += piece))
      request.on('end', () => {
        got.push(JSON.parse(body))
        response.end()
      })
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void gateway.close())
    await once(gateway, 'listening')
    const { port } = gateway.address() as AddressInfo
    village.parts.config.sms = { url: `http://127.0.0.1:${port}/`, token: 'x', reportSecret: undefined }
    const called = await village.must(null, 'requestCode', { body: { phone } })
    expect(called.by).toBe('voice')
    await village.clock.set(village.clock.now())
    expect(got).toHaveLength(1)
    expect(got[0]).toMatchObject({ phone, voice: true })
    const spoken = got[0]?.text.replace(/(?<=\d)、(?=\d)/g, '').match(/\d{8}/)?.[0] ?? ''
    const { challenge } = called
    for (let i = 0; i < 4; i++) expect((await login(village, phone, '00000000', challenge)).status).toBe(401)
    expect((await login(village, phone, `${spoken.slice(0, 4)} ${spoken.slice(4)}`, challenge)).status).toBe(
      200,
    )
  })

  test('a hundred wrong tries are counted one by one, and last a day', { timeout: 60_000 }, async () => {
    const village = await limited()
    const phone = village.phone('villager-1')
    await guessAHundred(village, phone)
    const { by, code } = await askCode(village, phone)
    expect([by, code.length]).toEqual(['voice', 8])
    await later(village, 25 * 60 * MINUTE)
    expect((await askCode(village, phone)).by).toBe('sms')
  })

  test('then the paper code of the office lets in the one person it was printed for, once', async () => {
    const village = await limited({
      people: [
        { name: '老伴', phone: '10077770001' },
        { name: '老张', phone: '10077770001' },
      ],
    })
    const alone = village.phone('villager-1')
    const early = await slipFor(village, 'villager-1')
    await askCode(village, alone)
    expect((await login(village, alone, early)).body.code).toBe('wrongCode')
    await askCode(village, '10077770001')
    await village.sql(`update login_codes set tries = 100`)
    expect((await login(village, alone, 'ACDE-FHJK')).body.code).toBe('codeByVoiceOnly')
    // Neither is a call under way in the way of the slip.
    await later(village, MINUTE)
    const { by, challenge } = await askCode(village, alone)
    expect(by).toBe('voice')
    expect((await login(village, alone, early.toLowerCase(), challenge)).body.acting.name).toBe('villager-1')
    expect((await login(village, alone, early)).body.code).toBe('codeByVoiceOnly')
    const { rows } = await village.must(null, 'listOutbox', { query: { q: alone } })
    expect(rows.map((row) => row.text).join()).toContain('纸条号码登录了“villager-1”')

    // On a family's number the PIN is asked as well, and nobody else can be chosen.
    const { body } = await login(village, '10077770001', await slipFor(village, '老张'))
    expect(body).toMatchObject({ acting: null, capacities: [{ name: '老张' }] })
    expect(body.capacities).toHaveLength(1)
    const choose = (name: string) =>
      village.ask(null, 'chooseCapacity', {
        headers: { authorization: `Bearer ${body.accessToken}` },
        body: { village: VILLAGE, personId: village.id(name), newPin: '739164' },
      })
    expect((await choose('老伴')).status).toBe(404)
    expect((await choose('老张')).body.acting.name).toBe('老张')
  })
})
