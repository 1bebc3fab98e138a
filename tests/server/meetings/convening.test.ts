import { describe, expect, test } from 'vitest'
import { propose, put } from '../proposals/matter.ts'
import {
  at,
  begin,
  check,
  closePoll,
  convene,
  figures,
  inHall,
  numbered,
  openPolls,
  pollRows,
  REPRESENTATIVES,
  rowOf,
  tryConvene,
  villageWith,
  vote,
} from './meeting.ts'

describe('notice', () => {
  test('three days for the representatives: given on the 2nd, the meeting opens from 00:00 of the 6th', async () => {
    const { village, proposal } = await villageWith()
    const early = await tryConvene(village, proposal, 'villagerResolution', {
      opensAt: '2026-11-05T15:59:59.000Z',
    })
    expect(early.body).toMatchObject({
      code: 'noticeTooShort',
      params: { days: 3, earliest: '2026-11-05T16:00:00.000Z' },
    })
    const { status, body } = await tryConvene(village, proposal, 'villagerResolution', {
      opensAt: '2026-11-05T16:00:00.000Z',
    })
    expect([status, body.entitled]).toEqual([200, 18])
  })

  test('it reaches everyone on the roll at once, and those without a phone stand on the list to be called', async () => {
    const { village, proposal } = await villageWith({ people: [{ name: 'representative-1', phone: null }] })
    const meeting = await convene(village, proposal)
    expect((await figures(village, meeting)).notReached).toBe(1)
    const { rows } = await village.must('accountant', 'getRoll', {
      params: { meeting },
      query: { state: 'notReached' },
    })
    expect(rows.map((row: { person: { id: string } }) => row.person.id)).toEqual([
      village.id('representative-1'),
    ])
    await village.must('accountant', 'recordCall', {
      params: { meeting },
      body: { personId: village.id('representative-1') },
    })
    expect((await figures(village, meeting)).notReached).toBe(0)
    await village.must('representative-2', 'readNotice', { params: { meeting }, body: {} })
    expect((await village.must('representative-2', 'getMyPlace', { params: { meeting } })).noticeRead).toBe(
      true,
    )
  })

  test('the gap of three days runs from the close of the step before, at the same time as the notice', async () => {
    const { village, proposal } = await villageWith({}, 'partyReview')
    const told = await check(village, [proposal], 'partyReview')
    expect(told).toMatchObject({
      assembly: 'partyMembers',
      earliest: '2026-11-05T16:00:00.000Z',
      entitled: 10,
      refusal: null,
    })
    await put(village, proposal, { lastDecidedAt: new Date('2026-11-01T00:00:00Z') })
    expect((await check(village, [proposal], 'partyReview')).earliest).toBe('2026-11-05T16:00:00.000Z')
    await put(village, proposal, { profile: { values: { 's3.notice_days': 0 }, versions: {} } })
    expect((await check(village, [proposal], 'partyReview')).earliest).toBe('2026-11-04T16:00:00.000Z')
  })

  test('a longer window than the profile allows is refused, a shorter one stands in the notice', async () => {
    const { village, proposal } = await villageWith()
    expect(
      (await tryConvene(village, proposal, 'villagerResolution', { windowHours: 49 })).body,
    ).toMatchObject({ code: 'windowTooLong', params: { hours: 48 } })
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 24 })
    const row = await rowOf(village, meeting)
    expect(row.windowEnd?.getTime()).toBe(row.opensAt.getTime() + 24 * 3_600_000)
  })

  test("an urgent matter waits for the oversight committee's note, and then goes at once", async () => {
    const { village, proposal } = await villageWith({}, 'branchProposal', { urgentReason: '河堤出现险情' })
    expect((await tryConvene(village, proposal, 'branchProposal')).body.code).toBe('oversightNoteMissing')
    await village.must('oversightChair', 'addNote', {
      params: { proposal },
      body: { kind: 'oversightNote', text: '情况属实', agrees: true },
    })
    const meeting = await convene(village, proposal, 'branchProposal')
    expect(await rowOf(village, meeting)).toMatchObject({ urgent: true, opensAt: village.clock.now() })
  })
})

describe('who and what', () => {
  test("only the body's own office convenes it, and only at the stage where the matter stands", async () => {
    const { village, proposal } = await villageWith({}, 'partyReview')
    expect((await tryConvene(village, proposal, 'partyReview', { by: 'villageDirector' })).body.code).toBe(
      'forbidden',
    )
    expect(
      (await village.ask('representative-1', 'conveneMeeting', { body: { proposalIds: [proposal] } })).status,
    ).toBe(403)
    await put(village, proposal, { stage: 'implementation' })
    const { refusal } = await check(village, [proposal], 'partyReview')
    expect(refusal).toMatchObject({ code: 'wrongStage', params: { stage: 'implementation' } })
    expect(refusal?.messageZh).toContain('组织实施')
  })

  test('the chair is neither teller nor recorder, and two different tellers are named', async () => {
    const { village, proposal } = await villageWith()
    const codes = []
    for (const convening of [
      { tellers: ['villageDirector', 'oversightChair'] },
      { recorder: 'villageDirector' },
      { tellers: ['oversightChair'] },
      { tellers: ['oversightChair', 'oversightChair'] },
      { chair: 'representative-1' },
      { chair: 'villageCommittee-1' },
    ])
      codes.push(
        (await tryConvene(village, proposal, 'villagerResolution', convening)).body.code ?? 'convened',
      )
    expect(codes).toEqual([
      'tellerIsChair',
      'tellerIsChair',
      'tellersNeeded',
      'tellersNeeded',
      'chairNotEntitled',
      'convened',
    ])
  })

  test('the representatives decide only what the assembly has entrusted to them on that day', async () => {
    const { village, proposal } = await villageWith()
    await put(village, proposal, { codes: ['M05'] })
    expect((await tryConvene(village, proposal, 'villagerResolution')).body).toMatchObject({
      code: 'outsideAuthorisation',
      params: { code: 'M05' },
    })
  })

  test('a matter is on one notice at a time', async () => {
    const { village, proposal } = await villageWith()
    const replies = await Promise.all(
      [1, 2, 3].map(() => tryConvene(village, proposal, 'villagerResolution')),
    )
    expect(replies.map((reply) => reply.body.code ?? 'convened').sort()).toEqual([
      'alreadyConvened',
      'alreadyConvened',
      'convened',
    ])
  })

  test('two matters at the same step share an agenda, each with its own poll; of different steps they do not', async () => {
    const { village, proposal } = await villageWith()
    const second = await propose(village, {
      title: '村东桥',
      questions: [{ text: '修桥' }, { text: '安灯' }],
    })
    expect(
      (
        await tryConvene(village, [proposal, second], 'villagerResolution', {
          opensAt: '2026-12-01T00:00:00Z',
        })
      ).body.code,
    ).toBe('agendaMixed')
    await at(village, second, 'villagerResolution')
    const meeting = await convene(village, [proposal, second])
    expect(
      (await pollRows(village, meeting)).map((poll) => [poll.proposalId === second, poll.seq, poll.status]),
    ).toEqual([
      [false, 1, 'waiting'],
      [true, 2, 'waiting'],
      [true, 3, 'waiting'],
    ])
  })

  test('online presence counts only under a basis in force on every day of the window', async () => {
    const { village, proposal } = await villageWith()
    expect((await check(village, [proposal], 'villagerResolution')).onlineCounts).toBe(true)
    await village.sql('update legal_bases set "to" = \'2026-11-07\'')
    const meeting = await convene(village, proposal, 'villagerResolution', {
      opensAt: '2026-11-06T01:00:00.000Z',
    })
    const [poll] = await pollRows(village, meeting)
    expect([(await rowOf(village, meeting)).onlineCounts, poll?.rule.onlineCounts]).toEqual([false, false])
  })

  test('with fewer than five at submission the body votes by name', async () => {
    const { village, proposal } = await villageWith({ partyMembers: 3 }, 'partyReview')
    const meeting = await convene(village, proposal, 'partyReview')
    expect((await pollRows(village, meeting))[0]).toMatchObject({
      secret: false,
      rule: { votingMode: 'open_named' },
    })
  })

  test('with fewer than five only since then no secret poll is held: nobody is unmasked by a shorter roll', async () => {
    const { village, proposal } = await villageWith({ partyMembers: 5 }, 'partyReview')
    const gone = ['firstSecretary', 'branchCommittee-1'].map((name) => `'${village.id(name)}'`)
    await village.sql(`update people set party_status = 'none' where id in (${gone})`)
    expect((await tryConvene(village, proposal, 'partyReview')).body).toMatchObject({
      code: 'secretNeedsMore',
      params: { k: 5 },
    })
  })
})

describe('the frozen roll', () => {
  test('a person with two capacities stands on it once', async () => {
    const { village, proposal } = await villageWith({
      people: [
        { name: 'villageDirector', offices: ['villageDirector', 'representative', 'branchCommittee'] },
      ],
    })
    const meeting = await convene(village, proposal)
    const { rows } = await village.must('accountant', 'getRoll', { params: { meeting } })
    const mine = rows.filter(
      (row: { person: { id: string } }) => row.person.id === village.id('villageDirector'),
    )
    expect(mine.map((row: { capacities: string[] }) => row.capacities.sort())).toEqual([
      ['representative', 'villageDirector'],
    ])
    expect((await figures(village, meeting)).entitled).toBe(18)
  })

  test('an office that ends after the notice leaves the roll as it was', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await village.sql(
      `update offices set "to" = '2026-11-03', held_until = '2026-11-03' where person_id = '${village.id('representative-1')}'`,
    )
    await begin(village, meeting)
    await inHall(village, meeting, ['representative-1'])
    await openPolls(village, meeting)
    expect((await vote(village, meeting, 'representative-1')).status).toBe(200)
    expect((await figures(village, meeting)).entitled).toBe(18)
  })

  test('preparatory members attend the Party meeting without a vote, the first secretary as a guest', async () => {
    const { village, proposal } = await villageWith(
      { probationary: 2, people: [{ name: 'firstSecretary', party: 'none' }] },
      'partyReview',
    )
    const meeting = await convene(village, proposal, 'partyReview')
    expect(await figures(village, meeting)).toMatchObject({ entitled: 9, allMembers: 11 })
    const { rows } = await village.must('accountant', 'getRoll', { params: { meeting } })
    expect(rows.filter((row: { votes: boolean }) => !row.votes)).toHaveLength(3)
  })

  test('nobody is left out of the roll without a switch and a named basis', async () => {
    const { village, proposal } = await villageWith(
      { people: [{ name: 'partyMember-1', away: true }] },
      'partyReview',
    )
    const excluded = [village.id('partyMember-1')]
    expect((await tryConvene(village, proposal, 'partyReview', { more: { excluded } })).body.code).toBe(
      'exclusionNotAllowed',
    )
    await put(village, proposal, { profile: { values: { exclude_long_absent: true }, versions: {} } })
    await village.sql("update legal_bases set kind = 'excludeUnreachable' where kind = 'onlinePresence'")
    const meeting = await convene(village, proposal, 'partyReview', { more: { excluded } })
    const { facts } = await village.must('accountant', 'getMinutes', { params: { meeting } })
    expect(facts.composition).toMatchObject({
      entitled: 9,
      entitledWithExcluded: 10,
      excluded,
      excludedBasis: '章程第九条',
    })
  })
})

test('a sitting without quorum is convened again with the full notice, counted, and never with a lower quorum', async () => {
  const { village, proposal } = await villageWith()
  const quorums = []
  for (const reconvening of [0, 1, 2]) {
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
    const row = await rowOf(village, meeting)
    expect([row.reconvening, row.reconveneOf !== null]).toEqual([reconvening, reconvening > 0])
    expect(row.opensAt.getTime() - village.clock.now().getTime()).toBeGreaterThan(3 * 86_400_000 - 1)
    await begin(village, meeting)
    await inHall(village, meeting, REPRESENTATIVES.slice(0, 11))
    await openPolls(village, meeting)
    const now = await village.must('villageDirector', 'getMeeting', { params: { meeting } })
    quorums.push(now.now.quorumNeeded)
    const { outcome } = await closePoll(village, meeting)
    expect(outcome).toBe('noQuorum')
  }
  expect(quorums).toEqual([12, 12, 12])
  expect((await village.must('villageDirector', 'getProposal', { params: { proposal } })).stage).toBe(
    'shelved',
  )
})

test('a rejected text is not put to the same assembly again before its cooling days have ended', async () => {
  const { village, proposal } = await villageWith()
  const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
  await begin(village, meeting)
  await inHall(village, meeting, REPRESENTATIVES.slice(0, 12))
  await openPolls(village, meeting)
  for (const name of numbered('representative', 5)) await vote(village, meeting, name, 'against')
  await closePoll(village, meeting)
  await village.clock.set(new Date(village.clock.now().getTime() + 5000))
  expect((await pollRows(village, meeting))[0]?.outcome).toBe('reject')
  // Step 2 sits at once; only the assembly that rejected it waits: closed on the 6th, 30 days end with 6 December.
  expect((await check(village, [proposal], 'committeeDeliberation')).refusal).toBeNull()
  await at(village, proposal, 'villagerResolution')
  const told = await check(village, [proposal], 'villagerResolution', { opensAt: '2026-12-06T15:00:00.000Z' })
  expect(told.refusal).toMatchObject({
    code: 'coolingDays',
    params: { days: 30, earliest: '2026-12-06T16:00:00.000Z' },
  })
})
