import { describe, expect, test } from 'vitest'
import { charter } from '../proposals/matter.ts'
import { VILLAGE, type Village } from '../village.ts'
import {
  begin,
  closePoll,
  convene,
  figures,
  inHall,
  numbered,
  openPolls,
  paper,
  rowOf,
  signIn,
  villageWith,
  vote,
} from './meeting.ts'

describe('corrections of the roll', () => {
  const GROUNDS: Record<string, string> = {
    add: 'leftOut',
    strike: 'died',
    vote: 'wrongRecord',
    noVote: 'officeEnded',
    representative: 'wrongRecord',
  }
  const correct = async (
    village: Village,
    meeting: string,
    name: string,
    kind: string,
    { by = 'villageDirector', ground = GROUNDS[kind] as string } = {},
  ) =>
    village.ask(by, 'correctRoll', {
      params: { meeting },
      body: {
        personId: village.id(name),
        kind,
        ground,
        paperId: await paper(village),
        reason: '见证明',
      },
    })
  const confirm = (village: Village, meeting: string, correction: string, by = 'oversightChair') =>
    village.ask(by, 'confirmCorrection', { params: { meeting, correction }, body: {} })
  /** His election was recorded after the roll was drawn. */
  const elect = (village: Village, name: string) =>
    village.sql(
      `insert into offices (village_id, person_id, office, "from") values ('${VILLAGE}', '${village.id(name)}', 'representative', '2026-01-01')`,
    )

  test('who is added gets the full notice, else the meeting moves; everybody is told', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', {
      opensAt: '2026-11-06T01:00:00.000Z',
      windowHours: 24,
    })
    await village.clock.set(new Date('2026-11-04T02:00:00.000Z'))
    await elect(village, 'villager-1')
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
    await elect(village, 'villager-1')
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
    // Nothing came of it, and it waits no longer than the poll.
    expect((await figures(village, meeting)).entitled).toBe(17)
  })

  test('it takes two persons, the second of the oversight committee, and is done once', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    const { body } = await correct(village, meeting, 'representative-1', 'strike')
    expect((await confirm(village, meeting, body.id, 'villageCommittee-1')).status).toBe(403)
    expect(await village.ask('villageCommittee-1', 'confirmAct', { params: { act: body.id } })).toMatchObject(
      {
        body: { code: 'secondPersonNeeded' },
      },
    )
    const replies = await Promise.all([
      confirm(village, meeting, body.id),
      confirm(village, meeting, body.id, 'oversightCommittee-1'),
    ])
    expect(replies.map((reply) => reply.status).sort()).toEqual([200, 409])
    expect((await figures(village, meeting)).entitled).toBe(17)
  })

  test('a director who sits in the oversight committee finds no second there: neither himself nor its others', async () => {
    const { village, proposal } = await villageWith({
      people: [{ name: 'villageDirector', offices: ['villageDirector', 'oversightCommittee'] }],
    })
    const meeting = await convene(village, proposal)
    const { body } = await correct(village, meeting, 'representative-1', 'strike')
    for (const [who, code] of [
      ['villageDirector', 'samePersonTwice'],
      ['oversightCommittee-1', 'secondPersonNeeded'],
    ] as const)
      expect((await confirm(village, meeting, body.id, who)).body.code).toBe(code)
  })

  test('what the oversight committee proposes the township confirms, and nobody of its own', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    const { body } = await correct(village, meeting, 'representative-1', 'strike', { by: 'oversightChair' })
    expect((await confirm(village, meeting, body.id, 'oversightCommittee-1')).body.code).toBe(
      'secondPersonNeeded',
    )
    expect((await village.ask('township-1', 'confirmAct', { params: { act: body.id } })).status).toBe(200)
    expect((await figures(village, meeting)).entitled).toBe(17)
  })

  test('a ground carries only its own kinds, and none goes without its paper', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    const why = async (kind: string, ground: string) =>
      (await correct(village, meeting, 'representative-1', kind, { ground })).body.code
    expect(await why('strike', 'leftOut')).toBe('correctionGround')
    expect(await why('noVote', 'leftVillage')).toBe('correctionGround')
    expect(await why('strike', 'couldNotBeReached')).toBe('malformed')
    const bare = await village.ask('villageDirector', 'correctRoll', {
      params: { meeting },
      body: {
        personId: village.id('representative-1'),
        kind: 'strike',
        ground: 'died',
        paperId: village.id('representative-1'),
        reason: '去世',
      },
    })
    expect(bare.body.code).toBe('notFound')
  })

  test('once the poll is open only who died goes and only who was left out comes; what waited before has lapsed', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
    await begin(village, meeting)
    await inHall(village, meeting, numbered('representative', 3))
    const before = await correct(village, meeting, 'representative-9', 'strike')
    await village.clock.set(new Date(village.clock.now().getTime() + 1000))
    await openPolls(village, meeting)
    expect((await confirm(village, meeting, before.body.id)).body.code).toBe('actNotWaiting')
    const gone = await correct(village, meeting, 'representative-9', 'strike', { ground: 'leftVillage' })
    expect(gone.body.code).toBe('correctionPollOpen')
    const stranger = await correct(village, meeting, 'villager-1', 'add')
    expect(stranger.body.code).toBe('notOfThisBody')
    await elect(village, 'villager-1')
    const added = await correct(village, meeting, 'villager-1', 'add')
    // In the open poll he comes without a new period: he votes in this one.
    expect((await confirm(village, meeting, added.body.id)).body).toMatchObject({ earliest: null })
    const died = await correct(village, meeting, 'representative-9', 'strike')
    expect((await confirm(village, meeting, died.body.id)).status).toBe(200)
    expect((await figures(village, meeting)).entitled).toBe(18)
    await closePoll(village, meeting)
    expect((await correct(village, meeting, 'villager-2', 'add')).body.code).toBe('pollClosed')
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
