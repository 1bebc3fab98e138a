import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { names, type Sitting, sit } from './sitting.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage({ representatives: 40 })
})
afterAll(() => village.close())

const members = names('representative', 30)
const [FIRST, SECOND] = ['villageCommittee-1', 'villageCommittee-2']
const open = async (options: Partial<Parameters<typeof sit>[1]> = {}) => {
  const sitting = await sit(village, { roll: members, inHall: members.slice(0, 24), ...options })
  expect((await sitting.open()).status).toBe(200)
  return sitting
}
const inPoll = (sitting: Sitting) => ({ params: { poll: sitting.pollId } })
const enterNames = (
  sitting: Sitting,
  who: string,
  channel: 'hands' | 'paper',
  entries: Array<[string, string]>,
) =>
  village.ask(who, 'enterNamed', {
    ...inPoll(sitting),
    body: { channel, entries: entries.map(([name, choice]) => ({ personId: village.id(name), choice })) },
  })

describe('记名录入: entered by name in an open poll', () => {
  test('two tellers who say the same make the ballot; what differs is named and does not count', async () => {
    const sitting = await open({ secret: false })
    const said: Array<[string, string]> = [
      ['representative-1', 'for'],
      ['representative-2', 'against'],
      ['representative-3', 'for'],
    ]
    expect((await enterNames(sitting, FIRST, 'hands', said)).body).toEqual({
      entered: 3,
      counted: 0,
      unequal: [],
      refused: [],
    })
    expect(await sitting.envelopes()).toHaveLength(0)
    const other: Array<[string, string]> = [
      ['representative-1', 'for'],
      ['representative-2', 'for'],
      ['representative-3', 'for'],
    ]
    expect((await enterNames(sitting, SECOND, 'hands', other)).body).toEqual({
      entered: 3,
      counted: 2,
      unequal: [village.id('representative-2')],
      refused: [],
    })
    expect((await enterNames(sitting, FIRST, 'hands', [['representative-2', 'for']])).body).toMatchObject({
      counted: 1,
    })
    expect((await sitting.channels()).sort()).toEqual(['hands', 'hands', 'hands'])
  })

  test('one teller twice is not two', async () => {
    const sitting = await open({ secret: false })
    await enterNames(sitting, FIRST, 'hands', [['representative-1', 'for']])
    expect((await enterNames(sitting, FIRST, 'hands', [['representative-1', 'for']])).body).toMatchObject({
      counted: 0,
    })
  })

  test('nothing entered can be read in the database while the poll is open', async () => {
    const sitting = await open({ secret: false })
    await enterNames(sitting, FIRST, 'hands', [
      ['representative-1', 'for'],
      ['representative-2', 'against'],
    ])
    await inVillage(village.db, village.villageId, async (tx) => {
      const { rows } = await tx.execute<{ sealed: Buffer }>(
        sql`select sealed from named_entries where poll_id = ${sitting.pollId}`,
      )
      expect(rows.map((row) => row.sealed.length)).toEqual([44, 44])
    })
  })

  test('who voted on his phone cannot be entered, and who was entered cannot vote on his phone', async () => {
    const sitting = await open({ secret: false })
    await sitting.cast('representative-1', 'for')
    for (const who of [FIRST, SECOND]) {
      const { body } = await enterNames(sitting, who, 'hands', [
        ['representative-1', 'against'],
        ['representative-2', 'for'],
        ['representative-26', 'for'],
      ])
      expect(body.refused).toEqual([
        { personId: village.id('representative-1'), code: 'alreadyVoted' },
        { personId: village.id('representative-26'), code: 'notSignedIn' },
      ])
    }
    expect(await sitting.cast('representative-2', 'against')).toMatchObject({
      status: 409,
      body: { code: 'alreadyVoted', params: { channel: 'hands' } },
    })
  })

  test('hands only where the chair closes, signed slips only where there is a window, nothing by name in a secret poll', async () => {
    const live = await open({ secret: false })
    expect(await enterNames(live, FIRST, 'paper', [['representative-1', 'for']])).toMatchObject({
      status: 409,
      body: { code: 'signedSlipsWindowOnly' },
    })
    const window = await open({ secret: false, windowHours: 24 })
    expect(await enterNames(window, FIRST, 'hands', [['representative-1', 'for']])).toMatchObject({
      status: 409,
      body: { code: 'showOfHandsLiveOnly' },
    })
    const secret = await open()
    expect(await enterNames(secret, FIRST, 'hands', [['representative-1', 'for']])).toMatchObject({
      status: 409,
      body: { code: 'secretNoNames' },
    })
  })

  test('households are added up for those in favour, where the rule asks for them', async () => {
    const fundraising = {
      variant: 'A' as const,
      householdQuorum: { n: 2, d: 3, more: false },
      householdMajority: { n: 1, d: 2, more: true },
    }
    const sitting = await open({ secret: false, rule: { fundraising } })
    await inVillage(village.db, village.villageId, (tx) =>
      tx.execute(sql`update meetings set households_all = 300 where id = ${sitting.meetingId}`),
    )
    await sitting.castAll(members.slice(0, 13), 'for')
    await sitting.castAll(members.slice(13, 24), 'against')
    await sitting.close()
    await sitting.pass(2000)
    expect(await sitting.result()).toMatchObject({
      outcome: 'adopt',
      figures: { households: { quorum: { present: 240, needed: 200 }, majority: { for: 130, needed: 121 } } },
    })
  })
})

describe('剔除: a wrongful envelope, before closing, by two', () => {
  async function setAside(sitting: Sitting, who: string, second: string, name = 'representative-1') {
    const proposed = await village.ask(who, 'setAsideEnvelope', {
      ...inPoll(sitting),
      body: { personId: village.id(name), reason: '不在名册' },
    })
    if (proposed.status !== 200) return proposed
    return village.ask(second, 'confirmAct', { params: { act: proposed.body.actId } })
  }

  test('it is not opened, only this one; the next version is open to the person', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 20), 'for')
    expect((await setAside(sitting, 'villageDirector', 'oversightChair')).status).toBe(200)
    expect((await sitting.cast('representative-1', 'against')).status).toBe(200)
    expect(
      (await setAside(sitting, 'oversightCommittee-1', 'villageDirector', 'representative-2')).status,
    ).toBe(200)
    await sitting.close()
    await sitting.pass(2000)
    expect((await sitting.result()).figures).toMatchObject({ for: 18, against: 1 })
    const list = await village.must(null, 'listReceipts', inPoll(sitting))
    expect(list.count).toBe(19)
  })

  test('one person cannot do it, nor two of one committee, nor somebody without the office, nor after closing', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 20), 'for')
    const { actId } = await village.must('oversightChair', 'setAsideEnvelope', {
      ...inPoll(sitting),
      body: { personId: village.id('representative-9'), reason: '不在名册' },
    })
    expect(await village.ask('oversightCommittee-1', 'confirmAct', { params: { act: actId } })).toMatchObject(
      {
        status: 409,
        body: { code: 'secondPersonNeeded' },
      },
    )
    expect(await setAside(sitting, 'oversightChair', 'oversightChair')).toMatchObject({
      status: 409,
      body: { code: 'samePersonTwice' },
    })
    await village.must('oversightChair', 'refuseAct', {
      params: { act: (await village.must('oversightChair', 'listActs')).rows[0]?.id ?? '' },
      body: { ground: '撤下' },
    })
    expect(await setAside(sitting, 'oversightChair', 'representative-3')).toMatchObject({
      status: 409,
      body: { code: 'secondPersonNeeded' },
    })
    expect((await setAside(sitting, 'representative-3', 'oversightChair')).status).toBe(403)
    await sitting.close()
    await sitting.pass(2000)
    expect(await setAside(sitting, 'oversightChair', 'villageDirector')).toMatchObject({
      status: 409,
      body: { code: 'setAsideTooLate' },
    })
  })
})
