/** 候补: two are elected with the oversight committee, and look at facts in the place of a member who may not or is not there. */
import { describe, expect, test } from 'vitest'
import { buildVillage, type Village } from '../village.ts'
import { proposeNumber, say } from './played.ts'

const standIn = { name: 'standIn', offices: ['oversightStandIn' as const] }
const nobody = (...names: string[]) => names.map((name) => ({ name, offices: [] }))
const NEW = '10099990011'
const change = async (village: Village, who: string) =>
  (await proposeNumber(village, who, { phone: NEW })).body.actId as string
const secondsOf = async (village: Village, act: string) =>
  (await village.must('villageDirector', 'listActs')).rows.find((row: { id: string }) => row.id === act)
    ?.seconds

describe('候补: in the place of an overseer, and before the township', () => {
  test('while all three are there and free he confirms nothing, nor is anything in his to-dos', async () => {
    const village = await buildVillage({ people: [standIn] })
    const act = await change(village, 'representative-1')
    expect((await say(village, 'standIn', act)).body.code).toBe('secondPersonNeeded')
    expect((await village.must('standIn', 'listActs')).rows).toEqual([])
    expect((await say(village, 'oversightChair', act)).status).toBe(200)
  })

  test('where it is about a member he takes his place; also where a seat is empty', async () => {
    const village = await buildVillage({ people: [standIn] })
    const ofMember = await change(village, 'oversightCommittee-1')
    expect((await village.must('standIn', 'listActs')).rows).toMatchObject([
      { id: ofMember, mayConfirm: true },
    ])
    expect((await say(village, 'standIn', ofMember)).status).toBe(200)

    const empty = await buildVillage({ people: [standIn, ...nobody('oversightCommittee-2')] })
    const act = await change(empty, 'representative-1')
    expect((await say(empty, 'standIn', act)).status).toBe(200)
  })

  test('of nobody but a stand-in the facts are his; without him the township’s, and the act says so', async () => {
    const all = nobody('oversightChair', 'oversightCommittee-1', 'oversightCommittee-2')
    const left = await buildVillage({ people: [standIn, ...all] })
    const his = await change(left, 'representative-1')
    expect(await secondsOf(left, his)).toEqual(['oversight'])
    expect((await say(left, 'township-1', his)).body.code).toBe('secondPersonNeeded')
    expect((await say(left, 'standIn', his)).status).toBe(200)

    const none = await buildVillage({ people: all })
    const above = await change(none, 'representative-1')
    expect(await secondsOf(none, above)).toEqual(['township'])
    expect((await say(none, 'township-1', above)).status).toBe(200)
  })

  test('he who would be the second is not the stand-in whom it is about', async () => {
    const all = nobody('oversightChair', 'oversightCommittee-1', 'oversightCommittee-2')
    const village = await buildVillage({ people: [standIn, ...all] })
    expect(await secondsOf(village, await change(village, 'standIn'))).toEqual(['township'])
  })
})
