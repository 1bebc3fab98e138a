import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildVillage, type Village } from './village.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage({ villagers: 3 })
})
afterAll(() => village.close())
const mine = (name: string) => village.must(name, 'getMyData')
const see = (by: string, whom: string) =>
  village.must(by, 'getPerson', { params: { person: village.id(whom) } })

describe('我的资料', () => {
  test('a person sees what is held about him as the office sees it, numbers in part', async () => {
    const { held } = await mine('villager-1')
    // What became of two records of one person he is told by message.
    const { mergedInto: _, mergeRefused: __, ...seen } = await see('villageDirector', 'villager-1')
    expect(held).toEqual(seen)
    expect(JSON.stringify(held)).not.toContain(village.phone('villager-1'))
    expect(JSON.stringify(held)).not.toContain(village.idNumber('villager-1'))
  })

  test('who looked stands there, once a day, and one’s own look does not', async () => {
    const looks = async (name: string) =>
      (await mine(name)).views
        .filter((view) => view.what === 'getPerson')
        .map((view) => [view.office, view.on])
    await see('oversightChair', 'villager-2')
    await see('oversightChair', 'villager-2')
    expect(await looks('villager-2')).toEqual([['oversightChair', '2026-11-02']])
    await village.clock.set(new Date('2026-11-03T02:00:00Z'))
    await see('oversightChair', 'villager-2')
    expect(await looks('villager-2')).toHaveLength(2)
    expect(await looks('villager-3')).toEqual([])
    await see('oversightChair', 'oversightChair')
    expect(await looks('oversightChair')).toEqual([])
  })

  test('a search names those it found, the whole list and its export name all', async () => {
    const { name } = (await mine('villager-3')).held
    await village.must('accountant', 'listPeople', { query: { q: name } })
    expect((await mine('villager-3')).views.map((view) => view.what)).toContain('searchPeople')
    await village.must('accountant', 'listPeople')
    await village.ask('villageDirector', 'exportPeople')
    const seen = (await mine('villager-1')).views.map((view) => `${view.office} ${view.what}`)
    expect(seen).toContain('accountant listPeople')
    expect(seen).toContain('villageDirector exportPeople')
  })

  test('staff above are shown by their office and whose they are, not by name', async () => {
    await see('township-1', 'villager-3')
    const looks = (await mine('villager-3')).views.filter((view) => view.what === 'getPerson')
    expect(looks).toMatchObject([{ viewer: null, office: 'townshipStaff', division: '411329990' }])
  })

  test('what was looked at cannot be erased by who serves', async () => {
    const { inVillage } = await import('@cunyi/server/base/database/connect.ts')
    const { sql } = await import('drizzle-orm')
    for (const erase of [
      sql`delete from access_log`,
      sql`update access_log set viewer_id = gen_random_uuid()`,
    ])
      await expect(inVillage(village.db, village.villageId, (tx) => tx.execute(erase))).rejects.toThrow()
  })

  test('a correction goes to the village office, is answered once, and the answer comes back', async () => {
    const { id, dueAt } = await village.must('villager-1', 'askCorrection', { body: { text: '手机号换了' } })
    expect(dueAt).toBe('2026-11-18T16:00:00.000Z')
    expect((await village.ask('villager-2', 'listCorrections')).status).toBe(403)
    const { rows } = await village.must('villageDirector', 'listCorrections')
    expect(rows).toMatchObject([{ id, text: '手机号换了', person: { id: village.id('villager-1') } }])
    const answer = { params: { correction: id }, body: { answer: '已改' } }
    await village.must('villageDirector', 'answerCorrection', answer)
    expect((await village.ask('villageDirector', 'answerCorrection', answer)).body.code).toBe('alreadyDone')
    expect((await mine('villager-1')).corrections).toMatchObject([{ text: '手机号换了', answer: '已改' }])
    expect((await mine('villager-2')).corrections).toEqual([])
  })

  test('nobody finds his data in a village that is not his', async () => {
    for (const name of ['other-1', 'township-1'])
      expect((await village.ask(name, 'getMyData')).status).toBe(404)
  })
})
