import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { countSheets } from '@cunyi/server/base/database/schema/polls.ts'
import { runDue } from '@cunyi/server/base/jobs/runner.ts'
import { due as actsDue } from '@cunyi/server/matters/acts/due.ts'
import { eq } from 'drizzle-orm'
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
const [FIRST, SECOND] = ['villageCommittee-1', 'villageCommittee-2'] as const
const NEW = ['oversightCommittee-1', 'oversightCommittee-2'] as const
const CHAIR = 'villageDirector'
const HOUR = 3_600_000
const inPoll = (sitting: Sitting) => ({ params: { poll: sitting.pollId } })
const refusal = (code: string, status = 409) => ({ status, body: { code } })
const enter = (sitting: Sitting, who: string, f: number, issued = 12) =>
  village.ask(who, 'enterCountSheet', {
    ...inPoll(sitting),
    body: { for: f, against: 0, abstain: 0, invalid: 0, issued },
  })
/** Twelve slips, counted three times and three times differently. */
const spoilt = async (options: Partial<SittingOptions> = {}) => {
  const sitting = await sit(village, { roll: members, inHall: members.slice(0, 24), ...options })
  expect((await sitting.open()).status).toBe(200)
  await village.must(FIRST, 'handOutSlips', {
    ...inPoll(sitting),
    body: { personIds: HERE.map(village.id) },
  })
  if (options.places)
    await village.must(NEW[0], 'handOutSlips', {
      ...inPoll(sitting),
      body: { personIds: THERE.map(village.id) },
    })
  await sitting.close()
  await sitting.pass(5000)
  for (const off of [1, 2, 3]) {
    await enter(sitting, FIRST, 12)
    await enter(sitting, SECOND, 12 - off)
  }
  return sitting
}
const declare = async (sitting: Sitting, body: Record<string, unknown> = {}) =>
  (
    await village.must(CHAIR, 'declareCountInvalid', {
      ...inPoll(sitting),
      body: { reason: '三次不符', ...body },
    })
  ).actId as string
const yes = (who: string, act: string) => village.ask(who, 'confirmAct', { params: { act } })
const no = (who: string, act: string) =>
  village.ask(who, 'refuseAct', { params: { act }, body: { ground: '再数一遍就对上了' } })
const choose = (sitting: Sitting, body: Record<string, unknown>, who = 'accountant') =>
  village.ask(who, 'chooseTellers', { params: { meeting: sitting.meetingId }, body })
const elect = (sitting: Sitting, tellers: readonly string[], placeNo = 0) =>
  choose(sitting, { by: 'meeting', tellerIds: tellers.map(village.id), agreed: 20, placeNo })
const heapOf = async (sitting: Sitting) => (await village.must(CHAIR, 'getCount', inPoll(sitting))).heaps[0]
const passed = async (ms: number) => {
  await village.clock.set(new Date(village.clock.now().getTime() + ms))
  await runDue(village.parts, actsDue, village.clock.now())
}

describe('计票无效: the chair asks, each teller answers from his own session', () => {
  test('ids of tellers in the chair’s own request make nobody say yes; the poll is void with the last yes, not before', async () => {
    const sitting = await spoilt()
    const act = await declare(sitting, { tellerIds: [FIRST, SECOND].map(village.id) })
    expect((await sitting.poll()).status).toBe('counting')
    expect(await yes(CHAIR, act)).toMatchObject(refusal('samePersonTwice'))
    expect(await yes(NEW[0], act)).toMatchObject(refusal('secondPersonNeeded'))
    expect((await yes(FIRST, act)).status).toBe(200)
    expect((await sitting.poll()).status).toBe('counting')
    expect(await yes(FIRST, act)).toMatchObject(refusal('secondPersonNeeded'))
    expect((await yes(SECOND, act)).status).toBe(200)
    expect(await sitting.poll()).toMatchObject({ status: 'void', voidReason: 'countInvalid' })
  })

  test('both tellers say yes at the same instant: both are heard, and the poll is void once', async () => {
    const sitting = await spoilt()
    const act = await declare(sitting)
    const said = await Promise.all([yes(FIRST, act), yes(SECOND, act)])
    expect(said.map((reply) => reply.status)).toEqual([200, 200])
    expect((await sitting.poll()).status).toBe('void')
  })

  test('a teller does not propose it; and while nobody has, the two may still agree', async () => {
    const sitting = await spoilt()
    expect(
      await village.ask(FIRST, 'declareCountInvalid', { ...inPoll(sitting), body: { reason: '不想数了' } }),
    ).toMatchObject({ status: 403 })
    await enter(sitting, FIRST, 12)
    await enter(sitting, SECOND, 12)
    expect((await sitting.poll()).status).toBe('closed')
  })
})

describe('换人清点: one of them says no, or nobody comes', () => {
  test('two new tellers, chosen by the meeting and not by the chair, count the heap: their figures are the result', async () => {
    const sitting = await spoilt()
    const act = await declare(sitting)
    expect(await elect(sitting, NEW)).toMatchObject(refusal('pollRunning'))
    expect((await yes(FIRST, act)).status).toBe(200)
    expect((await no(SECOND, act)).status).toBe(200)
    expect((await sitting.poll()).status).toBe('counting')
    expect(await heapOf(sitting)).toMatchObject({ unequalPairs: 0, newCount: { awaitsTellers: true } })
    expect(await enter(sitting, FIRST, 12)).toMatchObject(refusal('newTellersNeeded'))
    expect(await sitting.declareInvalid([])).toMatchObject(refusal('newTellersNeeded'))
    // Neither the chair by himself nor one of those before.
    expect(
      (
        await choose(
          sitting,
          { by: 'meeting', tellerIds: NEW.map(village.id), agreed: 20, placeNo: 0 },
          CHAIR,
        )
      ).status,
    ).toBe(403)
    expect(await elect(sitting, [FIRST, NEW[0]])).toMatchObject(refusal('newTellersNeeded'))
    expect(await elect(sitting, [NEW[0]])).toMatchObject(refusal('tellersNeeded', 422))
    expect(await elect(sitting, NEW, 1)).toMatchObject(refusal('notCounting'))
    expect((await elect(sitting, NEW)).status).toBe(200)
    expect(await enter(sitting, FIRST, 12)).toMatchObject(refusal('forbidden', 403))
    await enter(sitting, NEW[0], 11)
    expect(await elect(sitting, ['representative-25', 'representative-26'])).toMatchObject(
      refusal('pollRunning'),
    )
    expect((await enter(sitting, NEW[1], 11)).body).toMatchObject({ agreed: true, status: 'closed' })
    expect((await sitting.result()).figures).toMatchObject({ for: 11, notCast: 13 })
    // Who checks the package lays sheets of one number side by side: SECOND's first was of eleven as well.
    const sheets = await inVillage(village.db, village.villageId, (tx) =>
      tx.select().from(countSheets).where(eq(countSheets.pollId, sitting.pollId)),
    )
    const numbersOf = (who: string) =>
      sheets.filter((row) => row.teller === village.id(who)).map((row) => row.seq)
    expect([FIRST, SECOND, ...NEW].map(numbersOf)).toEqual([[1, 2, 3], [1, 2, 3], [4], [4]])
  })

  test('nobody answers for two hours: by lot two of four; where they differ after a day it is void', async () => {
    const sitting = await spoilt()
    await declare(sitting)
    await passed(2 * HOUR + 1000)
    expect(await heapOf(sitting)).toMatchObject({ newCount: { awaitsTellers: true } })
    const four = names('representative', 4, 25).map(village.id)
    expect(await choose(sitting, { by: 'lot', candidateIds: four.slice(0, 3), placeNo: 0 })).toMatchObject(
      refusal('lotTooSmall'),
    )
    const drawn = await choose(sitting, { by: 'lot', candidateIds: four, placeNo: 0 })
    expect(drawn.body).toMatchObject({ tellers: [{}, {}], seed: expect.any(String) })
    const [one, other] = drawn.body.tellers.map(({ name }: { name: string }) => name)
    await enter(sitting, one, 12)
    await enter(sitting, other, 11)
    await sitting.pass(23 * HOUR)
    expect((await sitting.poll()).status).toBe('counting')
    await sitting.pass(HOUR)
    expect(await sitting.poll()).toMatchObject({ status: 'void', voidReason: 'countInvalid' })
  })

  test('a lost poll is not made void by a no and by choosing nobody: the oversight committee draws two, and the count stands', async () => {
    const sitting = await spoilt()
    const act = await declare(sitting)
    expect((await no(FIRST, act)).status).toBe(200)
    const four = names('representative', 4, 25).map(village.id)
    const lot = () => choose(sitting, { by: 'lot', candidateIds: four, placeNo: 0 }, NEW[0])
    expect(await lot()).toMatchObject(refusal('forbidden', 403))
    await sitting.pass(25 * HOUR)
    expect((await sitting.poll()).status).toBe('counting')
    expect(
      await choose(sitting, { by: 'meeting', tellerIds: four.slice(2), agreed: 20, placeNo: 0 }, NEW[0]),
    ).toMatchObject(refusal('forbidden', 403))
    const { tellers } = (await lot()).body
    for (const { name } of tellers) await enter(sitting, name, 12)
    expect((await sitting.result()).figures).toMatchObject({ for: 12 })
  })

  test('one teller who enters nothing keeps no result back: after a day the oversight committee asks, and others count', async () => {
    const sitting = await sit(village, { roll: members, inHall: members.slice(0, 24) })
    await sitting.open()
    await village.must(FIRST, 'handOutSlips', {
      ...inPoll(sitting),
      body: { personIds: HERE.map(village.id) },
    })
    await sitting.close()
    await enter(sitting, FIRST, 12)
    const ask = () =>
      village.ask(NEW[0], 'declareCountInvalid', { ...inPoll(sitting), body: { reason: '一直没有数' } })
    expect(await ask()).toMatchObject(refusal('forbidden', 403))
    await sitting.pass(23 * HOUR)
    const duty = async () =>
      (await village.must('oversightChair', 'listDuties', {})).next.filter(
        (one: { kind: string; key: string }) => one.kind === 'agreeCount' && one.key === sitting.pollId,
      ).length
    expect(await duty()).toBe(1)
    const told = async (who: string) =>
      (await village.must(who, 'listWaiting')).rows.filter(
        (one: { kind: string; subjectId: string | null }) =>
          one.kind === 'countLate' && one.subjectId === sitting.pollId,
      ).length
    expect([await told(CHAIR), await told('oversightChair')]).toEqual([0, 0])
    await sitting.pass(HOUR)
    expect([await told(CHAIR), await told('oversightChair'), await told('representative-30')]).toEqual([
      1, 1, 0,
    ])
    const { late, heaps } = await village.must(CHAIR, 'getCount', inPoll(sitting))
    expect(late).toBe(true)
    expect(heaps[0]?.tellers.map((one: { sheets: number }) => one.sheets)).toEqual([1])
    const act = (await ask()).body.actId
    expect((await yes(SECOND, act)).status).toBe(200)
    expect((await no(FIRST, act)).status).toBe(200)
    const four = names('representative', 4, 25).map(village.id)
    const { tellers } = (await choose(sitting, { by: 'lot', candidateIds: four, placeNo: 0 }, NEW[0])).body
    for (const { name } of tellers) await enter(sitting, name, 12)
    expect((await sitting.poll()).status).toBe('closed')
    expect(await duty()).toBe(0)
  })

  test('what they agreed on while it was asked stays counted, whatever one of them then says', async () => {
    const sitting = await spoilt({
      inHall: HERE,
      places: [{ name: '三组打谷场', tellers: [...NEW], inHall: THERE }],
    })
    const act = await declare(sitting)
    for (const who of [FIRST, SECOND]) await enter(sitting, who, 12)
    expect(await yes(FIRST, act)).toMatchObject(refusal('alreadyDone'))
    expect((await no(SECOND, act)).status).toBe(200)
    expect(await heapOf(sitting)).toMatchObject({ agreed: true, newCount: null })
    expect(await elect(sitting, ['representative-25', 'representative-26'])).toMatchObject(
      refusal('notCounting'),
    )
    for (const who of NEW) await enter(sitting, who, 9)
    expect((await sitting.result()).figures).toMatchObject({ for: 21 })
  })
})
