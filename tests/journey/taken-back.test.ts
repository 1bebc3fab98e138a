/** 撤回后留档: a resolution that was sent back keeps its page, with notice, reason and new way, on the board and in the year's list; and the keys of the offices. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import countersign from '../../web/src/say/messages/zh-CN/countersign.ts'
import follow from '../../web/src/say/messages/zh-CN/follow.ts'
import { actAs, both, DESK, look, openPage, openStage, PHONE, type Stage } from './stage.ts'

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
  await stage.step({
    township: {
      orderCorrection: {
        document: '演政改〔2026〕2号',
        article: '村民委员会组织法第三十六条',
        reason: '通知的天数不够，重新通知开会',
      },
    },
  } as never)
})
afterAll(() => stage?.close())

test('whoever looks for what was decided finds that it was taken back, why, and where it went', async () => {
  const village = `/v/${stage.world.village}`
  for (const size of [PHONE, DESK]) {
    const { page, context } = await openPage(stage, size, { scripts: false })
    await page.goto(`${stage.address}${village}`)
    const board = (await page.locator('body').textContent()) ?? ''
    expect(board).not.toContain('现在没有正在公示的内容')
    expect(board.match(/村道路灯安装/g)?.length).toBe(2)
    expect(board).toContain('不算数了')
    await context.close()
    const seen = await openPage(stage, size)
    for (const [path, name] of [
      [village, 'board-taken-back'],
      [`${village}/m/${stage.world.matter().id}`, 'public-matter-taken-back'],
    ] as const) {
      await seen.page.goto(`${stage.address}${path}`)
      await look(seen.page, name)
    }
    const text = (await seen.page.locator('body').textContent()) ?? ''
    for (const told of ['通知的天数不够', '演政改〔2026〕2号', '不算数']) expect(text).toContain(told)
    await seen.context.close()
  }
})

test('an office registers its key and sees how to sign the list of the day', async () => {
  const { page, context } = await openPage(stage, PHONE)
  await actAs(stage, page, 'township-1', ['townshipStaff'], 9)
  await page.goto(`${stage.address}/app/keys`)
  await page.getByText(countersign.none).waitFor()
  await page
    .getByLabel(countersign.key, { exact: false })
    .fill('MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=')
  await page.getByRole('button', { name: countersign.send }).click()
  await page.getByText(/等另一方确认/).waitFor()
  expect(await page.locator('body').textContent()).not.toContain('NaN')
  await both(page, 'keys')
  await context.close()
})

test('the other office has the key among its to-dos, refuses it with a ground, and the first reads who and why', async () => {
  const county = await openPage(stage, PHONE)
  await actAs(stage, county.page, 'county-1', ['countyStaff'], 6)
  await county.page.goto(`${stage.address}/app`)
  await county.page.getByText(follow.kinds.officeKey).first().waitFor()
  await both(county.page, 'keys-waiting')
  await county.page.goto(`${stage.address}/app/keys`)
  await county.page.getByRole('button', { name: countersign.refuse }).click()
  const dialog = county.page.getByRole('alertdialog')
  await both(county.page, 'keys-refuse')
  await dialog.getByLabel(countersign.refuseWhy).fill('电话里念的短码不一样')
  await dialog.getByRole('button', { name: countersign.refuse }).click()
  await county.page.getByText('电话里念的短码不一样').waitFor()
  await county.context.close()
  const { page, context } = await openPage(stage, PHONE)
  await actAs(stage, page, 'township-1', ['townshipStaff'], 9)
  await page.goto(`${stage.address}/app/keys`)
  await page.getByText(/退回，不能联署/).waitFor()
  await page.getByText('电话里念的短码不一样').waitFor()
  await both(page, 'keys-refused')
  await context.close()
})
