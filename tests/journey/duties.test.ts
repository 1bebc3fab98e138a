import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import duties from '../../web/src/say/messages/zh-CN/duties.ts'
import follow from '../../web/src/say/messages/zh-CN/follow.ts'
import office from '../../web/src/say/messages/zh-CN/office.ts'
import { draftOf } from '../server/proposals/matter.ts'
import { DESK, logIn, look, openPage, openStage, PHONE, type Stage } from './stage.ts'

const DAY = 86_400_000

describe('应办事项: the village sees what is late and what is next, from the matter that is late', () => {
  let stage: Stage
  let proposal: string
  beforeAll(async () => {
    stage = await openStage(undefined)
    const { world } = stage
    ;({ id: proposal } = await world.ask('branchSecretary', 'draftProposal', {}, draftOf()))
    await world.ask('branchSecretary', 'submitProposal', { proposal }, {})
    await world.moveClock(new Date(world.now.getTime() + 35 * DAY))
    await world.ask('branchSecretary', 'draftProposal', {}, draftOf({ title: '村卫生室修缮' }))
    await world.moveClock(new Date(world.now.getTime() + 60_000))
  })
  afterAll(() => stage?.close())

  test('on the phone and on the desk', async () => {
    const { page, context } = await openPage(stage, PHONE)
    await logIn(stage, page, 'oversightChair')
    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size)
      await page.goto(`${stage.address}/app/v/${stage.world.village}/matters/${proposal}`)
      await page.getByRole('link', { name: follow.whatIsDue }).waitFor()
      await look(page, '95-matter-late')
      await page.getByRole('link', { name: follow.whatIsDue }).click()
      await page.getByRole('heading', { level: 1, name: office.duties }).waitFor()
      // The meeting that was not called, and the township's look at policy.
      await page.getByText(duties.lateSum.replace('{n}', '2')).waitFor()
      await page.getByText('未按期通知开会').waitFor()
      await page.getByText('提交草案').waitFor()
      await look(page, '96-duties')
    }
    await context.close()
  })

  test('the township finds it from all its villages', async () => {
    const { page, context } = await openPage(stage, PHONE)
    // Township staff have no log-in of their own in a test village: the cookie is answered for.
    const { token, personId } = await stage.world.session('township-1')
    const acting = {
      village: stage.world.village.slice(0, 9),
      villageName: '演示镇',
      personId,
      name: 'township-1',
      offices: ['townshipStaff'],
      registered: false,
      factor: 'pin',
    }
    await page.route('**/api/session/refresh', (route) =>
      route.fulfill({ json: { accessToken: token, accountId: personId, acting, capacities: [acting] } }),
    )
    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size)
      await page.goto(`${stage.address}/app/overview`)
      await page.getByRole('main').getByRole('link', { name: office.duties, exact: true }).click()
      await page.getByRole('heading', { level: 1, name: office.duties }).waitFor()
      await page.getByText('未按期通知开会').waitFor()
      expect(await page.getByText('村西道路硬化').count()).toBeGreaterThan(0)
      await page.getByRole('button', { name: duties.toExcel }).waitFor()
      await look(page, '97-duties-township')
    }
    await context.close()
  })

  test('what was done outside is recorded there by whoever led it, with its day and its paper', async () => {
    await stage.world.moveClock(new Date('2027-01-05T02:00:00Z'))
    const { page, context } = await openPage(stage, PHONE)
    await logIn(stage, page, 'oversightChair')
    for (const size of [PHONE, DESK]) {
      await page.setViewportSize(size)
      await page.goto(`${stage.address}/app/duties`)
      await page.getByText('本年民主评议（监督委员会主持）').waitFor()
      // The accounts are not hers to record.
      expect(await page.getByText(duties.done, { exact: true }).count()).toBe(1)
      await page.getByText(duties.done, { exact: true }).click()
      await page.getByLabel(duties.doneOn).fill('2027-01-04')
      await look(page, '98-duties-done')
    }
    await context.close()
  })
})
