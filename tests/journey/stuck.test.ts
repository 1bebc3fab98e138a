import { afterAll, describe, expect, onTestFinished, test } from 'vitest'
import acts from '../../web/src/say/messages/zh-CN/acts.ts'
import propose from '../../web/src/say/messages/zh-CN/propose.ts'
import { populate, SMALL_VILLAGE } from '../scenarios/runner/population.ts'
import { actAs, both, logIn, openPage, openStage, PHONE, type Stage } from './stage.ts'

/** Villages that go another way (integrity D30): what their people see that others never do. */
const stages: Stage[] = []
afterAll(() => Promise.all(stages.map((stage) => stage.close())))

describe('a community', () => {
  test('its director drafts: the way names the residents’ bodies, and the facts that change the way are asked', async () => {
    const stage = await openStage(undefined, undefined, (world) => {
      Object.assign(world, { population: populate({ ...SMALL_VILLAGE, community: true }) })
      world.scenario.village = { community: true }
    })
    stages.push(stage)
    const { page, context } = await openPage(stage, PHONE)
    onTestFinished(() => context.close())
    await logIn(stage, page, 'villageDirector')
    await page.goto(`${stage.address}/app/draft`)
    await page.getByLabel(propose.name).fill('小游园改造')
    await page.getByLabel(propose.summary).fill('修补小游园，花五万元。')
    await page.getByLabel('公益事业、基础设施建设及发包').check()
    const [names, sums] = [page.getByLabel(propose.lineName), page.getByLabel(propose.lineSum)]
    for (const [i, name] of ['修补地面', '居民委员会收入'].entries()) {
      await names.nth(i).fill(name)
      await sums.nth(i).fill('5万')
    }
    await page.locator('aside').getByText('居民代表会议').first().waitFor()
    await both(page, 'stuck-community-draft')
    // Nothing of a village stands on a community's page.
    expect(await page.locator('main').textContent()).not.toMatch(/村民代表会议|村民委员会/)
  })
})

describe('a village that becomes part of another', () => {
  test('the county sees who goes where, by which approval and resolution, before it says yes', async () => {
    const stage = await openStage({ title: '并入柳树湾村', codes: ['M10'], assembly: 'households' } as never)
    stages.push(stage)
    for (const step of [
      { submit: {} },
      { sitting: { inHall: 3, for: 3 } },
      { sitting: { inHall: 5, for: 5 } },
      { sitting: { inHall: 6, for: 6 } },
      { sitting: { inHall: 26, for: 24, against: 2 } },
      { disclose: {} },
      {
        request: {
          by: 'township-1',
          method: 'POST',
          path: '/api/divisions/411329990202/open',
          body: {
            isCommunity: false,
            hasCollective: true,
            branchHasCommittee: true,
            officer: {
              name: '柳书记',
              phone: '10091000001',
              idNumber: '990000198001019770',
              office: 'branchSecretary',
            },
          },
        },
      },
      { endDisclosure: {} },
      {
        request: {
          by: 'township-1',
          method: 'POST',
          path: '/api/villages/{village}/moves',
          body: {
            to: '411329990202',
            groups: [],
            approvalNumber: '新政〔2026〕5号',
            movedOn: '2026-11-20',
            resolutionId: '{matter}',
            paperId: '{paper}',
          },
        },
      },
    ])
      await stage.step(step as never)
    const { page, context } = await openPage(stage, PHONE)
    onTestFinished(() => context.close())
    await actAs(stage, page, 'county-1', ['countyStaff'], 6)
    await page.goto(`${stage.address}/app/v/${stage.world.village}/acts`)
    await page.getByText('新政〔2026〕5号').waitFor()
    await both(page, 'stuck-move-facts')
    expect(await page.getByRole('button', { name: acts.yes, exact: true }).isEnabled()).toBe(true)
  })
})
