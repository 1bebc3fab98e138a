import { randomBytes } from 'node:crypto'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { verifyChain } from '@cunyi/server/base/evidence/actions.ts'
import type { MinutesFacts } from '@cunyi/server/matters/meetings/facts.ts'
import { CHOICES } from '@cunyi/shared/words/vocabulary.ts'
import { describe, expect, test } from 'vitest'
import { matterOf } from '../proposals/matter.ts'
import type { Village } from '../village.ts'
import {
  begin,
  chooseTellers,
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
  tryConvene,
  villageWith,
  vote,
} from './meeting.ts'

const forward = (village: Village, seconds: number) =>
  village.clock.set(new Date(village.clock.now().getTime() + seconds * 1000))

describe('amendments', () => {
  const move = (village: Village, meeting: string, proposal: string, more: Record<string, unknown> = {}) =>
    village.ask('accountant', 'moveAmendment', {
      params: { meeting },
      body: {
        proposalId: proposal,
        movedBy: village.id('representative-1'),
        oldText: '宽4米',
        newText: '宽约4米',
        facts: {},
        touchesRights: false,
        ...more,
      },
    })
  const decide = (
    village: Village,
    meeting: string,
    amendment: string,
    body: Record<string, unknown>,
    by = 'villageDirector',
  ) => village.ask(by, 'decideAmendment', { params: { meeting, amendment }, body })

  const judge = async (village: Village, by: string, agrees: boolean) => {
    const { rows } = await village.must(by, 'listJudgements')
    const [open] = rows.filter((row) => row.mayJudge)
    await village.must(by, 'judge', {
      params: { judgement: open?.id ?? '' },
      body: { agrees, ground: agrees ? null : '不只是文字' },
    })
  }

  test('whether it is wording alone others judge: then it is minuted, and the poll opens on the new version', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await begin(village, meeting)
    await inHall(village, meeting, REPRESENTATIVES)
    const moved = await move(village, meeting, proposal)
    expect(moved.body.kind).toBe('toJudge')
    expect((await decide(village, meeting, moved.body.id, { takeUp: true })).body.code).toBe(
      'changeNotJudged',
    )
    await judge(village, 'oversightChair', true)
    await judge(village, 'oversightCommittee-1', true)
    expect((await decide(village, meeting, moved.body.id, { takeUp: true })).body).toEqual({
      status: 'adopted',
      version: 2,
      stage: 'villagerResolution',
    })
    await openPolls(village, meeting)
    expect((await pollRows(village, meeting))[0]).toMatchObject({ status: 'open', version: 2 })
    expect((await matterOf(village, proposal)).body).toContain('宽约4米')
    expect((await decide(village, meeting, moved.body.id, { takeUp: true })).body.code).toBe('alreadyDone')
  })

  test('one of those who sit is enough to make it more than wording', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await begin(village, meeting)
    await inHall(village, meeting, REPRESENTATIVES)
    const moved = await move(village, meeting, proposal)
    const at = { proposal }
    const [change] = (await village.must('representative-2', 'listTextChanges', { params: at })).rows
    expect(change).toMatchObject({ state: 'waiting', inSitting: true, mayNow: ['objectToChange'] })
    const asked = { params: { ...at, change: change?.id ?? '' }, body: { ground: '宽约四米不是宽四米' } }
    expect((await village.ask('villager-1', 'objectToChange', asked)).body.code).toBe('notDecider')
    await village.must('representative-2', 'objectToChange', asked)
    expect((await decide(village, meeting, moved.body.id, { takeUp: true })).body).toMatchObject({
      status: 'takenUp',
      stage: 'committeeDeliberation',
    })
  })

  test('a changed place, sum or right is substantive whatever it is called, and goes back with the new version', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await begin(village, meeting)
    await inHall(village, meeting, REPRESENTATIVES)
    expect((await move(village, meeting, proposal, { touchesRights: true })).body.kind).toBe('substantive')
    expect((await move(village, meeting, proposal, { facts: { amount: 105_000_000 } })).body.kind).toBe(
      'toJudge',
    )
    expect((await move(village, meeting, proposal, { facts: { amount: 105_600_001 } })).body.kind).toBe(
      'substantive',
    )
    const { body } = await move(village, meeting, proposal, { facts: { place: '村东' } })
    const taken = await decide(village, meeting, body.id, { takeUp: true })
    expect(taken.body).toEqual({ status: 'takenUp', version: 2, stage: 'committeeDeliberation' })
    expect((await pollRows(village, meeting))[0]).toMatchObject({
      status: 'void',
      voidReason: 'amended',
      openedAt: null,
    })
    const { moves, version, facts } = await village.must('villageDirector', 'getProposal', {
      params: { proposal },
    })
    expect([moves.at(-1), version, facts.place]).toMatchObject([
      { move: 'amend', from: 'villagerResolution', to: 'committeeDeliberation' },
      2,
      '村东',
    ])
  })

  test('without the chair it takes one fifth of those present', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await begin(village, meeting)
    await inHall(village, meeting, numbered('representative', 11))
    const { body } = await move(village, meeting, proposal, { facts: { place: '村东' } })
    const supporters = (n: number) => numbered('representative', n).map(village.id)
    const two = await decide(
      village,
      meeting,
      body.id,
      { takeUp: true, supporters: supporters(2) },
      'accountant',
    )
    expect(two.body.code).toBe('amendmentNotTakenUp')
    // The third is named twice and the absent do not count.
    const named = [...supporters(2), village.id('representative-2'), village.id('representative-15')]
    expect(
      (await decide(village, meeting, body.id, { takeUp: true, supporters: named }, 'accountant')).body.code,
    ).toBe('amendmentNotTakenUp')
    const three = await decide(
      village,
      meeting,
      body.id,
      { takeUp: true, supporters: supporters(3) },
      'accountant',
    )
    expect(three.body).toMatchObject({ status: 'takenUp', stage: 'committeeDeliberation' })
  })

  test('the old text is quoted as it stands, and with a window nothing is moved once the poll is open', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await begin(village, meeting)
    await inHall(village, meeting, REPRESENTATIVES)
    expect((await move(village, meeting, proposal, { oldText: '宽五米' })).body.code).toBe(
      'amendmentTextMissing',
    )
    await openPolls(village, meeting)
    expect((await move(village, meeting, proposal)).body.code).toBe('pollRunning')
  })

  test('adopted while a live poll is open, the poll is void and its ballots are never opened', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
    await begin(village, meeting)
    await inHall(village, meeting, REPRESENTATIVES)
    await openPolls(village, meeting)
    await vote(village, meeting, 'representative-1')
    const { body } = await move(village, meeting, proposal, { facts: { place: '村东' } })
    await decide(village, meeting, body.id, { takeUp: true })
    await forward(village, 60)
    expect((await pollRows(village, meeting))[0]).toMatchObject({
      status: 'void',
      outcome: 'void',
      figures: null,
    })
    expect((await vote(village, meeting, 'representative-2')).body.code).toBe('pollVoid')
  })

  test('only wording, the poll is asked again on the new text in the same sitting, and that one decides', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
    await begin(village, meeting)
    await inHall(village, meeting, REPRESENTATIVES)
    await openPolls(village, meeting)
    await vote(village, meeting, 'representative-1')
    const { body } = await move(village, meeting, proposal)
    await judge(village, 'oversightChair', true)
    await judge(village, 'oversightCommittee-1', true)
    expect((await decide(village, meeting, body.id, { takeUp: true })).body).toMatchObject({
      status: 'adopted',
    })
    expect((await pollRows(village, meeting)).map(({ status, seq }) => [status, seq])).toEqual([
      ['void', 1],
      ['waiting', 2],
    ])
    const again = (await pollRows(village, meeting))[1]?.id ?? ''
    await village.must('villageDirector', 'openPoll', { params: { meeting, poll: again }, body: {} })
    // Also the wording of what is asked again may be mended.
    const more = await move(village, meeting, proposal, { oldText: '宽约4米', newText: '宽大约4米' })
    expect(more.status).toBe(200)
    for (const name of numbered('representative', 12))
      await village.must(name, 'castBallot', {
        params: { poll: again },
        body: { ref: randomBytes(16).toString('hex'), choice: CHOICES.for.code },
      })
    await closePoll(village, meeting)
    await forward(village, 60)
    expect((await pollRows(village, meeting))[1]).toMatchObject({
      status: 'closed',
      outcome: 'adopt',
      version: 2,
    })
    expect((await matterOf(village, proposal)).stage).toBe('resolutionDisclosure')
  })
})

describe('adjourning and ending', () => {
  test('polls not opened go on at a named time within seven days, on the same roll, signed into anew', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', {
      opensAt: '2026-11-06T01:00:00.000Z',
      windowHours: 24,
    })
    await begin(village, meeting)
    await inHall(village, meeting, REPRESENTATIVES)
    const adjourn = (to: string) =>
      village.ask('villageDirector', 'adjournMeeting', { params: { meeting }, body: { to, reason: '停电' } })
    expect((await adjourn('2026-11-13T16:00:00.001Z')).body.code).toBe('adjournTooLate')
    expect((await adjourn('2026-11-08T01:00:00.000Z')).status).toBe(200)
    expect(await rowOf(village, meeting)).toMatchObject({
      status: 'adjourned',
      windowEnd: new Date('2026-11-09T01:00:00.000Z'),
    })
    expect(await figures(village, meeting)).toMatchObject({ entitled: 18, presentInHall: 0 })
    const [poll] = await pollRows(village, meeting)
    const open = () =>
      village.ask('villageDirector', 'openPoll', { params: { meeting, poll: poll?.id ?? '' }, body: {} })
    expect((await open()).body.code).toBe('notTime')
    await begin(village, meeting)
    await inHall(village, meeting, REPRESENTATIVES)
    await chooseTellers(village, meeting)
    expect((await open()).status).toBe(200)
    expect((await adjourn('2026-11-10T01:00:00.000Z')).body.code).toBe('pollRunning')
  })

  test('a poll not opened when half of the window has passed is adjourned by the clock, and lapses after seven days', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', {
      opensAt: '2026-11-06T01:00:00.000Z',
      windowHours: 24,
    })
    await village.clock.set(new Date('2026-11-06T13:00:00.000Z'))
    expect(await rowOf(village, meeting)).toMatchObject({ status: 'adjourned', adjournedTo: null })
    expect((await tryConvene(village, proposal, 'villagerResolution')).body.code).toBe('alreadyConvened')
    await village.clock.set(new Date('2026-11-13T15:59:59.000Z'))
    expect((await pollRows(village, meeting))[0]?.status).toBe('waiting')
    await village.clock.set(new Date('2026-11-13T16:00:00.000Z'))
    expect((await pollRows(village, meeting))[0]).toMatchObject({ status: 'void', voidReason: 'adjourned' })
    expect((await rowOf(village, meeting)).status).toBe('ended')
    // Void is neither a rejection nor a sitting without quorum: a new notice, counted as the first.
    const next = await convene(village, proposal)
    expect((await rowOf(village, next)).reconvening).toBe(0)
  })

  test('a meeting with a window is over when the clock has closed its last poll', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 24 })
    await begin(village, meeting)
    await inHall(village, meeting, REPRESENTATIVES)
    await openPolls(village, meeting)
    await forward(village, 24 * 3600)
    const { status, windowEnd } = await rowOf(village, meeting)
    expect(status).toBe('inSession')
    await forward(village, 15)
    const tenSecondsLater = new Date((windowEnd?.getTime() ?? 0) + 10_000)
    expect(await rowOf(village, meeting)).toMatchObject({ status: 'ended', endedAt: tenSecondsLater })
    expect(
      (
        await village.ask('accountant', 'signInPeople', {
          params: { meeting },
          body: { personIds: [village.id('representative-1')] },
        })
      ).body.code,
    ).toBe('meetingOver')
  })

  test('the hall ends before the window: nobody signs in there any more, online one still does', async () => {
    const { village, proposal } = await villageWith()
    const meeting = await convene(village, proposal)
    await begin(village, meeting)
    await openPolls(village, meeting)
    expect((await village.ask('representative-1', 'endHall', { params: { meeting }, body: {} })).status).toBe(
      403,
    )
    await village.must('villageDirector', 'endHall', { params: { meeting }, body: {} })
    const list = { params: { meeting }, body: { personIds: [village.id('representative-1')] } }
    expect((await village.ask('accountant', 'signInPeople', list)).body.code).toBe('meetingOver')
    expect((await signIn(village, meeting, 'representative-1')).status).toBe(200)
    expect(
      (await village.ask('villageDirector', 'endMeeting', { params: { meeting }, body: {} })).body.code,
    ).toBe('pollsOutstanding')
  })
})

async function minutesOf(village: Village, meeting: string, name = 'accountant') {
  const { facts, ...rest } = await village.must(name, 'getMinutes', { params: { meeting } })
  return { ...rest, facts: facts as unknown as MinutesFacts & { names: Record<string, string> } }
}

test('the minutes come from the records, are completed by the recorder and signed by each for himself', async () => {
  const { village, proposal } = await villageWith({ people: [{ name: 'firstSecretary', party: 'none' }] })
  const meeting = await convene(village, proposal, 'villagerResolution', { windowHours: 0 })
  await begin(village, meeting)
  await inHall(village, meeting, [...REPRESENTATIVES.slice(0, 12), 'firstSecretary'])
  await signIn(village, meeting, 'representative-13')
  await village.must('representative-15', 'excuse', {
    params: { meeting },
    body: { personId: village.id('representative-15'), reason: '住院' },
  })
  await openPolls(village, meeting)
  for (const name of numbered('representative', 8)) await vote(village, meeting, name)
  const running = await minutesOf(village, meeting, 'accountant')
  expect([running.version, running.facts.matters[0]?.questions[0]?.figures]).toEqual([0, null])
  expect(
    (
      await village.ask('accountant', 'saveMinutes', {
        params: { meeting },
        body: { gist: '', finalOpinion: '' },
      })
    ).body.code,
  ).toBe('pollsOutstanding')
  await closePoll(village, meeting)
  await forward(village, 5)

  expect(
    (await village.ask('representative-1', 'signMinutes', { params: { meeting }, body: {} })).body.code,
  ).toBe('minutesNotSaved')
  await village.must('accountant', 'saveMinutes', {
    params: { meeting },
    body: { gist: '有人问造价', finalOpinion: '通过' },
  })
  const { facts, version, gist, missing } = await minutesOf(village, meeting, 'representative-1')
  expect([version, gist]).toEqual([1, '有人问造价'])
  const { attendance } = facts
  expect([attendance.entitled, attendance.inHall.length, attendance.online.length]).toEqual([18, 12, 1])
  expect(attendance.withoutVote).toMatchObject([{ capacities: ['firstSecretary'], way: 'inHall' }])
  expect(attendance.absent).toContainEqual({ person: village.id('representative-15'), reason: '住院' })
  const [matter] = facts.matters
  expect(matter).toMatchObject({
    profileVersions: { county: 0, township: 0, village: 0 },
    number: '2026-001',
  })
  expect(matter?.questions[0]?.figures).toMatchObject({
    for: 8,
    notCast: 5,
    outcome: 'adopt',
    bothBases: { present: { base: 13, met: true }, entitled: { base: 18, met: false } },
  })
  expect(matter?.questions[0]).toMatchObject({
    outcome: 'adopt',
    choices: null,
    ruleZh: expect.stringContaining('三分之二以上'),
  })
  expect(facts.online).toEqual({ counts: true, legalBasis: '章程第九条' })
  expect(facts.names[village.id('representative-1')]).toBeTruthy()

  await village.must('representative-1', 'signMinutes', { params: { meeting }, body: {} })
  expect(
    (await village.ask('representative-15', 'signMinutes', { params: { meeting }, body: {} })).body.code,
  ).toBe('notSignedIn')
  const signed = await minutesOf(village, meeting, 'representative-1')
  expect([signed.signedBy.length, signed.missing.length]).toEqual([1, missing.length - 1])
  const report = await inVillage(village.db, village.villageId, (tx) => verifyChain(tx, village.villageId))
  expect(report).toMatchObject({ whole: true })
  expect(
    JSON.stringify(await village.must('oversightChair', 'getMeeting', { params: { meeting } })),
  ).not.toContain('hallSecret')
})
