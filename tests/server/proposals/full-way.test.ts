/** 要求走完整程序: whoever asks is answered, and silence is seen. */
import { expect, test } from 'vitest'
import { buildVillage, COUNTY, TOWNSHIP, VILLAGE, type Village } from '../village.ts'
import { days, later, money, propose, WAN } from './matter.ts'

const told = async (village: Village, name: string): Promise<string[]> =>
  (await village.must('villageDirector', 'listOutbox', { query: { q: village.phone(name) } })).rows.map(
    (row) => row.text,
  )
const way = (village: Village, proposal: string) =>
  village.must('villager-1', 'getFullWay', { params: { proposal } })

test('whoever asks for the full way is answered in fifteen days; silence is the township’s to know, shown as late, and answered all the same', async () => {
  const village = await buildVillage({ villagers: 20 })
  const proposal = await propose(village, { ...money(1 * WAN), title: '村道路灯' })
  const ask = (who: string) =>
    village.must(who, 'askFullWay', { params: { proposal }, body: { reason: '应当大家定' } })
  expect(await way(village, proposal)).toMatchObject({ dueAt: null, lateAt: null })
  await ask('villager-1')
  const { dueAt } = await way(village, proposal)
  expect(dueAt).toBe('2026-11-17T16:00:00.000Z')
  await later(village, days(3))
  await ask('villager-2')
  expect((await way(village, proposal)).dueAt).toBe(dueAt)
  await later(village, days(11))
  expect(await told(village, 'township-1')).toEqual([])
  await later(village, days(2))
  expect(await way(village, proposal)).toMatchObject({ dueAt, lateAt: dueAt })
  expect((await told(village, 'township-1')).join()).toContain(
    '演示村有2人要求“村道路灯”走完整程序，村里逾期没有答复',
  )
  expect(await told(village, 'otherTownship-1')).toEqual([])
  const answer = (text: string) =>
    village.ask('villageDirector', 'answerFullWay', { params: { proposal }, body: { answer: text } })
  expect((await answer('请打 13800138000 问张三')).body.code).toBe('forbiddenContent')
  expect((await answer('数额小，两委商议即可')).status).toBe(200)
  expect(await way(village, proposal)).toMatchObject({
    dueAt: null,
    lateAt: dueAt,
    answer: '数额小，两委商议即可',
  })
  // Asked again, it is answered again.
  await ask('villager-3')
  expect(await way(village, proposal)).toMatchObject({ dueAt: '2026-12-03T16:00:00.000Z', lateAt: null })
  expect((await village.must('villageDirector', 'getFullWay', { params: { proposal } })).mayNow).toContain(
    'answerFullWay',
  )
})

test('in a community the full way is weighed by the residents’ representatives where it has them', async () => {
  const village = await buildVillage({ villagers: 20 })
  const proposal = await propose(village, { ...money(1 * WAN), title: '小区路灯' })
  const before = await way(village, proposal)
  expect(before.ofRepresentatives).toBe(true)
  await village.sql(
    `update offices set office = 'residentRepresentative' where office = 'representative'`,
    `update proposals set route = 'D' where id = '${proposal}'`,
  )
  expect(await way(village, proposal)).toMatchObject({ ofRepresentatives: true, needed: before.needed })
})

test('rule changes are told to the level next above, and the county has nobody above it', async () => {
  const village = await buildVillage({ villagers: 1 })
  const set = async (who: string, second: string, division: string, basis: string | null) => {
    const values = { cooling_days: 60 }
    const { version } = await village.must(who, 'proposeProfile', {
      params: { division },
      body: { values, basis },
    })
    const before = await Promise.all(['township-1', 'county-1'].map((name) => told(village, name)))
    await village.must(second, 'confirmProfile', { params: { division, version }, body: { agree: true } })
    const after = await Promise.all(['township-1', 'county-1'].map((name) => told(village, name)))
    return after.map((texts, i) => texts.slice(0, texts.length - (before[i]?.length ?? 0)))
  }
  const [township, county] = await set('villageDirector', 'oversightChair', VILLAGE, '村民自治章程第八条')
  expect(township).toHaveLength(1)
  expect(township?.[0]).toContain('演示村修改了规则：未通过后的间隔')
  expect(county).toEqual([])
  const above = await set('township-1', 'township-2', TOWNSHIP, null)
  expect(above[0]).toEqual([])
  expect(above[1]?.[0]).toContain('演示镇修改了规则')
  expect(await set('county-1', 'county-2', COUNTY, null)).toEqual([[], []])
})
