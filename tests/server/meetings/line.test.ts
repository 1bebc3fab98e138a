import { describe, expect, test } from 'vitest'
import type { Village } from '../village.ts'
import {
  begin,
  closePoll,
  convene,
  inHall,
  numbered,
  openPolls,
  pollRows,
  REPRESENTATIVES,
  signIn,
  villageWith,
  vote,
} from './meeting.ts'

const forward = (village: Village, seconds: number) =>
  village.clock.set(new Date(village.clock.now().getTime() + seconds * 1000))
const leave = (village: Village, meeting: string, name: string) =>
  village.must('accountant', 'leaveMeeting', { params: { meeting }, body: { personId: village.id(name) } })
const lineOf = (village: Village, meeting: string, who = 'representative-1') =>
  village.must(who, 'getAttendanceLine', { params: { meeting } })

describe('到会经过', () => {
  test('coming, leaving and returning are points in time; the quorum is tested where the rule says', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
    await begin(village, meeting)
    await inHall(village, meeting, REPRESENTATIVES.slice(0, 11))
    await forward(village, 60)
    await signIn(village, meeting, 'representative-12')
    await forward(village, 60)
    await leave(village, meeting, 'representative-1')
    await forward(village, 60)
    await inHall(village, meeting, ['representative-1'])
    await openPolls(village, meeting)
    for (const name of numbered('representative', 12)) await vote(village, meeting, name)
    await closePoll(village, meeting)
    await forward(village, 60)
    await leave(village, meeting, 'representative-2')
    const { entitled, quorumNeeded, points, tests } = await lineOf(village, meeting)
    expect([entitled, quorumNeeded]).toEqual([18, 12])
    type Point = { inHall: number; online: number; left: number; quorumMet: boolean }
    expect(points.map((one: Point) => [one.inHall, one.online, one.left, one.quorumMet])).toEqual([
      [11, 0, 0, false],
      [11, 1, 0, true],
      [10, 1, 1, false],
      [11, 1, 0, true],
      [10, 1, 1, false],
    ])
    // The poll ended while twelve were there; who leaves afterwards changes the line and not the test.
    expect(tests).toMatchObject([{ present: 12, quorumNeeded: 12, quorumMet: true }])
  })

  test('the line is counts: nobody is named, and outsiders do not see it', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await begin(village, meeting)
    await signIn(village, meeting, 'representative-1')
    expect(JSON.stringify(await lineOf(village, meeting))).not.toContain(village.id('representative-1'))
    const outside = await village.ask('villager-1', 'getAttendanceLine', { params: { meeting } })
    expect(outside.status).toBe(403)
  })

  test('who voted, left and came back before the slips were counted is in the base of that poll once', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
    await begin(village, meeting)
    await inHall(village, meeting, REPRESENTATIVES.slice(0, 14))
    await openPolls(village, meeting)
    const [poll] = await pollRows(village, meeting)
    await village.must('accountant', 'handOutSlips', {
      params: { poll: poll?.id ?? '' },
      body: { personIds: REPRESENTATIVES.slice(8, 14).map(village.id) },
    })
    for (const name of numbered('representative', 8)) await vote(village, meeting, name)
    await closePoll(village, meeting)
    await forward(village, 60)
    await leave(village, meeting, 'representative-1')
    await leave(village, meeting, 'representative-9')
    await forward(village, 60)
    await inHall(village, meeting, ['representative-1', 'representative-9', 'villageCommittee-2'])
    const sheet = { for: 6, against: 0, abstain: 0, invalid: 0, issued: 6 }
    for (const teller of ['oversightCommittee-1', 'oversightCommittee-2'])
      await village.must(teller, 'enterCountSheet', { params: { poll: poll?.id ?? '' }, body: sheet })
    await forward(village, 60)
    const [closed] = await pollRows(village, meeting)
    expect(closed).toMatchObject({
      status: 'closed',
      figures: { present: 14, presentInHall: 14, for: 14, notCast: 0, outcome: 'adopt' },
    })
    expect((await lineOf(village, meeting)).points.at(-1)).toMatchObject({ inHall: 15, left: 0 })
  })

  test('an adjourned meeting is left by everybody, and signed into anew', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
    await begin(village, meeting)
    await inHall(village, meeting, REPRESENTATIVES.slice(0, 12))
    await forward(village, 60)
    const to = new Date(village.clock.now().getTime() + 24 * 3_600_000)
    await village.must('villageDirector', 'adjournMeeting', {
      params: { meeting },
      body: { to: to.toISOString(), reason: '天黑' },
    })
    await village.clock.set(to)
    await inHall(village, meeting, REPRESENTATIVES.slice(0, 13))
    const { points } = await lineOf(village, meeting)
    expect(points.map((one: { inHall: number; left: number }) => [one.inHall, one.left])).toEqual([
      [12, 0],
      [0, 12],
      [13, 0],
    ])
  })

  test('recusals and excuses stand in it', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await village.must('representative-3', 'excuse', {
      params: { meeting },
      body: { personId: village.id('representative-3'), reason: '住院' },
    })
    await village.must('representative-4', 'recuse', {
      params: { meeting },
      body: {
        proposalId: proposal,
        personId: village.id('representative-4'),
        interest: 'relative',
        reason: '亲属',
      },
    })
    await begin(village, meeting)
    await signIn(village, meeting, 'representative-4')
    expect((await lineOf(village, meeting)).points.at(-1)).toMatchObject({
      excused: 1,
      recused: 1,
      online: 1,
    })
  })
})
