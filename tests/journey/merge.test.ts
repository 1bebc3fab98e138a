import { afterAll, beforeAll, expect, test } from 'vitest'
import acts from '../../web/src/say/messages/zh-CN/acts.ts'
import roster from '../../web/src/say/messages/zh-CN/roster.ts'
import { actAs, both, look, openPage, openStage, PHONE, type Stage } from './stage.ts'

/** 同一个人登记了两条: the clerk proposes from the record that goes, an oversight member sees both side by side. */
let stage: Stage
let name = ''
const DOUBLE = '外来重'
beforeAll(async () => {
  stage = await openStage(undefined, undefined, (world) => {
    const { rows } = world.population
    const like = rows.people.find((one) => one.partyStatus === 'none' && one.relation === '家属')
    if (!like) throw new Error('somebody ordinary was expected')
    const { idNumber: _, phone: __, ...plain } = like
    name = like.name
    // 写错了一个字: no import sees that it is the same person.
    rows.people.push({ ...plain, name: DOUBLE, relation: '亲属', birthDate: '1971-05-01' })
  })
})
afterAll(() => stage?.close())

test('one record goes into the other by two persons', async () => {
  const { world } = stage
  const found = async (): Promise<{ id: string; leftOn: string | null } | undefined> =>
    (await world.ask('villageDirector', 'listPeople', { q: DOUBLE })).rows[0]
  const double = await found()
  expect(double).toBeTruthy()
  const clerk = await openPage(stage, PHONE)
  await actAs(stage, clerk.page, 'villageDirector', ['villageDirector'])
  await clerk.page.goto(`${stage.address}/app/v/${world.village}/people/${double?.id}`)
  await clerk.page.getByText(roster.merge.title).click()
  await clerk.page.getByLabel(roster.merge.find).fill(name)
  await clerk.page.getByRole('button', { name: '查找' }).click()
  await clerk.page.getByRole('button', { name: roster.merge.stays }).first().click()
  await clerk.page.getByLabel(roster.merge.reason).fill('名字一样，本人说只登记过一次')
  await both(clerk.page, 'merge-propose')
  await clerk.page.getByRole('button', { name: roster.merge.send }).click()
  await clerk.page.getByText(roster.merge.waits).waitFor()

  // Whoever goes has a day to say no: until then it waits, and the page says from when on.
  const early = await openPage(stage, PHONE)
  await early.context.clock.setSystemTime(world.now)
  await actAs(stage, early.page, 'oversightChair', ['oversightChair'])
  await early.page.goto(`${stage.address}/app/acts`)
  await early.page.getByText(acts.early).waitFor()
  expect(await early.page.getByRole('button', { name: acts.yes, exact: true }).isDisabled()).toBe(true)
  await both(early.page, 'merge-early')
  await early.context.close()
  await world.moveClock(new Date(world.now.getTime() + 24 * 3_600_000))

  const second = await openPage(stage, PHONE)
  await second.context.clock.setSystemTime(world.now)
  await actAs(stage, second.page, 'oversightChair', ['oversightChair'])
  await second.page.goto(`${stage.address}/app/acts`)
  await second.page.getByText(acts.merge.goes, { exact: true }).waitFor()
  await both(second.page, 'merge-confirm')
  await second.page.getByRole('button', { name: acts.yes, exact: true }).click()
  await second.page.getByRole('alertdialog').getByRole('button', { name: acts.yes }).click()
  await second.page.getByText('现在没有要您确认的事。').waitFor()
  await look(second.page, 'merge-done')
  expect((await world.ask('villageDirector', 'getPerson', { person: double?.id ?? '' })).leftOn).toBeTruthy()

  // From the record that went one comes to the one that stays.
  const after = await openPage(stage, PHONE)
  await actAs(stage, after.page, 'villageDirector', ['villageDirector'])
  await after.page.goto(`${stage.address}/app/v/${world.village}/people/${double?.id}`)
  await after.page.getByText(roster.merge.merged).waitFor()
  await both(after.page, 'merge-merged')
  await after.page.getByRole('link', { name, exact: true }).click()
  await after.page.getByRole('heading', { level: 1, name }).waitFor()
})
