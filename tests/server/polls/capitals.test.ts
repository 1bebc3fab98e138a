/** 大写的编号: an id is the same in capitals. Seals, the poll's lock and the chain are made over its text. */
import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { verifyChain } from '@cunyi/server/base/evidence/actions.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { names, sit } from './sitting.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage({ representatives: 30 })
})
afterAll(() => village.close())

test('an agent who asks in capitals votes for his principal: the poll opens, the ballot has its entry, the chain is whole', async () => {
  const members = names('representative', 12)
  const there = members.slice(0, 11)
  const sitting = await sit(village, { roll: members, inHall: there, rule: { proxy: 'sameHousehold' } })
  await sitting.open()
  await sitting.proxy('representative-12', 'representative-1')
  const params = { poll: sitting.pollId.toUpperCase() }
  const { ticket } = await village.must('representative-1', 'getTicket', {
    params,
    query: { principal: village.id('representative-12').toUpperCase() },
  })
  const cast = (poll: string) =>
    village.ask(null, 'castBallot', {
      params: { poll },
      body: { ref: sitting.ref(), choice: 1 },
      headers: { authorization: `Bearer ${ticket}` },
    })
  expect(await cast(sitting.pollId)).toMatchObject({ status: 200 })
  expect(await sitting.envelopes()).toMatchObject([{ personId: village.id('representative-12') }])
  await sitting.castAll(there, 'for')
  await sitting.close()
  await sitting.pass(2000)
  expect((await sitting.result()).figures).toMatchObject({ represented: 1, for: 12 })
  const cast12 = await inVillage(village.db, village.villageId, (tx) =>
    tx.execute(`select payload->'ballots' as ballots from evidence where act = 'castBallots'`),
  )
  const entered = cast12.rows.flatMap((row) => row.ballots as { personId: string }[])
  expect(entered.map((one) => one.personId)).toContain(village.id('representative-12'))
})

test('who signs in at a meeting whose id he writes in capitals leaves an entry that proves itself', async () => {
  const sitting = await sit(village, { roll: names('representative', 12), inHall: [] })
  await sitting.open()
  const meeting = sitting.meetingId.toUpperCase()
  const signed = await village.ask('representative-3', 'signIn', { params: { meeting }, body: {} })
  expect(signed.status).toBe(200)
  expect(
    await inVillage(village.db, village.villageId, (tx) => verifyChain(tx, village.villageId)),
  ).toMatchObject({ whole: true })
})
