import { describe, expect, test } from 'vitest'
import { nameHelpers } from '../helpers.ts'
import { assembly, voteFor } from './family.ts'
import {
  begin,
  closePoll,
  convene,
  figures,
  inHall,
  openPolls,
  paper,
  pollRows,
  signIn,
  villageWith,
  vote,
} from './meeting.ts'

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

  test('whom he may send is shown: the adults of his household, and nobody where he is there himself', async () => {
    const { village, meeting, give } = await assembly()
    const of = (person: string, by = person) =>
      village.ask(by, 'getProxy', { params: { meeting, person: village.id(person) } })
    const names = (reply: { body: { family: { name: string }[] } }) =>
      reply.body.family.map((one) => one.name).sort()
    expect(names(await of('villager-1'))).toEqual(['villager-2', 'villager-3'])
    // Of the two in that house the child cannot stand for anybody.
    expect(names(await of('villager-6'))).toEqual([])
    expect((await of('villager-1', 'villager-3')).body.code).toBe('notFound')
    expect(names(await of('villager-1', 'boardChair'))).toEqual(['villager-2', 'villager-3'])
    const given = await give('villager-1', 'villager-2')
    expect((await of('villager-1')).body.standing).toMatchObject({ id: given.body.id, relation: '夫妻' })
    await begin(village, meeting)
    await signIn(village, meeting, 'villager-4')
    expect((await of('villager-4')).body).toMatchObject({ why: 'principalPresent', family: [] })
  })

  test('the dead send nobody: who is struck is counted no more and his proxy casts nothing (findings C9)', async () => {
    const { village, meeting, give } = await assembly()
    expect((await give('villager-1', 'villager-2')).status).toBe(200)
    const entitled = (await figures(village, meeting)).entitled
    const params = { meeting }
    const body = { personId: village.id('villager-1'), kind: 'strike', ground: 'died', reason: '去世' }
    const paperId = await paper(village)
    const by = 'boardChair'
    const struck = await village.must(by, 'correctRoll', { params, body: { ...body, paperId } })
    const sure = { params: { ...params, correction: struck.id }, body: {} }
    await village.must('oversightChair', 'confirmCorrection', sure)
    await begin(village, meeting)
    await inHall(village, meeting, ['villager-2', 'villager-3'])
    expect((await figures(village, meeting)).entitled).toBe(entitled - 1)
    await openPolls(village, meeting, 'boardChair')
    expect((await voteFor(village, meeting, 'villager-2', 'villager-1')).statusCode).toBeGreaterThanOrEqual(
      400,
    )
    expect((await vote(village, meeting, 'villager-2')).status).toBe(200)
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

  test('principal and agent are never both there: he revokes before he comes, and leaves before he is represented', async () => {
    const { village, meeting, give } = await assembly()
    const { body } = await give('villager-1', 'villager-2')
    await begin(village, meeting)
    expect((await signIn(village, meeting, 'villager-1')).body.code).toBe('representedByProxy')
    const clerk = await inHall(village, meeting, ['villager-1', 'villager-2'], 'accountant')
    expect(clerk).toEqual({
      signedIn: 1,
      refused: [{ personId: village.id('villager-1'), code: 'representedByProxy' }],
    })
    await village.must('villager-1', 'revokeProxy', { params: { meeting, proxy: body.id }, body: {} })
    expect((await signIn(village, meeting, 'villager-1')).status).toBe(200)
    expect((await give('villager-1', 'villager-2')).body.code).toBe('principalPresent')
    await village.must('accountant', 'leaveMeeting', {
      params: { meeting },
      body: { personId: village.id('villager-1') },
    })
    expect((await give('villager-1', 'villager-2')).status).toBe(200)
    expect(await figures(village, meeting)).toMatchObject({
      presentInHall: 1,
      presentOnline: 0,
      represented: 1,
    })
    const { points } = await village.must('villager-2', 'getAttendanceLine', { params: { meeting } })
    expect(points.at(-1)).toMatchObject({ represented: 1, left: 0, present: 2 })
  })

  test('a helper enters no ballot for somebody who is represented', async () => {
    const { village, meeting, give } = await assembly()
    await nameHelpers(village, ['villager-3', 'villager-5'])
    await give('villager-1', 'villager-2')
    await begin(village, meeting)
    await signIn(village, meeting, 'villager-2')
    await openPolls(village, meeting, 'boardChair')
    const [poll] = await pollRows(village, meeting)
    const reply = await village.ask('villager-3', 'castAssisted', {
      params: { poll: poll?.id ?? '' },
      body: {
        ref: 'ef'.repeat(16),
        personId: village.id('villager-1'),
        choice: 1,
        where: 'atDoor',
        reason: '没有手机',
        readBack: true,
      },
    })
    expect(reply.body.code).toBe('representedByProxy')
  })

  test('the closed list tells who was represented by whom, and taking the proxy back later does not change it', async () => {
    const { village, meeting, give } = await assembly()
    const { body } = await give('villager-1', 'villager-2')
    await begin(village, meeting)
    await inHall(village, meeting, ['villager-2', 'villager-3', 'villager-4', 'villager-6', 'boardChair'])
    await openPolls(village, meeting, 'boardChair')
    expect((await voteFor(village, meeting, 'villager-2', 'villager-1')).statusCode).toBe(200)
    await closePoll(village, meeting, 'boardChair')
    await village.clock.set(new Date(village.clock.now().getTime() + 5000))
    const [poll] = await pollRows(village, meeting)
    const row = async () =>
      (await village.must('oversightChair', 'getPollList', { params: { poll: poll?.id ?? '' } })).rows.find(
        (one: { personId: string }) => one.personId === village.id('villager-1'),
      )
    const before = await row()
    expect(before).toMatchObject({ representedBy: village.id('villager-2'), voted: true, way: null })
    await village.must('villager-1', 'revokeProxy', { params: { meeting, proxy: body.id }, body: {} })
    expect(await row()).toEqual(before)
  })

  test('an agent stands for two of his household, each with a ballot and a receipt of his own', async () => {
    const { village, meeting, give } = await assembly()
    await give('villager-1', 'villager-2')
    await give('villager-3', 'villager-2')
    await begin(village, meeting)
    await signIn(village, meeting, 'villager-2')
    await openPolls(village, meeting, 'boardChair')
    const first = await voteFor(village, meeting, 'villager-2', 'villager-1')
    const second = await voteFor(village, meeting, 'villager-2', 'villager-3', 'cd'.repeat(16))
    expect([first.statusCode, second.statusCode]).toEqual([200, 200])
    expect(first.json().receipt).not.toBe(second.json().receipt)
    expect(await figures(village, meeting)).toMatchObject({ presentOnline: 1, represented: 2 })
    const { principals } = await village.must('villager-2', 'getMyPlace', { params: { meeting } })
    expect(principals).toHaveLength(2)
    // Names hidden or not, nobody else sees whom he stands for.
    expect((await village.must('villager-4', 'getMyPlace', { params: { meeting } })).principals).toEqual([])
  })

  test('two cast for the same principal at one instant, one ballot', async () => {
    const { village, meeting, give } = await assembly()
    await give('villager-1', 'villager-2')
    await begin(village, meeting)
    await signIn(village, meeting, 'villager-2')
    await openPolls(village, meeting, 'boardChair')
    const two = await Promise.all([
      voteFor(village, meeting, 'villager-2', 'villager-1'),
      voteFor(village, meeting, 'villager-2', 'villager-1', 'cd'.repeat(16)),
    ])
    expect(two.map((one) => one.statusCode).sort()).toEqual([200, 409])
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
