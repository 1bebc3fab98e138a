import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { quorumLine } from '@cunyi/shared/poll/tally.ts'
import { describe, expect, test } from 'vitest'
import { put } from '../proposals/matter.ts'
import type { Village } from '../village.ts'
import {
  begin,
  closePoll,
  convene,
  figures,
  inHall,
  numbered,
  openPolls,
  pollRows,
  REPRESENTATIVES,
  rowOf,
  signIn,
  villageWith,
  vote,
} from './meeting.ts'

const acts = (village: Village, act: string) =>
  inVillage(village.db, village.villageId, async (tx) => {
    const { rows } = await tx.execute(`select payload from evidence where act = '${act}' order by seq`)
    return rows.map((row) => row.payload as Record<string, unknown>)
  })
const codeOf = async (village: Village, meeting: string) =>
  (await village.must('accountant', 'getHallCode', { params: { meeting } })).code as string
const forward = (village: Village, seconds: number) =>
  village.clock.set(new Date(village.clock.now().getTime() + seconds * 1000))

describe('signing in', () => {
  test('online from the opening to the end of the window, not before and not after', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', {
      opensAt: '2026-11-06T01:00:00.000Z',
      windowHours: 24,
    })
    expect((await signIn(village, meeting, 'representative-1')).body.code).toBe('meetingNotOpen')
    await begin(village, meeting)
    expect((await signIn(village, meeting, 'representative-1')).body).toEqual({
      way: 'online',
      counts: true,
      placeNo: 0,
    })
    await village.clock.set(new Date('2026-11-07T01:00:00.000Z'))
    expect((await signIn(village, meeting, 'representative-2')).body.code).toBe('meetingOver')
  })

  test('from two phones at once he is there once, and the log has one entry', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await begin(village, meeting)
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => signIn(village, meeting, 'representative-1')),
    )
    expect(replies.map((reply) => reply.body)).toEqual(
      Array.from({ length: 8 }, () => ({ way: 'online', counts: true, placeNo: 0 })),
    )
    expect((await figures(village, meeting)).presentOnline).toBe(1)
    expect(await acts(village, 'signIn')).toHaveLength(1)
  })

  test('somebody who is not on the roll is not let in', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await begin(village, meeting)
    expect((await signIn(village, meeting, 'villager-1')).status).toBe(403)
    const { signedIn, refused } = await inHall(village, meeting, ['representative-1', 'villager-1'])
    expect([signedIn, refused]).toEqual([
      1,
      [{ personId: village.id('villager-1'), code: 'notOnMeetingRoll' }],
    ])
  })

  test("the hall's code changes every 20 seconds, is good for 60, and of another meeting is none", async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    const other = await villageWith()
    const foreign = await convene(other.village, other.proposal)
    await Promise.all([begin(village, meeting), begin(other.village, foreign)])
    const code = await codeOf(village, meeting)
    expect(
      (await signIn(village, meeting, 'representative-1', await codeOf(other.village, foreign))).body.code,
    ).toBe('qrExpired')
    await forward(village, 20)
    expect(await codeOf(village, meeting)).not.toBe(code)
    await forward(village, 39)
    expect((await signIn(village, meeting, 'representative-1', code)).body).toEqual({
      way: 'inHall',
      counts: true,
      placeNo: 0,
    })
    await forward(village, 1)
    expect((await signIn(village, meeting, 'representative-2', code)).body.code).toBe('qrExpired')
  })

  test('a code is good once a person: who has left does not come back with it', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await begin(village, meeting)
    const code = await codeOf(village, meeting)
    await signIn(village, meeting, 'representative-1', code)
    await village.must('accountant', 'leaveMeeting', {
      params: { meeting },
      body: { personId: village.id('representative-1') },
    })
    expect((await signIn(village, meeting, 'representative-1', code)).body.code).toBe('qrUsed')
    expect((await signIn(village, meeting, 'representative-1')).body.way).toBe('online')
  })

  test("a sign-in of one's own stands on the clerk's list until it is seen", async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await begin(village, meeting)
    await signIn(village, meeting, 'representative-1', await codeOf(village, meeting))
    const unseen = async () =>
      (await village.must('accountant', 'getRoll', { params: { meeting }, query: { state: 'selfSignIn' } }))
        .rows.length
    expect(await unseen()).toBe(1)
    await village.must('accountant', 'confirmSignIns', {
      params: { meeting },
      body: { personIds: [village.id('representative-1')] },
    })
    expect(await unseen()).toBe(0)
  })

  test('who comes into the hall after signing in online is there once, and the change is recorded', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await begin(village, meeting)
    await signIn(village, meeting, 'representative-1')
    await inHall(village, meeting, ['representative-1', 'representative-2'])
    await inHall(village, meeting, ['representative-1', 'representative-2'])
    expect(await figures(village, meeting)).toMatchObject({ presentInHall: 2, presentOnline: 0 })
    expect(await acts(village, 'signInPeople')).toMatchObject([
      { moved: [{ id: village.id('representative-1'), from: 'online' }] },
    ])
    // The ballot page signs in first; it takes nobody out of the hall.
    expect((await signIn(village, meeting, 'representative-1')).body.way).toBe('inHall')
  })

  test("where online presence does not count, one is a guest online, and one's own phone in the hall waits for the clerk", async () => {
    const { village, proposal } = await villageWith()
    await village.sql('delete from legal_bases')
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
    await begin(village, meeting)
    expect((await signIn(village, meeting, 'representative-1')).body).toEqual({
      way: 'online',
      counts: false,
      placeNo: 0,
    })
    expect((await signIn(village, meeting, 'representative-2', await codeOf(village, meeting))).body).toEqual(
      { way: 'inHall', counts: false, placeNo: 0 },
    )
    await openPolls(village, meeting)
    expect((await vote(village, meeting, 'representative-1')).body.code).toBe('onlineIsGuest')
    expect((await vote(village, meeting, 'representative-2')).body.code).toBe('clerkMustConfirm')
    const [poll] = await pollRows(village, meeting)
    expect(quorumLine(await figures(village, meeting), poll?.rule as never).present).toBe(0)
    await village.must('accountant', 'confirmSignIns', {
      params: { meeting },
      body: { personIds: [village.id('representative-2')] },
    })
    expect((await vote(village, meeting, 'representative-2')).status).toBe(200)
    expect(quorumLine(await figures(village, meeting), poll?.rule as never).present).toBe(1)
  })

  test("the roll is for the meeting's officers and not for everyone on it", async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    expect((await village.ask('representative-1', 'getRoll', { params: { meeting } })).status).toBe(403)
    const { rows, next } = await village.must('accountant', 'getRoll', {
      params: { meeting },
      query: { limit: 10 },
    })
    expect([rows.length, rows[0]?.phoneMasked]).toEqual([10, expect.stringMatching(/^\d{3}\*{4}\d{4}$/)])
    const second = await village.must('accountant', 'getRoll', {
      params: { meeting },
      query: { limit: 10, after: next ?? '' },
    })
    const ids = [...rows, ...second.rows].map((row: { person: { id: string } }) => row.person.id)
    expect([new Set(ids).size, second.next]).toEqual([18 + 1, null])
  })
})

describe('leaving and being excused', () => {
  test('who leaves while a poll is open stays in its base; who left before it opened does not', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
    await begin(village, meeting)
    await inHall(village, meeting, REPRESENTATIVES.slice(0, 14))
    const leave = (name: string) =>
      village.must('accountant', 'leaveMeeting', {
        params: { meeting },
        body: { personId: village.id(name) },
      })
    await leave('representative-1')
    await openPolls(village, meeting)
    await leave('representative-2')
    await village.must('representative-15', 'excuse', {
      params: { meeting },
      body: { personId: village.id('representative-15'), reason: '住院' },
    })
    await closePoll(village, meeting)
    await forward(village, 5)
    const [poll] = await pollRows(village, meeting)
    expect(poll?.figures).toMatchObject({ present: 13, notCast: 13, outcome: 'reject' })
    expect((await figures(village, meeting)).excused).toBe(1)
  })

  test("a meeting stays among one's own until it is over; who says that he comes, or that he does not, may think again", async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
    const who = 'representative-1'
    const asked = { params: { meeting }, body: {} }
    const mine = async (name = who) =>
      (await village.must(name, 'listMyMeetings')).rows.find((row) => row.meetingId === meeting)
    expect(await mine()).toMatchObject({
      status: 'scheduled',
      began: false,
      votes: true,
      noticeRead: false,
      coming: false,
      matters: [{ proposalId: proposal, summary: expect.stringMatching(/./) }],
      questions: [{ status: 'waiting', voted: false, question: expect.stringMatching(/./) }],
    })
    expect(await mine('villager-1')).toBeUndefined()
    expect((await village.ask('villager-1', 'willCome', asked)).body.code).toBe('forbidden')
    await village.must(who, 'willCome', asked)
    expect(await mine()).toMatchObject({ coming: true, noticeRead: true })
    const row = async () =>
      (await village.must('accountant', 'getRoll', { params: { meeting }, query: { limit: 100 } })).rows.find(
        (one) => one.person.id === village.id(who),
      )
    expect(await row()).toMatchObject({ coming: true, state: 'absent' })
    expect((await village.must(who, 'getMeetingNow', { params: { meeting } })).present).toBe(0)
    await village.must(who, 'excuse', {
      params: { meeting },
      body: { personId: village.id(who), reason: '在外' },
    })
    expect(await mine()).toMatchObject({ coming: false, excused: true })
    await village.must(who, 'willCome', asked)
    expect(await mine()).toMatchObject({ coming: true, excused: false })
    expect(await row()).toMatchObject({ coming: true, state: 'absent' })
    expect(await acts(village, 'willCome')).toHaveLength(2)
    await begin(village, meeting)
    await signIn(village, meeting, who)
    await openPolls(village, meeting)
    expect(await mine()).toMatchObject({ status: 'inSession', began: true, signedIn: true })
    await closePoll(village, meeting)
    await village.must('villageDirector', 'endMeeting', { params: { meeting }, body: {} })
    expect(await mine()).toBeUndefined()
    expect((await village.ask(who, 'willCome', asked)).body.code).toBe('meetingOver')
  })

  test('nobody excuses another', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    const reply = await village.ask('representative-1', 'excuse', {
      params: { meeting },
      body: { personId: village.id('representative-2'), reason: '外出' },
    })
    expect(reply.body.code).toBe('forbidden')
  })
})

describe('recusal', () => {
  test('60 on the roll, 6 recused and present, 34 others: the quorum of 40 is met and the majority is of 34', async () => {
    const { village, proposal } = await villageWith({ representatives: 57, villageCommittee: 3 })
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
    await begin(village, meeting)
    await inHall(village, meeting, numbered('representative', 40))
    await openPolls(village, meeting)
    for (const name of numbered('representative', 6))
      await village.must(name, 'recuse', {
        params: { meeting },
        body: {
          proposalId: proposal,
          personId: village.id(name),
          interest: 'relative',
          reason: '承包人亲属',
        },
      })
    expect((await vote(village, meeting, 'representative-1')).body.code).toBe('recused')
    await Promise.all(numbered('representative', 18, 7).map((name) => vote(village, meeting, name)))
    const before = await village.must('villageDirector', 'getMeetingNow', { params: { meeting } })
    expect(before).toMatchObject({
      entitled: 60,
      present: 40,
      recused: 6,
      quorumNeeded: 40,
      quorumMissing: 0,
      quorumMet: true,
    })
    await closePoll(village, meeting)
    await forward(village, 5)
    const [poll] = await pollRows(village, meeting)
    expect(poll?.figures).toMatchObject({
      quorumBase: 60,
      quorumMet: true,
      majorityBase: 34,
      majorityNeeded: 18,
      for: 18,
      outcome: 'adopt',
    })
    expect(poll?.figures).toMatchObject({
      bothBases: { present: { base: 34, met: true }, entitled: { base: 60, needed: 31, met: false } },
    })
  })

  test('where the base is all entitled, recusal takes nobody out of it', async () => {
    const { village, proposal } = await villageWith({ partyMembers: 9 }, 'partyReview')
    const meeting = await convene(village, proposal, 'partyReview', { windowHours: 0 })
    await begin(village, meeting)
    await inHall(village, meeting, [...numbered('partyMember', 6), 'branchCommittee-1'])
    await openPolls(village, meeting, 'branchSecretary')
    await village.must('partyMember-1', 'recuse', {
      params: { meeting },
      body: {
        proposalId: proposal,
        personId: village.id('partyMember-1'),
        interest: 'relative',
        reason: '本人承包',
      },
    })
    for (const name of numbered('partyMember', 5, 2)) await vote(village, meeting, name)
    await closePoll(village, meeting, 'branchSecretary')
    await forward(village, 5)
    const [poll] = await pollRows(village, meeting)
    expect(poll?.figures).toMatchObject({ majorityBase: 10, for: 5, outcome: 'reject' })
  })

  test('an interest is declared before the ballot, and by whoever leads or counts only after another is named', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', {
      windowHours: 0,
      tellers: ['representative-1', 'representative-2'],
    })
    const recuse = (name: string) =>
      village.ask(name, 'recuse', {
        params: { meeting },
        body: { proposalId: proposal, personId: village.id(name), interest: 'relative', reason: '亲属承包' },
      })
    expect((await recuse('representative-1')).body.code).toBe('replaceOfficerFirst')
    const officers = {
      chairId: village.id('villageDirector'),
      recorderId: village.id('accountant'),
      reason: '回避',
    }
    const name = (tellers: string[]) =>
      village.ask('villageDirector', 'replaceOfficers', {
        params: { meeting },
        body: { ...officers, tellerIds: tellers.map(village.id) },
      })
    expect((await name(['representative-3', 'villageDirector'])).body.code).toBe('tellerIsChair')
    expect((await name(['representative-3', 'representative-2'])).status).toBe(200)
    expect((await recuse('representative-1')).status).toBe(200)
    expect((await name(['representative-1', 'representative-2'])).body.code).toBe('tellerInterested')
    await begin(village, meeting)
    await inHall(village, meeting, ['representative-4'])
    await openPolls(village, meeting)
    await vote(village, meeting, 'representative-4')
    expect((await recuse('representative-4')).body.code).toBe('ballotStands')
    expect((await rowOf(village, meeting)).tellerIds).toEqual([
      village.id('representative-3'),
      village.id('representative-2'),
    ])
  })

  test('disclose_only is told and takes no vote away', async () => {
    const { village, proposal } = await villageWith()
    await put(village, proposal, { profile: { values: { recusal_mode: 'disclose_only' }, versions: {} } })
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
    await begin(village, meeting)
    await inHall(village, meeting, ['representative-1'])
    await openPolls(village, meeting)
    await village.must('oversightChair', 'recuse', {
      params: { meeting },
      body: {
        proposalId: proposal,
        personId: village.id('representative-1'),
        interest: 'relative',
        reason: '亲属',
      },
    })
    expect((await vote(village, meeting, 'representative-1')).status).toBe(200)
  })
})
