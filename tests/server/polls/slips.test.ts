import { randomUUID } from 'node:crypto'
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { attachments } from '@cunyi/server/base/database/schema/divisions.ts'
import { sql } from 'drizzle-orm'
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
const print = (sitting: Sitting, count: number, who = FIRST) =>
  village.ask(who, 'printSlips', { ...inPoll(sitting), body: { count } })
const toPrint = async (sitting: Sitting) =>
  (await village.must('accountant', 'slipsToPrint', inPoll(sitting))).slips as {
    number: number
    code: string
    url: string
  }[]
const handOut = (sitting: Sitting, people: string[]) =>
  village.ask(FIRST, 'handOutSlips', { ...inPoll(sitting), body: { personIds: people.map(village.id) } })
const read = (sitting: Sitting, who: string, body: Record<string, unknown>) =>
  village.ask(who, 'readSlip', { ...inPoll(sitting), body })
const finish = (sitting: Sitting, who: string, body = {}) =>
  village.ask(who, 'finishReading', { ...inPoll(sitting), body })
const refusal = (code: string, status = 409) => ({ status, body: { code } })

const open = async (options: Partial<SittingOptions> = {}) => {
  const sitting = await sit(village, { roll: members, inHall: members.slice(0, 24), ...options })
  expect((await sitting.open()).status).toBe(200)
  return sitting
}
/** Ten numbered slips are out, fourteen voted by phone, and the voting has ended. */
const counting = async (printed = 12) => {
  const sitting = await open()
  await print(sitting, printed)
  await sitting.castAll(members.slice(0, 12), 'for')
  await sitting.castAll(members.slice(12, 14), 'against')
  await handOut(sitting, members.slice(14, 24))
  await sitting.close()
  await sitting.pass(60_000)
  return sitting
}

describe('编号票: printed for a place, never for a person', () => {
  test('numbers follow each other, codes are random, and the QR code carries poll and code alone', async () => {
    const sitting = await open()
    expect((await print(sitting, 10)).body).toEqual({ from: 1, to: 10, printed: 10 })
    expect((await print(sitting, 5)).body).toEqual({ from: 11, to: 15, printed: 15 })
    const slips = await toPrint(sitting)
    expect(slips.map((one) => one.number).sort((a, b) => a - b)).toEqual(names('', 15).map((_, i) => i + 1))
    expect(new Set(slips.map((one) => one.code)).size).toBe(15)
    for (const { code, url } of slips) {
      expect(code).toMatch(/^[A-Z2-7]{16}$/)
      expect(new URL(url).pathname).toBe(`/app/v/${village.villageId}/polls/${sitting.pollId}/slip`)
      expect(new URL(url).search).toBe(`?code=${code}`)
    }
  })

  test('the stack for the printer lies in another order each time', async () => {
    const sitting = await open()
    await print(sitting, 200)
    const orders = [await toPrint(sitting), await toPrint(sitting)].map((slips) =>
      slips.map((one) => one.number).join(),
    )
    expect(orders[0]).not.toBe(orders[1])
  })

  test('two tellers print at once: no number and no code twice', async () => {
    const sitting = await open()
    await Promise.all([print(sitting, 50), print(sitting, 50, SECOND)])
    const slips = await toPrint(sitting)
    expect(new Set(slips.map((one) => one.number)).size).toBe(100)
  })

  test('no more are handed out than were printed; a slip given back can go out again', async () => {
    const sitting = await open()
    await print(sitting, 3)
    expect(await handOut(sitting, members.slice(0, 4))).toMatchObject({
      ...refusal('slipsPrintedTooFew'),
      body: { params: { printed: 3, out: 0, wanted: 4 } },
    })
    expect((await handOut(sitting, members.slice(0, 3))).body.handedOut).toBe(3)
    expect(await handOut(sitting, members.slice(3, 4))).toMatchObject(refusal('slipsPrintedTooFew'))
    const { actId } = await village.must(FIRST, 'returnSlip', {
      ...inPoll(sitting),
      body: { personId: village.id('representative-1') },
    })
    expect(await handOut(sitting, members.slice(3, 4))).toMatchObject(refusal('slipsPrintedTooFew'))
    await village.must(SECOND, 'confirmAct', { params: { act: actId } })
    expect((await handOut(sitting, members.slice(3, 4))).body.handedOut).toBe(1)
  })

  test('two tellers hand out the last slip at once: one of them does', async () => {
    const sitting = await open()
    await print(sitting, 1)
    const replies = await Promise.all(members.slice(0, 6).map((name) => handOut(sitting, [name])))
    expect(replies.filter((one) => one.status === 200)).toHaveLength(1)
    for (const lost of replies.filter((one) => one.status !== 200))
      expect(lost).toMatchObject(refusal('slipsPrintedTooFew'))
  })

  test('not in an open poll, not after the end, not once slips without numbers are out, not without bounds', async () => {
    expect(await print(await open({ secret: false }), 10)).toMatchObject(refusal('noPaperInOpenPoll'))
    expect(await print(await counting(), 10)).toMatchObject(refusal('pollClosed'))
    const plain = await open()
    await handOut(plain, members.slice(0, 1))
    expect(await print(plain, 10)).toMatchObject(refusal('slipsAlreadyOut'))
    const many = await open()
    for (let n = 0; n < 2; n += 1) await print(many, 2000)
    expect(await print(many, 1001)).toMatchObject({
      ...refusal('slipsPrintLimit'),
      body: { params: { most: 5000, printed: 4000 } },
    })
  })

  test('nothing that is kept joins a slip to a person: no table has both, no evidence entry has a code', async () => {
    const sitting = await counting()
    const slips = await toPrint(sitting)
    for (const slip of slips.slice(0, 10)) await read(sitting, FIRST, { number: slip.number, mark: 'for' })
    await finish(sitting, FIRST)
    const [columns, entries] = await inVillage(village.db, village.villageId, async (tx) => [
      (
        await tx.execute<{ name: string; columns: string[] }>(sql`
          select table_name as name, array_agg(column_name::text) as columns from information_schema.columns
           where table_schema = 'public' group by 1`)
      ).rows,
      (
        await tx.execute<{ act: string; payload: string }>(sql`
          select act, payload::text from evidence where village_id = ${village.villageId}`)
      ).rows,
    ])
    const ofSlips = columns.filter((table) => table.name.startsWith('slip_'))
    expect(ofSlips.map((table) => table.name).sort()).toEqual(['slip_numbers', 'slip_readings'])
    for (const table of ofSlips) {
      expect(table.columns).toContain('number')
      expect(table.columns.filter((name) => name === 'person_id' || name === 'at')).toEqual([])
    }
    expect(columns.find((table) => table.name === 'slips')?.columns).not.toContain('number')
    for (const { payload } of entries) for (const { code } of slips) expect(payload).not.toContain(code)
    for (const { payload } of entries.filter((one) => one.act === 'handOutSlips'))
      expect(payload).not.toMatch(/number|code/)
  })

  test('only the tellers and the recorder print and see the codes', async () => {
    const sitting = await open()
    for (const who of ['villageDirector', 'oversightChair', 'representative-5']) {
      expect((await print(sitting, 1, who)).status).toBe(403)
      expect((await village.ask(who, 'slipsToPrint', inPoll(sitting))).status).toBe(403)
    }
  })
})

describe('唱票: read one by one, twice, by two', () => {
  test('two tellers read by code and by number; their equal sheets close the poll', async () => {
    const sitting = await counting()
    const slips = (await toPrint(sitting)).slice(0, 10)
    const marks = [
      'for',
      'for',
      'for',
      'against',
      'against',
      'against',
      'against',
      'against',
      'abstain',
      'invalid',
    ]
    for (const [i, slip] of slips.entries())
      expect((await read(sitting, FIRST, { code: slip.url, mark: marks[i] })).body).toEqual({
        number: slip.number,
        round: 1,
        read: i + 1,
        issued: 10,
      })
    expect((await finish(sitting, FIRST)).body).toMatchObject({ agreed: false, waitingForSecond: true })
    for (const [i, slip] of slips.entries())
      await read(sitting, SECOND, { number: slip.number, mark: marks[i] })
    expect((await village.must(SECOND, 'getReadings', inPoll(sitting))).counts).toEqual({
      for: 3,
      against: 5,
      abstain: 1,
      invalid: 1,
    })
    expect((await finish(sitting, SECOND)).body).toEqual({
      agreed: true,
      status: 'closed',
      waitingForSecond: false,
      unequalPairs: 0,
    })
    expect((await sitting.result()).figures).toMatchObject({ for: 15, against: 7, abstain: 1, invalid: 1 })
  })

  test('a slip read twice in a count is refused, whichever device reads it; read again on purpose, the newest stands', async () => {
    const sitting = await counting()
    const [slip] = await toPrint(sitting)
    const replies = await Promise.all(
      [1, 2, 3].map(() => read(sitting, FIRST, { code: slip?.code, mark: 'for' })),
    )
    expect(replies.map((one) => one.status).sort()).toEqual([200, 409, 409])
    expect(replies.find((one) => one.status === 409)).toMatchObject({
      body: { code: 'slipUsed', params: { number: slip?.number } },
    })
    expect((await read(sitting, FIRST, { code: slip?.code, mark: 'against', again: true })).body.read).toBe(1)
    expect((await village.must(FIRST, 'getReadings', inPoll(sitting))).counts).toMatchObject({
      for: 0,
      against: 1,
    })
  })

  test('a photograph of the box’s content goes with the sheet; one that is not there is refused', async () => {
    const sitting = await counting()
    const slips = await toPrint(sitting)
    const photoId = randomUUID()
    for (const who of [FIRST, SECOND])
      for (const [at, slip] of slips.slice(0, 9).entries())
        await read(sitting, who, { number: slip.number, mark: at < 6 ? 'for' : 'against' })
    expect(await finish(sitting, FIRST, { photoId })).toMatchObject(refusal('notFound', 404))
    await inVillage(village.db, village.villageId, (tx) =>
      tx.insert(attachments).values({
        villageId: village.villageId,
        id: photoId,
        digest: 'a'.repeat(64),
        size: 10,
        mime: 'image/png',
        name: '票箱.png',
        purpose: 'paper',
        uploadedBy: village.id(FIRST),
        uploadedAt: village.clock.now(),
      }),
    )
    for (const who of [FIRST, SECOND]) expect((await finish(sitting, who, { photoId })).status).toBe(200)
    const { sheets } = await village.must('villageDirector', 'getCount', inPoll(sitting))
    expect(sheets).toMatchObject([{ for: 6, against: 3, issued: 10, photoId }])
  })

  test('a slip nobody printed, another poll’s slip, and a poll without numbers', async () => {
    const [sitting, other] = [await counting(), await counting()]
    const [foreign] = await toPrint(other)
    expect(await read(sitting, FIRST, { code: 'A'.repeat(16), mark: 'for' })).toMatchObject(
      refusal('slipUnknown'),
    )
    expect(await read(sitting, FIRST, { number: 13, mark: 'for' })).toMatchObject(refusal('slipUnknown'))
    expect(await read(sitting, FIRST, { code: foreign?.url, mark: 'for' })).toMatchObject(
      refusal('slipUnknown'),
    )
    expect(await read(sitting, FIRST, { code: foreign?.code, mark: 'for' })).toMatchObject(
      refusal('slipUnknown'),
    )
    const plain = await open()
    await handOut(plain, members.slice(0, 6))
    await plain.castAll(members.slice(6, 24), 'for')
    await plain.close()
    expect(await read(plain, FIRST, { number: 1, mark: 'for' })).toMatchObject(refusal('slipsNotNumbered'))
    expect(await finish(plain, FIRST)).toMatchObject(refusal('slipsNotNumbered'))
  })

  test('nothing is read before the end, nor by anybody but the tellers', async () => {
    const sitting = await open()
    await print(sitting, 5)
    await handOut(sitting, members.slice(0, 5))
    expect(await read(sitting, FIRST, { number: 1, mark: 'for' })).toMatchObject(refusal('notCounting'))
    expect((await read(sitting, 'accountant', { number: 1, mark: 'for' })).status).toBe(403)
  })

  test('readings that differ make a second count; one more slip than was handed out is kept and refused', async () => {
    const sitting = await counting()
    const slips = (await toPrint(sitting)).sort((a, b) => a.number - b.number)
    for (const slip of slips.slice(0, 10)) {
      await read(sitting, FIRST, { number: slip.number, mark: 'for' })
      await read(sitting, SECOND, { number: slip.number, mark: 'against' })
    }
    await finish(sitting, FIRST)
    expect((await finish(sitting, SECOND)).body).toMatchObject({ agreed: false, unequalPairs: 1 })
    expect((await read(sitting, FIRST, { number: 1, mark: 'for' })).body).toMatchObject({ round: 2, read: 1 })
    for (const slip of slips.slice(0, 11)) {
      await read(sitting, FIRST, { number: slip.number, mark: 'for', again: true })
      await read(sitting, SECOND, { number: slip.number, mark: 'for' })
    }
    for (const who of [FIRST, SECOND])
      expect(await finish(sitting, who)).toMatchObject({
        ...refusal('countExceedsIssued'),
        body: { params: { counted: 11, issued: 10 } },
      })
    expect((await sitting.poll()).status).toBe('counting')
    expect((await sitting.declareInvalid([FIRST, SECOND], { reason: '多出一张' })).status).toBe(200)
    expect((await sitting.poll()).status).toBe('void')
  })

  test('a teller with an interest in the matter neither hands out nor reads nor counts', async () => {
    const sitting = await counting()
    await sitting.recuse(FIRST)
    expect(await read(sitting, FIRST, { number: 1, mark: 'for' })).toMatchObject(refusal('tellerInterested'))
    expect(
      await village.ask(FIRST, 'enterCountSheet', {
        ...inPoll(sitting),
        body: { for: 10, against: 0, abstain: 0, invalid: 0, issued: 10 },
      }),
    ).toMatchObject(refusal('tellerInterested'))
    const running = await open()
    await running.recuse(FIRST)
    expect(await handOut(running, members.slice(0, 1))).toMatchObject(refusal('tellerInterested'))
  })
})
