import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { names, type Sitting, type SittingOptions, sit } from './sitting.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage({ representatives: 40 })
})
afterAll(() => village.close())

const members = names('representative', 30)
const [HERE, THERE] = [members.slice(0, 12), members.slice(12, 24)]
const TELLERS = ['villageCommittee-1', 'villageCommittee-2'] as const
const ELSEWHERE = ['oversightCommittee-1', 'oversightCommittee-2'] as const
const inPoll = (sitting: Sitting) => ({ params: { poll: sitting.pollId } })
const refusal = (code: string, status = 409) => ({ status, body: { code } })
const handOut = (sitting: Sitting, people: string[], who: string) =>
  village.ask(who, 'handOutSlips', { ...inPoll(sitting), body: { personIds: people.map(village.id) } })
const print = (sitting: Sitting, count: number, placeNo?: number) =>
  village.ask('accountant', 'printSlips', { ...inPoll(sitting), body: { count, placeNo } })
const sheet = (sitting: Sitting, who: string, [f, against, abstain, invalid, issued]: number[]) =>
  village.ask(who, 'enterCountSheet', {
    ...inPoll(sitting),
    body: { for: f, against, abstain, invalid, issued },
  })
const open = async (options: Partial<SittingOptions> = {}) => {
  const sitting = await sit(village, {
    roll: members,
    inHall: HERE,
    places: [{ name: '三组打谷场', tellers: [...ELSEWHERE], inHall: THERE }],
    ...options,
  })
  expect((await sitting.open()).status).toBe(200)
  return sitting
}

/** The voting ends, and what was read in time is settled. */
const end = async (sitting: Sitting) => {
  await sitting.close()
  await sitting.pass(5000)
}

describe('分会场: several places, one roll, one result', () => {
  test('each place is counted by its own tellers; the poll closes when the last place agrees, and the result is the sum', async () => {
    const sitting = await open()
    expect((await handOut(sitting, HERE, 'accountant')).body.handedOut).toBe(12)
    expect((await handOut(sitting, THERE, ELSEWHERE[0])).body.handedOut).toBe(12)
    await end(sitting)
    for (const who of TELLERS) await sheet(sitting, who, [8, 3, 1, 0, 12])
    expect((await sitting.poll()).status).toBe('counting')
    await sheet(sitting, ELSEWHERE[0], [5, 5, 0, 1, 12])
    expect((await sheet(sitting, ELSEWHERE[1], [5, 5, 0, 1, 12])).body).toMatchObject({
      agreed: true,
      status: 'closed',
    })
    expect(await sitting.result()).toMatchObject({
      figures: { present: 24, for: 13, against: 8, abstain: 1, invalid: 1, notCast: 1 },
      byChannel: [{ channel: 'paper', for: 13, against: 8, abstain: 1, invalid: 1 }],
    })
  })

  test('a teller hands out where he counts; the recorder anywhere', async () => {
    const sitting = await open()
    expect((await handOut(sitting, [...HERE.slice(0, 1), ...THERE.slice(0, 1)], TELLERS[0])).body).toEqual({
      handedOut: 1,
      refused: [{ personId: village.id(THERE[0] as string), code: 'otherPlace' }],
    })
    expect((await handOut(sitting, THERE.slice(0, 2), 'accountant')).body.handedOut).toBe(2)
  })

  test('one place’s sheets never stand for another’s: the pair must be of one place', async () => {
    const sitting = await open()
    await handOut(sitting, [...HERE, ...THERE], 'accountant')
    await end(sitting)
    await sheet(sitting, TELLERS[0], [11, 1, 0, 0, 12])
    expect((await sheet(sitting, ELSEWHERE[0], [11, 1, 0, 0, 12])).body).toMatchObject({
      agreed: false,
      waitingForSecond: true,
    })
  })

  test('tellers of a place without slips have nothing to count', async () => {
    const sitting = await open()
    await handOut(sitting, HERE, 'accountant')
    await sitting.castAll(THERE, 'for')
    await end(sitting)
    expect(await sheet(sitting, ELSEWHERE[0], [0, 0, 0, 0, 0])).toMatchObject(refusal('notTellerHere', 403))
    await sheet(sitting, TELLERS[0], [6, 6, 0, 0, 12])
    expect((await sheet(sitting, TELLERS[1], [6, 6, 0, 0, 12])).body.status).toBe('closed')
  })

  test('numbered slips belong to their place: read in another they are refused and sent there', async () => {
    const sitting = await open()
    await print(sitting, 12)
    await print(sitting, 12, 1)
    await handOut(sitting, [...HERE, ...THERE], 'accountant')
    expect(await print(sitting, 1, 2)).toMatchObject(refusal('notFound', 404))
    await end(sitting)
    const read = (who: string, number: number) =>
      village.ask(who, 'readSlip', { ...inPoll(sitting), body: { number, mark: 'for' } })
    expect(await read(TELLERS[0], 13)).toMatchObject({
      ...refusal('slipOtherPlace'),
      body: { params: { number: 13, place: '三组打谷场' } },
    })
    expect(await read(ELSEWHERE[0], 12)).toMatchObject({
      ...refusal('slipOtherPlace'),
      body: { params: { place: '村部' } },
    })
    expect((await read(ELSEWHERE[0], 13)).status).toBe(200)
  })

  test('no more slips at a place than were printed for that place', async () => {
    const sitting = await open()
    await print(sitting, 20)
    await print(sitting, 2, 1)
    expect(await handOut(sitting, THERE.slice(0, 3), 'accountant')).toMatchObject({
      ...refusal('slipsPrintedTooFew'),
      body: { params: { printed: 2, wanted: 3 } },
    })
  })

  test('hands are called everywhere at once and counted place by place', async () => {
    const sitting = await open({ secret: false, rule: { votingMode: 'show_of_hands', secret: false } })
    expect(
      (await village.must('villageDirector', 'callHands', { ...inPoll(sitting), body: {} })).places,
    ).toEqual([
      { placeNo: 0, place: '村部', group: 12 },
      { placeNo: 1, place: '三组打谷场', group: 12 },
    ])
    const hands = (who: string, f: number) =>
      village.ask(who, 'enterHands', { ...inPoll(sitting), body: { for: f, against: 12 - f, abstain: 0 } })
    for (const who of TELLERS) await hands(who, 7)
    await end(sitting)
    expect((await sitting.poll()).status).toBe('counting')
    for (const who of ELSEWHERE) await hands(who, 9)
    expect((await sitting.result()).figures).toMatchObject({ for: 16, against: 8, hands: 24 })
  })

  test('the last two places agree at the same instant: one closing', async () => {
    const sitting = await open()
    await handOut(sitting, [...HERE, ...THERE], 'accountant')
    await end(sitting)
    await sheet(sitting, TELLERS[0], [12, 0, 0, 0, 12])
    await sheet(sitting, ELSEWHERE[0], [0, 12, 0, 0, 12])
    const replies = await Promise.all([
      sheet(sitting, TELLERS[1], [12, 0, 0, 0, 12]),
      sheet(sitting, ELSEWHERE[1], [0, 12, 0, 0, 12]),
    ])
    expect(replies.map((one) => one.body.agreed)).toEqual([true, true])
    expect((await sitting.result()).figures).toMatchObject({ for: 12, against: 12 })
  })

  test('the chair declares a place’s count invalid with that place’s tellers and no others', async () => {
    const sitting = await open()
    await handOut(sitting, [...HERE, ...THERE], 'accountant')
    await end(sitting)
    for (const who of ELSEWHERE) await sheet(sitting, who, [13, 0, 0, 0, 12])
    expect(await sitting.declareInvalid([], { placeNo: 0 })).toMatchObject(refusal('sheetsDiffer'))
    expect(await sitting.declareInvalid([TELLERS[0]])).toMatchObject(refusal('secondPersonNeeded'))
    expect((await sitting.declareInvalid(ELSEWHERE)).status).toBe(200)
    expect((await sitting.poll()).status).toBe('void')
  })

  test('how the count stands is told place by place; the sheets only after the end', async () => {
    const sitting = await open()
    await print(sitting, 15)
    await print(sitting, 15, 1)
    await handOut(sitting, [...HERE, ...THERE], 'accountant')
    await end(sitting)
    await sheet(sitting, TELLERS[0], [11, 1, 0, 0, 12])
    const count = () => village.must('villageDirector', 'getCount', inPoll(sitting))
    expect(await count()).toMatchObject({
      heaps: [
        { placeNo: 0, place: '村部', channel: 'paper', issued: 12, printed: 15, agreed: false },
        { placeNo: 1, place: '三组打谷场', channel: 'paper', issued: 12, printed: 15, tellers: [] },
      ],
      sheets: null,
    })
    await sheet(sitting, TELLERS[1], [11, 1, 0, 0, 12])
    for (const who of ELSEWHERE) await sheet(sitting, who, [4, 8, 0, 0, 12])
    expect((await count()).sheets).toMatchObject([
      { placeNo: 0, for: 11 },
      { placeNo: 1, for: 4, against: 8 },
    ])
  })

  test('where one place has a small heap, no place’s sheet is shown but to the oversight committee', async () => {
    const sitting = await open()
    await handOut(sitting, [...HERE, ...THERE.slice(0, 3)], 'accountant')
    await sitting.castAll(THERE.slice(3, 5), 'against')
    await sitting.castAll(THERE.slice(5), 'for')
    await end(sitting)
    for (const who of TELLERS) await sheet(sitting, who, [10, 2, 0, 0, 12])
    for (const who of ELSEWHERE) await sheet(sitting, who, [1, 2, 0, 0, 3])
    const count = (who: string) => village.must(who, 'getCount', inPoll(sitting))
    expect((await count('villageDirector')).sheets).toBeNull()
    expect((await count(TELLERS[0])).sheets).toBeNull()
    expect((await count('oversightChair')).sheets).toHaveLength(2)
    // The channel as a whole is large enough.
    expect((await sitting.result()).byChannel).toHaveLength(2)
  })
})
