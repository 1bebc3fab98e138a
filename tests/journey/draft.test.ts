import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import common from '../../web/src/say/messages/zh-CN/common.ts'
import convene from '../../web/src/say/messages/zh-CN/convene.ts'
import office from '../../web/src/say/messages/zh-CN/office.ts'
import propose from '../../web/src/say/messages/zh-CN/propose.ts'
import { TINY_PNG } from '../scenarios/runner/world.ts'
import { DESK, logIn, look, openPage, openStage, type Stage } from './stage.ts'

describe('the branch secretary takes a matter from draft to notice', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage(undefined)
  })
  afterAll(() => stage?.close())

  test('six questions, the way beside them, then the notice', async () => {
    const { page, context } = await openPage(stage, DESK)
    await logIn(stage, page, 'branchSecretary')
    await look(page, 'secretary-home')
    const bar = page.getByRole('navigation', { name: common.menu })
    await bar.getByRole('link', { name: common.office }).click()
    await page.getByRole('link', { name: office.draft }).click()
    await page.waitForURL(/\/app\/draft/)
    await page.getByLabel(propose.name).fill('村文化广场修缮')
    await page.getByLabel(propose.summary).fill('修补广场地面，花三万元，由村集体出钱。')
    await page.getByLabel('公益事业、基础设施建设及发包').check()
    const sums = page.getByLabel(propose.lineSum)
    const names = page.getByLabel(propose.lineName)
    await names.nth(0).fill('地面修补')
    await sums.nth(0).fill('3万')
    await names.nth(1).fill('村集体收入')
    await sums.nth(1).fill('30000')
    await page.getByText(propose.decides, { exact: true }).waitFor()
    await page.locator('aside').getByText('村民代表会议').first().waitFor()
    await look(page, 'draft')
    await page.getByRole('button', { name: propose.toBranch }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: propose.toBranch }).click()
    await page.waitForURL(/\/matters\//)
    await page.getByRole('heading', { level: 1, name: '村文化广场修缮' }).waitFor()
    await look(page, 'matter-submitted')

    await page.getByRole('link', { name: office.acts.conveneMeeting }).click()
    await page.getByLabel(convene.place).fill('村部会议室')
    await page.getByText(convene.earliest).waitFor()
    await look(page, 'convene-papers-missing')
    await page.getByLabel(convene.lay.replace('{paper}', '征求意见记录')).setInputFiles({
      name: '征求意见记录.png',
      mimeType: 'image/png',
      buffer: Buffer.from(TINY_PNG),
    })
    await page.getByText(convene.layHelp).waitFor({ state: 'detached' })
    const recorder = page.getByLabel(convene.recorder)
    await recorder.selectOption({ index: 1 })
    const tellers = page.getByRole('group', { name: convene.tellers }).getByRole('checkbox')
    await tellers.nth(0).check()
    await tellers.nth(1).check()
    await look(page, 'convene')
    await page.getByRole('button', { name: convene.send }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: convene.send }).click()
    await page.waitForURL(/\/conduct$/)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await look(page, 'conduct')
    const { rows } = await stage.world.ask('branchSecretary', 'listMeetings', {})
    expect(rows).toHaveLength(1)
    expect(rows[0].proposals[0].title).toBe('村文化广场修缮')
    await context.close()
  })
})
