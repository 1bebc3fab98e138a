import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { names, sit } from './sitting.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage({ representatives: 60, villagers: 60 })
})
afterAll(() => village.close())

const members = names('representative', 10)
const open = async (options: Partial<Parameters<typeof sit>[1]> = {}) => {
  const sitting = await sit(village, { roll: members, inHall: members.slice(0, 8), ...options })
  expect((await sitting.open()).status).toBe(200)
  return sitting
}

describe('投票: one person, one ballot', () => {
  test('a member votes on a poll that does not exist: not found, nothing stored', async () => {
    const sitting = await open()
    const ticket = await sitting.ticket('representative-1')
    const reply = await village.ask(null, 'castBallot', {
      params: { poll: randomUUID() },
      body: { ref: sitting.ref(), choice: 1 },
      headers: { authorization: `Bearer ${ticket}` },
    })
    expect(reply).toMatchObject({ status: 404, body: { code: 'notFound' } })
    expect(await sitting.envelopes()).toHaveLength(0)
  })

  test('a poll that was not opened takes no ballot', async () => {
    const sitting = await sit(village, { roll: members, inHall: members })
    expect(await sitting.cast('representative-1', 'for')).toMatchObject({
      status: 409,
      body: { code: 'pollNotOpen' },
    })
    expect(await sitting.envelopes()).toHaveLength(0)
  })

  test('a member who is there votes once and gets a receipt', async () => {
    const sitting = await open()
    const reply = await sitting.cast('representative-1', 'for')
    expect(reply).toMatchObject({ status: 200, body: { recorded: true } })
    expect(reply.body.receipt).toMatch(/^[A-Z2-7]{16}$/)
    expect(await sitting.envelopes()).toHaveLength(1)
  })

  test('a phone that lost the answer sends the same again and gets the same receipt', async () => {
    const sitting = await open()
    const ref = sitting.ref()
    const first = await sitting.cast('representative-1', 'for', { ref })
    const again = await sitting.cast('representative-1', 'for', { ref })
    expect(again).toMatchObject({ status: 200, body: { receipt: first.body.receipt } })
    expect(await sitting.envelopes()).toHaveLength(1)
  })

  test('who has voted for and now sends against is told: already voted, by phone, at what time; the first stands', async () => {
    const sitting = await open()
    await sitting.cast('representative-1', 'for')
    const at = village.clock.now().toISOString()
    await sitting.pass(60_000)
    const reply = await sitting.cast('representative-1', 'against')
    expect(reply).toMatchObject({
      status: 409,
      body: { code: 'alreadyVoted', params: { channel: 'phone', at } },
    })
    await sitting.castAll(members.slice(1, 8), 'for')
    await sitting.close()
    await sitting.pass(2000)
    expect((await sitting.result()).figures).toMatchObject({ for: 8, against: 0 })
  })

  test('both of two taps at the same instant cannot count', async () => {
    const sitting = await open()
    const replies = await Promise.all([
      sitting.cast('representative-1', 'for'),
      sitting.cast('representative-1', 'against'),
      sitting.cast('representative-1', 'abstain'),
    ])
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409, 409])
    expect(
      replies.filter((reply) => reply.status === 409).every((reply) => reply.body.code === 'alreadyVoted'),
    ).toBe(true)
    expect(await sitting.envelopes()).toHaveLength(1)
  })

  test('after the end a ballot is told that the poll has closed, and is not counted', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 7), 'for')
    await sitting.close()
    await sitting.pass(1000)
    expect(await sitting.cast('representative-8', 'for')).toMatchObject({
      status: 409,
      body: { code: 'pollClosed' },
    })
    await sitting.pass(5000)
    expect(await sitting.cast('representative-8', 'for')).toMatchObject({
      status: 409,
      body: { code: 'pollClosed' },
    })
    expect((await sitting.result()).figures).toMatchObject({ for: 7, notCast: 1 })
  })

  test('the same ballot sent again after the poll has closed is still told that it is in', async () => {
    const sitting = await open()
    const ref = sitting.ref()
    const first = await sitting.cast('representative-1', 'for', { ref })
    await sitting.close()
    await sitting.pass(2000)
    expect(await sitting.cast('representative-1', 'for', { ref })).toMatchObject({
      status: 200,
      body: first.body,
    })
  })

  test('a malformed ballot is refused and the right to vote is not used up', async () => {
    const sitting = await open()
    const authorization = `Bearer ${await sitting.ticket('representative-1')}`
    for (const body of [
      { ref: sitting.ref(), choice: 4 },
      { ref: sitting.ref(), choice: 'for' },
      { ref: sitting.ref(), choice: -1 },
      { ref: sitting.ref(), choice: [1, 2] },
      { ref: 'short', choice: 1 },
      { choice: 1 },
      '{',
    ]) {
      const reply = await village.ask(null, 'castBallot', {
        params: { poll: sitting.pollId },
        body,
        headers: { authorization, 'content-type': 'application/json' },
      })
      expect(reply).toMatchObject({ status: 400, body: { code: 'malformed' } })
    }
    expect((await sitting.cast('representative-1', 'for')).status).toBe(200)
  })

  test('a ticket is good for its own poll only', async () => {
    const [one, other] = [await open(), await open()]
    const reply = await village.ask(null, 'castBallot', {
      params: { poll: other.pollId },
      body: { ref: one.ref(), choice: 1 },
      headers: { authorization: `Bearer ${await one.ticket('representative-1')}` },
    })
    expect(reply.status).toBe(404)
    expect(await other.envelopes()).toHaveLength(0)
  })

  test('100 members vote at the same instant: exactly 100 envelopes of 100 persons', async () => {
    const hundred = [...names('representative', 60), ...names('villager', 40)]
    const sitting = await open({ roll: hundred, inHall: hundred.slice(0, 50), online: hundred.slice(50) })
    await Promise.all(hundred.map((name) => sitting.ticket(name)))
    const replies = await sitting.castAll(hundred, 'for')
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(100)
    const stored = await sitting.envelopes()
    expect(new Set(stored.map((one) => one.personId)).size).toBe(100)
    expect(new Set(stored.map((one) => one.receipt)).size).toBe(100)
    expect(new Set(replies.map((reply) => reply.body.receipt))).toEqual(
      new Set(stored.map((one) => one.receipt)),
    )
  })
})

describe('有无表决权: roll, presence, recusal, proxy', () => {
  test('nobody logged in: 401', async () => {
    const sitting = await open()
    const reply = await village.ask(null, 'castBallot', {
      params: { poll: sitting.pollId },
      body: { ref: sitting.ref(), choice: 1 },
    })
    expect(reply).toMatchObject({ status: 401, body: { code: 'notSignedInToAccount' } })
  })

  test('on the roll but not signed in: sign in first', async () => {
    const sitting = await open()
    expect(await sitting.cast('representative-9', 'for')).toMatchObject({
      status: 409,
      body: { code: 'notSignedIn' },
    })
  })

  test('signed in but not on the roll: not on the roll', async () => {
    const sitting = await open()
    await sitting.signIn(['villager-1'], 'inHall')
    const reply = await village.ask('villager-1', 'castBallot', {
      params: { poll: sitting.pollId },
      body: { ref: sitting.ref(), choice: 1 },
    })
    expect(reply).toMatchObject({ status: 403, body: { code: 'notOnRoll' } })
    expect(await village.ask('villager-1', 'getTicket', { params: { poll: sitting.pollId } })).toMatchObject({
      status: 403,
    })
  })

  test('on the roll without a vote: told so', async () => {
    const sitting = await open({ guests: ['representative-2'] })
    expect(await sitting.cast('representative-2', 'for')).toMatchObject({
      status: 403,
      body: { code: 'noVoteRight' },
    })
  })

  test('recused: told so', async () => {
    const sitting = await open()
    await sitting.recuse('representative-3')
    expect(await sitting.cast('representative-3', 'for')).toMatchObject({
      status: 409,
      body: { code: 'recused' },
    })
  })

  test('online where online presence does not count: a guest without a ballot', async () => {
    const sitting = await open({
      inHall: members.slice(0, 7),
      online: ['representative-8'],
      onlineCounts: false,
    })
    expect(await sitting.cast('representative-8', 'for')).toMatchObject({
      status: 409,
      body: { code: 'onlineIsGuest' },
    })
  })

  test('signed in by the hall code where online does not count: the clerk must have seen him', async () => {
    const sitting = await open({ onlineCounts: false })
    await sitting.signIn(['representative-9'], 'inHall', 'hallCode')
    expect(await sitting.cast('representative-9', 'for')).toMatchObject({
      status: 409,
      body: { code: 'clerkMustConfirm' },
    })
  })

  test('A authorised B, who is there and not on the roll: it counts for A, and B is recorded as the one who cast it', async () => {
    const sitting = await open({ rule: { proxy: 'sameHousehold' } })
    await sitting.signIn(['villager-5'], 'inHall')
    await sitting.proxy('representative-9', 'villager-5')
    expect((await sitting.cast('villager-5', 'for', { principal: 'representative-9' })).status).toBe(200)
    expect(await sitting.envelopes()).toMatchObject([
      { personId: village.id('representative-9'), castBy: village.id('villager-5') },
    ])
    expect(await sitting.cast('villager-5', 'against', { principal: 'representative-9' })).toMatchObject({
      status: 409,
      body: { code: 'alreadyVoted' },
    })
  })

  test('A did not authorise B: B gets no ticket for A', async () => {
    const sitting = await open({ rule: { proxy: 'sameHousehold' } })
    const reply = await village.ask('representative-1', 'getTicket', {
      params: { poll: sitting.pollId },
      query: { principal: village.id('representative-9') },
    })
    expect(reply).toMatchObject({ status: 422, body: { code: 'proxyNotWritten' } })
  })

  test('where proxies are not allowed an old authorisation is refused', async () => {
    const sitting = await open()
    await sitting.proxy('representative-9', 'representative-1')
    expect(await sitting.cast('representative-1', 'for', { principal: 'representative-9' })).toMatchObject({
      status: 409,
      body: { code: 'proxyNotAllowed' },
    })
  })

  test('B is not signed in: no ballot for A, and A is not among those present', async () => {
    const sitting = await open({ rule: { proxy: 'sameHousehold' } })
    await sitting.proxy('representative-9', 'representative-10')
    expect(await sitting.cast('representative-10', 'for', { principal: 'representative-9' })).toMatchObject({
      status: 409,
      body: { code: 'agentNotSignedIn' },
    })
    await sitting.castAll(members.slice(0, 8), 'for')
    await sitting.close()
    await sitting.pass(2000)
    expect((await sitting.result()).figures).toMatchObject({ present: 8, represented: 0, for: 8 })
  })

  test('who is represented cannot vote himself before he takes the proxy back', async () => {
    const sitting = await open({ rule: { proxy: 'sameHousehold' } })
    await sitting.proxy('representative-1', 'representative-2')
    expect(await sitting.cast('representative-1', 'for')).toMatchObject({
      status: 409,
      body: { code: 'representedByProxy' },
    })
  })
})

describe('最后一秒: what was read before the end counts', () => {
  test('read in time but committed later than eight seconds after the end: told to look again, not recorded', async () => {
    const sitting = await open({ windowHours: 1 })
    await sitting.castAll(members.slice(0, 7), 'for')
    const { endsAt } = await sitting.poll()
    const { createBatcher } = await import('@cunyi/server/matters/polls/batcher.ts')
    const batcher = createBatcher(village.parts)
    const ballot = (name: string, before: number) => ({
      villageId: village.villageId,
      pollId: sitting.pollId,
      personId: village.id(name),
      castBy: null,
      ref: Buffer.from(sitting.ref(), 'hex'),
      choice: 'for' as const,
      arrivedAt: new Date((endsAt as Date).getTime() - before),
    })
    await village.clock.set(new Date((endsAt as Date).getTime() + 7_000))
    await expect(batcher.cast(ballot('representative-8', 1))).resolves.toMatch(/^[A-Z2-7]{16}$/)
    await expect(batcher.cast(ballot('representative-8', 0))).rejects.toMatchObject({ code: 'alreadyVoted' })
    await village.clock.set(new Date((endsAt as Date).getTime() + 8_001))
    await sitting.signIn(['representative-9'], 'inHall')
    await expect(batcher.cast(ballot('representative-9', 1))).rejects.toMatchObject({
      code: 'tooLateToCommit',
    })
    await sitting.pass(10_000)
    expect((await sitting.result()).figures).toMatchObject({ for: 8 })
    await expect(batcher.cast(ballot('representative-9', 1))).rejects.toMatchObject({
      code: 'tooLateToCommit',
    })
    await batcher.drain()
    await expect(batcher.cast(ballot('representative-9', 1))).rejects.toMatchObject({ code: 'notReady' })
  })
})
