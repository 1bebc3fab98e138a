import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { ballots, pollList } from '@cunyi/server/base/database/schema/polls.ts'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { names, type Sitting, sit } from './sitting.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage({ representatives: 60 })
})
afterAll(() => village.close())

const members = names('representative', 30)
const HOUR = 3_600_000
const open = async (options: Partial<Parameters<typeof sit>[1]> = {}) => {
  const sitting = await sit(village, { roll: members, inHall: members.slice(0, 24), ...options })
  expect((await sitting.open()).status).toBe(200)
  return sitting
}
const ballotsOf = (sitting: Sitting) =>
  inVillage(village.db, village.villageId, (tx) =>
    tx
      .select()
      .from(ballots)
      .where(and(eq(ballots.villageId, village.villageId), eq(ballots.pollId, sitting.pollId))),
  )

describe('开始表决', () => {
  test('only the chair opens, and not before the time in the notice', async () => {
    const sitting = await sit(village, { roll: members, inHall: members })
    expect(await sitting.open(sitting.pollId, 'representative-1')).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    })
    expect((await sitting.poll()).keyName).toBeNull()
  })

  test('opening twice is harmless: the same end, the same key', async () => {
    const sitting = await open({ windowHours: 2 })
    const { keyName } = await sitting.poll()
    expect((await sitting.open()).body).toMatchObject({
      status: 'open',
      endsAt: new Date(village.clock.now().getTime() + 2 * HOUR).toISOString(),
    })
    expect((await sitting.poll()).keyName).toBe(keyName)
  })

  test('the key is outside the database and the version of the text is frozen', async () => {
    const sitting = await open()
    const { keyName, version } = await sitting.poll()
    expect(version).toBe(1)
    expect(await village.parts.pollKeys.read(String(keyName))).toHaveLength(32)
  })

  test('a secret poll with fewer than five on its roll is not opened', async () => {
    const sitting = await sit(village, { roll: members.slice(0, 4), inHall: members.slice(0, 4) })
    expect(await sitting.open()).toMatchObject({
      status: 409,
      body: { code: 'secretNeedsMore', params: { k: 5 } },
    })
  })

  test('the chair is told when one channel may stay so small that its split cannot be shown', async () => {
    const sitting = await sit(village, {
      roll: members,
      inHall: members.slice(0, 20),
      online: members.slice(20, 23),
    })
    expect((await sitting.open()).body.warnings).toEqual(['channelMayBeSmall'])
  })

  test('half of the window over: the poll is not opened any more', async () => {
    const sitting = await sit(village, { roll: members, inHall: members, windowHours: 2 })
    await sitting.pass(HOUR + 1)
    expect(await sitting.open()).toMatchObject({ status: 409, body: { code: 'windowHalfOver' } })
  })

  test('a key store that cannot be written refuses the opening, and the poll waits', async () => {
    const sitting = await sit(village, { roll: members, inHall: members })
    const create = village.parts.pollKeys.create
    village.parts.pollKeys.create = async () => {
      const { Refused } = await import('@cunyi/shared/words/refusal.ts')
      throw new Refused('keyStoreUnavailable')
    }
    const reply = await sitting.open()
    village.parts.pollKeys.create = create
    expect(reply).toMatchObject({ status: 503, body: { code: 'keyStoreUnavailable' } })
    expect(reply.headers['retry-after']).toBeDefined()
    expect((await sitting.poll()).status).toBe('waiting')
  })
})

describe('结束表决', () => {
  test('30 on the roll, 24 there, 22 for, 1 against: adopted, and the matter moves in the same transaction', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 22), 'for')
    await sitting.cast('representative-23', 'against')
    expect((await sitting.close()).body).toEqual({ status: 'counting', outcome: null })
    expect(await sitting.stage()).toBe('villagerResolution')
    await sitting.pass(2000)
    expect(await sitting.result()).toMatchObject({
      status: 'closed',
      outcome: 'adopt',
      figures: {
        entitled: 30,
        present: 24,
        for: 22,
        against: 1,
        notCast: 1,
        majorityBase: 24,
        majorityNeeded: 13,
      },
    })
    expect(await sitting.stage()).toBe('resolutionDisclosure')
  })

  test('until it has closed nobody sees a count: not the chair, not a member, by no request', async () => {
    for (const secret of [true, false]) {
      const sitting = await open({ secret })
      await sitting.castAll(members.slice(0, 20), 'for')
      const seen = async () => {
        for (const who of ['villageDirector', 'representative-1', 'oversightChair'])
          expect(await sitting.result(who)).toMatchObject({
            figures: null,
            byChannel: null,
            outcome: null,
            sentenceZh: null,
            receiptsDigest: null,
          })
        expect(
          await village.ask('representative-1', 'getPollList', { params: { poll: sitting.pollId } }),
        ).toMatchObject({ status: 409, body: { code: 'resultNotYet' } })
        expect(await village.ask(null, 'listReceipts', { params: { poll: sitting.pollId } })).toMatchObject({
          status: 409,
          body: { code: 'resultNotYet' },
        })
        const now = await village.must('representative-1', 'getMeetingNow', {
          params: { meeting: sitting.meetingId },
        })
        expect(now.polls[0]).toMatchObject({ voted: 20, counts: null, outcome: null })
        expect(await ballotsOf(sitting)).toHaveLength(0)
      }
      await seen()
      await sitting.close()
      await seen()
    }
  })

  test('19 of 30 there: no quorum, at once; no envelope is opened, ever', async () => {
    const sitting = await open({ inHall: members.slice(0, 19) })
    await sitting.castAll(members.slice(0, 19), 'for')
    expect((await sitting.close()).body).toEqual({ status: 'closed', outcome: 'noQuorum' })
    expect(await ballotsOf(sitting)).toHaveLength(0)
    expect(await sitting.stage()).toBe('villagerResolution')
    const { keyName } = await sitting.poll()
    await sitting.pass(1000)
    expect(await village.parts.pollKeys.read(String(keyName))).toBeNull()
    expect((await sitting.result()).figures).toMatchObject({ quorumMet: false, quorumMissing: 1, for: 0 })
  })

  test('a tie is a rejection', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 12), 'for')
    await sitting.castAll(members.slice(12, 24), 'against')
    await sitting.close()
    await sitting.pass(2000)
    expect(await sitting.result()).toMatchObject({ outcome: 'reject' })
    expect(await sitting.stage()).toBe('committeeDeliberation')
  })

  test('a poll with a window is closed by nobody before the clock does it, ten seconds after the end', async () => {
    const sitting = await open({ windowHours: 2 })
    await sitting.castAll(members.slice(0, 20), 'for')
    const reply = await sitting.close()
    expect(reply).toMatchObject({ status: 409, body: { code: 'windowRunning' } })
    await sitting.pass(2 * HOUR - 1)
    expect((await sitting.poll()).status).toBe('open')
    await sitting.pass(1)
    expect((await sitting.poll()).status).toBe('counting')
    await sitting.pass(9_999)
    expect((await sitting.poll()).status).toBe('counting')
    await sitting.pass(1)
    expect(await sitting.result()).toMatchObject({ status: 'closed', outcome: 'adopt' })
  })

  test('closed twice, and by fifty at once with fifty openings: one final state, the same answer to all', async () => {
    const sitting = await sit(village, { roll: members, inHall: members.slice(0, 24) })
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => [sitting.open(), sitting.close()]).flat(),
    )
    for (const reply of replies) expect([200, 409]).toContain(reply.status)
    if ((await sitting.poll()).status === 'open') await sitting.close()
    await sitting.pass(2000)
    const again = await Promise.all(Array.from({ length: 10 }, () => sitting.close()))
    expect(new Set(again.map((reply) => JSON.stringify(reply.body))).size).toBe(1)
    expect(again[0]?.body).toEqual({ status: 'closed', outcome: 'reject' })
    const list = await inVillage(village.db, village.villageId, (tx) =>
      tx.select().from(pollList).where(eq(pollList.pollId, sitting.pollId)),
    )
    expect(list).toHaveLength(30)
  })

  test('ballots racing with the closing: what was answered recorded is counted, and nothing else', async () => {
    const sitting = await open()
    await Promise.all(members.slice(0, 24).map((name) => sitting.ticket(name)))
    const voting = members.slice(0, 24).map((name) => sitting.cast(name, 'for'))
    const [closing, ...cast] = await Promise.all([sitting.close(), ...voting])
    expect(closing.status).toBe(200)
    const recorded = cast.filter((reply) => reply.status === 200).length
    for (const reply of cast.filter((one) => one.status !== 200))
      expect(['pollClosed', 'tooLateToCommit']).toContain(reply.body.code)
    await sitting.pass(2000)
    expect(await ballotsOf(sitting)).toHaveLength(recorded)
    expect((await sitting.result()).figures).toMatchObject({ for: recorded, notCast: 24 - recorded })
  })

  test('two questions: the matter waits for the last of its polls', async () => {
    const sitting = await open({ questions: 2 })
    const [first, second] = sitting.pollIds as [string, string]
    await sitting.open(second)
    for (const poll of [first, second]) await sitting.castAll(members.slice(0, 20), 'for', poll)
    await sitting.close(first)
    await sitting.pass(2000)
    expect(await sitting.stage()).toBe('villagerResolution')
    await sitting.close(second)
    await sitting.pass(2000)
    expect(await sitting.stage()).toBe('resolutionDisclosure')
  })
})
