import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { lastSixOf } from '@cunyi/shared/words/idnumber.ts'
import { describe, expect, onTestFinished, test } from 'vitest'
import { slipFor } from './numbers/slip.ts'
import { confirmedBy, proposeEnd, proposeOffice } from './people/offices.ts'
import { buildVillage, VILLAGE, type Village } from './village.ts'

const MINUTE = 60_000
const later = (village: Village, ms: number) =>
  village.clock.set(new Date(village.clock.now().getTime() + ms))

/** The code that would have gone out by SMS, as the demo's outbox shows it. */
async function codeFor(village: Village, phone: string): Promise<string> {
  await village.must(null, 'requestCode', { body: { phone } })
  const { rows } = await village.must(null, 'listOutbox', { query: { q: phone } })
  return /\d{6}/.exec(rows[0]?.text ?? '')?.[0] ?? 'none'
}
async function enter(village: Village, phone: string) {
  const code = await codeFor(village, phone)
  const reply = await village.ask(null, 'login', { body: { phone, code } })
  const cookie = String(reply.headers['set-cookie']).split(';')[0] ?? ''
  return { ...reply, cookie, bearer: { authorization: `Bearer ${reply.body.accessToken}` } }
}
const choose = (
  village: Village,
  headers: Record<string, string>,
  name: string,
  more: Record<string, string> = {},
) =>
  village.ask(null, 'chooseCapacity', {
    headers,
    body: { village: VILLAGE, personId: village.id(name), ...more },
  })

describe('登录', () => {
  test('a villager alone on his phone enters with the code alone', async () => {
    const village = await buildVillage({ villagers: 3 })
    const { status, body, bearer } = await enter(village, village.phone('villager-1'))
    expect(status).toBe(200)
    expect(body.acting).toMatchObject({ name: 'villager-1', factor: 'none', isMe: true })
    const me = await village.must(null, 'getMe', { headers: bearer })
    expect(me.acting).toMatchObject({ personId: village.id('villager-1'), village: VILLAGE })
  })

  test('an unknown phone gets the same answer and no message', async () => {
    const village = await buildVillage({ villagers: 1 })
    const known = await village.ask(null, 'requestCode', { body: { phone: village.phone('villager-1') } })
    const unknown = await village.ask(null, 'requestCode', { body: { phone: '10099999999' } })
    const challenge = expect.stringMatching(/^[0-9a-f-]{36}$/)
    expect(unknown).toMatchObject({ status: known.status, body: { ...known.body, challenge } })
    expect(unknown.body.challenge).not.toBe(known.body.challenge)
    expect((await village.must(null, 'listOutbox', { query: { q: '10099999999' } })).rows).toEqual([])
    const tried = await village.ask(null, 'login', { body: { phone: '10099999999', code: '123456' } })
    expect(tried).toMatchObject({ status: 401, body: { code: 'wrongCode' } })
  })

  test('a code is good once, for five minutes and for five tries', async () => {
    const village = await buildVillage({ villagers: 1 })
    const phone = village.phone('villager-1')
    const login = (code: string) => village.ask(null, 'login', { body: { phone, code } })
    const first = await codeFor(village, phone)
    await later(village, 5 * MINUTE)
    expect((await login(first)).body.code).toBe('codeExpired')
    const second = await codeFor(village, phone)
    await later(village, 1000)
    expect((await login(second)).status).toBe(200)
    expect((await login(second)).body.code).toBe('codeExpired')
    await later(village, 1000)
    const third = await codeFor(village, phone)
    const wrong = third === '000000' ? '000001' : '000000'
    for (const left of [4, 3, 2, 1, 0])
      expect((await login(wrong)).body).toMatchObject({ code: 'wrongCode', params: { left } })
    expect((await login(third)).body.code).toBe('codeExpired')
  })

  test('no code and no token of it is kept in the clear', async () => {
    const village = await buildVillage({ villagers: 1 })
    const phone = village.phone('villager-1')
    const code = await codeFor(village, phone)
    await village.ask(null, 'login', { body: { phone, code } })
    const kept = JSON.stringify(
      (
        (await village.db.execute(
          'select code_hash, token_hash, phone_index from login_codes, sessions',
        )) as { rows: unknown[] }
      ).rows,
    )
    expect(kept).not.toContain(code)
    expect(kept).not.toContain(phone)
  })
})

describe('本人密码 on a phone of several', () => {
  const family = {
    villagers: 1,
    people: [
      { name: '老伴', phone: '10077770001' },
      { name: '老张', phone: '10077770001' },
    ],
  }

  test('each sets a PIN with the slip he was handed; the tail of his ID number sets none, and no other can act for him', async () => {
    const village = await buildVillage(family)
    const { body, bearer } = await enter(village, '10077770001')
    expect(body.acting).toBeNull()
    expect(body.capacities.map((one: { name: string; factor: string }) => [one.name, one.factor])).toEqual([
      ['老伴', 'set'],
      ['老张', 'set'],
    ])
    expect((await village.ask(null, 'getMe', { headers: bearer })).body.code).toBe('capacityNeeded')
    expect((await choose(village, bearer, '老张')).body.code).toBe('pinNotSet')
    const idTail = lastSixOf(village.idNumber('老张'))
    expect((await choose(village, bearer, '老张', { idTail, newPin: '739164' })).body.code).toBe('pinNotSet')
    const paperCode = await slipFor(village, '老张')
    expect((await choose(village, bearer, '老张', { paperCode, newPin: '123456' })).body.code).toBe(
      'pinTooSimple',
    )
    expect((await choose(village, bearer, '老张', { paperCode, newPin: '739164' })).body.acting.name).toBe(
      '老张',
    )
    expect((await choose(village, bearer, '老张')).body.code).toBe('pinNeeded')
    expect((await choose(village, bearer, '老张', { pin: '739164' })).status).toBe(200)
    expect((await choose(village, bearer, '老张', { idTail, newPin: '842913' })).body.code).toBe('pinNeeded')
    expect((await choose(village, bearer, 'villager-1')).status).toBe(404)
  })

  test('five wrong tries lock it and the time is said; the right PIN does not help before that', async () => {
    const village = await buildVillage(family)
    const { bearer } = await enter(village, '10077770001')
    await choose(village, bearer, '老张', { paperCode: await slipFor(village, '老张'), newPin: '739164' })
    for (const left of [4, 3, 2, 1])
      expect((await choose(village, bearer, '老张', { pin: '000000' })).body).toMatchObject({
        code: 'wrongPin',
        params: { left },
      })
    for (const pin of ['000000', '739164'])
      expect((await choose(village, bearer, '老张', { pin })).body).toMatchObject({
        status: 429,
        code: 'tooManyTries',
        params: { minutes: 15 },
      })
    await later(village, 14 * MINUTE)
    const again = await enter(village, '10077770001')
    expect((await choose(village, again.bearer, '老张', { pin: '739164' })).body.params.minutes).toBe(1)
    await later(village, MINUTE)
    const free = await enter(village, '10077770001')
    expect((await choose(village, free.bearer, '老张', { pin: '739164' })).status).toBe(200)
  })

  test('wrong tries that come at the same time are all counted', async () => {
    const village = await buildVillage(family)
    const { bearer } = await enter(village, '10077770001')
    await choose(village, bearer, '老张', { paperCode: await slipFor(village, '老张'), newPin: '739164' })
    const tries = await Promise.all(
      Array.from({ length: 12 }, () => choose(village, bearer, '老张', { pin: '555551' })),
    )
    const codes = tries.map((one) => one.body.code)
    expect(codes.filter((code) => code === 'wrongPin')).toHaveLength(4)
    expect(codes.filter((code) => code === 'tooManyTries')).toHaveLength(8)
  })

  test('a paper code from the office stands in for the PIN once and sets a new one', async () => {
    const village = await buildVillage(family)
    const code = await slipFor(village, '老伴')
    const { bearer } = await enter(village, '10077770001')
    expect(
      (await choose(village, bearer, '老伴', { paperCode: code.toLowerCase(), newPin: '918273' })).status,
    ).toBe(200)
    expect((await choose(village, bearer, '老伴', { paperCode: code })).body.code).toBe('linkUsedOrExpired')
    expect((await choose(village, bearer, '老伴', { pin: '918273' })).status).toBe(200)
    expect(
      (await village.ask('villager-1', 'printPaperCode', { params: { person: village.id('老伴') } })).status,
    ).toBe(403)
  })

  test('an officer is asked for a PIN on a phone of his own', async () => {
    const village = await buildVillage({ villagers: 1 })
    const { body, bearer } = await enter(village, village.phone('branchSecretary'))
    expect(body).toMatchObject({ acting: null, capacities: [{ name: 'branchSecretary', factor: 'set' }] })
    const paperCode = await slipFor(village, 'branchSecretary')
    const chosen = await choose(village, bearer, 'branchSecretary', { paperCode, newPin: '739164' })
    const me = await village.must(null, 'getMe', {
      headers: { authorization: `Bearer ${chosen.body.accessToken}` },
    })
    expect(me.offices).toEqual(['branchSecretary'])
  })
})

describe('限流 without the test clock', () => {
  test('one code a minute for a phone, known or not; the testing requests are not there', async () => {
    const village = await buildVillage({ villagers: 1 })
    village.parts.config.clock = undefined
    for (const phone of [village.phone('villager-1'), '10099999999']) {
      const ask = () => village.ask(null, 'requestCode', { body: { phone } })
      for (let i = 0; i < 3; i++) {
        expect(await ask()).toMatchObject({ status: 200, body: { again: 60 } })
        expect((await ask()).body).toMatchObject({ code: 'rateLimited', params: { seconds: 60 } })
        await later(village, MINUTE)
      }
    }
    expect((await village.ask(null, 'testClock')).body.code).toBe('notInThisMode')
    village.parts.config.mode = 'production'
    expect((await village.ask(null, 'listOutbox')).body.code).toBe('notInThisMode')
    expect((await village.ask(null, 'requestCode', { body: { phone: '10099999999' } })).body.code).toBe(
      'phoneNotAllowedHere',
    )
  })

  test('a code that goes out by SMS is handed to the gateway and kept nowhere', async () => {
    const village = await buildVillage({ villagers: 1 })
    const got: { phone: string; text: string; authorization: string | undefined }[] = []
    const gateway = createServer((request, response) => {
      let body = ''
      request.on('data', (piece) => (body += piece))
      request.on('end', () => {
        got.push({ ...JSON.parse(body), authorization: request.headers.authorization })
        response.end()
      })
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void gateway.close())
    await once(gateway, 'listening')
    const { port } = gateway.address() as AddressInfo
    village.parts.config.sms = {
      url: `http://127.0.0.1:${port}/send`,
      token: 'secret',
      reportSecret: undefined,
    }
    const phone = village.phone('villager-1')
    await village.must(null, 'requestCode', { body: { phone } })
    await village.clock.set(village.clock.now())
    expect(got).toHaveLength(1)
    expect(got[0]).toMatchObject({ phone, authorization: 'Bearer secret' })
    const code = /\d{6}/.exec(got[0]?.text ?? '')?.[0] ?? ''
    await expect.poll(async () => (await village.must(null, 'listOutbox')).rows.length).toBe(1)
    expect(JSON.stringify((await village.must(null, 'listOutbox')).rows)).not.toContain(code)
    expect((await village.ask(null, 'login', { body: { phone, code } })).status).toBe(200)
  })
})

describe('会话', () => {
  const refresh = (village: Village, cookie: string) =>
    village.ask(null, 'refreshSession', { headers: { cookie } })
  const cookieOf = (reply: { headers: Record<string, unknown> }) =>
    String(reply.headers['set-cookie']).split(';')[0] ?? ''

  test('the cookie is out of reach of scripts and of other sites', async () => {
    const village = await buildVillage({ villagers: 1 })
    const { headers } = await enter(village, village.phone('villager-1'))
    expect(String(headers['set-cookie'])).toMatch(/Path=\/api\/session; HttpOnly; SameSite=Strict/)
  })

  test('each refresh token is good once; whoever brings an old one ends the chain for everybody', async () => {
    const village = await buildVillage({ villagers: 1 })
    const { cookie, bearer } = await enter(village, village.phone('villager-1'))
    const second = await refresh(village, cookie)
    expect(second).toMatchObject({ status: 200, body: { acting: { name: 'villager-1' } } })
    const third = await refresh(village, cookieOf(second))
    expect(third.status).toBe(200)
    expect((await refresh(village, cookie)).body.code).toBe('sessionEnded')
    expect((await refresh(village, cookieOf(third))).body.code).toBe('sessionEnded')
    expect((await village.ask(null, 'getMe', { headers: bearer })).body.code).toBe('sessionEnded')
  })

  test('an access token ends after ten minutes of the clock, the session after thirty days unused', async () => {
    const village = await buildVillage({ villagers: 1 })
    const { cookie, bearer } = await enter(village, village.phone('villager-1'))
    await later(village, 10 * MINUTE - 1000)
    expect((await village.ask(null, 'getMe', { headers: bearer })).status).toBe(200)
    await later(village, 1000)
    expect((await village.ask(null, 'getMe', { headers: bearer })).body.code).toBe('sessionEnded')
    const next = await refresh(village, cookie)
    await later(village, 30 * 24 * 60 * MINUTE)
    expect((await refresh(village, cookieOf(next))).body.code).toBe('sessionEnded')
  })

  test('log-out everywhere ends every session of the phone, at once', async () => {
    const village = await buildVillage({ villagers: 1 })
    const here = await enter(village, village.phone('villager-1'))
    await later(village, 1000)
    const there = await enter(village, village.phone('villager-1'))
    await village.must(null, 'endSession', { headers: there.bearer, body: { everywhere: true } })
    for (const one of [here, there]) {
      expect((await village.ask(null, 'getMe', { headers: one.bearer })).status).toBe(401)
      expect((await refresh(village, one.cookie)).status).toBe(401)
    }
  })

  test('a forged token and one signed with another algorithm are nobody', async () => {
    const village = await buildVillage({ villagers: 1 })
    const [head, body] = (await village.as('villageDirector')).split('.')
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
    for (const token of [`${head}.${body}.AAAA`, `${none}.${body}.`, 'x'])
      expect(
        (await village.ask(null, 'getMe', { headers: { authorization: `Bearer ${token}` } })).body.code,
      ).toBe('sessionEnded')
  })

  test('what a token allows follows from the offices held today', async () => {
    const village = await buildVillage({ villagers: 1 })
    const token = await village.as('villageDirector')
    const list = () => village.ask(null, 'listPeople', { headers: { authorization: `Bearer ${token}` } })
    expect((await list()).status).toBe(200)
    const { rows } = await village.must('branchSecretary', 'listOffices')
    const held = rows.find((row) => row.person.id === village.id('villageDirector'))
    const ending = await proposeEnd(village, held?.id ?? '', { on: '2026-11-02' }, 'branchSecretary')
    expect((await list()).status).toBe(200)
    expect((await confirmedBy(village, 'oversightChair', ending)).status).toBe(200)
    expect((await list()).body.code).toBe('sessionEnded')
    await village.clock.set(new Date('2026-11-02T16:00:01Z'))
    expect((await village.ask('villageDirector', 'listPeople')).body.code).toBe('officeEnded')
  })

  test('whoever is given an office proves himself, in a session from before it began as well', async () => {
    const village = await buildVillage({ villagers: 2 })
    const record = (headers: Record<string, string>) => village.ask(null, 'getMyRecord', { headers })
    const before = await enter(village, village.phone('villager-1'))
    const proposed = await proposeOffice(village, 'villager-1', 'accountant', { from: '2026-11-03' })
    expect((await record(before.bearer)).status).toBe(200)
    expect((await confirmedBy(village, 'oversightChair', proposed)).status).toBe(200)
    expect((await record(before.bearer)).body.code).toBe('sessionEnded')
    // He comes in once more as a villager, minutes before his term begins.
    await village.clock.set(new Date('2026-11-02T15:57:00Z'))
    const { bearer, cookie } = await enter(village, village.phone('villager-1'))
    expect((await record(bearer)).status).toBe(200)
    await village.clock.set(new Date('2026-11-02T16:01:00Z'))
    for (const request of ['getMyRecord', 'listPeople'] as const)
      expect((await village.ask(null, request, { headers: bearer })).body.code).toBe('factorNeeded')
    // What the page does then: nobody is chosen any more, and the choice asks for the PIN.
    const renewed = await village.ask(null, 'refreshSession', { headers: { cookie } })
    expect(renewed.body).toMatchObject({ acting: null, capacities: [{ name: 'villager-1', factor: 'set' }] })
    const again = { authorization: `Bearer ${renewed.body.accessToken}` }
    expect((await record(again)).body.code).toBe('capacityNeeded')
    expect((await choose(village, again, 'villager-1')).body.code).toBe('pinNotSet')
    const paperCode = await slipFor(village, 'villager-1')
    const chosen = await choose(village, again, 'villager-1', { paperCode, newPin: '739164' })
    expect(chosen.status).toBe(200)
    const proven = { authorization: `Bearer ${chosen.body.accessToken}` }
    expect((await village.ask(null, 'listPeople', { headers: proven })).status).toBe(200)
  })

  test('a new PIN is taken only with the old one', async () => {
    const village = await buildVillage({ villagers: 1 })
    const { bearer } = await enter(village, village.phone('villageDirector'))
    const paperCode = await slipFor(village, 'villageDirector')
    const chosen = await choose(village, bearer, 'villageDirector', { paperCode, newPin: '739164' })
    const headers = { authorization: `Bearer ${chosen.body.accessToken}` }
    const change = (pin: string, newPin: string) =>
      village.ask(null, 'changePin', { headers, body: { pin, newPin } })
    expect((await change('000001', '582913')).body.code).toBe('wrongPin')
    expect((await change('739164', '111111')).body.code).toBe('pinTooSimple')
    expect((await change('739164', '582913')).status).toBe(200)
    expect((await choose(village, bearer, 'villageDirector', { pin: '582913' })).status).toBe(200)
  })
})
