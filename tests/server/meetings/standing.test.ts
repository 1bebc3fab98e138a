import { describe, expect, test } from 'vitest'
import { charter } from '../proposals/matter.ts'
import type { Village } from '../village.ts'
import {
  begin,
  closePoll,
  convene,
  figures,
  inHall,
  numbered,
  openPolls,
  rowOf,
  signIn,
  villageWith,
  vote,
} from './meeting.ts'

describe('corrections of the roll', () => {
  const correct = async (village: Village, meeting: string, name: string, kind: string) =>
    village.ask('villageDirector', 'correctRoll', {
      params: { meeting },
      body: { personId: village.id(name), kind, reason: '漏列' },
    })
  const confirm = (village: Village, meeting: string, correction: string, by = 'oversightChair') =>
    village.ask(by, 'confirmCorrection', { params: { meeting, correction }, body: {} })

  test('who is added gets the full notice, else the meeting moves; everybody is told', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', {
      opensAt: '2026-11-06T01:00:00.000Z',
      windowHours: 24,
    })
    await village.clock.set(new Date('2026-11-04T02:00:00.000Z'))
    const { body } = await correct(village, meeting, 'villager-1', 'add')
    expect((await figures(village, meeting)).entitled).toBe(18)
    expect((await confirm(village, meeting, body.id)).body).toEqual({
      renotified: 20,
      earliest: '2026-11-07T16:00:00.000Z',
    })
    expect(await rowOf(village, meeting)).toMatchObject({
      opensAt: new Date('2026-11-08T01:00:00.000Z'),
      windowEnd: new Date('2026-11-09T01:00:00.000Z'),
    })
    expect((await figures(village, meeting)).entitled).toBe(19)
    const told = await village.must(null, 'listOutbox')
    expect(
      told.rows.filter((row: { text: string }) => row.text.includes('会议改期通知')).length,
    ).toBeGreaterThan(0)
    await begin(village, meeting)
    await signIn(village, meeting, 'villager-1')
    await openPolls(village, meeting)
    expect((await vote(village, meeting, 'villager-1')).status).toBe(200)
  })

  test('added early enough, the meeting stays where it is', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', {
      opensAt: '2026-11-10T01:00:00.000Z',
    })
    const { body } = await correct(village, meeting, 'villager-1', 'add')
    expect((await confirm(village, meeting, body.id)).body.earliest).toBeNull()
    expect((await rowOf(village, meeting)).opensAt).toEqual(new Date('2026-11-10T01:00:00.000Z'))
  })

  test('who died or left is struck without a new period, and his ballot must not stand', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
    const { body } = await correct(village, meeting, 'representative-1', 'strike')
    expect((await confirm(village, meeting, body.id)).body.earliest).toBeNull()
    expect((await figures(village, meeting)).entitled).toBe(17)
    await begin(village, meeting)
    expect((await signIn(village, meeting, 'representative-1')).status).toBe(403)
    await inHall(village, meeting, ['representative-2'])
    await openPolls(village, meeting)
    await vote(village, meeting, 'representative-2')
    const second = await correct(village, meeting, 'representative-2', 'strike')
    expect((await confirm(village, meeting, second.body.id)).body.code).toBe('ballotStands')
  })

  test('it takes two persons, the second of the oversight committee, and is done once', async () => {
    const { village, proposal } = await villageWith({
      people: [{ name: 'villageDirector', offices: ['villageDirector', 'oversightCommittee'] }],
    })
    const meeting = await convene(village, proposal)
    const { body } = await correct(village, meeting, 'representative-1', 'strike')
    expect((await confirm(village, meeting, body.id, 'villageDirector')).body.code).toBe('samePersonTwice')
    expect((await confirm(village, meeting, body.id, 'villageCommittee-1')).status).toBe(403)
    const replies = await Promise.all([
      confirm(village, meeting, body.id),
      confirm(village, meeting, body.id, 'oversightCommittee-1'),
    ])
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 403])
    expect((await figures(village, meeting)).entitled).toBe(17)
  })

  test('nobody is added once a poll runs', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
    await begin(village, meeting)
    await inHall(village, meeting, numbered('representative', 3))
    await openPolls(village, meeting)
    const { body } = await correct(village, meeting, 'villager-1', 'add')
    expect((await confirm(village, meeting, body.id)).body.code).toBe('pollRunning')
    await closePoll(village, meeting)
  })

  test('a household sends another of its adults: one seat, no new period', async () => {
    const { village, proposal } = await villageWith(
      {
        people: [
          { name: 'villager-1', household: 'H', relation: '户主' },
          { name: 'villager-2', household: 'H' },
        ],
      },
      'villagerResolution',
      { codes: ['M01'], facts: {}, budget: [] },
    )
    await charter(village, 'other')
    const meeting = await convene(village, proposal)
    const before = (await figures(village, meeting)).entitled
    const { body } = await correct(village, meeting, 'villager-2', 'representative')
    expect((await confirm(village, meeting, body.id)).body.earliest).toBeNull()
    expect((await figures(village, meeting)).entitled).toBe(before)
    const place = async (name: string) =>
      (await village.must(name, 'getMyPlace', { params: { meeting } })).votes
    expect([await place('villager-1'), await place('villager-2')]).toEqual([false, true])
  })
})
