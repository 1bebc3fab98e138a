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
  paper,
  pollRows,
  rowOf,
  signIn,
  villageWith,
  vote,
} from './meeting.ts'

const FAMILY = {
  villagers: 8,
  people: [
    { name: 'villager-1', member: true, household: 'A' },
    { name: 'villager-2', member: true, household: 'A' },
    { name: 'villager-3', member: true, household: 'A' },
    { name: 'villager-4', member: true, household: 'B' },
    { name: 'villager-5', member: false, household: 'B' },
    { name: 'villager-6', member: true, household: 'C' },
    { name: 'minor', member: true, household: 'C', birthDate: '2012-05-01' },
  ],
}

/** A member assembly: its law lets a member of the same household stand for another, in writing. */
async function assembly(counts = FAMILY) {
  const { village, proposal } = await villageWith(counts, 'villagerResolution', {
    codes: ['M08'],
    facts: { amount: 300_000_000 },
    budget: [
      { kind: 'source', label: '补偿费', amount: 300_000_000 },
      { kind: 'use', label: '分配', amount: 300_000_000 },
    ],
  })
  const meeting = await convene(village, proposal, 'villagerResolution', {
    by: 'boardChair',
    chair: 'boardChair',
    windowHours: 0,
  })
  const give = async (principal: string, agent: string, by = principal, paperId?: string) =>
    village.ask(by, 'addProxy', {
      params: { meeting },
      body: {
        principalId: village.id(principal),
        agentId: village.id(agent),
        relation: '夫妻',
        paperId: paperId ?? (await paper(village)),
      },
    })
  return { village, proposal, meeting, give }
}
const voteFor = async (village: Village, meeting: string, agent: string, principal: string) => {
  const [poll] = await pollRows(village, meeting)
  const { body } = await village.ask(agent, 'getTicket', {
    params: { poll: poll?.id ?? '' },
    query: { principal: village.id(principal) },
  })
  return village.app.inject({
    method: 'POST',
    url: `/api/villages/${village.villageId}/polls/${poll?.id}/ballot`,
    headers: { authorization: `Bearer ${body.ticket}` },
    payload: { ref: 'ab'.repeat(16), choice: 1 },
  })
}

describe('proxies of the member assembly', () => {
  test('a cousin in another household, oneself, a child and a chain are refused', async () => {
    const { village, give } = await assembly()
    const codes = []
    for (const [principal, agent] of [
      ['villager-1', 'villager-4'],
      ['villager-1', 'villager-1'],
      ['villager-6', 'minor'],
    ] as const)
      codes.push((await give(principal, agent)).body.code)
    expect(codes).toEqual(['proxyNotSameHousehold', 'samePersonTwice', 'proxyNoCapacity'])
    expect((await give('villager-1', 'villager-2', 'villager-1', village.id('villager-1'))).body.code).toBe(
      'proxyNotWritten',
    )
    expect((await give('villager-1', 'villager-2', 'villager-3')).body.code).toBe('forbidden')
    expect((await give('villager-1', 'villager-2')).status).toBe(200)
    expect((await give('villager-1', 'villager-3')).body.code).toBe('alreadyDone')
    expect((await give('villager-2', 'villager-3')).body.code).toBe('proxyChain')
    expect((await give('villager-3', 'villager-1')).body.code).toBe('proxyChain')
  })

  test('one who is there stands for one who is not; both count once, each with a ballot of his own', async () => {
    const { village, meeting, give } = await assembly()
    await give('villager-1', 'villager-2', 'accountant')
    await begin(village, meeting)
    expect(await figures(village, meeting)).toMatchObject({ represented: 0 })
    await signIn(village, meeting, 'villager-2')
    expect(await figures(village, meeting)).toMatchObject({ presentOnline: 1, represented: 1 })
    await openPolls(village, meeting, 'boardChair')
    expect((await vote(village, meeting, 'villager-1')).body.code).toBe('representedByProxy')
    expect((await voteFor(village, meeting, 'villager-2', 'villager-1')).statusCode).toBe(200)
    expect((await vote(village, meeting, 'villager-2')).status).toBe(200)
    const place = await village.must('villager-2', 'getMyPlace', { params: { meeting } })
    expect(place.principals).toMatchObject([
      { person: { id: village.id('villager-1') }, polls: [{ voted: true }] },
    ])
    // The ballot was cast: it can be taken back no more.
    const revoke = { params: { meeting, proxy: place.principals[0]?.proxyId ?? '' }, body: {} }
    expect((await village.ask('villager-1', 'revokeProxy', revoke)).body.code).toBe('proxyUsed')
  })

  test('taken back before the ballot, the agent has nothing left to cast and the principal votes himself', async () => {
    const { village, meeting, give } = await assembly()
    const { body } = await give('villager-1', 'villager-2')
    await begin(village, meeting)
    await signIn(village, meeting, 'villager-2')
    await openPolls(village, meeting, 'boardChair')
    const revoke = { params: { meeting, proxy: body.id }, body: {} }
    expect((await village.ask('villager-2', 'revokeProxy', revoke)).body.code).toBe('forbidden')
    const [poll] = await pollRows(village, meeting)
    const ticket = await village.must('villager-2', 'getTicket', {
      params: { poll: poll?.id ?? '' },
      query: { principal: village.id('villager-1') },
    })
    await village.must('villager-1', 'revokeProxy', revoke)
    expect((await village.ask('villager-1', 'revokeProxy', revoke)).body.code).toBe('proxyRevoked')
    const late = await village.app.inject({
      method: 'POST',
      url: `/api/villages/${village.villageId}/polls/${poll?.id}/ballot`,
      headers: { authorization: `Bearer ${ticket.ticket}` },
      payload: { ref: 'cd'.repeat(16), choice: 1 },
    })
    expect(late.json().code).toBe('proxyRevoked')
    await signIn(village, meeting, 'villager-1')
    expect((await vote(village, meeting, 'villager-1')).status).toBe(200)
    expect(await figures(village, meeting)).toMatchObject({ presentOnline: 2, represented: 0 })
  })

  test('an agent who is no member himself signs in and casts for his principal, with no vote of his own', async () => {
    const { village, meeting, give } = await assembly()
    const before = (await figures(village, meeting)).entitled
    await give('villager-4', 'villager-5', 'accountant')
    await begin(village, meeting)
    await signIn(village, meeting, 'villager-5')
    await openPolls(village, meeting, 'boardChair')
    expect((await voteFor(village, meeting, 'villager-5', 'villager-4')).statusCode).toBe(200)
    expect((await vote(village, meeting, 'villager-5')).body.code).toBe('noVoteRight')
    expect(await figures(village, meeting)).toMatchObject({
      entitled: before,
      represented: 1,
      presentOnline: 0,
    })
  })

  test('revoked and cast at the same moment, exactly one of the two stands', async () => {
    const { village, meeting, give } = await assembly()
    const { body } = await give('villager-1', 'villager-2')
    await begin(village, meeting)
    await signIn(village, meeting, 'villager-2')
    await openPolls(village, meeting, 'boardChair')
    const [revoked, cast] = await Promise.all([
      village.ask('villager-1', 'revokeProxy', { params: { meeting, proxy: body.id }, body: {} }),
      voteFor(village, meeting, 'villager-2', 'villager-1'),
    ])
    expect([revoked.status === 200, cast.statusCode === 200].filter(Boolean)).toHaveLength(1)
  })

  test('representatives send nobody', async () => {
    const { village, proposal } = await villageWith({
      people: [
        { name: 'villager-1', household: 'R' },
        { name: 'representative-1', household: 'R' },
      ],
    })
    const meeting = await convene(village, proposal)
    const body = {
      principalId: village.id('representative-1'),
      agentId: village.id('villager-1'),
      relation: '夫妻',
      paperId: await paper(village),
    }
    expect((await village.ask('representative-1', 'addProxy', { params: { meeting }, body })).body.code).toBe(
      'proxyNotAllowed',
    )
  })
})

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
