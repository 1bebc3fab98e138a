/** 短信里的链接: one person's way to his meeting; whoever else gets hold of it gets nothing. */
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { makeLog } from '@cunyi/server/base/system/log.ts'
import { endSessions } from '@cunyi/server/door/session/actions.ts'
import { describe, expect, test } from 'vitest'
import { names, sit } from './polls/sitting.ts'
import { buildVillage, type Reply, VILLAGE, type Village } from './village.ts'

const HOUR = 3_600_000
const CHAIR = 'villageDirector'
const later = (village: Village, ms: number) =>
  village.clock.set(new Date(village.clock.now().getTime() + ms))
const textsTo = async (village: Village, name: string) => {
  const { rows } = await village.must(null, 'listOutbox', { query: { q: village.phone(name) } })
  return rows.map((row) => row.text)
}
const read = (village: Village, code: string, cookie = '') =>
  village.ask(null, 'readMeetingLink', { params: { code }, headers: { cookie } })
const enter = (village: Village, body: Record<string, unknown>, cookie = '') =>
  village.ask(null, 'enterByLink', { body, headers: { cookie } })
const cookiesOf = ({ headers }: Reply) =>
  [headers['set-cookie'] ?? []]
    .flat()
    .map((one) => one.split(';')[0])
    .join('; ')
const deviceOf = (reply: Reply) => /cunyi_device=[^;]+/.exec(cookiesOf(reply))?.[0] ?? ''

async function reminded(counts = {}) {
  const village = await buildVillage({ representatives: 8, ...counts })
  const sitting = await sit(village, {
    roll: names('representative', 8),
    windowHours: 48,
    online: ['representative-1'],
  })
  expect((await sitting.open()).status).toBe(200)
  return { village, sitting, linkOf: linkIn(village, sitting.meetingId) }
}
/** From the newest message to that phone. */
const linkIn = (village: Village, meeting: string) => async (name: string) => {
  await village.ask(CHAIR, 'remindNow', { params: { meeting } })
  await later(village, 1000)
  const text = (await textsTo(village, name)).find((one) => one.includes('/m/')) ?? ''
  return { text, code: /\/m\/(\w+)/.exec(text)?.[1] ?? 'none' }
}
/** The code of a message to this phone, by the link. */
async function codeFor(village: Village, name: string, code: string) {
  const { challenge } = await village.must(null, 'askLinkCode', { body: { code } })
  const sms = /\d{6}/.exec((await textsTo(village, name))[0] ?? '')?.[0] ?? ''
  return { code, sms, challenge }
}

describe('专属链接', () => {
  test('a reminder says who sends it and leads this one person to his ballot: with a code on a new phone, with one tap on his own', async () => {
    const { village, sitting, linkOf } = await reminded()
    const { text, code } = await linkOf('representative-2')
    expect(text).toMatch(/^【村议】\S*村/)
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{13}$/)
    expect((await village.app.inject(`/m/${code}`)).headers.location).toBe(`/app/m/${code}`)
    expect((await linkOf('representative-3')).code).not.toBe(code)

    const shown = await read(village, code)
    expect(shown.body).toMatchObject({ meetingId: sitting.meetingId, known: false })
    expect(JSON.stringify(shown.body)).not.toContain(village.phone('representative-2'))
    expect(JSON.stringify(shown.body)).not.toContain('representative-2')
    expect(shown.headers['set-cookie']).toBeUndefined()

    // On a phone nobody knows, the link alone opens nothing, and the code goes to its number.
    expect((await enter(village, { code })).body.code).toBe('codeNeeded')
    const asked = await codeFor(village, 'representative-2', code)
    const first = await enter(village, asked)
    expect(first).toMatchObject({
      status: 200,
      body: {
        personId: village.id('representative-2'),
        meetingId: sitting.meetingId,
        pollId: sitting.pollIds[0],
        acting: null,
      },
    })
    const device = deviceOf(first)
    expect(device).not.toBe('')
    expect((await read(village, code, device)).body.known).toBe(true)
    const second = await enter(village, { code }, device)
    expect(second.status).toBe(200)
    // A representative holds an office: his PIN stays what it was.
    expect(second.body.acting).toBeNull()
    expect(second.body.capacities[0].factor).not.toBe('none')
    const { rows } = await village.must('oversightChair', 'getEvidence', {
      query: { meeting: sitting.meetingId },
    })
    expect(rows.filter((row) => row.act === 'linkLogin')).toHaveLength(2)
  })

  test('fetched before it is read, it is as it was', async () => {
    const { village, linkOf } = await reminded()
    const { code } = await linkOf('representative-2')
    const count = async () => {
      const { rows } = await village.db.execute(
        'select (select count(*) from sessions) + (select count(*) from accounts) + (select count(*) from login_codes) as n',
      )
      return rows[0]?.n
    }
    const before = await count()
    for (let i = 0; i < 3; i++) {
      await village.app.inject(`/m/${code}`)
      expect((await read(village, code)).status).toBe(200)
    }
    expect(await count()).toBe(before)
  })

  test('a phone of somebody else, or a secret made up, knows no code', async () => {
    const { village, linkOf } = await reminded()
    const [his, hers] = [await linkOf('representative-2'), await linkOf('representative-3')]
    const device = deviceOf(await enter(village, await codeFor(village, 'representative-3', hers.code)))
    for (const cookie of [device, `cunyi_device=${'A'.repeat(43)}`]) {
      expect((await read(village, his.code, cookie)).body.known).toBe(false)
      expect((await enter(village, { code: his.code }, cookie)).body.code).toBe('codeNeeded')
    }
    // A code sent for her link is none for his.
    await later(village, HOUR)
    const asked = await codeFor(village, 'representative-3', hers.code)
    expect((await enter(village, { ...asked, code: his.code })).status).toBe(401)
    // A secret that was planted is not taken over: the log-in gives out one of its own.
    const planted = `cunyi_device=${'A'.repeat(43)}`
    const taken = await enter(village, await codeFor(village, 'representative-2', his.code), planted)
    expect(taken.status).toBe(200)
    expect(deviceOf(taken)).not.toBe(planted)
    expect((await read(village, his.code, planted)).body.known).toBe(false)
  })

  test('unknown, ended, struck from the roll and of another number: all the same words', async () => {
    const { village, sitting, linkOf } = await reminded()
    const codes: string[] = []
    for (const n of [2, 3, 4]) codes.push((await linkOf(`representative-${n}`)).code)
    const [changed = '', struck = '', ended = ''] = codes
    const { village: villageId, sql } = { village: VILLAGE, sql: village.sql }
    await sql(
      `update people set phone_index = 'another' where village_id = '${villageId}' and id = '${village.id('representative-2')}'`,
      `update meeting_roll set struck_at = now() where village_id = '${villageId}' and person_id = '${village.id('representative-3')}'`,
    )
    const said = async (code: string) => {
      const replies = [
        await read(village, code),
        await enter(village, { code }),
        await village.ask(null, 'askLinkCode', { body: { code } }),
      ]
      return replies.map(({ status, body }) => [status, body.code, body.messageZh])
    }
    const unknown = await said('2222222222222')
    expect(unknown[0]).toEqual([410, 'linkOver', '链接已失效，请用手机号登录'])
    expect(await said(changed)).toEqual(unknown)
    expect(await said(struck)).toEqual(unknown)
    expect((await read(village, ended)).status).toBe(200)
    expect(sitting.meetingId).not.toBe('')
    await later(village, 49 * HOUR)
    expect(await said(ended)).toEqual(unknown)
  })

  test('leaving forgets the phone, here and everywhere', async () => {
    const { village, linkOf } = await reminded()
    const { code } = await linkOf('representative-2')
    const login = async () => {
      const reply = await enter(village, await codeFor(village, 'representative-2', code))
      await later(village, HOUR)
      return { device: deviceOf(reply), bearer: { authorization: `Bearer ${reply.body.accessToken}` } }
    }
    const known = async (device: string) => (await read(village, code, device)).body.known
    const [one, two, three] = [await login(), await login(), await login()]
    expect([await known(one.device), await known(two.device), await known(three.device)]).toEqual([
      true,
      true,
      true,
    ])
    const again = await enter(village, { code }, two.device)
    const bearer = { authorization: `Bearer ${again.body.accessToken}` }
    await village.must(null, 'endSession', { body: {}, headers: bearer })
    expect([await known(one.device), await known(two.device)]).toEqual([true, false])
    const last = await enter(village, { code }, three.device)
    await village.must(null, 'endSession', {
      body: { everywhere: true },
      headers: { authorization: `Bearer ${last.body.accessToken}` },
    })
    expect([await known(one.device), await known(three.device)]).toEqual([false, false])
  })

  test('another number forgets the phone, though its log-ins were cleared away long ago', async () => {
    const { village, linkOf } = await reminded()
    const { code } = await linkOf('representative-2')
    const device = deviceOf(await enter(village, await codeFor(village, 'representative-2', code)))
    expect((await read(village, code, device)).body.known).toBe(true)
    await village.sql('delete from sessions where device_hash is not null')
    const personIds = [village.id('representative-2')]
    await inVillage(village.db, VILLAGE, (tx) =>
      endSessions(tx, { villageId: VILLAGE, personIds }, village.clock.now()),
    )
    expect((await read(village, code, device)).body.known).toBe(false)
  })

  test('no log line holds its code', () => {
    let said = ''
    const log = makeLog('info', {
      write: (line) => {
        said += line
      },
    })
    for (const url of ['/m/ABCDEFGHJKLMN', '/app/m/ABCDEFGHJKLMN?x=1', '/api/login/link/ABCDEFGHJKLMN'])
      log.info({ req: { method: 'GET', url } }, 'asked')
    expect(said).toContain('/api/login/link/…')
    expect(said).not.toContain('ABCDEFGHJKLMN')
  })
})
