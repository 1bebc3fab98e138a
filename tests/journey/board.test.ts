import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import object from '../../web/src/say/messages/zh-CN/object.ts'
import { DESK, logIn, look, openPage, openStage, PHONE, type Stage } from './stage.ts'

describe('a resident reads the board and objects', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage({
      title: '村道路灯安装',
      summary: '在主路装二十盏路灯，花五万元，由村集体出钱。',
      codes: ['M03'],
      amount: '5万',
    })
    await stage.step({ submit: {} })
    await stage.step({ sitting: { inHall: 3, for: 3 } } as never)
    await stage.step({ sitting: { inHall: 5, for: 5 } } as never)
    await stage.step({ sitting: { inHall: 4, online: 3, for: 6, against: 1 } } as never)
    await stage.step({ sitting: { inHall: 5, for: 5 } } as never)
    await stage.step({ disclose: {} })
  })
  afterAll(() => stage?.close())

  test('with scripts off the board and the matter are whole', async () => {
    const { page, context } = await openPage(stage, PHONE, { scripts: false })
    await page.goto(`${stage.address}/v/${stage.world.village}`)
    expect(await page.getByText('村道路灯安装').count()).toBeGreaterThan(0)
    expect(await page.getByText(/15/).count()).toBeGreaterThan(0)
    await page.goto(`${stage.address}/v/${stage.world.village}/m/${stage.world.matter().id}`)
    const text = (await page.locator('main').textContent()) ?? ''
    expect(text).toContain('村道路灯安装')
    expect(text).toMatch(/该来/)
    expect(text).not.toMatch(/partyMember-|representative-\d|990000/)
    await context.close()
  })

  test('the public pages on a phone and on a desk', async () => {
    for (const size of [PHONE, DESK]) {
      const { page, context } = await openPage(stage, size)
      for (const [path, name] of [
        ['/', 'front'],
        ['/villages', 'villages'],
        [`/v/${stage.world.village}`, 'board'],
        [`/v/${stage.world.village}/m/${stage.world.matter().id}`, 'public-matter'],
      ] as const) {
        await page.goto(`${stage.address}${path}`)
        await look(page, name)
      }
      await context.close()
    }
  })

  test('the objection is raised with a log-in and has its reply day', async () => {
    const { page, context } = await openPage(stage, PHONE)
    await logIn(stage, page, 'villager-60')
    await page.goto(`${stage.address}/app/v/${stage.world.village}/matters/${stage.world.matter().id}/object`)
    await page.getByRole('textbox').first().fill('路灯的数量写错了，请核对。')
    await look(page, 'object')
    await page.getByRole('button', { name: object.send }).click()
    await expect
      .poll(
        async () =>
          (await stage.world.ask('villageDirector', 'listObjections', { proposal: stage.world.matter().id }))
            .rows.length,
        { timeout: 30_000 },
      )
      .toBe(1)
    await context.close()
  })
})
