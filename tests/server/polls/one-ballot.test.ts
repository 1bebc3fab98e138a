import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { names, type Sitting, type SittingOptions, sit } from './sitting.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage({ representatives: 40 })
})
afterAll(() => village.close())

const members = names('representative', 30)
const [FIRST, SECOND] = ['villageCommittee-1', 'villageCommittee-2']
const inPoll = (sitting: Sitting) => ({ params: { poll: sitting.pollId } })
const refusal = (code: string, status = 409) => ({ status, body: { code } })
const HANDS: Partial<SittingOptions> = { secret: false, rule: { votingMode: 'show_of_hands', secret: false } }
const NAMED: Partial<SittingOptions> = { secret: false }

const open = async (options: Partial<SittingOptions> = {}) => {
  const sitting = await sit(village, {
    roll: members,
    inHall: members.slice(0, 24),
    online: members.slice(24, 28),
    ...options,
  })
  expect((await sitting.open()).status).toBe(200)
  return sitting
}
const handOut = (sitting: Sitting, people: string[], who = FIRST) =>
  village.ask(who, 'handOutSlips', { ...inPoll(sitting), body: { personIds: people.map(village.id) } })
const callHands = (sitting: Sitting) =>
  village.ask('villageDirector', 'callHands', { ...inPoll(sitting), body: {} })
const enterNamed = (sitting: Sitting, who: string, name: string, choice: string) =>
  village.ask(who, 'enterNamed', {
    ...inPoll(sitting),
    body: { channel: 'hands', entries: [{ personId: village.id(name), choice }] },
  })
const sheet = (sitting: Sitting, who: string, issued: number) =>
  village.ask(who, 'enterCountSheet', {
    ...inPoll(sitting),
    body: { for: issued, against: 0, abstain: 0, invalid: 0, issued },
  })
const one = 'representative-1'

describe('一人一票: no second ballot, whichever way comes first and whichever second', () => {
  test('phone after slip: he is told he holds one, and the roll shows it', async () => {
    const sitting = await open()
    await handOut(sitting, [one])
    expect(await sitting.cast(one, 'for')).toMatchObject(refusal('slipHandedOut'))
    const mine = await village.must(one, 'getMyPlace', { params: { meeting: sitting.meetingId } })
    expect(mine.polls[0]).toMatchObject({ canVote: false, why: 'slipHandedOut', channel: 'paper' })
  })

  test('slip after phone: the teller sees before he hands out that the person has voted', async () => {
    const sitting = await open()
    await sitting.cast(one, 'for')
    const { rows } = await village.must(FIRST, 'getRoll', {
      params: { meeting: sitting.meetingId },
      query: { state: 'inHall' },
    })
    expect(rows.find((row) => row.person.id === village.id(one))).toMatchObject({
      voted: true,
      slipOut: false,
    })
    expect((await handOut(sitting, [one])).body).toEqual({
      handedOut: 0,
      refused: [{ personId: village.id(one), code: 'alreadyVoted' }],
    })
  })

  test('phone after hands, hands after phone', async () => {
    const sitting = await open(HANDS)
    await sitting.cast(one, 'for')
    expect((await callHands(sitting)).body.group).toBe(23)
    expect(await sitting.cast(one, 'against')).toMatchObject(refusal('alreadyVoted'))
    expect(await sitting.cast('representative-2', 'for')).toMatchObject(refusal('handsCalled'))
  })

  test('phone after an entry by name, entry by name after phone', async () => {
    const sitting = await open(NAMED)
    for (const who of [FIRST, SECOND]) await enterNamed(sitting, who, one, 'for')
    expect(await sitting.cast(one, 'against')).toMatchObject(refusal('alreadyVoted'))
    await sitting.cast('representative-2', 'for')
    expect((await enterNamed(sitting, FIRST, 'representative-2', 'against')).body.refused).toEqual([
      { personId: village.id('representative-2'), code: 'alreadyVoted' },
    ])
  })

  test('principal and agent: never both, by phone, by slip or by hand', async () => {
    const rule = { proxy: 'sameHousehold' as const }
    const secret = await open({ rule })
    await secret.proxy('representative-29', one)
    expect((await handOut(secret, ['representative-29'])).body.handedOut).toBe(1)
    expect(await secret.cast(one, 'for', { principal: 'representative-29' })).toMatchObject(
      refusal('slipHandedOut'),
    )
    const shown = await open({ ...HANDS, rule: { ...HANDS.rule, ...rule } })
    await shown.proxy('representative-29', one)
    expect((await callHands(shown)).body.group).toBe(25)
    expect(await shown.cast(one, 'for', { principal: 'representative-29' })).toMatchObject(
      refusal('handsCalled'),
    )
  })

  test('all ways at the same instant: every person has one ballot, and the result has as many', async () => {
    const sitting = await open()
    const people = members.slice(0, 20)
    await Promise.all(people.map((name) => sitting.ticket(name)))
    const replies = await Promise.all(
      people.flatMap((name) => [
        handOut(sitting, [name]),
        sitting.cast(name, 'for'),
        handOut(sitting, [name], SECOND),
        sitting.cast(name, 'against'),
      ]),
    )
    const got = replies.filter((reply) => reply.body.recorded || reply.body.handedOut === 1)
    expect(got).toHaveLength(people.length)
    const slips = got.filter((reply) => reply.body.handedOut === 1).length
    await sitting.close()
    await sitting.pass(5000)
    if (slips > 0) for (const who of [FIRST, SECOND]) await sheet(sitting, who, slips)
    const { figures } = await sitting.result()
    const { for: f, against, abstain, invalid } = figures as Record<string, number>
    expect([f, against, abstain, invalid].reduce((a, b) => (a ?? 0) + (b ?? 0), 0)).toBe(people.length)
  })

  test('turnout counts phone and paper', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 10), 'for')
    await handOut(sitting, members.slice(10, 16))
    const now = await village.must('villageDirector', 'getMeetingNow', {
      params: { meeting: sitting.meetingId },
    })
    expect(now.polls[0]).toMatchObject({ voted: 10, slipsOut: 6 })
  })
})

describe('no ballot for', () => {
  test('whoever is not on the roll, and no slip', async () => {
    const sitting = await open()
    expect((await handOut(sitting, ['villager-1'])).body.refused).toEqual([
      { personId: village.id('villager-1'), code: 'notOnRoll' },
    ])
  })

  test('tellers of another meeting: neither slips, nor reading, nor a sheet', async () => {
    const sitting = await open({ tellers: ['oversightCommittee-1', 'oversightCommittee-2'] })
    expect((await handOut(sitting, [one])).status).toBe(403)
    expect((await sheet(sitting, FIRST, 0)).status).toBe(403)
    expect(
      (await village.ask(FIRST, 'readSlip', { ...inPoll(sitting), body: { number: 1, mark: 'for' } })).status,
    ).toBe(403)
  })

  test('a ballot one second late, and a slip or a hand after the end', async () => {
    const sitting = await open({ windowHours: 1 })
    await sitting.ticket(one)
    await handOut(sitting, members.slice(5, 24))
    const { endsAt } = await sitting.poll()
    await sitting.pass((endsAt as Date).getTime() - village.clock.now().getTime() + 1000)
    expect(await sitting.cast(one, 'for')).toMatchObject(refusal('pollClosed'))
    expect((await handOut(sitting, ['representative-2'])).body.refused[0]).toMatchObject({
      code: 'pollClosed',
    })
    const live = await open(HANDS)
    await live.close()
    expect(await callHands(live)).toMatchObject(refusal('pollClosed'))
  })
})

describe('two at once: one outcome', () => {
  test('two tellers enter the deciding sheets at once, from two devices each: closed once, one result', async () => {
    const sitting = await open()
    await handOut(sitting, members.slice(0, 20))
    await sitting.close()
    await sitting.pass(5000)
    const replies = await Promise.all([FIRST, SECOND, FIRST, SECOND].map((who) => sheet(sitting, who, 20)))
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(2)
    expect((await sitting.result()).figures).toMatchObject({ for: 20 })
    expect(await sitting.poll()).toMatchObject({ status: 'closed', outcome: 'adopt' })
  })

  test('the chair closes on two devices while the last slips go out: what is out is counted, or was refused', async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 15), 'for')
    const [slips, ...closings] = await Promise.all([
      handOut(sitting, members.slice(15, 24)),
      sitting.close(),
      sitting.close(),
    ])
    for (const reply of closings) expect(reply.status).toBe(200)
    const { status } = await sitting.poll()
    await sitting.pass(5000)
    expect(status).toBe('counting')
    expect((await sitting.poll()).status).toBe(slips.body.handedOut > 0 ? 'counting' : 'closed')
  })

  test('the last teller calls the count invalid while the other mends it: either a result or none', async () => {
    const sitting = await open()
    await handOut(sitting, members.slice(0, 20))
    await sitting.close()
    await sitting.pass(5000)
    for (const round of [1, 2, 3]) {
      await village.ask(FIRST, 'enterCountSheet', {
        ...inPoll(sitting),
        body: { for: 20 - round, against: 0, abstain: 0, invalid: 0, issued: 20 },
      })
      await sheet(sitting, SECOND, 20)
    }
    await sheet(sitting, FIRST, 20)
    const { actId: act } = await village.must('villageDirector', 'declareCountInvalid', {
      ...inPoll(sitting),
      body: { reason: '三次不符' },
    })
    const yes = (who: string) => village.ask(who, 'confirmAct', { params: { act } })
    expect((await yes(FIRST)).status).toBe(200)
    const [declared, mended] = await Promise.all([yes(SECOND), sheet(sitting, SECOND, 20)])
    expect([declared.status, mended.status].filter((status) => status === 200)).toHaveLength(1)
    expect((await sitting.poll()).status).toBe(declared.status === 200 ? 'void' : 'closed')
  })
})
