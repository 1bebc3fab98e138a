import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { names, type Sitting, sit } from './sitting.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage({ representatives: 40 })
})
afterAll(() => village.close())

const members = names('representative', 30)
const [FIRST, SECOND] = ['villageCommittee-1', 'villageCommittee-2']
const open = async (options: Partial<Parameters<typeof sit>[1]> = {}) => {
  const sitting = await sit(village, { roll: members, inHall: members.slice(0, 24), ...options })
  expect((await sitting.open()).status).toBe(200)
  return sitting
}
const inPoll = (sitting: Sitting) => ({ params: { poll: sitting.pollId } })
const handOut = (sitting: Sitting, people: string[], who = FIRST) =>
  village.ask(who, 'handOutSlips', { ...inPoll(sitting), body: { personIds: people.map(village.id) } })
async function giveBack(sitting: Sitting, name: string, second = SECOND) {
  const proposed = await village.ask(FIRST, 'returnSlip', {
    ...inPoll(sitting),
    body: { personId: village.id(name) },
  })
  if (proposed.status !== 200) return proposed
  return village.ask(second, 'confirmAct', { params: { act: proposed.body.actId } })
}
const sheet = (f: number, against: number, abstain: number, invalid: number, issued: number) => ({
  for: f,
  against,
  abstain,
  invalid,
  issued,
})
const enter = (sitting: Sitting, who: string, counted: ReturnType<typeof sheet>) =>
  village.ask(who, 'enterCountSheet', { ...inPoll(sitting), body: counted })

describe('发票、退票: one person, one channel', () => {
  test('who has a slip out cannot vote by phone; who voted by phone gets no slip', async () => {
    const sitting = await open()
    await sitting.cast('representative-2', 'for')
    expect((await handOut(sitting, ['representative-1', 'representative-2'])).body).toEqual({
      handedOut: 1,
      refused: [{ personId: village.id('representative-2'), code: 'alreadyVoted' }],
    })
    expect(await sitting.cast('representative-1', 'for')).toMatchObject({
      status: 409,
      body: { code: 'slipHandedOut' },
    })
  })

  test('a slip given back unused, noted by two, opens the phone again', async () => {
    const sitting = await open()
    await handOut(sitting, ['representative-1'])
    expect(await giveBack(sitting, 'representative-1', FIRST)).toMatchObject({
      status: 409,
      body: { code: 'samePersonTwice' },
    })
    expect(await giveBack(sitting, 'representative-1', 'representative-5')).toMatchObject({
      status: 409,
      body: { code: 'secondPersonNeeded' },
    })
    expect((await giveBack(sitting, 'representative-1')).status).toBe(200)
    expect(await giveBack(sitting, 'representative-1')).toMatchObject({
      status: 409,
      body: { code: 'noSlipOut' },
    })
    expect((await sitting.cast('representative-1', 'for')).status).toBe(200)
  })

  test('phone and slip at the same instant: never both', async () => {
    const sitting = await open()
    const people = members.slice(0, 20)
    await Promise.all(people.map((name) => sitting.ticket(name)))
    const replies = await Promise.all(
      people.map(async (name) => {
        const [slip, phone] = await Promise.all([handOut(sitting, [name]), sitting.cast(name, 'for')])
        return [slip.body.handedOut, phone.status === 200 ? 1 : 0]
      }),
    )
    for (const [slip, phone] of replies) expect(Number(slip) + Number(phone)).toBe(1)
  })

  test('no slip for somebody who is not on the roll, not in the hall, recused, a guest or has one already; nor in an open poll', async () => {
    const sitting = await open({ online: ['representative-25'], guests: ['representative-3'] })
    await sitting.recuse('representative-4')
    await handOut(sitting, ['representative-5'])
    const { body } = await handOut(sitting, [
      'representative-25',
      'representative-26',
      'representative-3',
      'representative-4',
      'representative-5',
      'villager-1',
    ])
    expect(body.handedOut).toBe(0)
    expect(body.refused.map((one: { code: string }) => one.code)).toEqual([
      'notInHall',
      'notSignedIn',
      'noVoteRight',
      'recused',
      'slipAlreadyOut',
      'notOnRoll',
    ])
    const named = await open({ secret: false })
    expect(await handOut(named, ['representative-1'])).toMatchObject({
      status: 409,
      body: { code: 'noPaperInOpenPoll' },
    })
  })

  test('only the tellers and the recorder of this meeting hand out', async () => {
    const sitting = await open()
    expect((await handOut(sitting, ['representative-1'], 'branchSecretary')).status).toBe(403)
    expect((await handOut(sitting, ['representative-1'], 'accountant')).status).toBe(200)
  })
})

describe('计票: two tellers, each alone', () => {
  const counting = async () => {
    const sitting = await open()
    await sitting.castAll(members.slice(0, 14), 'for')
    await handOut(sitting, members.slice(14, 24))
    expect((await sitting.close()).body).toEqual({ status: 'counting', outcome: null })
    await sitting.pass(60_000)
    expect((await sitting.poll()).status).toBe('counting')
    return sitting
  }

  test('no sheet before the end', async () => {
    const sitting = await open()
    await handOut(sitting, members.slice(0, 10))
    expect(await enter(sitting, FIRST, sheet(10, 0, 0, 0, 10))).toMatchObject({
      status: 409,
      body: { code: 'notCounting' },
    })
  })

  test('the second equal sheet closes the poll; paper and phone are added up', async () => {
    const sitting = await counting()
    expect((await enter(sitting, FIRST, sheet(3, 5, 1, 1, 10))).body).toEqual({
      agreed: false,
      status: 'counting',
      waitingForSecond: true,
      unequalPairs: 0,
    })
    expect(await sitting.result()).toMatchObject({ figures: null })
    expect((await enter(sitting, SECOND, sheet(3, 5, 1, 1, 10))).body).toEqual({
      agreed: true,
      status: 'closed',
      waitingForSecond: false,
      unequalPairs: 0,
    })
    expect(await sitting.result()).toMatchObject({
      outcome: 'adopt',
      figures: { present: 24, for: 17, against: 5, abstain: 1, invalid: 1, notCast: 0 },
      // All fourteen phones said the same, and the list names them: only the total is told.
      byChannel: null,
    })
  })

  test('sheets that differ do not close it; counted again and equal, they do', async () => {
    const sitting = await counting()
    await enter(sitting, FIRST, sheet(3, 5, 1, 1, 10))
    expect((await enter(sitting, SECOND, sheet(4, 4, 1, 1, 10))).body).toMatchObject({
      agreed: false,
      unequalPairs: 1,
    })
    // 差在哪里: both read the same, and neither whose figure is which.
    for (const who of [FIRST, SECOND])
      expect((await village.must(who, 'getCount', inPoll(sitting))).heaps).toMatchObject([
        { unequalPairs: 1, difference: { totals: [10, 10], lines: ['for', 'against'] } },
      ])
    await enter(sitting, SECOND, sheet(3, 5, 1, 1, 10))
    expect((await enter(sitting, FIRST, sheet(3, 5, 1, 1, 10))).body).toMatchObject({
      agreed: true,
      status: 'closed',
      unequalPairs: 1,
    })
  })

  test('one teller alone cannot close it, whatever he enters', async () => {
    const sitting = await counting()
    await enter(sitting, FIRST, sheet(3, 5, 1, 1, 10))
    expect(await enter(sitting, FIRST, sheet(3, 5, 1, 1, 10))).toMatchObject({
      status: 409,
      body: { code: 'secondPersonNeeded' },
    })
    expect((await enter(sitting, 'representative-1', sheet(3, 5, 1, 1, 10))).status).toBe(403)
    expect((await sitting.poll()).status).toBe('counting')
  })

  test('a slip not put into the box is 未投', async () => {
    const sitting = await counting()
    for (const who of [FIRST, SECOND]) await enter(sitting, who, sheet(4, 4, 0, 1, 10))
    expect((await sitting.result()).figures).toMatchObject({ for: 18, against: 4, invalid: 1, notCast: 1 })
  })

  test('another number handed out than the roll says is refused', async () => {
    const sitting = await counting()
    expect(await enter(sitting, FIRST, sheet(3, 5, 1, 1, 11))).toMatchObject({
      status: 422,
      body: { code: 'countInconsistent' },
    })
  })

  test('more slips than were handed out never close it; the chair with both tellers declares the count invalid', async () => {
    const sitting = await counting()
    expect(await sitting.declareInvalid([])).toMatchObject({ status: 409, body: { code: 'sheetsDiffer' } })
    for (const who of [FIRST, SECOND])
      expect(await enter(sitting, who, sheet(6, 5, 0, 0, 10))).toMatchObject({
        status: 409,
        body: { code: 'countExceedsIssued', params: { counted: 11, issued: 10 } },
      })
    expect((await sitting.poll()).status).toBe('counting')
    expect((await sitting.declareInvalid([FIRST, SECOND], { reason: '多出一张' })).body).toMatchObject({
      ok: true,
    })
    expect(await sitting.poll()).toMatchObject({ status: 'void', voidReason: 'countInvalid' })
    expect(await sitting.stage()).toBe('villagerResolution')
  })

  test('three unequal pairs: the count can be declared invalid', async () => {
    const sitting = await counting()
    for (const round of [1, 2, 3]) {
      await enter(sitting, FIRST, sheet(3, 5, 1, 1, 10))
      expect((await enter(sitting, SECOND, sheet(4, 4, 1, 1, 10))).body).toMatchObject({
        unequalPairs: round,
      })
    }
    expect((await sitting.declareInvalid([FIRST, SECOND], { reason: '三次不符' })).status).toBe(200)
    expect((await sitting.poll()).status).toBe('void')
  })

  test('without a quorum the slips are not counted', async () => {
    const sitting = await open({ inHall: members.slice(0, 19) })
    await handOut(sitting, members.slice(0, 19))
    expect((await sitting.close()).body).toEqual({ status: 'closed', outcome: 'noQuorum' })
    expect(await enter(sitting, FIRST, sheet(19, 0, 0, 0, 19))).toMatchObject({
      status: 409,
      body: { code: 'pollClosed' },
    })
  })
})
