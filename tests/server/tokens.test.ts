/** 令牌: one database's tokens are no other's, though both have the same KEY_FILE. */
import { createHmac, createSecretKey, randomBytes, randomUUID } from 'node:crypto'
import {
  readAccess,
  readTicket,
  signAccess,
  signTicket,
  type TicketClaims,
} from '@cunyi/server/door/session/tokens.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { names, sit } from './polls/sitting.ts'
import { buildVillage, type Village } from './village.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage({ representatives: 10, villagers: 10 })
})
afterAll(() => village.close())

const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url')
/** As 0.1.0 signed: it says of no database. */
function ofEarlier(audience: string, subject: string, claims: object): string {
  const { keys, clock } = village.parts
  const iat = Math.floor(clock.now().getTime() / 1000)
  const body = { ...claims, iat, exp: iat + 600, aud: audience, sub: subject }
  const text = `${part({ alg: 'HS256', typ: 'JWT' })}.${part(body)}`
  return `${text}.${createHmac('sha256', keys.token).update(text).digest('base64url')}`
}
/** 演练: the same keys, another database. */
const drill = () => ({
  keys: village.parts.keys,
  instance: { id: randomUUID(), drill: { since: village.clock.now() }, copyOf: village.parts.instance.id },
})

describe('a member who votes', () => {
  const members = names('representative', 10)
  const begin = async () => {
    const sitting = await sit(village, { roll: members, inHall: members })
    expect(await sitting.open()).toMatchObject({ status: 200 })
    const cast = (token: string) =>
      village.ask(null, 'castBallot', {
        params: { poll: sitting.pollId },
        body: { ref: sitting.ref(), choice: 1 },
        headers: { authorization: `Bearer ${token}` },
      })
    const claims: TicketClaims = {
      village: village.villageId,
      pollId: sitting.pollId,
      personId: village.id('representative-1'),
      castBy: null,
    }
    return { sitting, cast, claims }
  }

  test('with a ticket or a log-in that a drill gave out casts nothing in the real poll', async () => {
    const { sitting, cast, claims } = await begin()
    const now = village.clock.now()
    const ticket = signTicket(drill(), claims, now, new Date(now.getTime() + 600_000))
    const { village: division, personId } = claims
    const who = { accountId: randomUUID(), sessionId: randomUUID(), village: division, personId }
    for (const token of [ticket, signAccess(drill(), who, now)])
      expect(await cast(token)).toMatchObject({ status: 401, body: { code: 'sessionEnded' } })
    expect(await sitting.envelopes()).toHaveLength(0)
  })

  test('has kept a ballot with a ticket of 0.1.0 over the upgrade: it is taken', async () => {
    const { sitting, cast, claims } = await begin()
    const { village: v, pollId, personId, castBy } = claims
    expect((await cast(ofEarlier('ticket', personId, { v, poll: pollId, by: castBy }))).status).toBe(200)
    expect(await sitting.envelopes()).toHaveLength(1)
  })
})

test('what the original gave out is good in a copy of it, before and after it takes over; not the other way', () => {
  const original = village.parts
  const copy = drill()
  const now = village.clock.now()
  const [pollId, personId, accountId, sessionId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  const ticket: TicketClaims = { village: village.villageId, pollId, personId, castBy: null }
  const access = { accountId, sessionId, village: village.villageId, personId }
  const until = new Date(now.getTime() + 600_000)
  for (const reader of [copy, { ...copy, instance: { ...copy.instance, drill: null } }]) {
    expect(readTicket(reader, signTicket(original, ticket, now, until), now)).toEqual(ticket)
    expect(readAccess(reader, signAccess(original, access, now), now)).toEqual(access)
  }
  expect(readTicket(original, signTicket(copy, ticket, now, until), now)).toBeNull()
  expect(readAccess(original, signAccess(copy, access, now), now)).toBeNull()
})

test('a log-in of 0.1.0 is asked for again after the upgrade, which its cookie does', () => {
  const claims = { sid: randomUUID(), v: village.villageId, p: randomUUID() }
  expect(readAccess(village.parts, ofEarlier('access', randomUUID(), claims), village.clock.now())).toBeNull()
})

describe('a token that is read the short way', () => {
  const now = () => village.clock.now()
  const claims: TicketClaims = {
    village: '411329990201',
    pollId: randomUUID(),
    personId: randomUUID(),
    castBy: null,
  }
  const signed = (head: object, body: object, key = village.parts.keys.token) => {
    const text = `${part(head)}.${part(body)}`
    return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
  }
  const seconds = () => Math.floor(now().getTime() / 1000)

  test('says what jsonwebtoken says, of good ones and of every bad one', () => {
    const good = signTicket(village.parts, claims, now(), new Date(now().getTime() + 60_000))
    const [head = '', body = '', mac = ''] = good.split('.')
    const inside = JSON.parse(Buffer.from(body, 'base64url').toString())
    const HS = { alg: 'HS256', typ: 'JWT' }
    const read = (text: string) => readTicket(village.parts, text, now())
    expect(read(good)).toMatchObject({ ...claims, castBy: null })
    // The same content behind another head is signed as well, and read by jsonwebtoken.
    expect(read(signed({ typ: 'JWT', alg: 'HS256' }, inside))).toMatchObject({ pollId: claims.pollId })
    const bad: Record<string, string> = {
      'another key': signed(HS, inside, createSecretKey(randomBytes(32))),
      'no signature': `${head}.${body}.`,
      'its signature cut': `${head}.${body}.${mac.slice(0, -1)}`,
      'its signature longer': `${good}A`,
      'a sign that is no letter': `${head}.${body}.${'水'.repeat(43)}`,
      'another content': `${head}.${part({ ...inside, sub: randomUUID() })}.${mac}`,
      'no algorithm': `${part({ alg: 'none', typ: 'JWT' })}.${body}.`,
      'another algorithm': signed({ alg: 'HS384', typ: 'JWT' }, inside),
      'four parts': `${head}.${body}.${body}.${mac}`,
      'for another purpose': signed(HS, { ...inside, aud: 'access' }),
      'ended this second': signed(HS, { ...inside, exp: seconds() }),
      'an end that is no number': signed(HS, { ...inside, exp: String(seconds() + 60) }),
      'not good yet': signed(HS, { ...inside, nbf: seconds() + 60 }),
      'no content': signed(HS, null as unknown as object),
      nothing: '',
    }
    expect(Object.keys(bad).filter((name) => read(bad[name] as string) !== null)).toEqual([])
  })
})
