import { describe, expect, test } from 'vitest'
import { begin, check, convene, figures, signIn, tryConvene, villageWith, vote } from './meeting.ts'

describe('列席: who may sit in is on the notice', () => {
  test('the oversight committee sits in where the two committees deliberate: own sign-in, in the minutes, no vote', async () => {
    const { village, proposal } = await villageWith({}, 'committeeDeliberation')
    const offered = (await check(village, [proposal], 'committeeDeliberation')).guests
    const names = ['oversightChair', 'oversightCommittee-1', 'oversightCommittee-2']
    expect(offered.map((one) => one.id).sort()).toEqual(names.map(village.id).sort())
    const guestIds = [village.id('oversightChair'), village.id('villager-1')]
    const meeting = await convene(village, proposal, 'committeeDeliberation', { more: { guestIds } })
    const { entitled } = await figures(village, meeting)
    await begin(village, meeting)
    for (const name of ['oversightChair', 'villager-1'])
      expect((await signIn(village, meeting, name)).status).toBe(200)
    expect((await signIn(village, meeting, 'villager-2')).body.code).toBe('forbidden')
    expect(await figures(village, meeting)).toMatchObject({ entitled, presentOnline: 0 })
    expect((await vote(village, meeting, 'oversightChair')).body.code).toBe('noVoteRight')
    const seen = await village.must('villager-1', 'getMeeting', { params: { meeting } })
    expect(seen.guests.map((one) => one.name)).toEqual(['oversightChair', 'villager-1'])
    const { facts } = await village.must('branchSecretary', 'getMinutes', { params: { meeting } })
    expect(facts).toMatchObject({
      attendance: {
        withoutVote: expect.arrayContaining([
          { person: village.id('oversightChair'), capacities: ['oversightChair'], way: 'online' },
          { person: village.id('villager-1'), capacities: [], way: 'online' },
        ]),
      },
    })
  })

  test('at a Party meeting only Party members sit in', async () => {
    const { village, proposal } = await villageWith({}, 'partyReview')
    expect((await check(village, [proposal], 'partyReview')).guests).toEqual([])
    const invite = (name: string) =>
      tryConvene(village, proposal, 'partyReview', { more: { guestIds: [village.id(name)] } })
    expect((await invite('oversightChair')).body.code).toBe('guestNotParty')
    expect((await invite('partyMember-1')).status).toBe(200)
  })
})
