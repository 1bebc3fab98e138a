import { afterAll, beforeAll, expect, test } from 'vitest'
import { nameHelpers } from './helpers.ts'
import { buildVillage, type Village } from './village.ts'

let village: Village
beforeAll(async () => {
  village = await buildVillage({ representatives: 10 })
})
afterAll(() => village.close())
const listed = async () =>
  (await village.must('villager-1', 'listHelpers')).rows.map(({ person }) => person.id).toSorted()

test('the list ends with the term of the representatives who named it, and they name it anew', async () => {
  await nameHelpers(village, ['villager-3', 'villager-5'])
  expect(await listed()).toEqual([village.id('villager-3'), village.id('villager-5')].toSorted())
  // Of those who named them one is still in office: a by-election ends nothing.
  await village.sql(
    `update offices set held_until = '2026-11-30' where office = 'representative' and person_id <> '${village.id('representative-1')}'`,
  )
  await village.clock.set(new Date('2026-12-02T01:00:00Z'))
  expect(await listed()).toHaveLength(2)
  await village.sql(
    `update offices set held_until = '2026-12-02' where office = 'representative' and held_until is null`,
    `insert into offices (village_id, id, person_id, office, "from") values ('${village.villageId}', gen_random_uuid(), '${village.id('representative-1')}', 'representative', '2026-12-03')`,
  )
  await village.clock.set(new Date('2026-12-03T01:00:00Z'))
  expect(await listed()).toEqual([])
  await nameHelpers(village, ['villager-5'])
  expect(await listed()).toEqual([village.id('villager-5')])
})
