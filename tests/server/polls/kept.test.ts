import { randomUUID } from 'node:crypto'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { ballots, envelopes, polls } from '@cunyi/server/base/database/schema/polls.ts'
import { verifyChain } from '@cunyi/server/base/evidence/actions.ts'
import { folderPollKeys } from '@cunyi/server/base/system/poll-keys.ts'
import { and, eq, sql } from 'drizzle-orm'
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

describe('应到清单、回执: what stays', () => {
  test('the frozen list says of everyone whether he was there, how, and whether he voted; a secret poll names no choice', async () => {
    const sitting = await open({ online: ['representative-25'] })
    await sitting.castAll(members.slice(0, 20), 'for')
    await sitting.close()
    await sitting.pass(2000)
    const { rows, next } = await village.must('representative-1', 'getPollList', {
      params: { poll: sitting.pollId },
      query: { limit: 100 },
    })
    expect([rows.length, next]).toEqual([30, null])
    const of = (name: string) => rows.find((row: { personId: string }) => row.personId === village.id(name))
    expect(of('representative-1')).toMatchObject({
      name: 'representative-1',
      entitled: true,
      way: 'inHall',
      voted: true,
      channel: 'phone',
      choice: null,
    })
    expect(of('representative-25')).toMatchObject({ way: 'online', voted: false, channel: null })
    expect(of('representative-30')).toMatchObject({ way: null, voted: false })
    await sitting.signIn(['representative-30'], 'inHall')
    const later = await village.must('representative-1', 'getPollList', {
      params: { poll: sitting.pollId },
      query: { limit: 100 },
    })
    expect(
      later.rows.find((row: { personId: string }) => row.personId === village.id('representative-30')),
    ).toMatchObject({ way: null })
  })

  test('the list comes in pages', async () => {
    const sitting = await open()
    await sitting.close()
    await sitting.pass(2000)
    const seen: string[] = []
    for (let after: string | null = ''; after !== null; ) {
      const page: { rows: Array<{ personId: string }>; next: string | null } = await village.must(
        'representative-1',
        'getPollList',
        { params: { poll: sitting.pollId }, query: { limit: 7, ...(after ? { after } : {}) } },
      )
      seen.push(...page.rows.map((row) => row.personId))
      after = page.next
    }
    expect(new Set(seen).size).toBe(30)
    expect(seen).toHaveLength(30)
  })

  test('an open poll names the choices to its roll', async () => {
    const sitting = await open({ secret: false })
    await sitting.castAll(members.slice(0, 20), 'for')
    await sitting.cast('representative-21', 'against')
    await sitting.close()
    await sitting.pass(2000)
    const { rows } = await village.must('representative-1', 'getPollList', {
      params: { poll: sitting.pollId },
    })
    expect(
      rows.find((row: { personId: string }) => row.personId === village.id('representative-21')),
    ).toMatchObject({ choice: 'against' })
  })

  test('a voter finds his receipt on the public list, and the digest can be reckoned from it', async () => {
    const sitting = await open()
    const { body } = await sitting.cast('representative-1', 'for')
    await sitting.castAll(members.slice(1, 20), 'against')
    await sitting.close()
    await sitting.pass(2000)
    const list = await village.must(null, 'listReceipts', { params: { poll: sitting.pollId } })
    expect(list.count).toBe(20)
    expect(list.receipts).toContain(body.receipt)
    const { createHash } = await import('node:crypto')
    expect(
      createHash('sha256')
        .update([...list.receipts].sort().join('\n'))
        .digest('hex'),
    ).toBe(list.digest)
    expect(
      (
        await village.must(null, 'listReceipts', {
          params: { poll: sitting.pollId },
          query: { receipt: body.receipt },
        })
      ).receipts,
    ).toEqual([body.receipt])
  })

  test('the evidence of a batch names persons in order and never a choice; the chain holds', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 24), 'against')
    await sitting.close()
    await sitting.pass(2000)
    await inVillage(village.db, village.villageId, async (tx) => {
      const { rows } = await tx.execute<{ act: string; payload: Record<string, unknown> }>(
        sql`select act, payload from evidence where meeting_id = ${sitting.meetingId} order by seq`,
      )
      const acts = rows.map((row) => row.act)
      expect(acts).toEqual([
        'openPoll',
        ...acts.filter((act) => act === 'castBallots'),
        'endPoll',
        'closePoll',
      ])
      for (const { act, payload } of rows.filter((row) => row.act === 'castBallots')) {
        const people = (payload.ballots as Array<{ personId: string }>).map((one) => one.personId)
        expect(people).toEqual([...people].sort())
        expect(JSON.stringify({ act, payload })).not.toMatch(/"(choice|for|against|abstain|ref|receipt)"/)
      }
      expect(await verifyChain(tx, village.villageId)).toMatchObject({ whole: true })
    })
  })
})

describe('小范围保密: a channel with fewer than five', () => {
  test('no split is shown to anybody but the oversight committee; the totals are', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 19), 'for')
    await sitting.castAll(members.slice(19, 20), 'against')
    const three = members.slice(20, 23).map(village.id)
    expect(
      await village.must('villageCommittee-1', 'handOutSlips', {
        params: { poll: sitting.pollId },
        body: { personIds: three },
      }),
    ).toEqual({ handedOut: 3, refused: [] })
    await sitting.close()
    const sheet = { for: 1, against: 1, abstain: 0, invalid: 1, issued: 3 }
    for (const teller of ['villageCommittee-1', 'villageCommittee-2'])
      await village.must(teller, 'enterCountSheet', { params: { poll: sitting.pollId }, body: sheet })
    await sitting.pass(2000)
    for (const who of ['villageDirector', 'representative-1'])
      expect(await sitting.result(who)).toMatchObject({
        byChannel: null,
        // Three took slips and one slip was spoilt: whose is not for anybody to reckon.
        figures: { for: 20, against: 2, abstain: 1, invalid: 0, invalidJoined: true },
        sentenceZh: expect.stringContaining('反对2票、弃权或无效1票、未投'),
      })
    const now = await village.must('villageDirector', 'getMeetingNow', {
      params: { meeting: sitting.meetingId },
    })
    expect(now.polls[0]?.counts).toMatchObject({ abstain: 1, invalid: null })
    for (const who of ['villageDirector', 'villageCommittee-1'])
      expect((await village.must(who, 'getCount', { params: { poll: sitting.pollId } })).sheets).toBeNull()
    expect((await sitting.result('oversightChair')).byChannel).toContainEqual({
      channel: 'paper',
      for: 1,
      against: 1,
      abstain: 0,
      invalid: 1,
    })
  })

  test('before it opens the chair is told that a channel may stay small', async () => {
    const mayBeSmall = async (online: string[]) => {
      const sitting = await sit(village, { roll: members, inHall: members.slice(0, 20), online })
      const meeting = await village.must('villageDirector', 'getMeeting', {
        params: { meeting: sitting.meetingId },
      })
      return meeting.polls[0]?.channelMayBeSmall
    }
    expect(await mayBeSmall(members.slice(20, 24))).toBe(true)
    expect(await mayBeSmall(members.slice(20, 25))).toBe(false)
    expect(await mayBeSmall([])).toBe(false)
  })
})

describe('密钥: what cannot be undone', () => {
  test('after closing the key is destroyed, and the envelopes stay shut', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 20), 'for')
    const { keyName } = await sitting.poll()
    await sitting.close()
    await sitting.pass(2000)
    const closed = await sitting.poll()
    expect(closed.keyDestroyedAt).not.toBeNull()
    expect(await village.parts.pollKeys.read(String(keyName))).toBeNull()
    expect(await sitting.envelopes()).toHaveLength(20)
  })

  test('a crash between closing and destroying: the next start destroys it', async () => {
    const sitting = await open()
    const { keyName } = await sitting.poll()
    const destroy = village.parts.pollKeys.destroy
    village.parts.pollKeys.destroy = async () => {
      throw new Error('crash')
    }
    await sitting.close()
    await sitting.pass(2000)
    village.parts.pollKeys.destroy = destroy
    expect(await sitting.poll()).toMatchObject({ status: 'closed', keyDestroyedAt: null })
    await sitting.pass(1)
    expect(await village.parts.pollKeys.read(String(keyName))).toBeNull()
    expect((await sitting.poll()).keyDestroyedAt).not.toBeNull()
  })

  test('a crash in the middle of closing leaves it open to be closed again, with the same result', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 20), 'for')
    await sitting.close()
    const read = village.parts.pollKeys.read
    village.parts.pollKeys.read = async () => {
      throw new Error('crash')
    }
    await sitting.pass(2000)
    village.parts.pollKeys.read = read
    expect((await sitting.poll()).status).toBe('counting')
    expect(await ballotsOf(sitting)).toHaveLength(0)
    await sitting.pass(1)
    expect(await sitting.result()).toMatchObject({ status: 'closed', outcome: 'adopt', figures: { for: 20 } })
  })

  test('a lost key: the poll is void with the reason, and the matter stays where it is', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 20), 'for')
    await village.parts.pollKeys.destroy(String((await sitting.poll()).keyName))
    await sitting.close()
    await sitting.pass(2000)
    expect(await sitting.result()).toMatchObject({
      status: 'void',
      outcome: 'void',
      voidReason: 'keyLost',
      figures: null,
    })
    expect(await sitting.stage()).toBe('villagerResolution')
  })

  test('an envelope changed in the database: the poll is void, nothing is counted around it', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 20), 'for')
    const { default: pg } = await import('pg')
    const admin = new pg.Client({ connectionString: village.adminUrl })
    await admin.connect()
    await admin.query(
      'update envelopes set sealed = set_byte(sealed, 20, get_byte(sealed, 20) # 1) where poll_id = $1 and person_id = $2',
      [sitting.pollId, village.id('representative-1')],
    )
    await admin.end()
    await sitting.close()
    await sitting.pass(2000)
    expect(await sitting.poll()).toMatchObject({ status: 'void', voidReason: 'sealBroken' })
  })

  test('orphan keys are swept; keys in use, another database’s and those that do not say whose they are stay', async () => {
    const sitting = await open()
    const { keyName } = await sitting.poll()
    await village.parts.pollKeys.create('nobody-names-me')
    const { keysDir } = village.parts.config
    const others = folderPollKeys(keysDir, { id: randomUUID(), isDrill: false })
    await others.create('of-another')
    await folderPollKeys(keysDir, null).create('of-0-1-0')
    const { sweepOrphanKeys } = await import('@cunyi/server/matters/polls/destroy.ts')
    expect(await sweepOrphanKeys(village.parts, 0)).toBe(1)
    expect(await village.parts.pollKeys.read('nobody-names-me')).toBeNull()
    expect(await others.read('of-another')).toHaveLength(32)
    expect(await village.parts.pollKeys.ownerOf('of-0-1-0')).toBeNull()
    expect(await village.parts.pollKeys.read(String(keyName))).not.toBeNull()
  })

  test('the serving role can neither change nor remove an envelope', async () => {
    await open()
    const change = inVillage(village.db, village.villageId, (tx) =>
      tx.update(envelopes).set({ channel: 'paper' }),
    )
    await expect(change).rejects.toThrow()
    const remove = inVillage(village.db, village.villageId, (tx) => tx.delete(envelopes))
    await expect(remove).rejects.toThrow()
  })
})

describe('作废', () => {
  test('a void poll takes no ballot, opens no envelope, and its key is destroyed', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 5), 'for')
    await sitting.ticket('representative-10')
    const { keyName } = await sitting.poll()
    const { voidPollsOf } = await import('@cunyi/server/matters/polls/void.ts')
    const made = await inVillage(village.db, village.villageId, (tx) =>
      voidPollsOf(tx, {
        villageId: village.villageId,
        proposalId: sitting.proposalId,
        reason: 'withdrawn',
        now: village.clock.now(),
      }),
    )
    expect(made).toHaveLength(1)
    expect(await sitting.cast('representative-10', 'for')).toMatchObject({
      status: 409,
      body: { code: 'pollVoid' },
    })
    await sitting.pass(1000)
    expect(await village.parts.pollKeys.read(String(keyName))).toBeNull()
    expect(await ballotsOf(sitting)).toHaveLength(0)
    expect(
      await village.ask('villageDirector', 'closePoll', {
        params: { poll: sitting.pollId, meeting: sitting.meetingId },
        body: {},
      }),
    ).toMatchObject({ status: 409, body: { code: 'pollVoid' } })
  })
})

describe('中断: ballots could not be taken', () => {
  test('five minutes in the last hour: the window goes on for five minutes, once', async () => {
    const sitting = await open({ windowHours: 2 })
    const end = (await sitting.poll()).endsAt as Date
    const { beat } = await import('@cunyi/server/matters/polls/outage.ts')
    const at = (minutes: number) => new Date(end.getTime() + minutes * 60_000)
    await beat(village.parts, at(-50))
    await beat(village.parts, at(-49))
    await beat(village.parts, at(-44))
    await sitting.pass(2 * HOUR)
    expect(await sitting.poll()).toMatchObject({ status: 'open', endsAt: at(5) })
    await sitting.castAll(members.slice(0, 20), 'for')
    await sitting.pass(5 * 60_000)
    expect((await sitting.poll()).status).toBe('counting')
    const stored = await inVillage(village.db, village.villageId, (tx) =>
      tx.select({ endsAt: polls.endsAt }).from(polls).where(eq(polls.id, sitting.pollId)),
    )
    expect(stored[0]?.endsAt).toEqual(at(5))
  })
})
