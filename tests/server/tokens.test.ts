/** 令牌: one database's tokens are no other's, though both have the same KEY_FILE. */
import { createHmac, randomUUID } from 'node:crypto'
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
