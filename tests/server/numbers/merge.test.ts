import { inVillage } from '@cunyi/server/base/database/connect.ts'
import { shanghaiTime } from '@cunyi/shared/words/days.ts'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { names, sit } from '../polls/sitting.ts'
import { buildVillage, VILLAGE, type Village } from '../village.ts'
import { evidence, say } from './played.ts'

const HOUSE = '00000000-0000-4000-8000-00000000aa01'

/** 重复登记并为一条: two persons, both histories kept. */
describe('two records of one person', () => {
  let village: Village
  beforeAll(async () => {
    village = await buildVillage({ villagers: 11, representatives: 12 })
  })
  afterAll(() => village.close())
  const withoutId = (name: string) =>
    village.sql(`update people set id_number = null, id_index = null where id = '${village.id(name)}'`)
  const merge = (goes: string, stays: string, by = 'villageDirector') =>
    village.ask(by, 'proposeMerge', {
      params: { person: village.id(goes) },
      body: { into: village.id(stays), reason: '名字和生日都一样，是同一个人' },
    })
  /** He has had his day to say no. */
  const aDayLater = () => village.clock.set(new Date(village.clock.now().getTime() + 24 * 3_600_000))
  const person = (name: string) =>
    village.must('villageDirector', 'getPerson', { params: { person: village.id(name) } })
  const row = async (name: string) => {
    const { rows } = await inVillage(village.db, VILLAGE, (tx) =>
      tx.execute<{ left_on: string | null; merged_into: string | null; phone_index: string | null }>(
        sql`select left_on, merged_into, phone_index from people where id = ${village.id(name)}`,
      ),
    )
    return rows[0]
  }

  test('a clerk proposes, an oversight member confirms: one leaves the rolls to come, the other is as before', async () => {
    await withoutId('villager-1')
    const before = await row('villager-2')
    const { body } = await merge('villager-1', 'villager-2')
    expect((await row('villager-1'))?.left_on).toBeNull()
    const shown = (await village.must('oversightChair', 'listActs', {})).rows.find(
      (one: { id: string }) => one.id === body.actId,
    )
    expect(shown).toMatchObject({
      what: 'mergePeople',
      merge: { stays: { id: village.id('villager-2') }, goes: { id: village.id('villager-1') } },
    })
    expect((await say(village, 'villageDirector', body.actId)).status).toBeGreaterThanOrEqual(400)
    // Whoever goes was told just now, and may say no: not before a day has gone by.
    expect((await say(village, 'oversightCommittee-1', body.actId)).body.code).toBe('actTooEarly')
    await village.clock.set(new Date(village.clock.now().getTime() + 24 * 3_600_000 - 1000))
    expect((await say(village, 'oversightCommittee-1', body.actId)).body.code).toBe('actTooEarly')
    expect((await row('villager-1'))?.left_on).toBeNull()
    await village.clock.set(new Date(village.clock.now().getTime() + 1000))
    expect((await person('villager-1')).mergedInto).toBeNull()
    expect((await say(village, 'oversightCommittee-1', body.actId)).status).toBe(200)
    expect((await person('villager-1')).mergedInto).toMatchObject({ id: village.id('villager-2') })
    expect(await row('villager-1')).toMatchObject({ merged_into: village.id('villager-2') })
    expect((await row('villager-1'))?.left_on).not.toBeNull()
    expect(await row('villager-2')).toEqual(before)
    expect((await evidence(village)).findLast((one) => one.act === 'mergePeople')?.payload).toMatchObject({
      personId: village.id('villager-1'),
      into: village.id('villager-2'),
      second: village.id('oversightCommittee-1'),
    })
    // Once is enough.
    expect((await merge('villager-1', 'villager-2')).body.code).toBe('notFound')
  })

  test('what stands against it is said, with what to do', async () => {
    expect((await merge('villager-3', 'villager-3')).body.code).toBe('mergeSame')
    expect((await merge('villager-3', 'villager-4')).body.code).toBe('mergeTwoIds')
    await withoutId('villager-4')
    expect((await merge('villager-3', 'villager-4')).body.code).toBe('mergeOtherWay')
    await withoutId('representative-3')
    expect((await merge('representative-3', 'villager-3')).body.code).toBe('mergeHoldsOffice')
    // 户主 with another in his household.
    await village.sql(
      `insert into households (village_id, id, number, village_group) values ('${VILLAGE}', '${HOUSE}', '9901', '第一组')`,
      `update people set household_id = '${HOUSE}' where id in ('${village.id('villager-4')}', '${village.id('villager-9')}')`,
      `update people set relation = '户主' where id = '${village.id('villager-4')}'`,
    )
    expect((await merge('villager-4', 'villager-3')).body.code).toBe('mergeHeads')
  })

  test('nobody leaves a roll while its meeting is not over, also where it was called after the proposal', async () => {
    await withoutId('villager-5')
    const { body } = await merge('villager-5', 'villager-6')
    await sit(village, { roll: [...names('representative', 10), 'villager-5'], assembly: 'villagers' })
    await aDayLater()
    expect(await say(village, 'oversightChair', body.actId)).toMatchObject({
      status: 409,
      body: { code: 'mergeOnRoll' },
    })
    expect((await row('villager-5'))?.left_on).toBeNull()
    expect((await merge('villager-5', 'villager-7')).body.code).toBe('mergeOnRoll')
  })

  test('who would leave the rolls is told how long he has to say no, by the rule of his village', async () => {
    const told = async (name: string, hours: number) => {
      await withoutId(name)
      expect(await merge(name, 'villager-7')).toMatchObject({ status: 200 })
      const until = shanghaiTime(new Date(village.clock.now().getTime() + hours * 3_600_000))
      const { rows } = await village.must(null, 'listOutbox', { query: { q: village.phone(name) } })
      expect(rows[0]?.text).toContain(`您有${hours}小时：${until}以前谁也不能确认`)
    }
    await told('villager-10', 24)
    const params = { division: VILLAGE }
    const body = { values: { 'merge.wait_hours': 48 }, basis: '村民自治章程第八条' }
    const { version } = await village.must('villageDirector', 'proposeProfile', { params, body })
    const agreed = { params: { ...params, version }, body: { agree: true } }
    await village.must('oversightChair', 'confirmProfile', agreed)
    await told('villager-11', 48)
  })

  test('a refused merge shows its ground with the record that stayed where it was', async () => {
    await withoutId('villager-8')
    const { body } = await merge('villager-8', 'villager-7')
    const ground = '两个人，同名不同家'
    await village.must('villager-8', 'refuseAct', { params: { act: body.actId }, body: { ground } })
    expect(await person('villager-8')).toMatchObject({ mergedInto: null, mergeRefused: { ground } })
    expect((await person('villager-7')).mergeRefused).toBeNull()
    await aDayLater()
    expect((await say(village, 'oversightChair', body.actId)).body.code).toBe('actNotWaiting')
  })

  test('no villager, no overseer merges', async () => {
    for (const who of ['villager-8', 'oversightChair', 'representative-1'])
      expect((await merge('villager-7', 'villager-8', who)).status).toBe(403)
  })
})
