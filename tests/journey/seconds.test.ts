import { writeWorkbook } from '@cunyi/server/village/people/workbook/write.ts'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import acts from '../../web/src/say/messages/zh-CN/acts.ts'
import conduct from '../../web/src/say/messages/zh-CN/conduct.ts'
import disclose from '../../web/src/say/messages/zh-CN/disclose.ts'
import object from '../../web/src/say/messages/zh-CN/object.ts'
import roster from '../../web/src/say/messages/zh-CN/roster.ts'
import { textsOf } from '../scenarios/runner/fill.ts'
import { sittingOf } from '../scenarios/runner/meeting.ts'
import { populate, SMALL_VILLAGE } from '../scenarios/runner/population.ts'
import { actAs, both, logIn, openPage, openStage, PHONE, type Stage } from './stage.ts'

/** What others answer for where one alone is not believed or keeps silent: read, counted again, taken to the county. */

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ title: '村道绿化', codes: ['M03'], amount: '5万' }, undefined, (world) => {
    Object.assign(world, { population: populate({ ...SMALL_VILLAGE, collective: false }) })
    world.scenario.village = { collective: false }
  })
})
afterAll(() => stage?.close())
const HOUR = 3_600_000
const later = (hours: number) => stage.world.moveClock(new Date(stage.world.now.getTime() + hours * HOUR))

test('one person is entered by a form, twelve by a workbook: an oversight member reads each list to its end', async () => {
  const { world } = stage
  const clerk = await openPage(stage, PHONE)
  await logIn(stage, clerk.page, 'villageDirector')
  await clerk.page.goto(`${stage.address}/app/roster/enter`)
  for (const [label, value] of [
    ['姓名', '新来的'],
    ['出生日期', '1990-03-12'],
    ['户号', '0001'],
  ] as const)
    await clerk.page.getByLabel(label, { exact: true }).fill(value)
  await clerk.page.getByLabel('性别', { exact: true }).selectOption('女')
  await both(clerk.page, 'seconds-enter')
  await clerk.page.getByRole('button', { name: roster.enterSee }).click()
  await clerk.page.getByRole('button', { name: roster.enterSend }).waitFor()
  await clerk.page.getByRole('button', { name: roster.enterSend }).click()
  await clerk.page.getByText(roster.enterWaits).waitFor()
  await both(clerk.page, 'seconds-enter-waits')
  await clerk.context.close()

  const { page, context } = await openPage(stage, PHONE)
  await actAs(stage, page, 'oversightChair', ['oversightChair'])
  await readAndConfirm(page, acts.listOf.replace('{n}', '1'))
  expect((await world.ask('villageDirector', 'listPeople', { q: '新来的' })).rows).toHaveLength(1)

  const like = world.population.rows.people.find(
    (one) => one.partyStatus === 'none' && one.relation === '家属',
  )
  if (!like) throw new Error('somebody ordinary was expected')
  const { idNumber: _, phone: __, ...plain } = like
  world.population.rows.people.push(
    ...Array.from({ length: 12 }, (_none, n) => ({
      ...plain,
      name: `外来${n + 1}`,
      relation: '亲属',
      birthDate: `19${70 + n}-05-01`,
    })),
  )
  const form = new FormData()
  const file = await writeWorkbook(textsOf(world.population.rows))
  form.append('file', new Blob([new Uint8Array(file)]), 'village.xlsx')
  const { id } = await world.ask('branchSecretary', 'uploadPeople', {}, form)
  await expect
    .poll(async () => (await world.ask('branchSecretary', 'getImport', { id })).status, { timeout: 20_000 })
    .toBe('previewed')
  await world.ask('branchSecretary', 'confirmImport', { id }, {})
  await readAndConfirm(page, acts.listOf.replace('{n}', '12'), 'seconds-list')
  await context.close()
})

async function readAndConfirm(page: Page, which: string, picture?: string) {
  await page.goto(`${stage.address}/app/acts`)
  const yes = page.getByRole('button', { name: acts.yes, exact: true })
  await yes.waitFor()
  expect(await yes.isDisabled()).toBe(true)
  await page.getByRole('button', { name: acts.openList }).click()
  await page.getByText(acts.listEnd).waitFor()
  await page.getByText(acts.unread).waitFor({ state: 'detached' })
  if (picture) await both(page, picture)
  await yes.click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByText(which).waitFor()
  await dialog.getByRole('button', { name: acts.yes }).click()
  // Busy, the button has another name: that it is gone says nothing.
  await page.getByText(acts.none).waitFor()
}

test('a collective is registered with its certificate', async () => {
  const { page, context } = await openPage(stage, PHONE)
  await actAs(stage, page, 'villageDirector', ['villageDirector'])
  await page.goto(`${stage.address}/app/roster/offices`)
  await page.getByText(roster.collective, { exact: true }).click()
  await both(page, 'seconds-collective')
  await context.close()
})

test('a count is late: the oversight committee asks, a teller says no, two others are chosen or drawn', async () => {
  await stage.step({ submit: {} })
  await stage.step({ sitting: { inHall: 3, for: 3 } } as never)
  await stage.step({ sitting: { inHall: 5, for: 5 } } as never)
  await stage.step({ sitting: { inHall: 7, for: 7 } } as never)
  await stage.step({ convene: {} })
  await stage.step({ begin: {} })
  await stage.step({ attend: { inHall: 6 } } as never)
  await stage.step({ open: {} })
  await stage.step({ vote: { paper: { for: 4, against: 2 } } } as never)
  await stage.step({ close: { count: false } } as never)
  await stage.step({ countSheet: { for: 4, against: 2, issued: 6, teller: 1 } } as never)
  await later(25)
  const sitting = sittingOf(stage.world.matter())
  const desk = `${stage.address}/app/v/${stage.world.village}/meetings/${sitting.meetingId}/conduct`

  const { page, context } = await openPage(stage, PHONE)
  await actAs(stage, page, 'oversightChair', ['oversightChair'])
  await page.goto(`${stage.address}/app/duties`)
  await page.getByText('票数一直没有数出来').first().waitFor()
  await page.goto(desk)
  await page.getByRole('button', { name: conduct.invalidCount }).waitFor()
  await both(page, 'seconds-late')
  await page.getByRole('button', { name: conduct.invalidCount }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByLabel(conduct.reason).fill('过了一天还没有数出来')
  await dialog.getByRole('button', { name: conduct.ask.invalid.yes, exact: true }).click()
  await page.getByText(conduct.invalidWaits).first().waitFor()
  const [, second] = sitting.tellers
  const { rows } = await stage.world.ask(second ?? '', 'listActs')
  const asked = rows.find((row: { what: string }) => row.what === 'invalidCount')
  await stage.world.ask(second ?? '', 'refuseAct', { act: asked.id }, { ground: '我来数' })

  const recorder = await openPage(stage, PHONE)
  await actAs(stage, recorder.page, sitting.recorder, ['villageCommittee'])
  await recorder.page.goto(desk)
  await recorder.page.getByLabel(conduct.newTellersName).fill('representative-5')
  await recorder.page.getByLabel(conduct.newTellersName).press('Enter')
  await recorder.page.getByRole('button', { name: conduct.lotAdd, exact: true }).first().click()
  await both(recorder.page, 'seconds-new-tellers')
  await recorder.context.close()

  await page.goto(desk)
  await page.getByText(conduct.lot).click()
  for (const who of ['branchCommittee-2', 'representative-5', 'representative-6', 'firstSecretary']) {
    await page.getByLabel(conduct.lotName).fill(who)
    await page.getByLabel(conduct.lotName).press('Enter')
    const found = page.locator('details li.row-spread', { hasText: who })
    await found.getByRole('button', { name: conduct.lotAdd, exact: true }).click()
  }
  await both(page, 'seconds-lot')
  await page.getByRole('button', { name: conduct.lotDraw, exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: conduct.lotDraw }).click()
  await page.getByText(conduct.lotDone).waitFor()
  const { tellers } = await stage.world.ask('oversightChair', 'getMeeting', { meeting: sitting.meetingId })
  const [place] = sitting.places
  if (place) place.tellers = tellers.map((one: { name: string }) => one.name)
  for (const teller of [1, 2])
    await stage.step({ countSheet: { for: 4, against: 2, issued: 6, teller } } as never)
  await context.close()
})

test('the township is silent too: the county answers an objection', async () => {
  await stage.step({ disclose: {} })
  await stage.step({
    object: { by: 'villager-60', class: 'a', text: '树苗价格写高了，跟送货单对不上。' },
  } as never)
  await later(5 * 24)
  await later(11 * 24)
  const { page, context } = await openPage(stage, PHONE)
  await actAs(stage, page, 'county-1', ['countyStaff'], 6)
  await page.goto(
    `${stage.address}/app/v/${stage.world.village}/matters/${stage.world.matter().id}/objections`,
  )
  await page.getByLabel(object.countyAnswer).waitFor()
  await both(page, 'seconds-county')
  await page.getByLabel(disclose.verdictLabel).selectOption('dismissed')
  await page.getByLabel(object.countyAnswer).fill('送货单和合同都看过，价格无误。')
  await page.getByRole('button', { name: disclose.answerSend }).click()
  // 最后一级: asked once more, with the village's name.
  await page.getByRole('alertdialog').getByRole('button', { name: disclose.answerSend }).click()
  await page.getByText('送货单和合同都看过').first().waitFor()
  await context.close()
})
